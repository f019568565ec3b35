import RNNCore

/// Where a network and a sequence come from, as far as their numbers do not say it: what JSON has beside them.
public struct Provenance: Hashable, Sendable {
  /// What a network was read from, or drawn by.
  public enum Origin: Hashable, Sendable {
    /// A part of a model's file: the file's name, the layer from 0, the direction of a bidirectional one, and what stands
    /// before the names of its tensors.
    case model(name: String, layer: Int, direction: LayerDirection? = nil, prefix: String = "")
    /// A generator: how W₀ began, its seed, and what was added to the bias of the gate that keeps the state.
    case drawn(Initialization, seed: UInt64, forgetBias: Double? = nil)
  }

  /// Where the network comes from; nil for one whose numbers were given.
  public var origin: Origin?
  /// g of W = g·W₀; W is printed with it. nil for a network without one.
  public var gain: Double?
  /// What no file said and was taken to be so: `activation`, `vocabulary`. For a model's file only.
  public var assumed: [String] = []
  /// How many recorded steps were passed over; nil for a sequence that is made.
  public var offset: Int?
  /// What every input was multiplied by.
  public var amplitude: Double?
  /// How a file's numbers were scaled; nil for a sequence that is no file of numbers.
  public var scale: Scaling?
  /// The seed of a sequence that is random.
  public var seed: UInt64?

  /// Nothing is known but the numbers.
  public init() {}

  /// Of what a session or a command line has chosen.
  ///
  /// - Parameters:
  ///   - matrix: the network of several units; nil for the scalar one.
  ///   - source: what is fed to it.
  ///   - choice: how much of it.
  package init(_ matrix: ScaledNetwork?, _ source: InputSource, _ choice: InputChoice) {
    gain = matrix?.gain
    origin = matrix.map { Self.origin(of: $0) }
    assumed = matrix.map { Self.assumed(of: $0, fed: source) } ?? []
    amplitude = choice.amplitude
    seed = source.isRandom ? choice.seed : nil
    switch source.kind {
    case .synthetic: break
    case .oneHot, .embedded: offset = choice.offset
    case .recorded:
      offset = choice.offset
      scale = Self.scale(source.flags)
    }
  }

  private static func origin(of matrix: ScaledNetwork) -> Origin {
    switch matrix.origin {
    case .seeded(let initialization, let seed):
      let isGated = matrix.base.network.cellKind.keepingGate != nil
      return .drawn(initialization, seed: seed, forgetBias: isGated ? matrix.forgetBias : nil)
    case .model(let name, _, _):
      let part = matrix.part ?? ModelPart(layer: matrix.layer)
      return .model(
        name: name, layer: part.layer, direction: part.direction.flatMap(LayerDirection.init), prefix: part.prefix)
    }
  }

  private static func assumed(of matrix: ScaledNetwork, fed source: InputSource) -> [String] {
    guard let part = matrix.part else { return matrix.hasAssumedActivation ? ["activation"] : [] }
    var isText = false
    if let symbols = source.symbolCount, source.flags.contains("--text") {
      // The 256 bytes have but one order.
      isText = !(source.flags.contains("--bytes") && symbols == 256)
    }
    return [("activation", matrix.hasAssumedActivation), ("vocabulary", isText && !part.hasVocabulary)]
      .filter(\.1).map(\.0)
  }

  /// What the flags of a file of numbers say; nil for what is built in.
  private static func scale(_ flags: [String]) -> Scaling? {
    guard !flags.isEmpty else { return nil }
    return zip(flags, flags.dropFirst()).first { $0.0 == "--scale" }.flatMap { Scaling(rawValue: $0.1) } ?? Scaling.none
  }
}

extension RNNModel {
  /// Which part of its file it is.
  package var part: ModelPart {
    ModelPart(
      layer: layersBelow.count, direction: direction?.rawValue,
      prefix: [plan.shown.recurrentWeights.name].compactMap { RecurrentName($0)?.network.prefix }.joined(),
      hasVocabulary: vocabulary != nil)
  }
}

extension Provenance {
  /// Adds what is known of the network.
  func addNetwork(to parts: inout JSONObject) {
    switch origin {
    case nil: break
    case .model(let name, let layer, let direction, let prefix):
      parts.add("model", name)
      parts.add("layer", layer)
      parts.add("direction", direction?.rawValue)
      parts.add("prefix", prefix)
    case .drawn(let initialization, let seed, let forgetBias):
      parts.add("init", initialization.rawValue)
      parts.add("seed", seed)
      if let forgetBias { parts.add("forgetBias", forgetBias) }
    }
    if let gain { parts.add("gain", gain) }
    if case .model = origin { parts.add("assumed", assumed) }
  }

  /// Adds what is known of the sequence.
  func addSequence(to parts: inout JSONObject) {
    if let offset { parts.add("offset", offset) }
    if let amplitude { parts.add("amplitude", amplitude) }
    if let scale { parts.add("scale", scale.rawValue) }
    if let seed { parts.add("seed", seed) }
  }
}
