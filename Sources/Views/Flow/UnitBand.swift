import RNNCore
import Screen

/// The states of several units as a strip each: time to the right, the units to which the gradient says most on top.
enum UnitBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect, rows: Int) {
    let (legend, share) = (StateShades(view).legend, [Span("share ↓", .muted)])
    // The arrow stands over the percent signs.
    let width = view.columns.end + 5
    let names = names(view, rows).map { [Span($0, .muted)] }
    func draw(_ legend: [Span], beside far: [Span]) {
      BandRule.draw([], legend: far, into: &frame, in: rect)
      BandRule.draw(
        BandRule.fitting(names, in: width - legend.columns - 8), legend: legend, into: &frame,
        in: Rect(x: rect.x, y: rect.y, width: width, height: 1))
    }
    if rect.width - width >= legend.columns + 6 {
      draw(share, beside: legend)
    } else {
      draw(legend + [Span("   ")] + share, beside: [])
    }
  }

  private static func names(_ view: FlowView, _ rows: Int) -> [String] {
    let shared = UnitRows(units: view.order.count, rows: rows).unitsPerRow
    let pooled = [
      shared > 1 ? "\(shared) units" : "", view.columns.isPooled ? view.columnText : "",
    ].filter { !$0.isEmpty }.joined(separator: " × ")
    let cell = pooled.isEmpty ? "" : "   a cell: the extreme of \(pooled)"
    let name = "states s_t[r] of \(view.order.count) units"
    let notes = view.stateNotes
    if !notes.isEmpty {
      let (long, short) = (notes.map { "   " + $0[0] }.joined(), notes.map { "   " + $0[$0.count - 1] }.joined())
      return [name + cell + long, name + long, "states" + long, name + short, "states" + short, name, "states"]
    }
    return [
      name + ", by their share of the gradient" + cell, name + cell, "states of \(view.order.count) units" + cell, name,
      "states of \(view.order.count) units", "states",
    ]
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let rows = UnitRows(units: view.order.count, rows: rect.height)
    let strips = UnitStrips(
      view.analysis.trajectory, order: view.order, rows: rows, view.columns, through: view.lastFiniteStep)
    let (shades, labels) = (StateShades(view), labels(strips))
    for row in 0..<rows.count {
      frame.write(labels[row], x: labelEnd - labels[row].columns, y: rect.y + row, .muted)
      for column in 0..<view.columns.count { draw(strips, shades, row, column, view, y: rect.y + row, into: &frame) }
      drawShare(strips.units(inRow: row), view, y: rect.y + row, into: &frame)
    }
  }

  /// The cell behind the labels; there is one free at the frame's edge and one before the strips.
  private static let labelEnd = TimeColumns.gutter - 1

  /// The units' numbers; where several share a row, their ranks, and where those do not all fit the first of each row.
  private static func labels(_ strips: UnitStrips) -> [String] {
    let rows = 0..<strips.rows.count
    guard strips.rows.unitsPerRow > 1 else { return rows.map { "\(strips.order[$0])" } }
    let ranks = rows.map { strips.rows.ranks(inRow: $0) }
    let ranges = ranks.map { "#\($0.lowerBound + 1)" + ($0.count > 1 ? "–\($0.upperBound)" : "") }
    return ranges.allSatisfy { $0.columns < labelEnd } ? ranges : ranks.map { "#\($0.lowerBound + 1)" }
  }

  /// A state fills its step's columns up to the next step, so that a strip has no gaps, and ends where the plot does.
  private static func draw(
    _ strips: UnitStrips, _ shades: StateShades, _ row: Int, _ column: Int, _ view: FlowView, y: Int,
    into frame: inout Frame
  ) {
    let x = view.columns.x(ofColumn: column)
    let end = Swift.min(x + view.columns.width(ofColumn: column), view.columns.end)
    let steps = view.columns.steps(inColumn: column)
    guard steps.upperBound <= view.lastFiniteStep else {
      frame.write("!", x: x, y: y, .alarm)
      return
    }
    let state = strips[row: row, column: column]
    guard state != 0 else {
      let isLost = strips.units(inRow: row).contains { unit in
        steps.contains { view.analysis.hasUnderflowed(at: $0, unit: unit) }
      }
      frame.write(isLost ? "?" : "·", x: x, y: y, .muted)
      return
    }
    let shade = shades.shade(of: state)
    let isDim = steps.lowerBound > view.state.target || view.isDecidedByRounding(column)
    let style = isDim ? Style.beyond : shade.style
    for cell in x..<end { frame[cell, y] = Cell(shade.glyph, style) }
  }

  /// The row's part of Σ ‖C_i‖², at the right.
  private static func drawShare(_ units: [Int], _ view: FlowView, y: Int, into frame: inout Frame) {
    guard let shares = view.shares else { return }
    let text = percent(units.reduce(0) { $0 + shares[$1] })
    frame.write(text, x: view.columns.end + 4 - text.columns, y: y, .muted)
  }

  /// At most three glyphs: `38%`, `<1%`, `all`, `0`.
  static func percent(_ share: Double) -> String {
    guard share > 0 else { return "0" }
    guard share >= 0.005 else { return "<1%" }
    return share >= 0.995 ? "all" : "\(Int((share * 100).rounded()))%"
  }
}
