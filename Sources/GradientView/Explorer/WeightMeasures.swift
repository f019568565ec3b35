import RNNCore

/// The spectrum of W₀, computed once for a network: that of g·W₀ is g times as large.
struct WeightMeasures: Sendable {
  private let base: Matrix
  /// That of W₀.
  let spectrum: WeightSpectrum

  init(_ network: ScaledNetwork) {
    base = network.base.network.recurrentWeights
    spectrum = WeightSpectrum(of: base)
  }

  /// Whether these are those of a network.
  func isCurrent(for network: ScaledNetwork) -> Bool { base == network.base.network.recurrentWeights }

  /// σ_max(g·W₀).
  func norm(gain: Double) -> ScaledDouble { spectrum.spectralNorm * ScaledDouble(gain.magnitude) }

  /// ρ(g·W₀), the largest modulus of an eigenvalue.
  func radius(gain: Double) -> ScaledDouble { spectrum.spectralRadius * ScaledDouble(gain.magnitude) }
}
