import RNNCore

/// A network of several units whose recurrent weights are turned as a whole: W = g·W₀.
public struct ScaledNetwork: Hashable, Sendable {
  /// Where the weights come from.
  public enum Origin: Hashable, Sendable {
    /// Drawn at random from a seed.
    case seeded(Initialization, seed: UInt64)
    /// Read from a file; what to call it, the activation that it has without a flag (nil where only a flag says it), and
    /// the flags that read it again.
    case model(name: String, activation: Activation?, flags: [String])
  }

  /// The network with W₀, and s_0.
  public var base: InitializedNetwork
  /// g.
  public var gain: Double
  /// Where it comes from.
  public var origin: Origin
  /// Whether neither the file nor a flag says what the activation is, so that its origin's is assumed.
  public var assumesActivation = false

  /// Whether the present activation is the assumed one.
  var hasAssumedActivation: Bool {
    guard assumesActivation, case .model(_, let assumed, _) = origin else { return false }
    return base.network.activation == assumed
  }

  /// A network scaled by a gain.
  public init(base: InitializedNetwork, gain: Double = 1, origin: Origin) {
    self.base = base
    self.gain = gain
    self.origin = origin
  }

  /// The network with W = g·W₀, and s_0.
  ///
  /// - Throws: `NetworkError.notFinite` where g or a product is no finite number.
  public func start() throws(NetworkError) -> InitializedNetwork {
    guard gain != 1 else { return base }
    return InitializedNetwork(network: try base.network.scaled(byGain: gain), initialState: base.initialState)
  }
}
