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

extension ScaledDouble {
  /// The lower end of a linear axis that has a place for −∞ below 0.
  package static func below(_ low: ScaledDouble, besides high: ScaledDouble) -> ScaledDouble {
    guard low.isZero else { return low }
    return high.isZero ? -.one : -high / ScaledDouble(4)
  }
}

extension ValueAxis {
  /// A linear axis from `low` ≤ 0 up to `high` ≥ 0 with 0 on an edge of a row: of all that reach so far, with round
  /// numbers on edges or in the middle of rows, the one that wastes least. Where both are 0 it reaches up to 1.
  ///
  /// One row has a single side, that of the larger bound.
  package static func linear(from low: ScaledDouble, to high: ScaledDouble, rows: Int) -> ValueAxis {
    let up = low.isZero && high.isZero ? ScaledDouble.one : high
    let down = low.magnitude
    guard rows > 1 else { return linearRow(down: down, up: up) }
    var finest: ScaledDouble?
    var axes: [(axis: ValueAxis, isEven: Bool)] = []
    for spacing in TickSpacing.candidates(atLeast: (up + down) / ScaledDouble(Double(rows))) {
      if let finest, spacing.perRow > finest * ScaledDouble(axes.contains { $0.axis.ticks.count >= 2 } ? 1.2 : 2) {
        break
      }
      guard let axis = axis(spacing, down: down, up: up, rows: rows) else { continue }
      axes.append((axis, spacing.halfRows % 2 == 0 && spacing.halfRows >= 4))
      finest = finest ?? spacing.perRow
      if axes[axes.count - 1].isEven, axis.ticks.count >= 3 { break }
    }
    let chosen =
      axes.first { $0.isEven && $0.axis.ticks.count >= 3 } ?? axes.first { $0.axis.ticks.count >= 3 }
      ?? axes.first { $0.axis.ticks.count >= 2 } ?? axes.first
    return chosen?.axis ?? linearRow(down: down, up: up)
  }

  /// The axis of a spacing, if it has room for both sides. What is left over goes to the side that has bars.
  private static func axis(_ spacing: TickSpacing, down: ScaledDouble, up: ScaledDouble, rows: Int) -> ValueAxis? {
    let (above, below) = (edges(up, spacing), edges(down, spacing))
    guard above + below <= rows else { return nil }
    let base = above == 0 ? rows : below
    return ValueAxis(
      rows: rows, base: base, scale: .linear(perRow: spacing.perRow), candidates: spacing.ticks(rows: rows, base: base))
  }

  private static func linearRow(down: ScaledDouble, up: ScaledDouble) -> ValueAxis {
    let isAbove = up >= down
    let bound = RoundNumber(holding: isAbove ? up : down)
    let text = NumberText.compact(bound.value, digits: 1)
    return ValueAxis(
      rows: 1, base: isAbove ? 0 : 1, scale: .linear(perRow: bound.value),
      candidates: [isAbove ? Tick(height: 1, text: text) : Tick(height: 0, text: "−" + text)])
  }

  /// The whole rows that a length needs.
  private static func edges(_ length: ScaledDouble, _ spacing: TickSpacing) -> Int {
    Int(((length / spacing.perRow).doubleValue - 1e-9).rounded(.up).clamped(0, 1e9))
  }
}

/// A round number every so many half rows.
private struct TickSpacing {
  /// What neighbouring ticks differ by.
  let step: RoundNumber
  /// Half rows from one tick to the next.
  let halfRows: Int

  /// What a row is worth.
  let perRow: ScaledDouble

  init(step: RoundNumber, halfRows: Int) {
    (self.step, self.halfRows) = (step, halfRows)
    perRow = step.value * ScaledDouble(2) / ScaledDouble(Double(halfRows))
  }

  /// All spacings of one to twelve rows a tick whose rows are worth at least so much, the finest first, and of equally fine
  /// ones the one whose ticks stand about two rows apart.
  static func candidates(atLeast least: ScaledDouble) -> some Sequence<TickSpacing> {
    let first = RoundNumber(holding: least).index - 2
    let unit = (RoundNumber(index: first).value / least).doubleValue
    return Candidate.sorted[RoundNumber(index: first).place].lazy.filter { $0.ratio * unit >= 1 - 1e-9 }
      .map { TickSpacing(step: RoundNumber(index: first + $0.offset), halfRows: $0.halfRows) }
  }

  /// A spacing by its round number's place behind a first one, with what a row is worth in multiples of that.
  private struct Candidate {
    let offset: Int
    let halfRows: Int
    let ratio: Double

    init(_ first: RoundNumber, offset: Int, halfRows: Int) {
      (self.offset, self.halfRows) = (offset, halfRows)
      let perRow = TickSpacing(step: RoundNumber(index: first.index + offset), halfRows: halfRows).perRow
      ratio = (perRow / first.value).doubleValue
    }

    /// For a first number 1, 2 or 5 all candidates in their order, which is the same in every decade.
    static let sorted: [[Candidate]] = (0..<3).map { index in
      let all = (0...12).flatMap { offset in
        (2...24).map { Candidate(RoundNumber(index: index), offset: offset, halfRows: $0) }
      }
      return all.sorted { a, b in
        let ratio = a.ratio / b.ratio
        return (ratio - 1).magnitude > 1e-9 ? ratio < 1 : a.distance < b.distance
      }
    }

    /// How far, in half rows, the spacing is from two rows.
    private var distance: Int { Int((halfRows - 4).magnitude) }
  }

  /// 0 first, then the ends, then the rest.
  func ticks(rows: Int, base: Int) -> [ValueAxis.Tick] {
    let up = 2 * (rows - base) / halfRows
    let down = 2 * base / halfRows
    let numbers = [0, up, -down] + (-down...up).sorted { $0.magnitude > $1.magnitude }
    return numbers.map { number in
      ValueAxis.Tick(height: Double(base) + Double(number * halfRows) / 2, text: text(number))
    }
  }

  private func text(_ number: Int) -> String {
    let value = ScaledDouble(Double(number)) * step.value
    let plain = NumberText.compact(value, digits: 3)
    guard plain.columns > ValueAxis.longestLabel else { return plain }
    return NumberText.scientificCompact(value, digits: 2)
  }
}
