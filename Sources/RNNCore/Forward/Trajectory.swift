/// The forward pass: a_t, s_t and f′(a_t) for t = 1 … T, from a constant s_0.
///
/// Memory: 24 bytes a step and unit beside the inputs, which are shared. Time: O(T) for the scalar network, O(T·n·(n+m))
/// in general. From the first step that overflows on, every number is NaN.
public struct Trajectory: Sendable {
  /// The network that was run.
  public let network: RNN
  /// x_1 … x_T.
  public let inputs: InputSequence
  /// a_1 … a_T, n numbers each.
  let preActivations: [Double]
  /// s_0 … s_T, n numbers each.
  let states: [Double]
  /// f′(a_1) … f′(a_T), n numbers each; see `scaledDerivative(at:unit:)` where they underflow.
  let derivatives: [Double]
  /// The first step whose pre-activation or state is no finite `Double`, if there is one.
  public let overflowAt: Int?
  /// The first step with a state below 2^−1022 that is not exactly 0: terms from before it can no longer be told from 0.
  public let underflowAt: Int?

  /// Runs the network over the inputs.
  ///
  /// The inputs' dimension must be the network's m, their classes, if any, below p if it tells p ≥ 2 classes apart; there
  /// must be at least one step, and `initialState` holds the n numbers of s_0, all finite.
  public init(network: RNN, inputs: InputSequence, initialState: [Double]) {
    precondition(inputs.steps > 0, "a trajectory has at least one step")
    precondition(inputs.dimension == network.inputSize, "an input has as many numbers as U has columns")
    precondition(initialState.count == network.hiddenSize, "s_0 has as many numbers as W has rows")
    precondition(initialState.allSatisfy(\.isFinite), "s_0 is finite")
    precondition(network.canTell(inputs.classes), "every class of the inputs is one that the network tells apart")
    let record: ForwardRecord
    if network.hiddenSize == 1, network.inputSize == 1 {
      record = network.activation.withFunction(ScalarForwardPass(network, inputs.values, initialState[0]))
    } else {
      record = network.activation.withFunction(MatrixForwardPass(network, inputs, initialState))
    }
    self.network = network
    self.inputs = inputs
    preActivations = record.preActivations
    states = record.states
    derivatives = record.derivatives
    overflowAt = record.overflowAt
    underflowAt = record.underflowAt
  }

  /// T.
  public var steps: Int { inputs.steps }
  /// n.
  public var hiddenSize: Int { network.hiddenSize }
  /// s_0.
  public var initialState: ArraySlice<Double> { state(at: 0) }

  /// a_t for a step t in 1…T.
  public func preActivation(at step: Int) -> ArraySlice<Double> {
    preActivations[(step - 1) * hiddenSize..<step * hiddenSize]
  }

  /// s_t for a step t in 0…T.
  public func state(at step: Int) -> ArraySlice<Double> {
    states[step * hiddenSize..<(step + 1) * hiddenSize]
  }

  /// Whether `step` is one of 0…T and every step up to and including it stayed finite.
  public func isFinite(through step: Int) -> Bool { (0...steps).contains(step) && step < overflowAt ?? .max }

  /// f′(a_t) of one unit, from 0, at a finite step in 1…T; exactly 0 only where the activation's derivative is 0.
  public func scaledDerivative(at step: Int, unit: Int = 0) -> ScaledDouble {
    precondition((0..<hiddenSize).contains(unit), "the unit is one of the network's")
    let index = (step - 1) * hiddenSize + unit
    let derivative = derivatives[index]
    return derivative.isNormal ? ScaledDouble(derivative) : network.activation.scaledDerivative(preActivations[index])
  }

  /// f′(a_t) of every unit.
  func scaledDerivatives(at step: Int) -> ScaledVector {
    let slice = derivatives[(step - 1) * hiddenSize..<step * hiddenSize]
    if slice.allSatisfy(\.isNormal) { return ScaledVector(Array(slice)) }
    return ScaledVector((0..<hiddenSize).map { scaledDerivative(at: step, unit: $0) })
  }

  /// The last step up to `last` at which f′ is exactly 0 for every unit, so that nothing flows through it.
  func lastBlockedStep(through last: Int) -> Int? {
    let n = hiddenSize
    return derivatives.withUnsafeBufferPointer { derivatives in
      for step in stride(from: last, through: 1, by: -1) where derivatives[step * n - 1] == 0 {
        let isBlocked = (0..<n).allSatisfy {
          derivatives[(step - 1) * n + $0] == 0 && scaledDerivative(at: step, unit: $0).isZero
        }
        if isBlocked { return step }
      }
      return nil
    }
  }
}

/// What a forward pass leaves behind.
struct ForwardRecord {
  var preActivations: [Double]
  var states: [Double]
  var derivatives: [Double]
  var overflowAt: Int?
  var underflowAt: Int?
}

extension Double {
  /// Whether a product of two numbers that are not 0 came out as 0.
  @inline(__always) static func productVanishes(_ a: Double, _ b: Double) -> Bool { a != 0 && b != 0 && a * b == 0 }
}
