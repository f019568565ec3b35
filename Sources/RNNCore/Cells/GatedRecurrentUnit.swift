/// The gated recurrent unit as PyTorch's `nn.GRU` has it (Cho et al. 2014): its reset gate acts behind W h.
///
///     r, z = σ(a_r), σ(a_z)      n = tanh(a^x_n + r ⊙ a^h_n)      rows in the order r, z, n
///     h' = (1−z) ⊙ n + z ⊙ h     a^x = U x + b_ih, a^h = W h + b_hh, and a_r, a_z the sums of both
///
/// The two biases are two parameters, since they differ in the rows of n. Where U and W have n rows instead of 3n they are
/// the candidate's, and the gates have biases alone, in b_ih; there is no b_hh then.
struct GatedRecurrentUnit: RecurrentCell {
  /// U, 3n×m, or n×m of the candidate alone.
  var inputWeights: Matrix
  /// W, 3n×n, or n×n of the candidate alone.
  var recurrentWeights: Matrix
  /// b_ih, 3n numbers.
  var bias: [Double]
  /// b_hh, 3n numbers; nil where the gates have biases alone.
  var hiddenBias: [Double]?

  /// The pre-activations of r and z, and of n what the input says and what h says.
  static let layout = CellLayout(
    gates: 4, parts: 1, gateDerivatives: (0..<4).map { CellLayout.GateDerivative(part: 0, gate: $0) },
    stateDerivatives: [CellLayout.StateDerivative(part: 0, previous: 0)],
    names: [.resetGate, .updateGate, .newGate, .newGate])

  var inputBlock: ParameterBlock {
    ParameterBlock(
      kind: .inputWeights, layerInput: .input, gates: hasWeightedGates ? [0, 1, 2] : [2], weights: inputWeights)
  }
  var recurrentBlock: ParameterBlock {
    ParameterBlock(
      kind: .recurrentWeights, layerInput: .previousState, gates: hasWeightedGates ? [0, 1, 3] : [3],
      weights: recurrentWeights)
  }
  var biasBlock: ParameterBlock {
    ParameterBlock(kind: .bias, layerInput: .one, gates: [0, 1, 2], weights: Self.column(bias))
  }
  var hiddenBiasBlock: ParameterBlock? {
    hiddenBias.map { ParameterBlock(kind: .hiddenBias, layerInput: .one, gates: [0, 1, 3], weights: Self.column($0)) }
  }
  var onlyGate: Gate? { hasWeightedGates ? nil : .newGate }

  private var hasWeightedGates: Bool { recurrentWeights.rows > recurrentWeights.columns }
  private static func column(_ numbers: [Double]) -> Matrix {
    Matrix(rows: numbers.count, columns: 1, elements: numbers)
  }

  func advance(_ step: CellStep) {
    step.units == 1 ? advance(step, Double.self) : advance(step, UnitBlock.self)
  }

  @inline(__always)
  private func advance<Numbers: UnitNumbers>(_ step: CellStep, _: Numbers.Type) {
    step.forEach(Numbers.self) { place in
      let (r, rSlope) = place.preActivation(0).evaluated(by: LogisticSigmoid.self)
      let (z, zSlope) = place.preActivation(1).evaluated(by: LogisticSigmoid.self)
      // 1 − z, which no subtraction makes.
      let open = (-place.preActivation(1)).evaluated(by: LogisticSigmoid.self).value
      let heard = place.preActivation(3)
      let (candidate, slope) = (place.preActivation(2) + r * heard).evaluated(by: HyperbolicTangent.self)
      let before = place.previousState(0)
      place.setState(0, open * candidate + z * before)
      // What is no normal number has lost digits, and so would have all that is made of it: 0 asks for the careful path.
      let passed = (open.normalOrZero * slope.normalOrZero).normalOrZero
      place.setDerivative(0, (passed * rSlope.normalOrZero).normalOrZero * heard)
      place.setDerivative(1, zSlope.normalOrZero * (before - candidate))
      place.setDerivative(2, passed)
      place.setDerivative(3, passed * r.normalOrZero)
      place.setDerivative(4, z)
    }
  }

  func derivatives(preActivations a: [Double], previousState: [Double]) -> [ScaledDouble] {
    let (sigmoid, tanh) = (Activation.sigmoid, Activation.tanh)
    let r = a[0].scaledSigmoid
    let sum = a[2] + r.doubleValue * a[3]
    let passed = (-a[1]).scaledSigmoid * tanh.scaledDerivative(sum)
    return [
      passed * sigmoid.scaledDerivative(a[0]) * ScaledDouble(a[3]),
      sigmoid.scaledDerivative(a[1]) * ScaledDouble(previousState[0] - tanh.value(sum)), passed, passed * r,
      a[1].scaledSigmoid,
    ]
  }

  func isZero(part: Int, unit: Int, _ step: CellStep) -> Bool {
    let n = step.units
    return step.previousState[unit] == 0 && step.preActivations[2 * n + unit] == 0
      && step.preActivations[3 * n + unit] == 0
  }

  func replacing(_ kind: Parameter.Kind, with weights: Matrix) -> GatedRecurrentUnit {
    var cell = self
    switch kind {
    case .recurrentWeights: cell.recurrentWeights = weights
    case .inputWeights: cell.inputWeights = weights
    case .bias: cell.bias = weights.elements
    case .hiddenBias: cell.hiddenBias = weights.elements
    }
    return cell
  }
}
