import RNNCore

/// What ↑ and ↓ turn.
package enum Knob: String, CaseIterable, Sendable {
  /// W.
  case recurrentWeight = "W"
  /// U.
  case inputWeight = "U"
  /// b.
  case bias = "b"
  /// b_f, b_i and b_o: the constant gates of the scalar LSTM.
  case forgetBias = "b_f"
  case inputGateBias = "b_i"
  case outputGateBias = "b_o"
  /// b_z and b_r: those of the scalar GRU.
  case updateBias = "b_z"
  case resetBias = "b_r"
  /// s₀.
  case initialState = "s₀"
  /// V of the scalar network's head.
  case outputWeight = "V"
  /// T, the number of steps.
  case steps = "T"
  /// d, the desired s_k of the error surface.
  case desired = "d"
  /// Which of several checkpoints of a model is shown, from 1.
  case checkpoint = "checkpoint"

  /// The distance of neighbouring values.
  package var step: Double { isWhole ? 1 : 0.05 }

  /// Whether its values are whole numbers, which have no sign.
  package var isWhole: Bool { self == .steps || self == .checkpoint }

  /// The variable of the network, or nil for T.
  package var variable: ScalarVariable? {
    switch self {
    case .recurrentWeight: .recurrentWeight
    case .inputWeight: .inputWeight
    case .bias: .bias
    case .forgetBias: .forgetBias
    case .inputGateBias: .inputGateBias
    case .outputGateBias: .outputGateBias
    case .updateBias: .updateBias
    case .resetBias: .resetBias
    case .initialState: .initialState
    case .outputWeight: .outputWeight
    case .steps, .desired, .checkpoint: nil
    }
  }

  /// `value` turned by a number of steps: the first lands on the next multiple of the step, ten at a time on the next
  /// multiple of ten steps. The multiple is the decimal number nearest to it: 0.15, not 0.15000000000000002.
  func turned(_ value: Double, by steps: Int) -> Double {
    let unit = step * Double(steps.magnitude)
    let position = value / unit
    let nearest = position.rounded()
    let isOnGrid = (position - nearest).magnitude < 1e-9 * Swift.max(nearest.magnitude, 1)
    let from = isOnGrid ? nearest : position.rounded(steps > 0 ? .down : .up)
    let multiple = from + (steps > 0 ? 1 : -1)
    return (multiple * unit * 100).rounded() / 100
  }
}

extension State {
  /// The knobs there are: a network of several units has its checkpoints where there are several, its gain, and T; V and d are knobs where they shape what is shown, the gates' biases of
  /// their cells.
  package var knobs: [Knob] {
    guard isMatrix else { return Knob.allCases.filter { hasKnob($0) } }
    return (hasSeveralCheckpoints ? [.checkpoint] : []) + [.recurrentWeight, .steps]
  }

  private func hasKnob(_ knob: Knob) -> Bool {
    switch knob {
    case .outputWeight: showsHead
    case .forgetBias, .inputGateBias, .outputGateBias, .updateBias, .resetBias:
      knob.variable?.isOf(start.network.cellKind) ?? false
    case .desired: view == .landscape && showsSurface
    case .checkpoint: false
    default: true
    }
  }

  /// Whether what the network says of its state has a part in the picture.
  var showsHead: Bool { start.network.hasClasses && (observable.isLoss || showsOutput) }

  /// Whether the landscape is the error surface over W and b, which the scalar network alone has.
  package var showsSurface: Bool { landscape.isSurface && isScalar }

  /// Goes back to W where the selected knob is none any more.
  mutating func settleKnob() {
    if !knobs.contains(knob) { knob = .recurrentWeight }
  }

  /// Whether it is the scalar network with numbers of its own for W, U, b and s_0.
  package var isScalar: Bool { !isMatrix && start.network.hiddenSize == 1 && start.network.inputSize == 1 }

  /// What the network takes of a source. A scenario's network is none of a model's, whatever the session began with.
  package var intake: Intake {
    let network = start.network
    return Intake(
      standsOnLayers: isMatrix && !isSeeded, classCount: network.hasClasses ? network.outputWeights?.rows : nil,
      valueCount: network.valueCount, layersBelow: matrix?.layersBelow,
      embedding: matrix?.embeddingTable, recorded: matrix?.recording?.inputs)
  }

  /// The source in force, as the network takes it.
  package func source(of sources: [InputSource]) -> InputSource { sources[input.source].taken(by: intake) }

  /// What is fed to the network.
  func inputs(_ sources: [InputSource]) -> InputSequence {
    source(of: sources).sequence(input, activation: start.network.elmanActivation)
  }

  /// Whether the loss that is looked at is a recording's, of another network or other inputs than those that are shown.
  package var isAsRecorded: Bool {
    guard let matrix, matrix.recording != nil, observable.isLoss else { return false }
    return matrix.isTurned || input.amplitude != 1 || input.offset != 0
  }

  /// Whether the network was drawn from a seed.
  var isSeeded: Bool {
    if case .seeded = matrix?.origin { true } else { false }
  }

  /// A knob's name: W is turned by g of W = g·W₀ where it is a matrix.
  package func name(of knob: Knob) -> String { isMatrix && knob == .recurrentWeight ? "g" : knob.rawValue }

  /// A knob's value; 0 for what is no single number of this network.
  package func value(of knob: Knob) -> Double {
    if knob == .steps { return Double(input.steps) }
    if knob == .desired { return landscape.desired }
    if knob == .checkpoint { return Double(checkpoint.map { $0.place + 1 } ?? 0) }
    if let matrix { return knob == .recurrentWeight ? matrix.gain : 0 }
    return knob.variable.flatMap { $0.isOf(start.network.cellKind) ? start.value(of: $0) : nil } ?? 0
  }

  /// Sets a knob other than T and the checkpoint.
  ///
  /// - Throws: `NetworkError.notFinite` where a weight would be no finite number.
  package mutating func set(_ knob: Knob, to value: Double) throws(NetworkError) {
    if knob == .desired {
      landscape.desired = value
    } else if var matrix {
      guard knob == .recurrentWeight else { return }
      matrix.gain = value
      try setMatrix(matrix)
    } else if let variable = knob.variable {
      start = try start.setting(variable, to: value)
    }
  }

  /// Another network of several units.
  ///
  /// - Throws: `NetworkError.notFinite` where g or g·W₀ is no finite number.
  mutating func setMatrix(_ network: ScaledNetwork) throws(NetworkError) {
    start = try network.start()
    matrix = network
  }

  /// Sets f, where the cell is Elman's.
  mutating func setActivation(_ activation: Activation) {
    start.network.adopt(activation)
    matrix?.base.network.adopt(activation)
  }
}
