import RNNCore

/// Where values stand in a band of so many rows: the one answer to that question, for ticks and their labels, for lines,
/// for dots and for the ends of bars.
///
/// A height is counted in rows from the band's lower edge: 0 is that edge, `rows` the upper one. Bars begin at `base`, which
/// is the edge of a row, so that block elements can draw them on either side of it.
///
///     let axis = ValueAxis.linear(from: -.one, to: .one, rows: 6)
///     axis.base                        // 3: 0 is half-way
///     axis.height(of: .one)            // 6
package struct ValueAxis: Hashable, Sendable {
  /// A value that is marked beside the band.
  package struct Tick: Hashable, Sendable {
    /// Where it stands: within an eighth of a row of a multiple of half a row, which is all that glyphs can say.
    package let height: Double
    /// How it is written.
    package let text: String
  }

  /// How values become heights.
  package enum Scale: Hashable, Sendable {
    /// A row is worth so much; 0 stands at the base.
    case linear(perRow: ScaledDouble)
    /// A row is worth so many decades; the base stands for a power of ten.
    case logarithmic(decadesPerRow: Double, base: Double)
  }

  /// The height of the band.
  package let rows: Int
  /// The edge at which bars begin: 0, on a logarithmic axis its floor or 1.
  package let base: Int
  /// How values become heights.
  package let scale: Scale
  /// The marked values from the lowest to the highest, no two of them in one row.
  package let ticks: [Tick]

  package init(rows: Int, base: Int, scale: Scale, candidates: [Tick]) {
    (self.rows, self.base, self.scale) = (rows, base, scale)
    ticks = Self.legible(candidates, rows: rows)
  }

  /// The height of a value, beyond the band where the axis does not reach it. On a logarithmic axis that of its magnitude,
  /// −∞ for 0.
  @inlinable package func height(of value: ScaledDouble) -> Double {
    switch scale {
    case .linear(let perRow): Double(base) + (value / perRow).doubleValue
    case .logarithmic: value.isZero ? -.infinity : height(ofPower: value.log10)
    }
  }

  /// The height of 10^`power` on a logarithmic axis.
  @inlinable package func height(ofPower power: Double) -> Double {
    guard case .logarithmic(let decadesPerRow, let logarithm) = scale else { return height(of: .powerOfTen(power)) }
    return Double(base) + (power - logarithm) / decadesPerRow
  }

  /// How far a height may be from where its glyph stands.
  package static let tolerance = 0.125

  /// The nearest height that the glyph of a tick can stand at: the edge or the middle of a row.
  static func markable(_ height: Double) -> Double { (2 * height).rounded() / 2 }

  /// The row, from the band's lower edge, in which the tick of a height stands: on an edge the row above it, at the upper
  /// edge of the band the last.
  package static func row(of height: Double, rows: Int) -> Int { Swift.min(Int(markable(height)), rows - 1) }

  /// The columns there are for a label, with a free one between it and its tick.
  static let longestLabel = 7

  /// Those of the candidates, the most important ones first, that stand where glyphs can stand, each in a row of its own
  /// and at least a row from the others.
  private static func legible(_ candidates: [Tick], rows: Int) -> [Tick] {
    var chosen: [Tick] = []
    for tick in candidates where tick.height >= -tolerance && tick.height <= Double(rows) + tolerance {
      guard (markable(tick.height) - tick.height).magnitude <= tolerance, tick.text.columns <= longestLabel else {
        continue
      }
      let row = row(of: tick.height, rows: rows)
      let isFree = chosen.allSatisfy {
        Self.row(of: $0.height, rows: rows) != row && ($0.height - tick.height).magnitude >= 1 - 2 * tolerance
      }
      if isFree { chosen.append(tick) }
    }
    return chosen.sorted { $0.height < $1.height }
  }
}

extension Double {
  /// The nearest number within bounds; NaN becomes the lower one.
  @inlinable package func clamped(_ low: Double, _ high: Double) -> Double { Swift.min(Swift.max(low, self), high) }
}
