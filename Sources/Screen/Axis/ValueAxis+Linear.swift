import RNNCore

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
