import CLAPACK

extension Trajectory {
  /// The first step from which rounding decides the state: what the roundings up to there may have done to s_t is more
  /// than 10⁻³ of the state's scale. nil where that never happens, as in every contracting network.
  ///
  /// A first-order bound e_t on |computed − exact state| runs along,
  ///
  ///     e_t = |J_t|·e_{t−1} + |f′(a_t)|·u(2|U x_t| + 2|W s_{t−1}| + |a_t|) + 6u|s_t|          u = 2⁻⁵³, e_0 = 0
  ///
  /// where 6u is more than any activation is off by. For n > 1 a bound by norms would grow for networks that contract
  /// without each of their factors doing so; there a vector runs along that J_t turns and to which every step adds its
  /// roundings with signs drawn at random: an estimate by a factor of a few. The scale is the largest of the states up
  /// to t. Where those are small by cancellation alone they are no scale: e_t must also be more than 10⁻⁶ of the largest
  /// |f′|·(|U x| + |W s| + |b|), which a contracting network's never is.
  ///
  /// Complexity: O(T) time for n = 1, and none where |W|·γ shows that the network contracts; O(T·n²) for n > 1.
  public var roundingDecidesAt: Int? {
    var sweep = RoundingSweep(self)
    sweep.refine(budget: .infinity)
    return sweep.step
  }

  /// What e_t may be of the scale, and of what the states are summed up from.
  private static let (share, summandShare) = (1e-3, 1e-6)
  fileprivate static let unitRoundoff = Double.ulpOfOne / 2

  /// Whether an error is more than it may be; the summands are in units of u.
  fileprivate static func isDecisive(_ error: Double, _ scale: Double, _ summands: Double) -> Bool {
    error > share * scale && error * (unitRoundoff / summandShare) > summands
  }

  fileprivate func scalarRoundingStep(through last: Int) -> Int? {
    let (W, U) = (network.recurrentWeights.elements[0].magnitude, network.inputWeights.elements[0].magnitude)
    let b = network.bias[0].magnitude
    // Where every factor is at most ρ < 1 the bound stays below 10u/(1 − ρ) of the summands.
    let contraction = 1 - W * network.activation.derivativeSupremum
    if contraction * Self.summandShare > 10 * Self.unitRoundoff { return nil }
    return states.withUnsafeBufferPointer { s in
      derivatives.withUnsafeBufferPointer { slopes in
        inputs.values.withUnsafeBufferPointer { x in
          var (error, scale, summands) = (0.0, 0.0, 0.0)
          for t in 0..<last {
            let (slope, state) = (slopes[t].magnitude, s[t + 1].magnitude)
            // Rounded off before they are added up: near a Double's end the sums themselves would overflow.
            let sum = U * (Self.unitRoundoff * x[t].magnitude) + W * (Self.unitRoundoff * s[t].magnitude)
            let bias = Self.unitRoundoff * b
            error = slope * (W * error + 3 * sum + bias) + 6 * Self.unitRoundoff * state
            (scale, summands) = (Swift.max(scale, state), Swift.max(summands, slope * (sum + bias)))
            if Self.isDecisive(error, scale, summands) { return t + 1 }
          }
          return nil
        }
      }
    }
  }

  /// ‖s_t‖₂ of all that the units keep.
  fileprivate func norm(ofStateAt step: Int) -> Double {
    states[step * stateSize..<(step + 1) * stateSize].withUnsafeBufferPointer { $0.norm }
  }
}

/// The search for the step from which rounding decides the state, some steps at a time; see `Trajectory.roundingDecidesAt`. Of a
/// scalar network it is one part.
///
/// Complexity: as there; O(n²) a step of several units.
package struct RoundingSweep: Sendable {
  /// The step; nil before it is found, and where there is none.
  package private(set) var step: Int?
  private let trajectory: Trajectory
  /// Nil of a scalar network.
  private var pass: RoundingPass?
  /// How many steps it has gone.
  private var gone = 0

  /// Begins before the first step.
  ///
  /// Complexity: O(1), of a scalar network that of all the work.
  package init(_ trajectory: Trajectory) {
    self.trajectory = trajectory
    guard trajectory.network.isScalar, trajectory.inputs.dimension == 1 else {
      pass = RoundingPass(trajectory.network)
      return
    }
    gone = trajectory.lastFiniteStep
    step = trajectory.scalarRoundingStep(through: gone)
  }

  /// Whether nothing is left to be looked at.
  package var isComplete: Bool { step != nil || gone == trajectory.lastFiniteStep }

  /// Goes some more steps, about as many multiplications, at least one unless nothing is left.
  package mutating func refine(budget: Double) {
    var spent = 0.0
    while !isComplete, spent == 0 || spent < budget {
      gone += 1
      pass?.advance(trajectory, to: gone)
      if let pass, Trajectory.isDecisive(pass.error, pass.scale, pass.summands) { step = gone }
      spent += Double(trajectory.weightCount)
    }
  }
}

