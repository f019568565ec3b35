import RNNCore
import Screen

/// The cells, and the sums at the right and below.
enum MapGrid {
  static func draw(_ map: MapView, into frame: inout Frame) {
    let layout = map.layout
    let sums = layout.rows.indices.map { map.sum(ofRow: $0) }
    let columns = layout.columns.indices.map { layout.xs(ofColumn: $0) }
    let margin = layout.rowTotalsX..<layout.rowTotalsX + MapLayout.rowTotalsWidth
    for y in layout.grid.y..<layout.grid.y + layout.grid.height {
      let (upper, lower) = layout.halves(atRow: y)
      let isMiddle = y == layout.y(ofRow: upper) || y == layout.y(ofRow: lower)
      for (column, xs) in columns.enumerated().prefix(map.fills[lower].count) {
        guard let cell = cell(map.fill(row: upper, column: column), map.fill(row: lower, column: column)) else {
          continue
        }
        fill(xs, y, with: cell, showingMark: isMiddle, into: &frame)
      }
      if let cell = cell(sums[upper], sums[lower]) { fill(margin, y, with: cell, showingMark: isMiddle, into: &frame) }
    }
    drawCursor(map, into: &frame)
    drawColumnTotals(map, into: &frame)
  }

  /// A cell of two halves; nil where both are the page.
  static func cell(_ upper: MapFill?, _ lower: MapFill?) -> Cell? {
    guard let larger = upper.map({ $0.outranks(lower) ? $0 : lower }) ?? lower else { return nil }
    var cell = larger.cell
    if upper?.style != lower?.style { cell.halves = CellHalves(upper: upper?.style, lower: lower?.style) }
    return cell
  }

  /// A shade fills its cells with its glyph, and so does a hatching; that of any other mark stands once, in their middle.
  private static func fill(
    _ xs: Range<Int>, _ y: Int, with cell: Cell, showingMark: Bool, into frame: inout Frame
  ) {
    var ground = cell
    if cell.style.mark?.isHatching == false { ground.glyph = " " }
    for x in xs { frame[x, y] = ground }
    if showingMark { frame[(xs.lowerBound + xs.upperBound - 1) / 2, y] = cell }
  }

  /// A ring in the middle of the cursor's pair, on the pair's own shade.
  private static func drawCursor(_ map: MapView, into frame: inout Frame) {
    let layout = map.layout
    let row = layout.rows.span(ofStep: map.state.target)
    let column = layout.columns.span(ofStep: map.state.inspected)
    let (x, y) = (layout.x(ofStep: map.state.inspected), layout.y(ofRow: row))
    frame[x, y] = Cell("◉", .inspected)
    guard let ground = map.fill(row: row, column: column)?.style else { return }
    frame[x, y].halves = CellHalves(glyphOn: ground)
  }

  private static func drawColumnTotals(_ map: MapView, into frame: inout Frame) {
    let rect = map.layout.columnTotals
    guard rect.height > 0 else { return }
    frame.write("Σ_k", x: 6 - "Σ_k".columns, y: rect.y, .muted)
    frame.write("┤", x: 7, y: rect.y, .rule)
    for column in map.layout.columns.indices {
      guard let sum = map.sum(ofColumn: column) else { continue }
      fill(map.layout.xs(ofColumn: column), rect.y, with: sum.cell, showingMark: true, into: &frame)
    }
  }
}

/// The steps' numbers on both axes, with ◆ for k and ▲ for i.
enum MapAxes {
  static func draw(_ map: MapView, into frame: inout Frame) {
    drawTargets(map, into: &frame)
    drawSteps(map, into: &frame)
    if map.layout.labels.height > 0 { drawStepNumbers(map, into: &frame) }
  }

  private static func drawTargets(_ map: MapView, into frame: inout Frame) {
    let (layout, target) = (map.layout, map.state.target)
    let marked = layout.y(ofTarget: target)
    for y in layout.grid.y..<layout.grid.y + layout.grid.height { frame.write("│", x: 7, y: y, .rule) }
    let spacing = LabelRow.spacing(atLeast: 3 * Double(layout.steps) / Double(layout.grid.height))
    for step in stride(from: spacing, through: layout.steps, by: spacing) {
      let y = layout.y(ofTarget: step)
      guard y != marked else { continue }
      frame.write("┤", x: 7, y: y, .rule)
      draw(Span("\(step)", .muted), y: y, into: &frame)
    }
    frame.write("◆", x: 7, y: marked, .target)
    let label = "k=\(target)"
    draw(Span(label.columns <= 6 ? label : "\(target)", .target), y: marked, into: &frame)
  }

  /// A target's number, a column left of its tick; the longest ones take that column, and the tick's.
  private static func draw(_ label: Span, y: Int, into frame: inout Frame) {
    frame.write([label], x: Swift.max(6 - label.text.columns, 0), y: y)
  }

  private static func drawSteps(_ map: MapView, into frame: inout Frame) {
    let (layout, y) = (map.layout, map.layout.axis.y)
    frame.write(String(repeating: "─", count: layout.grid.width + 1), x: layout.grid.x - 1, y: y, .rule)
    frame[7, y] = Cell("└", .rule)
    for step in stride(from: stepSpacing(layout), through: layout.steps, by: stepSpacing(layout)) {
      frame.write("┴", x: layout.x(ofStep: step), y: y, .rule)
    }
    frame.write("▲", x: layout.x(ofStep: map.state.inspected), y: y, .inspected)
  }

  private static func drawStepNumbers(_ map: MapView, into frame: inout Frame) {
    let layout = map.layout
    var row = LabelRow(y: layout.labels.y)
    func place(_ text: String, at x: Int, _ style: Style) {
      row.place(text, from: x - (text.columns - 1) / 2, style, into: &frame)
    }
    place("i=\(map.state.inspected)", at: layout.x(ofStep: map.state.inspected), .inspected)
    for step in stride(from: stepSpacing(layout), through: layout.steps, by: stepSpacing(layout)) {
      place("\(step)", at: layout.x(ofStep: step), .muted)
    }
    place("step i", at: 3, .muted)
  }

  private static func stepSpacing(_ layout: MapLayout) -> Int {
    let digits = "\(layout.steps)".count
    return LabelRow.spacing(atLeast: Double((digits + 3) * layout.steps) / Double(layout.grid.width))
  }
}
