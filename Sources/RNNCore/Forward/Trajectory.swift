/// The forward pass: a_t, s_t and f′(a_t) for t = 1 … T, from a constant s_0.
///
/// Memory: 24 bytes a step and unit (more for cells with gates) beside the inputs, which are shared. Time: O(T) for the
/// scalar network, O(T·n·(n+m)) in general. From the first step that overflows on, every number is NaN.
public struct Trajectory: Sendable {
  /// The network that was run.
  public let network: RNN
  /// x_1 … x_T.
  public let inputs: InputSequence
  /// Which gates, parts and derivatives each step has.
  let layout: CellLayout
  /// a_1 … a_T, n numbers for each gate.
  let preActivations: [Double]
  /// s_0 … s_T, n numbers for each part.
  let states: [Double]
  /// The cell's derivatives at steps 1 … T in the order of the layout, n numbers each; of Elman's cell f′(a_t). See
  /// `scaledDerivative(at:_:unit:)` where they underflow.
  let derivatives: [Double]
  /// The run of the layer that stands on this one, fed with its states; empty for the last one.
  private(set) var above: [Trajectory]
  /// What the other direction of a bidirectional layer adds to each step's logits; empty without one.
  let logitOffsets: [Double]
  /// The first step whose pre-activation or state is no finite `Double`, if there is one.
  public let overflowAt: Int?
  /// The first step with a state below 2^−1022 that is not exactly 0: terms from before it can no longer be told from 0.
  public let underflowAt: Int?

  /// Runs the network over the inputs. For parts that a file or a user gives,
  /// `Experiment(validating:inputs:initialState:)` throws where this stops the program.
  ///
  /// The inputs' dimension must be the network's m, their classes, if any, below p if it tells p ≥ 2 classes apart; there
  /// must be at least one step, and `initialState` holds the n numbers of s_0, all finite. `ForwardSweep` makes the same a
  /// part at a time.
  ///
  /// Complexity: O(T) for n = m = 1, O(T·n·(n + m)) otherwise.
  public init(network: RNN, inputs: InputSequence, initialState: [Double]) {
    var sweep = ForwardSweep(network: network, inputs: inputs, initialState: initialState)
    self = sweep.finished()
  }

  /// What a forward pass of one layer left behind; nothing stands on it yet.
  init(_ network: RNN, _ inputs: InputSequence, _ record: ForwardRecord) {
    layout = type(of: network.cell).layout
    self.network = network
    self.inputs = inputs
    preActivations = record.preActivations
    states = record.states
    derivatives = record.derivatives
    overflowAt = record.overflowAt
    underflowAt = record.underflowAt
    logitOffsets = network.otherDirection?.logitOffsets(inputs) ?? []
    above = []
  }

  /// The same under the run of the layer that stands on this one.
  func under(_ next: Trajectory) -> Trajectory {
    var run = self
    run.above = [next]
    return run
  }

  /// h_1 … h_T as the inputs of the layer above, with targets of this one's inputs.
  func stateSequence(_ targets: Targets?) -> InputSequence {
    InputSequence(
      name: inputs.name, dimension: hiddenSize, values: hiddenStates(1..<steps + 1), targets: targets?.ofLayerAbove)
  }

  /// The run of the layer that stands on this one; nil where none does.
  package var next: Trajectory? { above.first }

  /// The run of the last layer, which the head reads: this one where none stands on it.
  var top: Trajectory { above.first?.top ?? self }

  /// T.
  public var steps: Int { inputs.steps }
  /// n.
  public var hiddenSize: Int { network.hiddenSize }
  /// How many numbers the state has; n for Elman's cell.
  var stateSize: Int { layout.parts * hiddenSize }
  /// h_0, n numbers.
  public var initialState: ArraySlice<Double> { state(at: 0) }

  /// a_t for a step t in 1…T: n numbers for each gate of the cell.
  public func preActivation(at step: Int) -> ArraySlice<Double> {
    let width = layout.gates * hiddenSize
    return preActivations[(step - 1) * width..<step * width]
  }

  /// s_t for a step t in 0…T, n numbers: what V reads.
  public func state(at step: Int) -> ArraySlice<Double> {
    let first = step * stateSize
    return states[first..<first + hiddenSize]
  }

