import RealModule

@testable import RNNCore

/// The minimal gated unit (Zhou, Wu, Zhang, Zhou 2016), its reset after the product as PyTorch places a GRU's:
///
///     f = σ(W_f h + U_f x + b_f)        ĥ = tanh(f ⊙ (W h) + U x + b)        h' = (1−f) ⊙ h + f ⊙ ĥ
///
/// A cell that the library does not have. Rows come in the order f, candidate.
struct MinimalGatedUnit: RecurrentCell {
  /// 2n×m.
  var U: Matrix
  /// 2n×n.
  var W: Matrix
  /// 2n×1.
  var b: Matrix

  /// The gate's pre-activation, the candidate's from the input, and W h of the candidate.
  static let layout = CellLayout(
    gates: 3, parts: 1, gateDerivatives: (0..<3).map { CellLayout.GateDerivative(part: 0, gate: $0) },
    stateDerivatives: [CellLayout.StateDerivative(part: 0, previous: 0)])

  var inputBlock: ParameterBlock {
    ParameterBlock(kind: .inputWeights, layerInput: .input, gates: [0, 1], weights: U)
  }
  var recurrentBlock: ParameterBlock {
    ParameterBlock(kind: .recurrentWeights, layerInput: .previousState, gates: [0, 2], weights: W)
  }
  var biasBlock: ParameterBlock {
    ParameterBlock(kind: .bias, layerInput: .one, gates: [0, 1], weights: b)
  }

  func advance(_ step: CellStep) {
    for unit in 0..<step.units {
      let a = (0..<3).map { step.preActivations[$0 * step.units + unit] }
      let h = step.previousState[unit]
      let f = Activation.sigmoid.value(a[0])
      let candidate = Activation.tanh.value(f * a[2] + a[1])
      step.state[unit] = Activation.sigmoid.value(-a[0]) * h + f * candidate
      for (place, derivative) in derivatives(preActivations: a, previousState: [h]).enumerated() {
        step.derivatives[place * step.units + unit] = derivative.doubleValue
      }
    }
  }

  func derivatives(preActivations a: [Double], previousState: [Double]) -> [ScaledDouble] {
    let f = Self.sigmoid(a[0])
    let sum = f.doubleValue * a[2] + a[1]
    let slope = f * Activation.tanh.scaledDerivative(sum)
    let change = ScaledDouble(Activation.tanh.value(sum) - previousState[0]) + slope * ScaledDouble(a[2])
    return [Activation.sigmoid.scaledDerivative(a[0]) * change, slope, slope * f, Self.sigmoid(-a[0])]
  }

  private static func sigmoid(_ a: Double) -> ScaledDouble {
    a < -40 ? .exp(a) : ScaledDouble(1 / (1 + .exp(-a)))
  }

  func isZero(part: Int, unit: Int, _ step: CellStep) -> Bool {
    let a = (0..<3).map { step.preActivations[$0 * step.units + unit] }
    return step.previousState[unit] == 0 && a[1] == 0 && (a[2] == 0 || a[0] < -745)
  }

  func replacing(_ kind: Parameter.Kind, with weights: Matrix) -> MinimalGatedUnit {
    switch kind {
    case .inputWeights: MinimalGatedUnit(U: weights, W: W, b: b)
    case .recurrentWeights: MinimalGatedUnit(U: U, W: weights, b: b)
    case .bias, .hiddenBias: MinimalGatedUnit(U: U, W: W, b: weights)
    }
  }
}

extension MinimalGatedUnit {
  /// A unit of n numbers drawn at random.
  init(units n: Int, inputs m: Int, seed: UInt64, scale: Double = 0.8, forgetBias: Double = 0) {
    var generator = SplitMix64(seed: seed)
    func matrix(_ columns: Int) -> Matrix {
      let elements = (0..<2 * n * columns).map { _ in scale * generator.nextNormal() }
      return Matrix(rows: 2 * n, columns: columns, elements: elements)
    }
    (U, W, b) = (matrix(m), matrix(n), matrix(1))
    for unit in 0..<n { b[unit, 0] += forgetBias }
  }
}
