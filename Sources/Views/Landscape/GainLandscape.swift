import RNNCore
import Screen

extension Landscape {
  /// A size of the gain at which a bound is reached.
  struct Mark: Hashable, Sendable {
    var name: String
    /// |g|.
    var gain: Double

    /// Where g times a norm is 1, if that is a number.
    init?(name: String, atNorm norm: ScaledDouble) {
      guard !norm.isZero, case let gain = (.one / norm).doubleValue, gain.isFinite else { return nil }
      (self.name, self.gain) = (name, gain)
    }
  }

  /// Where σ_max(g·W₀)·γ is 1, below which gradients must vanish (Pascanu, Mikolov, Bengio 2013), and where ρ(g·W₀) is 1,
  /// the edge of a linear network.
  static func marks(_ network: RNN) -> [Mark] {
    let spectrum = WeightSpectrum(of: network.recurrentWeights)
    let norm = spectrum.spectralNorm * ScaledDouble(network.activation.derivativeSupremum)
    return [Mark(name: "σ·γ=1", atNorm: norm), Mark(name: "ρ(W)=1", atNorm: spectrum.spectralRadius)].compactMap { $0 }
  }
}

extension Landscape {
  /// The marks of either sign, those above 0 first.
  var markedGains: [(name: String, gain: Double)] {
    marks.map { ($0.name, $0.gain) } + marks.map { ($0.name, -$0.gain) }
  }

  /// The gains at which bounds are reached, for the read-out; nil where there are none.
  var bounds: String? {
    guard !marks.isEmpty else { return nil }
    let texts = marks.map { mark in
      "\(mark.name == "σ·γ=1" ? "σ_max(W)·γ" : "ρ(W)") = 1 at \(NumberText.compact(ScaledDouble(mark.gain), digits: 4))"
    }
    return "┼ " + texts.joined(separator: ", ")
  }
}
