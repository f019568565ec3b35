/// A network of several units whose recurrent weights are turned as a whole: W = g·W₀.
package struct ScaledNetwork: Hashable, Sendable {
  /// Where the weights come from.
  package enum Origin: Hashable, Sendable {
    /// Drawn at random from a seed.
    case seeded(Initialization, seed: UInt64)
    /// Read from a file; what to call it, the activation that it has without a flag (nil where only a flag says it), and
    /// the flags that read it again.
    case model(name: String, activation: Activation?, flags: [String])
  }

  /// The network with W₀, and s_0.
  package var base: InitializedNetwork
  /// g.
  package var gain: Double
  /// Where it comes from.
  package var origin: Origin
  /// Whether neither the file nor a flag says what the activation is, so that its origin's is assumed.
  package var assumesActivation = false
  /// What of a model's file it is; nil of a network that is of none.
  package var part: ModelPart?
  /// What is added to the bias of the gate that keeps the state, of a gated cell that is drawn.
  package private(set) var forgetBias = 0.0

  /// Whether the present activation is the assumed one.
  package var hasAssumedActivation: Bool {
    guard assumesActivation, case .model(_, let assumed, _) = origin else { return false }
    return base.network.elmanActivation == assumed
  }

  /// The layers of a model that can be looked at one after the other, the first one first and the last one with the head;
  /// empty where there is one alone.
  package private(set) var stack: [InitializedNetwork] = []
  /// The layer that is looked at, from 0.
  package private(set) var layer = 0
  /// What a recording of the network's loss was made with; nil of every other.
  package var recording: Recording?

  /// With what the gradients of a trace were recorded.
  package struct Recording: Hashable, Sendable {
    /// s_0 of every layer that can be looked at, the first one first.
    package let initialStates: [[Double]]
    /// The steps after which the state was passed on as a constant.
    package let boundaries: [Int]
    /// What entered the network, with the gradients that reached it.
    package let inputs: InputSequence

    /// A recording.
    package init(initialStates: [[Double]], boundaries: [Int], inputs: InputSequence) {
      (self.initialStates, self.boundaries, self.inputs) = (initialStates, boundaries, inputs)
    }
  }

  /// Whether the network is another than the one that was recorded: what reached its states is as recorded all the same.
  package var isTurned: Bool {
    guard let recording, case .model(_, let activation, _) = origin else { return false }
    return gain != 1 || base.network.elmanActivation != activation
      || recording.initialStates[stack.isEmpty ? 0 : layer] != base.initialState
  }

  /// The rows that stand for symbols in its inputs, where they are its own; nil for those of the source.
  package var embeddingTable: Matrix?
  /// The layers that it stands on where they are no part of the stack; nil where there are none.
  private var layersBelowAlone: [LayerBelow]?
  /// Whether it stands on no layers, whatever the session's model does.
  private var standsAlone = false

  /// A network scaled by a gain.
  package init(base: InitializedNetwork, gain: Double = 1, origin: Origin) {
    self.base = base
    self.gain = gain
    self.origin = origin
  }

  /// The network with W = g·W₀, and s_0.
  ///
  /// - Throws: `NetworkError.notFinite` where g or a product is no finite number.
  package func start() throws(NetworkError) -> InitializedNetwork {
    guard gain != 1 else { return base }
    return InitializedNetwork(network: try base.network.scaled(byGain: gain), initialState: base.initialState)
  }
}

extension ScaledNetwork {
  /// A network drawn at random, from s_0 = 0: of Elman's cell W₀ as the initialisation says, U gaussian of variance 1/m and
  /// b = 0; of a gated cell as PyTorch draws it, but for W₀.
  ///
  /// - Parameters:
  ///   - hidden: n, at least 1.
  ///   - inputs: m, at least 1.
  ///   - seed: The same seed draws the same network, always and everywhere.
  package static func seeded(
    _ initialization: Initialization, cell: CellKind = .elman, hidden: Int, inputs: Int, activation: Activation,
    gain: Double = 1, seed: UInt64, forgetBias: Double = 0
  ) -> ScaledNetwork {
    let network =
      cell == .elman
      ? RNN(activation: activation, hiddenSize: hidden, inputSize: inputs, initialization: initialization, seed: seed)
      : RNN(
        cell, hiddenSize: hidden, inputSize: inputs, initialization: initialization, seed: seed, forgetBias: forgetBias)
    var scaled = ScaledNetwork(
      base: InitializedNetwork(network: network), gain: gain, origin: .seeded(initialization, seed: seed))
    scaled.forgetBias = forgetBias
    return scaled
  }
}

extension ScaledNetwork {
  /// The same with nothing added to the bias of the gate that keeps the state; itself where nothing is.
  package var withoutForgetBias: ScaledNetwork {
    guard forgetBias != 0, case .seeded(let initialization, let seed) = origin else { return self }
    let network = base.network
    return .seeded(
      initialization, cell: network.cellKind, hidden: network.hiddenSize, inputs: network.inputSize, activation: .tanh,
      gain: gain, seed: seed)
  }
}

