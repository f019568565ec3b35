import RNNCore

extension ScaledNetwork {
  /// A network drawn at random: W₀ as the initialisation says, U gaussian of variance 1/m, b = 0 and s_0 = 0.
  ///
  /// - Parameters:
  ///   - hidden: n, at least 1.
  ///   - inputs: m, at least 1.
  ///   - seed: The same seed draws the same network, always and everywhere.
  /// - Throws: `NetworkError` where the weights make no network.
  public static func seeded(
    _ initialization: Initialization, hidden: Int, inputs: Int, activation: Activation, gain: Double = 1, seed: UInt64
  ) throws(NetworkError) -> ScaledNetwork {
    let (W, U) = weights(initialization, hidden, inputs, seed)
    let network = try RNN(activation: activation, inputWeights: U, recurrentWeights: W)
    let start = InitializedNetwork(network: network, initialState: Array(repeating: 0, count: hidden))
    return ScaledNetwork(base: start, gain: gain, origin: .seeded(initialization, seed: seed))
  }

  private static func weights(_ initialization: Initialization, _ n: Int, _ m: Int, _ seed: UInt64) -> (Matrix, Matrix)
  {
    var generator = SplitMix64(seed: seed)
    func gaussian(_ rows: Int, _ columns: Int) -> Matrix {
      let scale = Double(columns).squareRoot()
      return Matrix(
        rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in generator.nextNormal() / scale })
    }
    let W = initialization == .identity ? Matrix.identity(n) : gaussian(n, n)
    return (W, gaussian(n, m))
  }
}
