import RNNCore

/// The cells, and the sums at the right and below.
enum MapGrid {
  static func draw(_ map: MapView, into frame: inout Frame) {
    let layout = map.layout
    for row in map.blocks.rows.indices {
      for column in map.blocks.columns.indices {
        guard !map.isUnvisited(row, column), let mark = mark(of: map.blocks[row: row, column: column], map.shades)
        else { continue }
        let rect = Rect(
          x: layout.grid.x + column * layout.cellWidth, y: layout.grid.y + row * layout.cellHeight,
          width: layout.cellWidth, height: layout.cellHeight)
        fill(rect, with: mark, into: &frame)
      }
    }
    drawCursor(map, into: &frame)
    drawRowTotals(map, into: &frame)
    drawColumnTotals(map, into: &frame)
  }

  /// What stands in a cell; nil above the diagonal.
  static func mark(of block: ContributionBlocks.Block, _ shades: DecadeShades) -> Cell? {
    switch block {
    case .outside: nil
    case .overflow: Cell("!", .alarm)
    case .blocked: Cell("×", .blocked)
    case .zero: Cell("·", .muted)
    case .faint: Cell("▾", .beyond)
    case .largest(let peak): mark(of: peak.value, shades)
    }
  }

  /// What stands for a number.
  static func mark(of value: ScaledDouble, _ shades: DecadeShades) -> Cell {
    guard !value.isZero else { return Cell("·", .muted) }
    guard let shade = shades.shade(of: value) else { return Cell("▾", .beyond) }
    return Cell(shade.glyph, shade.style)
  }

  /// A shade fills its cell; a mark stands once, in the middle row.
  static func fill(_ rect: Rect, with mark: Cell, into frame: inout Frame) {
    if mark.style.shade != nil {
      frame.fill(rect, with: mark)
    } else {
      frame[rect.x + (rect.width - 1) / 2, rect.y + (rect.height - 1) / 2] = mark
    }
  }

  /// The cursor's cell stands between brackets; one that is a single column becomes a ring.
  private static func drawCursor(_ map: MapView, into frame: inout Frame) {
    let cell = map.layout.cell(target: map.state.target, step: map.state.inspected)
    for y in cell.y..<cell.y + cell.height {
      if cell.width == 1 {
        frame[cell.x, y] = Cell("◉", .inspected)
      } else {
        frame[cell.x, y] = Cell("[", .inspected)
        frame[cell.x + cell.width - 1, y] = Cell("]", .inspected)
      }
    }
  }

  private static func drawRowTotals(_ map: MapView, into frame: inout Frame) {
    let layout = map.layout
    for (row, total) in map.totals.rows.enumerated() {
      let rect = Rect(
        x: layout.rowTotalsX, y: layout.grid.y + row * layout.cellHeight, width: layout.rowTotalsWidth,
        height: layout.cellHeight)
      fill(rect, with: total.map { mark(of: $0, map.shades) } ?? Cell("!", .alarm), into: &frame)
    }
  }

  private static func drawColumnTotals(_ map: MapView, into frame: inout Frame) {
    let rect = map.layout.columnTotals
    guard rect.height > 0 else { return }
    frame.write("Σ_k", x: 6 - "Σ_k".columns, y: rect.y, .muted)
    frame.write("┤", x: 7, y: rect.y, .rule)
    for (column, total) in map.totals.columns.enumerated() {
      let cell = Rect(
        x: map.layout.grid.x + column * map.layout.cellWidth, y: rect.y, width: map.layout.cellWidth, height: 1)
      fill(cell, with: total.map { mark(of: $0, map.shades) } ?? Cell("!", .alarm), into: &frame)
    }
  }
}
