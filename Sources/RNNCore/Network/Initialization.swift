import RealModule

/// Ways to begin with recurrent weights W₀.
public enum Initialization: String, CaseIterable, Sendable {
  /// Independent normal entries of variance 1/n: eigenvalues fill the unit disc (Ginibre 1965).
  case gaussian
  /// A Haar-distributed orthogonal matrix: every singular value is 1 (Saxe, McClelland, Ganguli 2014).
  case orthogonal
  /// The identity (Le, Jaitly, Hinton 2015: IRNN).
  case identity
  /// The nilpotent shift, ones below the diagonal: every eigenvalue is 0, yet a signal lives for n steps.
  case shift
  /// Independent entries of the uniform distribution on ±1/√n, U and b too: as PyTorch draws its recurrent layers.
  case uniform

  /// Whether the seed matters.
  public var isRandom: Bool { self != .identity && self != .shift }

  /// W₀, n×n, for an order n of at least 1.
  ///
  /// Normal numbers are drawn row by row from a generator that is seeded with the first number of the seed's own, so
  /// that they have nothing in common with noise of the same seed. The entries of a gaussian W₀ are these over √n. An
  /// orthogonal W₀ is the Q of their QR factorisation with a positive diagonal of R, without which Q would not be
  /// distributed evenly (Mezzadri 2007); its determinant is 1 or −1, each in half of all cases.
  ///
  /// Complexity: O(n²), for the orthogonal matrix O(n³).
  public func recurrentWeights(order n: Int, seed: UInt64) -> Matrix {
    recurrentWeights(order: n, blocks: 1, seed: seed)
  }

  /// The next n×n matrix of a generator.
  private func block(order n: Int, _ generator: inout SplitMix64) -> Matrix {
    switch self {
    case .gaussian: return .gaussian(rows: n, columns: n, variance: 1 / Double(n), &generator)
    case .orthogonal:
      let normal = Matrix.gaussian(rows: n, columns: n, variance: 1, &generator)
      return Matrix(rows: n, columns: n, elements: LinearAlgebra.orthogonalFactor(normal.elements, order: n))
    case .identity: return .identity(n)
    case .shift: return .shift(n)
    case .uniform: return .uniform(rows: n, columns: n, bound: 1 / Double(n).squareRoot(), &generator)
    }
  }

  /// W₀ of a cell with so many rows for each unit: that many n×n matrices below each other, drawn one after the other.
  func recurrentWeights(order n: Int, blocks: Int, seed: UInt64) -> Matrix {
    var generator = SplitMix64(seed: seed).descendants(1)[0]
    let elements = (0..<blocks).flatMap { _ in block(order: n, &generator).elements }
    return Matrix(rows: blocks * n, columns: n, elements: elements)
  }
}

extension RNN {
  /// A network of n hidden units and m inputs, both at least 1: W₀ from an initialisation, independent normal entries
  /// of variance 1/m for U, and b = 0.
  ///
  /// U is drawn row by row from a generator that is seeded with the second number of the seed's own: it is the same for
  /// every initialisation.
  ///
  /// Complexity: O(n·(n + m)), with an orthogonal W₀ O(n³).
  public init(activation: Activation, hiddenSize n: Int, inputSize m: Int, initialization: Initialization, seed: UInt64)
  {
    if initialization == .uniform {
      self.init(.elman, activation: activation, hiddenSize: n, inputSize: m, initialization: .uniform, seed: seed)
      return
    }
    var generator = SplitMix64(seed: seed).descendants(2)[1]
    let cell = ElmanCell(
      activation: activation, inputWeights: .gaussian(rows: n, columns: m, variance: 1 / Double(m), &generator),
      recurrentWeights: initialization.recurrentWeights(order: n, seed: seed), bias: Array(repeating: 0, count: n))
    self.init(unchecked: cell)
  }

