/// The long short-term memory as PyTorch's `nn.LSTM` has it (Hochreiter and Schmidhuber 1997; forget gates: Gers,
/// Schmidhuber and Cummins 2000): a unit keeps c beside the h that it says.
///
///     i, f, o = σ(a_i), σ(a_f), σ(a_o)      g = tanh(a_g)      rows in the order i, f, g, o
///     c' = f ⊙ c + i ⊙ g                    h' = o ⊙ tanh(c')
///
/// Where U and W have n rows instead of 4n they are the candidate's, and the gates have biases alone.
struct LongShortTermMemory: RecurrentCell {
  /// U, 4n×m, or n×m of the candidate alone.
  var inputWeights: Matrix
  /// W, 4n×n, or n×n of the candidate alone.
  var recurrentWeights: Matrix
  /// b, 4n numbers: the sum of PyTorch's two.
  var bias: [Double]

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
    ],
    names: [.inputGate, .forgetGate, .cellCandidate, .outputGate])

  var inputBlock: ParameterBlock {
    ParameterBlock(kind: .inputWeights, layerInput: .input, gates: weighted, weights: inputWeights)
  }
  var recurrentBlock: ParameterBlock {
    ParameterBlock(kind: .recurrentWeights, layerInput: .previousState, gates: weighted, weights: recurrentWeights)
  }
  var biasBlock: ParameterBlock {
    ParameterBlock(
      kind: .bias, layerInput: .one, gates: [0, 1, 2, 3],
      weights: Matrix(rows: bias.count, columns: 1, elements: bias))
  }
  var onlyGate: Gate? { hasWeightedGates ? nil : .cellCandidate }

  private var hasWeightedGates: Bool { recurrentWeights.rows > recurrentWeights.columns }
  private var weighted: [Int] { hasWeightedGates ? [0, 1, 2, 3] : [2] }

  func advance(_ step: CellStep) {
    step.units == 1 ? advance(step, Double.self) : advance(step, UnitBlock.self)
  }

  @inline(__always)
  private func advance<Numbers: UnitNumbers>(_ step: CellStep, _: Numbers.Type) {
    step.forEach(Numbers.self) { place in
      let (i, iSlope) = place.preActivation(0).evaluated(by: LogisticSigmoid.self)
      let (f, fSlope) = place.preActivation(1).evaluated(by: LogisticSigmoid.self)
      let (g, gSlope) = place.preActivation(2).evaluated(by: HyperbolicTangent.self)
      let (o, oSlope) = place.preActivation(3).evaluated(by: LogisticSigmoid.self)
      let before = place.previousState(1)
      let c = f * before + i * g
      let (said, saidSlope) = c.evaluated(by: HyperbolicTangent.self)
      place.setState(0, o * said)
      place.setState(1, c)
      // What is no normal number has lost digits, and so would have all that is made of it: 0 asks for the careful path.
      let passed = (o * saidSlope).normalOrZero
      let (byInput, byForget, byCandidate) = (
        iSlope.normalOrZero * g, fSlope.normalOrZero * before, i.normalOrZero * gSlope.normalOrZero
      )
      place.setDerivative(0, passed * byInput.normalOrZero)
      place.setDerivative(1, byInput)
      place.setDerivative(2, passed * byForget.normalOrZero)
      place.setDerivative(3, byForget)
      place.setDerivative(4, passed * byCandidate.normalOrZero)
      place.setDerivative(5, byCandidate)
      place.setDerivative(6, oSlope.normalOrZero * said)
      place.setDerivative(7, passed * f.normalOrZero)
      place.setDerivative(8, f)
    }
  }

  func derivatives(preActivations a: [Double], previousState: [Double]) -> [ScaledDouble] {
    let (sigmoid, tanh) = (Activation.sigmoid, Activation.tanh)
    let (i, f, o, g) = (a[0].scaledSigmoid, a[1].scaledSigmoid, a[3].scaledSigmoid, tanh.value(a[2]))
    let before = ScaledDouble(previousState[1])
    let c = f.doubleValue * previousState[1] + i.doubleValue * g
    let byInput = sigmoid.scaledDerivative(a[0]) * ScaledDouble(g)
    let byForget = sigmoid.scaledDerivative(a[1]) * before
    let byCandidate = i * tanh.scaledDerivative(a[2])
    let byOutput = sigmoid.scaledDerivative(a[3]) * ScaledDouble(tanh.value(c))
    let passed = o * tanh.scaledDerivative(c)
    return [
      passed * byInput, byInput, passed * byForget, byForget, passed * byCandidate, byCandidate, byOutput, passed * f,
      f,
    ]
  }

  /// h' is 0 where c' is, since no gate is.
  func isZero(part: Int, unit: Int, _ step: CellStep) -> Bool {
    step.previousState[step.units + unit] == 0 && step.preActivations[2 * step.units + unit] == 0
  }

  func replacing(_ kind: Parameter.Kind, with weights: Matrix) -> LongShortTermMemory {
    var cell = self
    switch kind {
    case .recurrentWeights: cell.recurrentWeights = weights
    case .inputWeights: cell.inputWeights = weights
    case .bias, .hiddenBias: cell.bias = weights.elements
    }
    return cell
  }
}

extension Double {
  /// σ(a) in extended range.
  var scaledSigmoid: ScaledDouble { self < -40 ? .exp(self) : ScaledDouble(LogisticSigmoid.evaluate(self).value) }
}
