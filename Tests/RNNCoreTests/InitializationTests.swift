import Testing

@testable import RNNCore

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

  /// SplitMix64 written out in Python, from the published constants.
  @Test("The first numbers of seed 1 that PyTorch's uniform draws stay what they are")
  func frozenUniform() {
    let (W, U) = (
      [-0.18640817462837544, 0.6272945510726678, -0.6431037211940396],
      [-0.04671669110391284, -0.6585553586486163, -0.6420955857330889]
    )
    let lstm = RNN(.lstm, hiddenSize: 2, inputSize: 2, seed: 1)
    let b = [
      -0.17400458748154288, -0.42202883290211557, 0.1083188579398647, 0.016220813040140225, 0.7266592431368984,
      -0.8488004539115827, 0.9483723020796362, -0.4003406865479906,
    ]
    let gru = RNN(.gru, hiddenSize: 2, inputSize: 2, seed: 1)
    let first = [
      0.21421865357806139, -0.10323292880691169, 0.23474954099884432, -0.6248527158277926, 0.5799292499912653,
      -0.3740123011375381,
    ]
    let second = [
      0.2635118153603018, -0.0388922469157216, -0.38822324105960426, -0.31879590409520386, -0.12643068305897961,
      0.6410735288679328,
    ]
    for (found, expected) in [
      (Array(lstm.recurrentWeights.elements.prefix(3)), W), (Array(lstm.inputWeights.elements.prefix(3)), U),
      (lstm.bias, b), (gru.bias, first), (gru.hiddenBias ?? [], second),
    ] {
      #expect(found.count == expected.count)
      for (value, expected) in zip(found, expected) { #expect((value - expected).magnitude < 4e-16) }
    }
  }

  @Test("Uniform numbers fill ±1/√n and no more: W, U and both biases, of every cell", arguments: CellKind.allCases)
  func uniform(kind: CellKind) throws {
    let network = RNN(kind, hiddenSize: 25, inputSize: 4, seed: 3)
    let halves = kind.hasHiddenBias ? 1.0 : 2.0
    for (numbers, bound) in [
      (network.recurrentWeights.elements, 0.2), (network.inputWeights.elements, 0.2), (network.bias, 0.2 * halves),
      (network.hiddenBias ?? network.bias, 0.2 * halves),
    ] {
      let largest = numbers.map(\.magnitude).max() ?? 1
      #expect(largest <= bound && largest > 0.7 * bound)
      let (mean, count) = (numbers.reduce(0, +) / Double(numbers.count), Double(numbers.count))
      #expect(mean.magnitude < 4 * bound / (3 * count).squareRoot(), "four standard deviations of the mean")
    }
    #expect(network.recurrentWeights.rows == 25 * kind.rowsPerUnit && network.inputWeights.columns == 4)
    let elman = RNN(activation: .sine, hiddenSize: 5, inputSize: 2, initialization: .uniform, seed: 3)
    #expect(elman == RNN(.elman, activation: .sine, hiddenSize: 5, inputSize: 2, seed: 3))
    let square = Initialization.uniform.recurrentWeights(order: 25, seed: 3)
    #expect(square.elements == Array(network.recurrentWeights.elements.prefix(625)))
    #expect(Initialization.uniform.isRandom && !Initialization.identity.isRandom && !Initialization.shift.isRandom)
  }

  @Test("W of another initialisation begins anew with each gate, and a forget bias is added to what keeps the state")
  func gated() throws {
    for kind in [CellKind.gru, .lstm] {
      let network = RNN(kind, hiddenSize: 3, inputSize: 1, initialization: .orthogonal, seed: 4)
      let blocks = (0..<kind.rowsPerUnit).map { gate in
        Matrix(rows: 3, columns: 3, elements: Array(network.recurrentWeights.elements[gate * 9..<gate * 9 + 9]))
      }
      for block in blocks { #expect(distance(transpose(block) * block, .identity(3)) < 1e-14) }
      #expect(Set(blocks).count == kind.rowsPerUnit)
      let identity = RNN(kind, hiddenSize: 3, inputSize: 1, initialization: .identity, seed: 4)
      #expect(identity.recurrentWeights.elements == (0..<kind.rowsPerUnit).flatMap { _ in Matrix.identity(3).elements })
      let biased = RNN(kind, hiddenSize: 3, inputSize: 1, initialization: .orthogonal, seed: 4, forgetBias: 2)
      for (place, gate) in kind.gates.enumerated() {
        for unit in 0..<3 {
          let difference = biased.bias[place * 3 + unit] - network.bias[place * 3 + unit]
          #expect((difference - (gate == kind.keepingGate ? 2 : 0)).magnitude < 1e-15)
        }
      }
    }
    #expect(
      RNN(.elman, hiddenSize: 3, inputSize: 1, seed: 4, forgetBias: 2)
        == RNN(.elman, hiddenSize: 3, inputSize: 1, seed: 4), "nothing keeps the state by itself")
  }

  @Test("A seeded network of any cell starts from 0, remembers its forget bias and turns W by its gain")
  func seeded() throws {
    for kind in CellKind.allCases {
      let scaled = ScaledNetwork.seeded(
        .gaussian, cell: kind, hidden: 3, inputs: 2, activation: .tanh, gain: 2, seed: 5, forgetBias: 1)
      let network = scaled.base.network
      #expect(scaled.forgetBias == 1 && network.cellKind == kind)
      #expect(scaled.base.initialState == Array(repeating: 0, count: 3 * kind.parts))
      let start = try scaled.start()
      #expect(start.network.recurrentWeights.elements == network.recurrentWeights.elements.map { 2 * $0 })
      #expect(start.network.bias == network.bias && start.network.hiddenBias == network.hiddenBias)
      let drawn =
        kind == .elman
        ? RNN(activation: .tanh, hiddenSize: 3, inputSize: 2, initialization: .gaussian, seed: 5)
        : RNN(kind, hiddenSize: 3, inputSize: 2, initialization: .gaussian, seed: 5, forgetBias: 1)
      #expect(network == drawn)
    }
  }
}