extension ScaledNetwork {
  /// The same with the layers of a model that it is one of, the one with that number.
  package func among(_ stack: [InitializedNetwork], layer: Int) -> ScaledNetwork {
    var network = self
    (network.stack, network.layer) = (stack.count > 1 ? stack : [], stack.count > 1 ? layer : 0)
    return network
  }

  /// The layers below the one that is looked at; nil where there is one alone.
  package var layersBelow: [LayerBelow]? {
    stack.isEmpty ? standsAlone ? [] : layersBelowAlone : stack[..<layer].map { LayerBelow($0) }
  }

  /// The same on layers that are never looked at, as those of a bidirectional model are.
  package func standing(on layers: [LayerBelow]) -> ScaledNetwork {
    var network = self
    network.layersBelowAlone = layers.isEmpty ? nil : layers
    return network
  }

  /// Another network of the same shape, looked at as this one is: at the same layer, with the same g and f.
  ///
  /// - Throws: `NetworkError.notFinite` where a weight would be no finite number.
  package func exchanged(for other: ScaledNetwork) throws(NetworkError) -> ScaledNetwork {
    var network = other.layer == layer ? other : try other.showing(layer: layer)
    if let present = base.network.elmanActivation { network.base.network.adopt(present) }
    network.gain = gain
    return network
  }

  /// The same with another layer looked at, with the same gain and f, and its flag: from the same number of s_0 everywhere, or
  /// from its own s_0 where the layers have some.
  package func showing(layer: Int) throws(NetworkError) -> ScaledNetwork {
    guard stack.indices.contains(layer), case .model(let name, let activation, let flags) = origin else { return self }
    var network = try stack[layer].network.under(Array(stack[(layer + 1)...]))
    if let present = base.network.elmanActivation { network.adopt(present) }
    let start = base.initialState[0]
    let startsAtZero = stack.allSatisfy { $0.initialState.allSatisfy { $0 == 0 } }
    var shown = self
    shown.base = InitializedNetwork(
      network: network, initialState: startsAtZero ? network.zeroState.map { _ in start } : stack[layer].initialState)
    shown.layer = layer
    shown.part?.layer = layer
    shown.origin = .model(name: name, activation: activation, flags: Self.flags(flags, layer: layer))
    return shown
  }

  /// Flags of a model with that of the layer.
  private static func flags(_ flags: [String], layer: Int) -> [String] {
    var flags = flags
    if let place = flags.firstIndex(of: "--layer"), flags.indices.contains(place + 1) {
      flags[place + 1] = "\(layer)"
    } else {
      let behindModels = (flags.lastIndex(of: "--model") ?? 0) + 2
      flags.insert(contentsOf: ["--layer", "\(layer)"], at: Swift.min(behindModels, flags.count))
    }
    return flags
  }
}

extension ScaledNetwork {
  /// The LSTM of two units that is chaotic without inputs, λ₁ ≈ +0.17 a step (Laurent and von Brecht 2017, "A recurrent neural
  /// network without chaos", section 2): no biases, from h_0 = c_0 = 0.5.
  package static let chaoticLSTM: ScaledNetwork = {
    // W of i, f, g and o.
    let W: [Double] = [-1, -4, -3, -2, -2, 6, 0, -6, -1, -6, 6, -9, 4, 1, -9, -7]
    let cell = LongShortTermMemory(
      inputWeights: Matrix(rows: 8, columns: 1, elements: Array(repeating: 0, count: 8)),
      recurrentWeights: Matrix(rows: 8, columns: 2, elements: W), bias: Array(repeating: 0, count: 8))
    let start = InitializedNetwork(network: RNN(unchecked: cell), initialState: Array(repeating: 0.5, count: 4))
    var network = ScaledNetwork(
      base: start, origin: .model(name: "chaos", activation: nil, flags: ["--model", "builtin:chaos", "--s0", "0.5"]))
    network.standsAlone = true
    network.part = ModelPart(layer: 0)
    return network
  }()
}

/// Which part of a model's file a network is.
package struct ModelPart: Hashable, Sendable {
  /// The layer that is looked at, from 0.
  package var layer: Int
  /// `forward` or `reverse` of a bidirectional layer; nil where there is one direction alone.
  package var direction: String?
  /// What stands before the names of its tensors: `encoder.`.
  package var prefix: String
  /// Whether the file says which characters its inputs stand for.
  package var hasVocabulary: Bool

  /// A part of a file.
  package init(layer: Int, direction: String? = nil, prefix: String = "", hasVocabulary: Bool = false) {
    (self.layer, self.direction, self.prefix, self.hasVocabulary) = (layer, direction, prefix, hasVocabulary)
  }
}

extension RNN {
  /// s_0 = 0.
  package var zeroState: [Double] { Array(repeating: 0, count: stateSize) }
}
