import RNNCore

/// What a landscape over the gain may cost: a value takes O(k·n³).
enum GainCost {
  /// Multiplications of a value beyond which it counts whole; a smaller network costs as much as this.
  private static let least = 4000
  /// The multiplications that a frame may take about.
  private static let budget = 150_000_000
  /// Those beyond which it would be minutes.
  private static let limit = 4_000_000_000

  /// Of one value.
  private static func multiplications(_ target: Int, _ order: Int) -> Double {
    Double(target) * Swift.max(4 * Double(order) * Double(order) * Double(order), Double(least))
  }

  /// How many values there is time for: at least eight, or none.
  static func samples(columns: Int, target: Int, order: Int) -> Int {
    let each = multiplications(target, order)
    guard 8 * each <= Double(limit) else { return 0 }
    return Swift.min(2 * columns, Swift.max(Int(Double(budget) / each), 8))
  }

  /// How many halvings of each crossing.
  static func halvings(crossings: Int, target: Int, order: Int) -> Int {
    guard crossings > 0 else { return 0 }
    return Swift.min(Int(Double(budget) / 3 / (multiplications(target, order) * Double(crossings))), 20)
  }
}

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