  /// c_t of an LSTM for a step t in 0…T, n numbers; none of a cell that keeps no more than it says.
  public func cellState(at step: Int) -> ArraySlice<Double> {
    states[step * stateSize + hiddenSize..<(step + 1) * stateSize]
  }

  /// s_t of steps in 0…T, step by step: n numbers each.
  func hiddenStates(_ steps: Range<Int>) -> [Double] {
    let (n, width) = (hiddenSize, stateSize)
    if width == n { return Array(states[steps.lowerBound * n..<steps.upperBound * n]) }
    return steps.flatMap { states[$0 * width..<$0 * width + n] }
  }

  /// h_1 … h_T of the last layer, step by step.
  package var outputs: [Double] { top.hiddenStates(1..<steps + 1) }

  /// The last step that is reached without overflow, 0 where not even the first one is.
  public var lastFiniteStep: Int { (overflowAt ?? steps + 1) - 1 }

  /// Whether `step` is one of 0…T and every step up to and including it stayed finite.
  public func isFinite(through step: Int) -> Bool { (0...steps).contains(step) && step < overflowAt ?? .max }

  /// f′(a_t) of one unit of an Elman network, from 0, at a finite step in 1…T; exactly 0 only where the activation's
  /// derivative is 0.
  public func scaledDerivative(at step: Int, unit: Int = 0) -> ScaledDouble {
    precondition((0..<hiddenSize).contains(unit), "the unit is one of the network's")
    precondition(network.elmanActivation != nil, "f′ is of an Elman network")
    return scaledDerivative(at: step, 0, unit: unit)
  }

  /// One of the cell's derivatives, by its place in the layout, of one unit at a finite step.
  func scaledDerivative(at step: Int, _ place: Int, unit: Int) -> ScaledDouble {
    let derivative = derivatives[((step - 1) * layout.derivatives + place) * hiddenSize + unit]
    if derivative.isNormal { return ScaledDouble(derivative) }
    // Elman's cell has one, without the arrays that others need.
    if let f = network.elmanActivation { return f.scaledDerivative(preActivations[(step - 1) * hiddenSize + unit]) }
    return carefulDerivatives(at: step, unit: unit)[place]
  }

  private func carefulDerivatives(at step: Int, unit: Int) -> [ScaledDouble] {
    let n = hiddenSize
    return network.cell.derivatives(
      preActivations: (0..<layout.gates).map { preActivations[((step - 1) * layout.gates + $0) * n + unit] },
      previousState: (0..<layout.parts).map { states[((step - 1) * layout.parts + $0) * n + unit] })
  }

  /// The cell's derivatives at a finite step, n numbers each, under one exponent.
  func scaledDerivatives(at step: Int) -> ScaledVector {
    let (n, count) = (hiddenSize, layout.derivatives * hiddenSize)
    let slice = derivatives[(step - 1) * count..<step * count]
    if slice.allSatisfy(\.isNormal) { return ScaledVector(Array(slice)) }
    return ScaledVector((0..<count).map { scaledDerivative(at: step, $0 / n, unit: $0 % n) })
  }

  /// The last step up to `last` at which every derivative of every unit is exactly 0, so that nothing flows through it.
  func lastBlockedStep(through last: Int) -> Int? {
    let (n, count) = (hiddenSize, layout.derivatives * hiddenSize)
    return derivatives.withUnsafeBufferPointer { derivatives in
      for step in stride(from: last, through: 1, by: -1) where derivatives[step * count - 1] == 0 {
        let isBlocked = (0..<count).allSatisfy {
          derivatives[(step - 1) * count + $0] == 0 && scaledDerivative(at: step, $0 / n, unit: $0 % n).isZero
        }
        if isBlocked { return step }
      }
      return nil
    }
  }
}

extension Trajectory {
  /// Whether some derivative is so small, without being exactly 0, or so large that products of Doubles with it could
  /// leave their range.
  func needsCare(at step: Int) -> Bool {
    let (n, count) = (hiddenSize, layout.derivatives * hiddenSize)
    return derivatives.withUnsafeBufferPointer { derivatives in
      let derivatives = derivatives[rows: step - 1, count]
      guard derivatives.containExtreme else { return false }
      for (index, derivative) in derivatives.enumerated() {
        if derivative.magnitude > 0x1p-300, derivative.magnitude < 0x1p300 { continue }
        if !scaledDerivative(at: step, index / n, unit: index % n).isZero { return true }
      }
      return false
    }
  }
}
