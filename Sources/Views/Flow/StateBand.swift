import RNNCore
import Screen

/// The states s_1 … s_T as bars from a zero line.
enum StateBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect, rows: Int) {
    if view.showsUnits { return UnitBand.drawRule(view, into: &frame, in: rect, rows: rows) }
    let name = view.unit.map { "state s_t[\($0)]" } ?? "state s_t"
    let which = view.columns.areAllPooled ? "min … max" : "the farthest from 0"
    let pooled = ["a column is \(view.columnText): \(which)", "\(view.columnText): \(which)", view.columnText]
    let notes = view.stateNotes + [view.columns.isPooled ? pooled : [], view.shownPart.map { [$0] } ?? []]
    let legend = RuleNotes.text(notes.filter { !$0.isEmpty }, in: rect.width - name.columns - 12)
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
      view.mark(Cell("!", .alarm), column, y: band.rowAtBase, into: &frame)
      return
    }
    let range = view.analysis.trajectory.stateRange(over: steps, unit: view.unit)
    let style = view.isDecidedByRounding(column) ? .beyond : view.style(ofColumn: column, .state)
    guard range.lowerBound != 0 || range.upperBound != 0 else {
      let isLost = steps.contains { view.analysis.hasUnderflowed(at: $0, unit: view.unit ?? 0) }
      view.mark(Cell(isLost ? "?" : "·", .muted), column, y: band.rowAtBase, into: &frame)
      return
    }
    let (low, high) = (ScaledDouble(range.lowerBound), ScaledDouble(range.upperBound))
    // A range that floats beside a single state's bar would look torn.
    let isRange = view.columns.areAllPooled || low.signum * high.signum < 0
    if isRange {
      band.drawRange(from: low, to: high, x: x, width: width, style, into: &frame)
    } else {
      band.drawBar(high.signum > 0 ? high : low, x: x, width: width, style, into: &frame)
    }
  }
}
