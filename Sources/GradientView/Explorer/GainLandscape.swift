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
  /// A gain at which a bound is reached.
  struct Mark: Hashable, Sendable {
    var gain: Double
    var name: String
  }

  /// Where σ_max(g·W₀)·γ is 1: gradients must vanish while |g| is smaller (Pascanu, Mikolov, Bengio 2013).
  static func marks(_ network: RNN) -> [Mark] {
    let gain = 1 / (network.recurrentWeights.spectralNorm * network.activation.derivativeSupremum)
    return gain.isFinite ? [-gain, gain].map { Mark(gain: $0, name: "σ·γ=1") } : []
  }
}

extension Landscape {
  /// The gains at which bounds are reached, for the read-out; nil where there are none.
  var bounds: String? {
    guard let gain = marks.map(\.gain).max() else { return nil }
    return "┼ σ_max(W)·γ = 1 at |g| = \(NumberText.compact(ScaledDouble(gain), digits: 4))"
  }
}