  /// A network of n hidden units and m inputs, both at least 1, drawn as PyTorch draws `nn.RNN`, `nn.GRU` and `nn.LSTM`:
  /// every number of U, W and both biases uniform on ±1/√n, but for W of another initialisation, which begins each of its
  /// blocks of n rows anew.
  ///
  /// Numbers of W, U and the biases come from three generators, seeded with the first three numbers of the seed's own.
  ///
  /// - Parameters:
  ///   - kind: the cell.
  ///   - activation: f of Elman's cell; a gated cell has its own functions.
  ///   - n: the hidden units.
  ///   - m: the inputs.
  ///   - initialization: how each of W's blocks begins.
  ///   - seed: the same seed draws the same network, always and everywhere.
  ///   - forgetBias: what is added to b of the gate that keeps the state, f of an LSTM and z of a GRU.
  /// - Complexity: O(n·(n + m)), with an orthogonal W₀ O(n³).
  public init(
    _ kind: CellKind, activation: Activation = .tanh, hiddenSize n: Int, inputSize m: Int,
    initialization: Initialization = .uniform, seed: UInt64, forgetBias: Double = 0
  ) {
    let (rows, bound) = (kind.rowsPerUnit * n, 1 / Double(n).squareRoot())
    var generators = SplitMix64(seed: seed).descendants(3)
    let U = Matrix.uniform(rows: rows, columns: m, bound: bound, &generators[1])
    var b = Matrix.uniform(rows: rows, columns: 1, bound: bound, &generators[2]).elements
    let second = Matrix.uniform(rows: rows, columns: 1, bound: bound, &generators[2]).elements
    if !kind.hasHiddenBias { b = zip(b, second).map(+) }
    if let place = kind.keepingGate.flatMap({ kind.gates.firstIndex(of: $0) }) {
      for unit in 0..<n { b[place * n + unit] += forgetBias }
    }
    let W = initialization.recurrentWeights(order: n, blocks: kind.rowsPerUnit, seed: seed)
    self.init(
      unchecked: kind.cell(
        U: U, W: W, b: b, hiddenBias: kind.hasHiddenBias ? second : nil, activation: activation))
  }
}

extension Matrix {
  /// Independent normal entries of mean 0, drawn row by row.
  static func gaussian(rows: Int, columns: Int, variance: Double, _ generator: inout SplitMix64) -> Matrix {
    let deviation = variance.squareRoot()
    let elements = (0..<rows * columns).map { _ in deviation * generator.nextNormal() }
    return Matrix(rows: rows, columns: columns, elements: elements)
  }

  /// Independent entries of the uniform distribution on −bound…bound, drawn row by row.
  static func uniform(rows: Int, columns: Int, bound: Double, _ generator: inout SplitMix64) -> Matrix {
    let elements = (0..<rows * columns).map { _ in bound * (2 * generator.nextUniform() - 1) }
    return Matrix(rows: rows, columns: columns, elements: elements)
  }

  /// The n×n matrix with ones on the subdiagonal: it moves every coordinate to the next and drops the last.
  static func shift(_ n: Int) -> Matrix {
    var result = Matrix(rows: n, columns: n, elements: Array(repeating: 0, count: n * n))
    for index in 1..<Swift.max(n, 1) { result[index, index - 1] = 1 }
    return result
  }
}

/// The seeded generator behind everything random: SplitMix64 (Steele, Lea, Flood 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator that gives the same numbers for the same seed, always and everywhere.
  public init(seed: UInt64) { state = seed }

  /// Generators that are seeded with its next numbers: they have nothing in common with each other, nor with its own.
  func descendants(_ count: Int) -> [SplitMix64] {
    var generator = self
    return (0..<count).map { _ in SplitMix64(seed: generator.next()) }
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// The next number of the uniform distribution on (0, 1], a multiple of 2^−53.
  public mutating func nextUniform() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

  /// The next number of the standard normal distribution: the cosine branch of Box and Muller (1958), two uniform
  /// numbers each.
  public mutating func nextNormal() -> Double {
    let radius = (-2 * Double.log(nextUniform())).squareRoot()
    return radius * .cos(2 * .pi * nextUniform())
  }
}
