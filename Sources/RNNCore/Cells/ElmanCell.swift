/// The simple recurrent cell, s_t = f(U x_t + W s_{t−1} + b) (Elman 1990): one gate, one part, one derivative, f′(a_t).
struct ElmanCell: RecurrentCell {
  var activation: Activation
  /// U, n×m.
  var inputWeights: Matrix
  /// W, n×n.
  var recurrentWeights: Matrix
  /// b, n numbers.
  var bias: [Double]

  static let layout = CellLayout(
    gates: 1, parts: 1, gateDerivatives: [CellLayout.GateDerivative(part: 0, gate: 0)], stateDerivatives: [])

  var inputBlock: ParameterBlock {
    ParameterBlock(kind: .inputWeights, layerInput: .input, gates: [0], weights: inputWeights)
  }
  var recurrentBlock: ParameterBlock {
    ParameterBlock(kind: .recurrentWeights, layerInput: .previousState, gates: [0], weights: recurrentWeights)
  }
  var biasBlock: ParameterBlock {
    let weights = Matrix(rows: bias.count, columns: 1, elements: bias)
    return ParameterBlock(kind: .bias, layerInput: .one, gates: [0], weights: weights)
  }

  func advance(_ step: CellStep) { activation.withFunction(Advance(step: step)) }

  func derivatives(preActivations: [Double], previousState: [Double]) -> [ScaledDouble] {
    [activation.scaledDerivative(preActivations[0])]
  }

  func isZero(part: Int, unit: Int, _ step: CellStep) -> Bool {
    activation.withFunction(IsZero(a: step.preActivations[unit]))
  }

  func replacing(_ kind: Parameter.Kind, with weights: Matrix) -> ElmanCell {
    var cell = self
    switch kind {
    case .recurrentWeights: cell.recurrentWeights = weights
    case .inputWeights: cell.inputWeights = weights
    case .bias, .hiddenBias: cell.bias = weights.elements
    }
    return cell
  }

  var kinks: [[Double]] { [activation.kinks] }
  var derivativeSupremum: Double? { activation.derivativeSupremum }

  private struct Advance: ActivationWork {
    let step: CellStep

    func run<Function: ActivationFunction>(_: Function.Type) {
      if step.units == 1 {
        (step.state[0], step.derivatives[0]) = Function.evaluate(step.preActivations[0])
      } else {
        Function.evaluate(row: step.preActivations, values: step.state, derivatives: step.derivatives)
      }
    }
  }

  private struct IsZero: ActivationWork {
    let a: Double
    func run<Function: ActivationFunction>(_: Function.Type) -> Bool { Function.isZero(at: a) }
  }
}