/// The vector of errors of a network of several units or inputs, or of another cell.
private struct RoundingPass: Sendable {
  /// ‖e_t‖₂.
  private(set) var error = 0.0
  private(set) var scale = 0.0
  /// The largest ‖|F′|·(|U x| + |W h| + |b|)‖₂ by norms, in units of u.
  private(set) var summands = 0.0
  private let recurrentBlock: ParameterBlock
  private let inputBlock: ParameterBlock
  private let recurrentNorms: [Double]
  private let inputNorms: [Double]
  /// By gate and unit, |b|.
  private let biases: [Double]
  private var errors: [Double]
  /// W e, row by row.
  private var product: [Double]
  private var signs = SplitMix64(seed: 1)

  init(_ network: RNN) {
    let (cell, n) = (network.cell, network.hiddenSize)
    (recurrentBlock, inputBlock) = (cell.recurrentBlock, cell.inputBlock)
    recurrentNorms = recurrentBlock.weights.rowNorms
    inputNorms = inputBlock.weights.rowNorms
    var biases = [Double](repeating: 0, count: type(of: cell).layout.gates * n)
    for block in cell.blocks where block.layerInput == .one {
      for (row, number) in block.weights.elements.enumerated() {
        biases[block.gates[row / n] * n + row % n] += Trajectory.unitRoundoff * number.magnitude
      }
    }
    self.biases = biases
    errors = Array(repeating: 0, count: network.stateSize)
    product = Array(repeating: 0, count: recurrentBlock.weights.rows)
  }

  mutating func advance(_ trajectory: Trajectory, to step: Int) {
    let (n, layout) = (trajectory.hiddenSize, trajectory.layout)
    LinearAlgebra.multiply(recurrentBlock.weights, errors, into: &product)
    let sums = gateSums(trajectory, step)
    let derivatives = trajectory.derivatives[(step - 1) * layout.derivatives * n..<step * layout.derivatives * n]
    var next = [Double](repeating: 0, count: errors.count)
    var summed = next
    for (place, derivative) in layout.gateDerivatives.enumerated() {
      let (first, to, gate) = (derivatives.startIndex + place * n, derivative.part * n, derivative.gate * n)
      for unit in 0..<n { summed[to + unit] += derivatives[first + unit].magnitude * sums[gate + unit] }
      guard let row = recurrentBlock.gates.firstIndex(of: derivative.gate) else { continue }
      for unit in 0..<n { next[to + unit] += derivatives[first + unit] * product[row * n + unit] }
    }
    for (place, derivative) in layout.stateDerivatives.enumerated() {
      let first = derivatives.startIndex + (layout.gateDerivatives.count + place) * n
      let (to, from) = (derivative.part * n, derivative.previous * n)
      for unit in 0..<n { next[to + unit] += derivatives[first + unit] * errors[from + unit] }
    }
    add(trajectory, step, to: &next, summed)
    errors = next
    error = errors.withUnsafeBufferPointer { $0.norm }
    (scale, summands) = (
      Swift.max(scale, trajectory.norm(ofStateAt: step)),
      Swift.max(summands, summed.withUnsafeBufferPointer { $0.norm })
    )
  }

  /// Adds this step's roundings, with signs drawn at random.
  private mutating func add(_ trajectory: Trajectory, _ step: Int, to errors: inout [Double], _ summed: [Double]) {
    let first = step * errors.count
    var bits: UInt64 = 0
    for index in errors.indices {
      if index % 64 == 0 { bits = signs.next() }
      let state = trajectory.states[first + index].magnitude
      let rounded = 3 * summed[index] + 6 * (Trajectory.unitRoundoff * state)
      errors[index] += bits & 1 == 0 ? rounded : -rounded
      bits >>= 1
    }
  }

  /// |U x| + |W h| + |b| of every gate by norms, in units of u: rounded off before they are added up, since near a
  /// Double's end the sums themselves would overflow.
  private func gateSums(_ trajectory: Trajectory, _ step: Int) -> [Double] {
    let n = trajectory.hiddenSize
    let before = Trajectory.unitRoundoff * trajectory.state(at: step - 1).withUnsafeBufferPointer { $0.norm }
    let input = Trajectory.unitRoundoff * trajectory.inputs[step].withUnsafeBufferPointer { $0.norm }
    var sums = [Double](repeating: 0, count: biases.count)
    for (row, norm) in recurrentNorms.enumerated() {
      sums[recurrentBlock.gates[row / n] * n + row % n] += norm * before
    }
    for (row, norm) in inputNorms.enumerated() { sums[inputBlock.gates[row / n] * n + row % n] += norm * input }
    for index in sums.indices { sums[index] += biases[index] }
    return sums
  }
}

extension Matrix {
  /// ‖row‖₂ of each row.
  fileprivate var rowNorms: [Double] { (0..<rows).map { self[row: $0].withUnsafeBufferPointer { $0.norm } } }
}

extension UnsafeBufferPointer<Double> {
  /// ‖·‖₂.
  fileprivate var norm: Double { LAPACK.routines.cblas_dnrm2(Int32(count), baseAddress, 1) }
}
