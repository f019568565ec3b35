import RNNCore

/// What belongs to cells that are not shown: f of Elman's, and the biases of the gates. Cells are walked through with all
/// else kept, and each is found as it was left.
struct OtherCells: Hashable, Sendable {
  private var activation = Setup().activation
  private var biases: [Gate: Double] = [:]

  /// Remembers what a scalar or drawn network has of its own.
  mutating func keep(_ start: InitializedNetwork, _ matrix: ScaledNetwork?) {
    if let present = start.network.elmanActivation { activation = present }
    guard matrix == nil else { return }
    for variable in ScalarVariable.variables(of: start.network.cellKind) {
      if let gate = variable.gate { biases[gate] = start.value(of: variable) }
    }
  }

  /// The scalar network of another cell with the numbers of one.
  ///
  /// - Throws: `NetworkError.notFinite` never, since those are finite.
  func scalar(_ kind: CellKind, from start: InitializedNetwork) throws(NetworkError) -> InitializedNetwork {
    let V = start.network.outputWeights == nil ? nil : Optional(start.value(of: .outputWeight))
    let network = try RNN(
      scalar: kind, activation: activation, W: start.value(of: .recurrentWeight), U: start.value(of: .inputWeight),
      b: start.value(of: .bias), gateBiases: Setup.gateBiases.merging(biases) { $1 }, V: V)
    let state = start.value(of: .initialState)
    return InitializedNetwork(network: network, initialState: Array(repeating: state, count: kind.parts))
  }

  /// The drawn network of another cell, of as many units and inputs: begun as it was asked for, or as such cells are.
  func drawn(
    _ kind: CellKind, from matrix: ScaledNetwork, _ initialization: Initialization, seed: UInt64
  ) -> ScaledNetwork {
    let network = matrix.base.network
    let isUsual = initialization == .usual(of: network.cellKind)
    return .seeded(
      isUsual ? .usual(of: kind) : initialization, cell: kind, hidden: network.hiddenSize, inputs: network.inputSize,
      activation: activation, gain: matrix.gain, seed: seed, forgetBias: matrix.forgetBias)
  }
}

extension Initialization {
  /// How W₀ begins where nothing else is asked for: of a gated cell as PyTorch draws it.
  package static func usual(of kind: CellKind) -> Initialization { kind == .elman ? .gaussian : .uniform }
}

extension State {
  /// Whether the cell can be exchanged: a model's is its own.
  var hasOwnCell: Bool { isScalar || isSeeded }

  /// Another cell, with all else kept that it has too.
  ///
  /// - Throws: `NetworkError.notFinite` where g·W₀ is no finite number.
  mutating func setCell(_ kind: CellKind) throws(NetworkError) {
    otherCells.keep(start, matrix)
    if let matrix, case .seeded(let initialization, let seed) = matrix.origin {
      try setMatrix(otherCells.drawn(kind, from: matrix, initialization, seed: seed))
    } else {
      start = try otherCells.scalar(kind, from: start)
    }
    settleOnCell()
  }

  /// Looks at what a layer has: of a unit that is none of its own at all of them.
  mutating func settleOnLayer() {
    let units = start.network.hiddenSize
    if case .unit(let unit) = observable, unit >= units { observable = .state }
    if case .cellUnit(let unit) = observable, unit >= units { observable = .cell }
    settleOnCell()
  }

  /// Looks at what the cell has: where θ, what is observed or the knob is none of it, at what is nearest.
  private mutating func settleOnCell() {
    let network = start.network
    if !network.has(parameter) { parameter = Parameter(parameter.kind == .hiddenBias ? .bias : parameter.kind) }
    if network.cellKind != .lstm {
      if case .cellUnit(let unit) = observable { observable = .unit(unit) }
      if observable == .cell { observable = .state }
    }
    settleKnob()
  }
}
