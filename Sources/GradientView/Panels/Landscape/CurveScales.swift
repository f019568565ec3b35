import RNNCore

/// The scale of the states of a curve: the activation's range, or a round number that holds those of most values. It
/// does not depend on the present value, so that it stands still while the knob is turned.
struct CurveStateScale {
  private let low: ScaledDouble
  private let high: ScaledDouble
  private let names: (low: String, high: String)
  private let rows: Int

  init(_ responses: [Response], _ activation: Activation, rows: Int) {
    self.rows = rows
    if let range = activation.range {
      (low, high) = (ScaledDouble(range.lowerBound), ScaledDouble(range.upperBound))
      names = (range.lowerBound < 0 ? "−1" : "0", "1")
      return
    }
    let bound = Self.bound(responses)
    let text = NumberText.powerOfTen(bound.power, mantissa: bound.mantissa)
    let isBelow = responses.contains { $0.states.contains { $0 < 0 } }
    let isAbove = responses.contains { $0.states.contains { $0 > 0 } } || !isBelow
    (low, high) = (isBelow ? -bound.value : .zero, isAbove ? bound.value : .zero)
    names = (isBelow ? "−" + text : "0", isAbove ? text : "0")
  }

  /// Half of the values are to fit: where states explode, they must not flatten the others.
  private static func bound(_ responses: [Response]) -> RoundNumber {
    let sizes = responses.compactMap { $0.states.map(\.magnitude).max() }.sorted()
    guard !sizes.isEmpty, sizes[sizes.count / 2] > 0 else { return RoundNumber(index: 0) }
    return RoundNumber(holding: ScaledDouble(sizes[sizes.count / 2]))
  }

  /// The row of dots of a state, from above; outside the band for one beyond the scale.
  func dot(of state: Double) -> Int {
    let height = ((high - ScaledDouble(state)) / (high - low)).doubleValue * Double(4 * rows)
    return height == Double(4 * rows) ? 4 * rows - 1 : height.roundedDot
  }

  /// Rows from the top with their labels.
  var labels: [(row: Int, text: String)] {
    let hasMiddle = rows > 2 && low.signum < 0 && high.signum > 0
    return [(0, names.high)] + (hasMiddle ? [((rows - 1) / 2, "0")] : []) + (rows > 1 ? [(rows - 1, names.low)] : [])
  }
}

/// A linear axis for λ, a round number to a row, so that 0 stands at the edge of a row.
struct GrowthAxis: Hashable {
  /// Rows above and below 0.
  let rowsAbove: Int
  let rowsBelow: Int
  private let step: RoundNumber

  /// The finest axis of so many rows that holds 0, all that is above, and nearly all below: λ falls without bound where
  /// the flow nearly dies.
  init(_ rates: [Double], rows: Int) {
    let sorted = rates.sorted()
    let up = ScaledDouble(Swift.max(sorted.last ?? 0, 0))
    let down = ScaledDouble(Swift.max(-(sorted.isEmpty ? 0 : sorted[sorted.count / 8]), 0))
    let all = up + down
    var step = all.isZero ? RoundNumber(index: -3) : RoundNumber(holding: all / ScaledDouble(Double(rows)))
    func count(_ length: ScaledDouble) -> Int { Int((length / step.value).doubleValue.rounded(.up)) }
    while rows > 1, count(up) + count(down) > rows { step = RoundNumber(index: step.index + 1) }
    self.step = step
    rowsAbove = rows > 1 ? Swift.min(count(up), rows) : up > down ? 1 : 0
    rowsBelow = rows - rowsAbove
  }

  /// The row of dots of a value, from above; outside the band for one beyond the axis.
  func dot(of value: Double) -> Int {
    ((Double(rowsAbove) - (ScaledDouble(value) / step.value).doubleValue) * 4).roundedDot
  }

  /// The row of dots of the zero line: the last above 0 or, where there is none, the first below.
  var zeroDot: Int { Swift.max(4 * rowsAbove - 1, 0) }

  /// Rows from the top with their labels.
  var labels: [(row: Int, text: String)] {
    let zero = Swift.max(rowsAbove - 1, 0)
    let top = rowsAbove > 1 ? [(row: 0, text: text(rowsAbove))] : []
    let bottom =
      rowsAbove + rowsBelow > 1 && rowsBelow > 0 ? [(row: rowsAbove + rowsBelow - 1, text: text(-rowsBelow))] : []
    return top + [(row: zero, text: "0")] + bottom.filter { $0.row != zero }
  }

  private func text(_ rows: Int) -> String { NumberText.compact(ScaledDouble(Double(rows)) * step.value, digits: 3) }
}
