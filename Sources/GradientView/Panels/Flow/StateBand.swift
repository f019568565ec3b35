import RNNCore

/// The states s_1 … s_T as bars from a zero line.
enum StateBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect, rows: Int) {
    if view.showsUnits { return UnitBand.drawRule(view, into: &frame, in: rect, rows: rows) }
    let count = view.columns.stepsPerColumn
    let legend = view.columns.isPooled ? [Span("a column is \(count) steps: min … max", .muted)] : []
    BandRule.draw(
      [Span(view.unit.map { "state s_t[\($0)]" } ?? "state s_t", .muted)], legend: legend, into: &frame, in: rect)
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    if view.showsUnits { return UnitBand.draw(view, into: &frame, in: rect) }
    let scale = StateScale(view, rows: rect.height)
    drawLabels(scale, into: &frame, in: rect)
    for column in 0..<view.columns.count { draw(column, view, scale, into: &frame, in: rect) }
  }

  private static func drawLabels(_ scale: StateScale, into frame: inout Frame, in rect: Rect) {
    if scale.rowsAbove > 0 { AxisLabel.draw(scale.label, y: rect.y, into: &frame) }
    if scale.rowsBelow > 0 { AxisLabel.draw("−" + scale.label, y: rect.y + rect.height - 1, into: &frame) }
    if rect.height > 2 || scale.rowsBelow == 0 {
      let zero = scale.rowsAbove > 0 ? rect.y + scale.rowsAbove - 1 : rect.y
      if zero != rect.y || scale.rowsAbove == 0 { AxisLabel.draw("0", y: zero, into: &frame) }
    }
  }

  private static func draw(
    _ column: Int, _ view: FlowView, _ scale: StateScale, into frame: inout Frame, in rect: Rect
  ) {
    let (x, width) = (view.columns.x(ofColumn: column), view.columns.barWidth)
    let line = rect.y + scale.rowsAbove
    let steps = view.columns.steps(inColumn: column)
    guard steps.upperBound <= view.lastFiniteStep else {
      frame.write("!", x: x, y: Swift.max(line - 1, rect.y), .alarm)
      return
    }
    let range = view.analysis.trajectory.stateRange(over: steps, unit: view.unit)
    let (low, high) = (range.lowerBound, range.upperBound)
    let style = view.style(ofColumn: column, .state)
    if low == 0, high == 0 {
      frame.write("·", x: x, y: Swift.max(line - 1, rect.y), .muted)
      return
    }
    let (up, down) = (scale.rows(Swift.max(high, 0)), scale.rows(Swift.max(-low, 0)))
    frame.standBar(x: x, width: width, bottom: line - 1, length: up, limit: scale.rowsAbove, style)
    frame.hangBar(x: x, width: width, top: line, length: down, limit: scale.rowsBelow, style)
    // A single state is a bar from zero; only a range of several can float.
    guard view.columns.isPooled else { return }
    let above = hollow(scale.rows(low), of: up, limit: scale.rowsAbove)
    let below = hollow(scale.rows(-high), of: down, limit: scale.rowsBelow)
    if low > 0 { frame.hollowStandingBar(x: x, width: width, bottom: line - 1, length: above) }
    if high < 0 { frame.hollowHangingBar(x: x, width: width, top: line, length: below) }
  }

  /// The rows to clear of a bar: half of its last cell always stays, be the range a point or all beyond the axis.
  private static func hollow(_ rows: Double, of length: Double, limit: Int) -> Double {
    Swift.max(Swift.min(rows, Swift.min(length, Double(limit)).rounded(.up) - 0.5), 0)
  }
}

/// How state values become rows: pinned to the activation's range, or to a round number.
private struct StateScale {
  let rowsAbove: Int
  let rowsBelow: Int
  let bound: ScaledDouble
  let label: String

  init(_ view: FlowView, rows: Int) {
    let shades = StateShades(view)
    let side = shades.side
    (bound, label) = (shades.bound, shades.label)
    rowsAbove = side == .both ? rows / 2 : side == .above ? rows : 0
    rowsBelow = side == .both ? rows / 2 : side == .below ? rows : 0
  }

  func rows(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    return (ScaledDouble(value) / bound).doubleValue * Double(Swift.max(rowsAbove, rowsBelow))
  }
}
