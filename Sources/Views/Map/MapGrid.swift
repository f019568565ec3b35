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

  /// A shade fills its cells with its glyph; that of a mark stands once, in their middle.
  private static func fill(
    _ xs: Range<Int>, _ y: Int, with cell: Cell, showingMark: Bool, into frame: inout Frame
  ) {
    var ground = cell
    if cell.style.mark != nil { ground.glyph = " " }
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
