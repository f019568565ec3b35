import RNNCore

extension ScaledNetwork {
  /// A network drawn at random: W₀ as the initialisation says, U gaussian of variance 1/m, b = 0 and s_0 = 0.
  ///
  /// - Parameters:
  ///   - hidden: n, at least 1.
  ///   - inputs: m, at least 1.
  ///   - seed: The same seed draws the same network, always and everywhere.
  package static func seeded(
    _ initialization: Initialization, hidden: Int, inputs: Int, activation: Activation, gain: Double = 1, seed: UInt64
  ) -> ScaledNetwork {
    let network = RNN(
      activation: activation, hiddenSize: hidden, inputSize: inputs, initialization: initialization, seed: seed)
    let start = InitializedNetwork(network: network, initialState: Array(repeating: 0, count: hidden))
    return ScaledNetwork(base: start, gain: gain, origin: .seeded(initialization, seed: seed))
  }
}
