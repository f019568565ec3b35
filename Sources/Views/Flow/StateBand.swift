import Explorer
import RNNCore
import Screen

/// The states s_1 … s_T as bars from a zero line.
enum StateBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect, rows: Int) {
    if view.showsUnits { return UnitBand.drawRule(view, into: &frame, in: rect, rows: rows) }
    let name = "state \(view.cell.stateLetter)_t" + (view.unit.map { "[\($0)]" } ?? "")
    let which = view.columns.areAllPooled ? "min … max" : "the farthest from 0"
    let pooled = ["a column is \(view.columnText): \(which)", "\(view.columnText): \(which)", view.columnText]
    let notes = view.stateNotes + [view.columns.isPooled ? pooled : [], view.shownPart.map { [$0] } ?? []]
    let kept = keptLegend(view)
    let legend = RuleNotes.text(notes.filter { !$0.isEmpty }, in: rect.width - name.columns - 12 - kept.columns)
    BandRule.draw(
      [Span(name, .muted)] + kept, legend: legend.isEmpty ? [] : [Span(legend, .muted)], into: &frame, in: rect)
  }

  /// What the dots are: c_t, which an LSTM keeps behind its h_t; nothing where there are none.
  private static func keptLegend(_ view: FlowView) -> [Span] {
    guard view.cell.parts == 2 else { return [] }
    return [Span("   • ", .text), Span("c_t" + (view.unit.map { "[\($0)]" } ?? ""), .muted)]
  }

  /// c_t as dots over the bars, of a column that stands for several steps that farthest from 0.
  private static func drawKept(_ view: FlowView, _ band: ValueBand, into frame: inout Frame) {
    guard view.cell.parts == 2 else { return }
    for column in 0..<view.columns.count {
      let steps = view.columns.steps(inColumn: column)
      guard steps.upperBound <= view.lastFiniteStep else { return }
      let range = view.analysis.trajectory.cellRange(over: steps, unit: view.unit)
      let c = range.upperBound >= -range.lowerBound ? range.upperBound : range.lowerBound
      let style: Style = view.isDecidedByRounding(column) ? .beyond : view.style(ofColumn: column, .text)
      band.drawDot(at: band.axis.height(of: ScaledDouble(c)), inColumn: column, view.columns, style, into: &frame)
    }
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    if view.showsUnits { return UnitBand.draw(view, into: &frame, in: rect) }
    let reach = view.scales.state
    let band = ValueBand(.linear(from: reach.low, to: reach.high, rows: rect.height), in: rect)
    band.drawTicks(into: &frame)
    for column in 0..<view.columns.count { draw(column, view, band, into: &frame) }
    drawKept(view, band, into: &frame)
    band.drawBaseLine(from: TimeColumns.gutter - 1, to: view.columns.lastX, into: &frame)
    view.other?.drawStates(band, into: &frame)
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

/// The states of several units as a strip each: time to the right, the units to which the gradient says most on top.
enum UnitBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect, rows: Int) {
    let share = view.analysis.missing == nil ? [Span(view.isSorted ? "share ↓" : "share", .muted)] : []
    let legend = StateShades(view).legend
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
    let name = "states \(view.cell.stateLetter)_t[r] of \(view.order.count) units"
    let notes = view.stateNotes
    if !notes.isEmpty {
      let (long, short) = (notes.map { "   " + $0[0] }.joined(), notes.map { "   " + $0[$0.count - 1] }.joined())
      return [name + cell + long, name + long, "states" + long, name + short, "states" + short, name, "states"]
    }
    guard view.isSorted else {
      let order = ", not sorted yet"
      return [name + order + cell, name + order, "\(view.order.count) units" + order, "not sorted yet", "states"]
    }
    let order = ", by their share of the gradient"
    return [
      name + order + cell, name + cell, "states of \(view.order.count) units" + cell, name,
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

/// The states of all units in rows and columns: where several units or steps share a cell, the state farthest from 0.
struct UnitStrips {
  /// Which units are in a row.
  let rows: UnitRows
  /// The units by rank.
  let order: [Int]
  private let values: [Double]
  private let columns: Int

  /// The cells up to the column of the last finite step; later ones have none.
  init(_ trajectory: Trajectory, order: [Int], rows: UnitRows, _ time: TimeColumns, through last: Int) {
    (self.rows, self.order, columns) = (rows, order, time.count)
    var rowOfUnit = [Int](repeating: 0, count: order.count)
    for (rank, unit) in order.enumerated() { rowOfUnit[unit] = rank / rows.unitsPerRow }
    var values = [Double](repeating: 0, count: rows.count * time.count)
    for step in stride(from: time.shown.lowerBound, through: Swift.min(last, time.shown.upperBound), by: 1) {
      let column = time.column(ofStep: step)
      for (unit, state) in trajectory.state(at: step).enumerated() {
        let place = rowOfUnit[unit] * time.count + column
        if state.magnitude > values[place].magnitude { values[place] = state }
      }
    }
    self.values = values
  }

  /// The state of a cell.
  subscript(row row: Int, column column: Int) -> Double { values[row * columns + column] }

  /// The units in a row.
  func units(inRow row: Int) -> [Int] { rows.ranks(inRow: row).map { order[$0] } }
}

/// Which shade a state has: nine even steps from 0 to the bound on either side, so that twice as far is twice as bright.
struct StateShades: Hashable {
  /// What the outermost shade ends at.
  let bound: ScaledDouble
  /// How people read it.
  let label: String
  /// The sides of 0 that there are.
  let side: Scales.Side

  /// Those of the states' axis.
  init(_ view: FlowView) {
    let reach = view.scales.state
    side = reach.below == nil ? .above : reach.above == nil ? .below : .both
    bound = reach.bound
    label = NumberText.compact(bound, digits: 2)
  }

  /// The shade of a state other than 0.
  func shade(of state: Double) -> MapShade {
    let part = (ScaledDouble(state.magnitude) / bound).doubleValue
    let steps = Int(Swift.min(part * Double(MapShade.count), Double(MapShade.count - 1)))
    return MapShade(isPositive: state > 0, level: MapShade.count - 1 - steps)
  }

  /// The glyphs and colours from the one end to the other: `−1 ▙▚▖▏·░▒▓█ 1`.
  var legend: [Span] {
    let levels = [0, 2, 4, 7]
    func ramp(_ isPositive: Bool, _ levels: [Int]) -> [Span] {
      levels.map { MapShade(isPositive: isPositive, level: $0) }.map { Span(String($0.glyph), $0.style) }
    }
    let below = side == .above ? [] : [Span("−\(label) ", .muted)] + ramp(false, levels)
    let above = side == .below ? [] : ramp(true, levels.reversed()) + [Span(" \(label)", .muted)]
    return below + [Span(below.isEmpty ? "0 " : above.isEmpty ? " 0" : "·", .muted)] + above
  }
}
