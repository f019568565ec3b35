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

  /// Whether the seed matters.
  public var isRandom: Bool { self == .gaussian || self == .orthogonal }

  /// W₀, n×n, for an order n of at least 1.
  ///
  /// Normal numbers are drawn row by row from a generator that is seeded with the first number of the seed's own, so
  /// that they have nothing in common with noise of the same seed. The entries of a gaussian W₀ are these over √n. An
  /// orthogonal W₀ is the Q of their QR factorisation with a positive diagonal of R, without which Q would not be
  /// distributed evenly (Mezzadri 2007); its determinant is 1 or −1, each in half of all cases.
  ///
  /// Complexity: O(n²), for the orthogonal matrix O(n³).
  public func recurrentWeights(order n: Int, seed: UInt64) -> Matrix {
    var root = SplitMix64(seed: seed)
    var generator = SplitMix64(seed: root.next())
    switch self {
    case .gaussian: return .gaussian(rows: n, columns: n, variance: 1 / Double(n), &generator)
    case .orthogonal:
      let normal = Matrix.gaussian(rows: n, columns: n, variance: 1, &generator)
      return Matrix(rows: n, columns: n, elements: LinearAlgebra.orthogonalFactor(normal.elements, order: n))
    case .identity: return .identity(n)
    case .shift: return .shift(n)
    }
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
    var root = SplitMix64(seed: seed)
    _ = root.next()
    var generator = SplitMix64(seed: root.next())
    let cell = ElmanCell(
      activation: activation, inputWeights: .gaussian(rows: n, columns: m, variance: 1 / Double(m), &generator),
      recurrentWeights: initialization.recurrentWeights(order: n, seed: seed), bias: Array(repeating: 0, count: n))
    self.init(cell)
  }
}

extension Matrix {
  /// Independent normal entries of mean 0, drawn row by row.
  static func gaussian(rows: Int, columns: Int, variance: Double, _ generator: inout SplitMix64) -> Matrix {
    let deviation = variance.squareRoot()
    let elements = (0..<rows * columns).map { _ in deviation * generator.nextNormal() }
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
