import RNNCore

/// The decades of the shades, the other marks and, where the inspector has no line for it, how far back the target
/// hears. It stands beside the cells or, on a narrow screen, in the empty half above the diagonal.
enum MapLegend {
  static func draw(_ map: MapView, into frame: inout Frame) {
    for width in [5, 4, 3, 2] {
      let swatches = swatches(map, width: width)
      if let corner = corner(of: swatches, map, screen: frame.size.width) {
        for (place, line) in swatches.enumerated() { frame.write(line, x: corner.x, y: corner.y + place) }
        drawLines(map, x: corner.x, y: corner.y + swatches.count + 1, into: &frame)
        return
      }
    }
  }

  /// Where the swatches stand, if there is room.
  private static func corner(of lines: [[Span]], _ map: MapView, screen: Int) -> (x: Int, y: Int)? {
    let (layout, width) = (map.layout, lines[0].columns)
    let beside = layout.rowTotalsX + layout.rowTotalsWidth + 3
    if beside + width < screen { return (beside, layout.grid.y) }
    let x = layout.grid.x + layout.grid.width - width
    let last = layout.grid.y + lines.count - 1
    guard last < layout.grid.y + layout.grid.height, map.cellsEnd(inRow: last) + 2 <= x else { return nil }
    return (x, layout.grid.y)
  }

  /// The marks, and what the inspector has no room for: each line in the room that its row has right of the cells.
  private static func drawLines(_ map: MapView, x: Int, y: Int, into frame: inout Frame) {
    let (layout, isBeside) = (map.layout, x > map.layout.rowTotalsX)
    let right = isBeside ? frame.size.width - 1 : layout.grid.x + layout.grid.width
    var y = y
    for line in lines(map) {
      guard y < layout.grid.y + layout.grid.height else { return }
      let start = isBeside ? x : Swift.max(map.cellsEnd(inRow: y) + 2, x)
      guard let text = line.first(where: { $0.columns <= right - start }) else { continue }
      frame.write(text, x: start == x ? x : right - text.columns, y: y)
      y += 1
    }
  }

  /// The powers of ten at the ends of the shades, then the shades of each sign; norms have none.
  private static func swatches(_ map: MapView, width: Int) -> [[Span]] {
    let ramps = [true, false].map { isPositive in
      (0..<MapShade.count).map { level in
        let shade = MapShade(isPositive: isPositive, level: level)
        return Span(String(repeating: shade.glyph, count: width), shade.style)
      }
    }
    var numbers = ""
    for level in 0..<MapShade.count {
      guard let power = map.shades.power(above: level) else { continue }
      let text = NumberText.powerOfTen(power)
      let start = level * width
      if numbers.isEmpty || numbers.columns < start, start + text.columns <= MapShade.count * width {
        numbers += blanks(start - numbers.columns) + text
      }
    }
    let all = 2 + MapShade.count * width
    if map.areNorms {
      return [[Span("  " + numbers + blanks(all - 2 - numbers.columns), .muted)], [Span("  ")] + ramps[0]]
    }
    return [
      [Span("  " + numbers + blanks(all - 2 - numbers.columns), .muted)], [Span("+ ", .positive)] + ramps[0],
      [Span("− ", .negative)] + ramps[1],
    ]
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: Swift.max(count, 0)) }

  /// What stands below the shades, line by line, each from everything to the least: the marks that there are.
  private static func lines(_ map: MapView) -> [[[Span]]] {
    let meanings: [(glyph: Character, style: Style, long: String, short: String)] = [
      ("▾", .muted, "not 0, but below \(map.shades.floor)", "below \(map.shades.floor)"),
      ("!", .alarm, "overflow", "overflow"), ("·", .text, "exactly 0", "exactly 0"),
      ("×", .blocked, "0: a factor between is 0", "blocked"),
    ]
    let marks = map.marks
    let shown = meanings.filter { marks.contains($0.glyph) }.map { mark in
      [mark.long, mark.short].map { [Span("\(mark.glyph) ", mark.style), Span($0, .muted)] }
    }
    let hearing = map.layout.inspector.height > 1 ? nil : map.hearing
    return shown + (hearing.map { [[[Span(" ")]]] + $0.lines.map { [[Span($0)]] } } ?? [])
  }
}

extension MapView {
  /// The glyphs of the marks that stand in cells and sums.
  fileprivate var marks: Set<Character> {
    var marks: Set<Character> = analysis.trajectory.overflowAt == nil ? [] : ["!"]
    for row in blocks.rows.indices {
      for column in blocks.columns.indices {
        let cell = MapGrid.mark(of: blocks[row: row, column: column], shades)
        if let cell, cell.style.shade == nil { marks.insert(cell.glyph) }
      }
    }
    for total in (totals.rows + totals.columns).compactMap({ $0 }) where shades.shade(of: total) == nil {
      marks.insert(total.isZero ? "·" : "▾")
    }
    return marks
  }

  /// The column behind the last cell in a screen row of the cells.
  fileprivate func cellsEnd(inRow y: Int) -> Int {
    let target = Swift.min(((y - layout.grid.y) / layout.cellHeight + 1) * layout.stepsPerRow, layout.steps)
    return layout.x(ofStep: target) + layout.cellWidth
  }
}
