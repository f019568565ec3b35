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
    let n = step.units
    let (a, derivatives) = (step.preActivations, step.derivatives)
    for unit in 0..<n {
      let (i, iSlope) = LogisticSigmoid.evaluate(a[unit])
      let (f, fSlope) = LogisticSigmoid.evaluate(a[n + unit])
      let (g, gSlope) = HyperbolicTangent.evaluate(a[2 * n + unit])
      let (o, oSlope) = LogisticSigmoid.evaluate(a[3 * n + unit])
      let before = step.previousState[n + unit]
      let c = f * before + i * g
      let (said, saidSlope) = HyperbolicTangent.evaluate(c)
      step.state[unit] = o * said
      step.state[n + unit] = c
      // What is no normal number has lost digits, and so would have all that is made of it: 0 asks for the careful path.
      let passed = (o * saidSlope).normalOrZero
      let (byInput, byForget, byCandidate) = (
        iSlope.normalOrZero * g, fSlope.normalOrZero * before, i.normalOrZero * gSlope.normalOrZero
      )
      derivatives[unit] = passed * byInput.normalOrZero
      derivatives[n + unit] = byInput
      derivatives[2 * n + unit] = passed * byForget.normalOrZero
      derivatives[3 * n + unit] = byForget
      derivatives[4 * n + unit] = passed * byCandidate.normalOrZero
      derivatives[5 * n + unit] = byCandidate
      derivatives[6 * n + unit] = oSlope.normalOrZero * said
      derivatives[7 * n + unit] = passed * f.normalOrZero
      derivatives[8 * n + unit] = f
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

  /// The number itself where it has all its digits, else 0.
  @inline(__always) var normalOrZero: Double { magnitude >= .leastNormalMagnitude ? self : 0 }
}
