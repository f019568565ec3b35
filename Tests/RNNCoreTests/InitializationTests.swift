import RNNCore
import Testing

@Suite("Initialisations")
struct InitializationTests {
  private func transpose(_ matrix: Matrix) -> Matrix {
    Matrix((0..<matrix.columns).map { column in (0..<matrix.rows).map { matrix[$0, column] } })
  }

  private func distance(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.elements, b.elements).map { ($0 - $1).magnitude }.max() ?? 0
  }

  @Test("Gaussian entries have mean 0, variance 1/n and normal tails", arguments: [16, 100])
  func moments(n: Int) {
    let W = Initialization.gaussian.recurrentWeights(order: n, seed: 7)
    let (count, variance) = (Double(n * n), 1 / Double(n))
    let mean = W.elements.reduce(0, +) / count
    let meanSquare = W.elements.reduce(0) { $0 + $1 * $1 } / count
    #expect(mean.magnitude < 4 * (variance / count).squareRoot(), "four standard deviations of the mean")
    #expect((meanSquare / variance - 1).magnitude < 4 * (2 / count).squareRoot())
    let beyondTwo = Double(W.elements.count { $0.magnitude > 2 * variance.squareRoot() }) / count
    #expect((beyondTwo - 0.0455).magnitude < 4 * 0.2084 / count.squareRoot())
  }

  @Test("An orthogonal matrix is one", arguments: [1, 2, 3, 16, 64, 200])
  func orthogonal(n: Int) {
    let Q = Initialization.orthogonal.recurrentWeights(order: n, seed: 3)
    #expect(distance(transpose(Q) * Q, .identity(n)) < 1e-14)
    #expect(distance(Q * transpose(Q), .identity(n)) < 1e-14)
  }

  @Test("Orthogonal matrices are distributed evenly: both signs of the determinant, entries of mean 0 and variance 1/n")
  func haar() {
    let matrices = (1...400).map { Initialization.orthogonal.recurrentWeights(order: 2, seed: $0) }
    let proper = matrices.count { $0[0, 0] * $0[1, 1] - $0[0, 1] * $0[1, 0] > 0 }
    #expect((proper - 200).magnitude < 40, "four standard deviations of a fair coin")
    for index in 0..<4 {
      let mean = matrices.reduce(0) { $0 + $1.elements[index] } / 400
      #expect(mean.magnitude < 4 * 0.7072 / 20, "the Q of LAPACK itself has a first entry that is never positive")
    }
    // The angle of a Haar rotation is uniform: the mean of its cosine to the fourth is 3/8, of standard deviation 0.354.
    let fourth = matrices.reduce(0) { $0 + $1[0, 0] * $1[0, 0] * $1[0, 0] * $1[0, 0] } / 400
    #expect((fourth - 0.375).magnitude < 4 * 0.354 / 20)
  }

  @Test("The identity, and the shift that is nilpotent of index n", arguments: [1, 2, 7])
  func fixed(n: Int) {
    #expect(Initialization.identity.recurrentWeights(order: n, seed: 1) == .identity(n))
    let shift = Initialization.shift.recurrentWeights(order: n, seed: 1)
    var power = Matrix.identity(n)
    for exponent in 0..<n {
      #expect(power.elements.reduce(0, +) == Double(n - exponent), "ones on the diagonal number \(exponent) below")
      #expect((exponent..<n).allSatisfy { power[$0, $0 - exponent] == 1 })
      power = shift * power
    }
    #expect(power.elements.allSatisfy { $0 == 0 })
  }

  @Test("A random network has U of variance 1/m, the same for every initialisation, and no bias")
  func network() {
    let initializations = Initialization.allCases.filter { $0 != .uniform }
    let networks = initializations.map {
      RNN(activation: .relu, hiddenSize: 40, inputSize: 5, initialization: $0, seed: 11)
    }
    let U = networks[0].inputWeights
    #expect((U.rows, U.columns) == (40, 5))
    let meanSquare = U.elements.reduce(0) { $0 + $1 * $1 } / 200
    #expect((meanSquare * 5 - 1).magnitude < 4 * (2.0 / 200).squareRoot())
    for (network, initialization) in zip(networks, initializations) {
      #expect(network.inputWeights == U && network.bias == Array(repeating: 0, count: 40))
      let isSame = network.recurrentWeights == initialization.recurrentWeights(order: 40, seed: 11)
      #expect(isSame)
      #expect(network.outputWeights == nil && network.outputBias == nil && network.activation == .relu)
    }
  }

  @Test("W₀, U and noise of one seed share no numbers")
  func independent() {
    let network = RNN(activation: .tanh, hiddenSize: 4, inputSize: 1, initialization: .gaussian, seed: 1)
    let noise = Set(SyntheticInput.noise.sequence(steps: 100, seed: 1).values)
    let weights = network.inputWeights.elements + network.recurrentWeights.elements.map { 2 * $0 }
    #expect(Set(weights).count == 20)
    #expect(noise.isDisjoint(with: weights))
  }

  /// mpmath with 30 digits. The tolerance is that of a few operations with Doubles, absolute.
  @Test(
    "The first numbers of seed 1 stay what they are",
    arguments: [
      (
        Initialization.gaussian,
        [
          0.76537701080942661, 0.24641921493273699, 0.15362621073481655, 0.010650032292228937, 0.041134458928166193,
          0.5119584565136323, 0.23683140971964243, -0.27799533083644716, 0.032976479052696027,
        ]
      ),
      (
        .orthogonal,
        [
          0.95522652698722155, 0.29219276789915387, -0.046536743841421657, 0.013291741475287997, 0.11474817955807152,
          0.9933056855251875, 0.29557674426193447, -0.949450494589128, 0.10572675430549837,
        ]
      ),
    ])
  func frozen(initialization: Initialization, expected: [Double]) {
    let W = initialization.recurrentWeights(order: 3, seed: 1)
    for (value, expected) in zip(W.elements, expected) { #expect((value - expected).magnitude < 4e-15) }
    let U = RNN(activation: .tanh, hiddenSize: 3, inputSize: 2, initialization: initialization, seed: 1).inputWeights
    let inputs = [
      0.85241525433238639, -1.6165076019560727, 0.29211711435383763, 0.53687580750456101, 0.014087027534150782,
      0.78613656275798204,
    ]
    for (value, expected) in zip(U.elements, inputs) { #expect((value - expected).magnitude < 4e-15) }
  }
}
