import RealModule

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
