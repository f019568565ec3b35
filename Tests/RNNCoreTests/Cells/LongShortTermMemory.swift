import RealModule

@testable import RNNCore

/// The long short-term memory as PyTorch has it (Hochreiter, Schmidhuber 1997; Gers, Schmidhuber, Cummins 2000): a cell
/// whose units keep two numbers, h and c. Rows come in the order i, f, g, o.
///
///     c' = f ⊙ c + i ⊙ g        h' = o ⊙ tanh(c')
struct LongShortTermMemory: RecurrentCell {
  /// 4n×m.
  var U: Matrix
  /// 4n×n.
  var W: Matrix
  /// 4n×1.
  var b: Matrix

  static let layout = CellLayout(
    gates: 4, parts: 2,
    gateDerivatives: [
      CellLayout.GateDerivative(part: 0, gate: 0), CellLayout.GateDerivative(part: 1, gate: 0),
      CellLayout.GateDerivative(part: 0, gate: 1), CellLayout.GateDerivative(part: 1, gate: 1),
      CellLayout.GateDerivative(part: 0, gate: 2), CellLayout.GateDerivative(part: 1, gate: 2),
      CellLayout.GateDerivative(part: 0, gate: 3),
    ],
    stateDerivatives: [
      CellLayout.StateDerivative(part: 0, previous: 1), CellLayout.StateDerivative(part: 1, previous: 1),
    ])

  var inputBlock: ParameterBlock {
    ParameterBlock(parameter: .inputWeights, layerInput: .input, gates: [0, 1, 2, 3], weights: U)
  }
  var recurrentBlock: ParameterBlock {
    ParameterBlock(parameter: .recurrentWeights, layerInput: .previousState, gates: [0, 1, 2, 3], weights: W)
  }
  var biasBlock: ParameterBlock {
    ParameterBlock(parameter: .bias, layerInput: .one, gates: [0, 1, 2, 3], weights: b)
  }

  func advance(_ step: CellStep) {
    let n = step.units
    for unit in 0..<n {
      let a = (0..<4).map { step.preActivations[$0 * n + unit] }
      let previous = [step.previousState[unit], step.previousState[n + unit]]
      let c = Self.memory(a, previous[1])
      step.state[unit] = Activation.sigmoid.value(a[3]) * Activation.tanh.value(c)
      step.state[n + unit] = c
      for (place, derivative) in derivatives(preActivations: a, previousState: previous).enumerated() {
        step.derivatives[place * n + unit] = derivative.doubleValue
      }
    }
  }

  /// c'.
  private static func memory(_ a: [Double], _ c: Double) -> Double {
    Activation.sigmoid.value(a[1]) * c + Activation.sigmoid.value(a[0]) * Activation.tanh.value(a[2])
  }

  func derivatives(preActivations a: [Double], previousState: [Double]) -> [ScaledDouble] {
    let c = Self.memory(a, previousState[1])
    let ofMemory = [
      Activation.sigmoid.scaledDerivative(a[0]) * ScaledDouble(Activation.tanh.value(a[2])),
      Activation.sigmoid.scaledDerivative(a[1]) * ScaledDouble(previousState[1]),
      Self.sigmoid(a[0]) * Activation.tanh.scaledDerivative(a[2]), Self.sigmoid(a[1]),
    ]
    let passed = Self.sigmoid(a[3]) * Activation.tanh.scaledDerivative(c)
    return ofMemory.dropLast().flatMap { [passed * $0, $0] }
      + [
        Activation.sigmoid.scaledDerivative(a[3]) * ScaledDouble(Activation.tanh.value(c)), passed * ofMemory[3],
        ofMemory[3],
      ]
  }

  private static func sigmoid(_ a: Double) -> ScaledDouble { a < -40 ? .exp(a) : ScaledDouble(1 / (1 + .exp(-a))) }

  func isZero(part: Int, unit: Int, _ step: CellStep) -> Bool {
    step.previousState[step.units + unit] == 0 && step.preActivations[2 * step.units + unit] == 0
  }

  func replacing(_ parameter: Parameter, with weights: Matrix) -> LongShortTermMemory {
    var cell = self
    switch parameter {
    case .inputWeights: cell.U = weights
    case .recurrentWeights: cell.W = weights
    case .bias: cell.b = weights
    }
    return cell
  }
}
