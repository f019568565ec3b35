import RNNCore

/// The states s_1 … s_T as bars from a zero line.
enum StateBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect, rows: Int) {
    if view.showsUnits { return UnitBand.drawRule(view, into: &frame, in: rect, rows: rows) }
    let name = view.unit.map { "state s_t[\($0)]" } ?? "state s_t"
    let pooled = view.columns.isPooled ? "a column is \(view.columnText): min … max" : nil
    let (part, rounding) = (view.shownPart, view.roundingNote)
    let legends = [[rounding, part, pooled], [rounding, part], [rounding], [part, pooled], [pooled], [part]].map {
      $0.compactMap { $0 }.joined(separator: "   ")
    }
    let legend = legends.first { $0.columns + name.columns + 12 <= rect.width } ?? ""
    BandRule.draw(
      [Span(name, .muted)], legend: legend.isEmpty ? [] : [Span(legend, .muted)], into: &frame, in: rect)
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    if view.showsUnits { return UnitBand.draw(view, into: &frame, in: rect) }
    let reach = view.scales.state
    let band = ValueBand(.linear(from: reach.low, to: reach.high, rows: rect.height), in: rect)
    band.drawTicks(into: &frame)
    for column in 0..<view.columns.count { draw(column, view, band, into: &frame) }
    band.drawBaseLine(from: TimeColumns.gutter - 1, to: view.columns.lastX, into: &frame)
  }

  private static func draw(_ column: Int, _ view: FlowView, _ band: ValueBand, into frame: inout Frame) {
    let (x, width) = (view.columns.x(ofColumn: column), view.columns.barWidth(ofColumn: column))
    let steps = view.columns.steps(inColumn: column)
    guard steps.upperBound <= view.lastFiniteStep else {
      frame.write("!", x: x, y: band.rowAtBase, .alarm)
      return
    }
    let range = view.analysis.trajectory.stateRange(over: steps, unit: view.unit)
    let style = view.isDecidedByRounding(column) ? .beyond : view.style(ofColumn: column, .state)
    guard range.lowerBound != 0 || range.upperBound != 0 else {
      frame.write("·", x: x, y: band.rowAtBase, .muted)
      return
    }
    band.drawRange(
      from: ScaledDouble(range.lowerBound), to: ScaledDouble(range.upperBound), x: x, width: width, style, into: &frame)
  }
}
