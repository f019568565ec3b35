import RNNCore

/// A band of the screen with its axis: everything that stands at a value is drawn through it.
package struct ValueBand {
  /// Where values stand.
  package let axis: ValueAxis
  /// The band, as high as the axis has rows.
  package let rect: Rect

  /// A band, whose height must be the axis' rows.
  package init(_ axis: ValueAxis, in rect: Rect) {
    precondition(axis.rows == rect.height, "an axis has as many rows as its band")
    (self.axis, self.rect) = (axis, rect)
  }

  /// The screen row beside the base in which a mark stands for a bar of length 0: above it, or below where there is no row.
  package var rowAtBase: Int { y(axis.base < axis.rows ? axis.base : axis.base - 1) }

  /// The screen row beside the base on the side on which a value has no bar; nil where the band has none there.
  package func rowBesideBase(across value: ScaledDouble) -> Int? {
    let row = axis.height(of: value) > Double(axis.base) ? axis.base - 1 : axis.base
    return (0..<axis.rows).contains(row) ? y(row) : nil
  }

  /// The screen row of a row counted from the band's lower edge.
  private func y(_ row: Int) -> Int { rect.y + rect.height - 1 - row }

  /// The ticks and their labels, left of the plot. A cell stays free between a label and its tick.
  package func drawTicks(into frame: inout Frame) {
    let longest = axis.ticks.map(\.text.columns).max() ?? 0
    let column = Swift.max(TimeColumns.gutter - 2, longest + 1)
    for tick in axis.ticks {
      let (row, glyph) = Self.mark(at: tick.height, rows: axis.rows)
      frame.write(tick.text, x: rect.x + column - 1 - tick.text.columns, y: y(row), .muted)
      frame[rect.x + column, y(row)] = Cell(glyph, .rule)
    }
  }

  /// The row and the glyph of a tick or a line: on the lower or, at the top of the band, the upper edge of a row, or in its
  /// middle.
  private static func mark(at height: Double, rows: Int) -> (row: Int, glyph: Character) {
    let row = ValueAxis.row(of: height, rows: rows)
    let part = ValueAxis.markable(height) - Double(row)
    return (row, part == 0 ? "▁" : part == 1 ? "▔" : "─")
  }

  /// A line through the plot where bars begin, as far as nothing else stands there.
  package func drawBaseLine(from first: Int, to last: Int, into frame: inout Frame) {
    let (row, glyph) = Self.mark(at: Double(axis.base), rows: axis.rows)
    drawLine(glyph, row, from: first, to: last, into: &frame)
  }

  private func drawLine(_ glyph: Character, _ row: Int, from first: Int, to last: Int, into frame: inout Frame) {
    for x in stride(from: first, through: last, by: 1) where frame[x, y(row)].glyph == " " {
      frame[x, y(row)].glyph = glyph
      frame[x, y(row)].style = .rule
    }
  }

  /// A dashed line at a value of a band, as far as nothing else stands there, to an eighth of a row; false where the value
  /// is not within the band.
  @discardableResult
  package func drawDashes(at height: Double, from first: Int, to last: Int, into frame: inout Frame) -> Bool {
    guard let (row, glyph) = Self.dash(at: height, rows: axis.rows) else { return false }
    drawLine(glyph, row, from: first, to: last, into: &frame)
    return true
  }

  /// The screen row that a height within the band lies in.
  package func y(ofHeight height: Double) -> Int? { Self.dash(at: height, rows: axis.rows).map { y($0.row) } }

  /// Two dots of braille beside each other, within an eighth of a row of a height in the band.
  private static func dash(at height: Double, rows: Int) -> (row: Int, glyph: Character)? {
    quarter(at: height, rows: rows).map { ($0.row, dashes[$0.quarter]) }
  }

  private static func quarter(at height: Double, rows: Int) -> (row: Int, quarter: Int)? {
    guard height >= 0, height <= Double(rows) else { return nil }
    let quarter = Swift.min(Int(4 * height), 4 * rows - 1)
    return (quarter / 4, quarter % 4)
  }

  /// From the lowest to the highest.
  package static let dashes: [Character] = ["⣀", "⠤", "⠒", "⠉"]

  /// A dot at a height in a column. Beyond the band there is none.
  package func drawDot(
    at height: Double, inColumn column: Int, _ columns: TimeColumns, _ style: Style, into frame: inout Frame
  ) {
    guard let (row, quarter) = Self.quarter(at: height, rows: axis.rows) else { return }
    let x = columns.dotX(ofColumn: column)
    let isNarrow = columns.barWidth(ofColumn: column) == 1
    frame[x, y(row)] = dotted(
      frame[x, y(row)], row, quarter, isNarrow: isNarrow, isEnd: isEndOfBar(x, row, frame), style)
    // A dot has a size: it does not lap over the band.
    let radius = ValueAxis.tolerance
    frame[x, y(row)].dotHeight = height.clamped(radius, Double(axis.rows) - radius) - Double(row)
  }

  /// A line across so many cells at a value that stands beside a bar, as thin as a glyph can be: to a fifth of a row, and in
  /// the cells of a bar's end and of a dot only where no other cell has room for it. Beyond the band a mark says on which side.
  package func drawLine(at value: ScaledDouble, x: Int, width: Int, _ style: Style, into frame: inout Frame) {
    let height = axis.height(of: value)
    guard height > -Bars.tolerance, height < Double(axis.rows) + Bars.tolerance else {
      let (row, glyph): (Int, Character) = height > 0 ? (axis.rows - 1, "▴") : (0, "▾")
      for x in x..<x + width where isFree(frame[x, y(row)]) { frame[x, y(row)] = Cell(glyph, style) }
      return
    }
    let fifth = Swift.min(Swift.max(Int(5 * height), 0), 5 * axis.rows - 1)
    let (row, glyph) = (fifth / 5, Self.lines[fifth % 5])
    let cells = x..<x + width
    let roomy = cells.filter { isFree(frame[$0, y(row)]) || frame[$0, y(row)].isFull }
    for x in roomy.isEmpty ? [x + width - 1] : roomy {
      var cell = frame[x, y(row)]
      (cell.glyph, cell.style) = (glyph, cell.isFull ? cell.style.clipped : style)
      cell.lineHeight = height.clamped(0, Double(axis.rows)) - Double(row)
      frame[x, y(row)] = cell
    }
  }

  /// Whether nothing stands in a cell but a line to read heights by.
  private func isFree(_ cell: Cell) -> Bool { cell.glyph == " " && cell.filled == nil || cell.style == .rule }

  /// Lines across a cell, from the lowest to the highest.
  package static let lines: [Character] = ["⎽", "⎼", "─", "⎻", "⎺"]

  /// A cell with a dot: in the page's colour on a cell that a bar fills; where a bar ends that other cells beside it show as
  /// well, over it; and where nothing else does, in one glyph with the end. The mark of a bar that is cut off stays.
  private func dotted(
    _ cell: Cell, _ row: Int, _ quarter: Int, isNarrow: Bool, isEnd: Bool, _ style: Style
  ) -> Cell {
    let isFull = cell.isFull
    if cell.filled?.isHollow == true { return Cell(Self.dashes[quarter], style, filled: cell.filled) }
    if isFull, !isEnd || !isNarrow { return Cell(Self.dashes[quarter], cell.style.clipped) }
    let filled = isFull ? CellFilling(cell.style, 0...1) : cell.filled
    if isNarrow, let filled {
      let isFoot = row == axis.base || row == axis.base - 1
      if let glyph = Bars.dotted(filled.part, quarter: quarter, isAll: isFoot) {
        return Cell(glyph, filled.style, filled: filled)
      }
    }
    guard filled != nil || cell.glyph == " " || cell.style == .rule else { return cell }
    return Cell(Self.dashes[quarter], style, filled: filled)
  }

  /// Whether a cell is the last one of its bar, seen from the base.
  private func isEndOfBar(_ x: Int, _ row: Int, _ frame: Frame) -> Bool {
    let next = row >= axis.base ? row + 1 : row - 1
    return !(0..<axis.rows).contains(next) || !Bars.isBlock(frame[x, y(next)].glyph)
  }

  /// A bar from the base to a value. What is not 0 shows, unless bars are to add up: then one shorter than a sixteenth of a
  /// row is left out. A bar that the axis cuts off ends in a mark.
  package func drawBar(
    _ value: ScaledDouble, x: Int, width: Int, _ style: Style, addsUp: Bool = false, into frame: inout Frame
  ) {
    guard let end = end(of: value, addsUp: addsUp) else { return }
    let base = Double(axis.base)
    drawBar(from: Swift.min(base, end), to: Swift.max(base, end), x: x, width: width, style, into: &frame)
  }

  /// Where a value's bar ends; nil where it has none.
  private func end(of value: ScaledDouble, addsUp: Bool) -> Double? {
    let base = Double(axis.base)
    var end = axis.height(of: value)
    // Too small for a Double beside the base, and yet not 0.
    if end == base, case .linear = axis.scale { end += Double(value.signum) * 1e-9 }
    return (end - base).magnitude > (addsUp ? 0.0625 : 0) ? end : nil
  }

  /// A hollow bar from the base to a value, under the same rules as `drawBar`.
  package func drawOutline(
    _ value: ScaledDouble, x: Int, width: Int, _ style: Style, addsUp: Bool = false, into frame: inout Frame
  ) {
    guard let end = end(of: value, addsUp: addsUp) else { return }
    let top = Double(axis.rows)
    frame.drawOutline(
      x: x, width: width, from: Double(axis.base), to: end.clamped(0, top), in: rect, style)
    for (isCutOff, row, glyph) in [
      (end > top + Bars.tolerance, axis.rows - 1, "▴" as Character), (end < -Bars.tolerance, 0, "▾"),
    ] where isCutOff {
      frame.fill(Rect(x: x, y: y(row), width: width, height: 1), with: Cell(glyph, style))
    }
  }

  /// A notch in a bar, at a value that lies within it: as far as the bar fills whole cells there.
  package func drawNotch(at value: ScaledDouble, x: Int, width: Int, into frame: inout Frame) {
    guard let (row, quarter) = Self.quarter(at: axis.height(of: value), rows: axis.rows) else { return }
    for x in x..<x + width where frame[x, y(row)].glyph == "█" && frame[x, y(row)].filled == nil {
      frame[x, y(row)] = Cell(Self.dashes[quarter], frame[x, y(row)].style.clipped)
    }
  }

  /// A bar from one value to another; a single value's is from the base.
  package func drawRange(
    from low: ScaledDouble, to high: ScaledDouble, x: Int, width: Int, _ style: Style, into frame: inout Frame
  ) {
    guard low < high else { return drawBar(high, x: x, width: width, style, into: &frame) }
    drawBar(from: axis.height(of: low), to: axis.height(of: high), x: x, width: width, style, into: &frame)
  }

  private func drawBar(
    from low: Double, to high: Double, x: Int, width: Int, _ style: Style, into frame: inout Frame
  ) {
    let top = Double(axis.rows)
    if low < top, high > 0 {
      frame.drawBar(
        x: x, width: width, from: Swift.max(low, 0), to: Swift.min(high, top), in: rect, style)
    }
    // Where the band has no row on a bar's side the mark stands alone.
    if high > top + Bars.tolerance {
      frame.fill(
        Rect(x: x, y: y(axis.rows - 1), width: width, height: 1), with: Cell("▴", low < top ? style.clipped : style))
    }
    if low < -Bars.tolerance {
      frame.fill(Rect(x: x, y: y(0), width: width, height: 1), with: Cell("▾", high > 0 ? style.clipped : style))
    }
  }
}

/// Dashed lines through a band, each at its value and with its name on it. Lines that fall into one row share it out, so that
/// every name stands beside the line that it is of; lines that cannot be told apart are one with both names.
package struct NamedLines {
  /// A value that is marked.
  package struct Line {
    /// Its name, the fullest first.
    package let names: [String]
    /// Where it stands, in rows from the band's lower edge.
    package let height: Double

    /// A line with at least one name.
    package init(names: [String], height: Double) {
      (self.names, self.height) = (names, height)
    }
  }

  private let lines: [Line]
  private let band: ValueBand

  /// Lines of a band. What rounding has put above its upper edge stands on that.
  package init(_ lines: [Line], in band: ValueBand) {
    let top = Double(band.axis.rows)
    self.lines = lines.map { line in
      Line(names: line.names, height: line.height < top + 1e-6 ? Swift.min(line.height, top) : line.height)
    }
    self.band = band
  }

  /// So many dashes come before a name, that it is not taken for the label of a tick; fewer where there is no room, and
  /// last no blanks around it.
  private static let leads = [3, 1, 0]

  /// Draws those within the band from one column to another, as far as nothing else stands there.
  package func draw(from first: Int, to last: Int, into frame: inout Frame) {
    let inside = lines.compactMap { line in band.y(ofHeight: line.height).map { (y: $0, line: line) } }
    for (y, lines) in Dictionary(grouping: inside, by: \.y) {
      let apart = apart(lines.map(\.line))
      let blank = (first...last).filter { frame[$0, y].glyph == " " }
      for (place, line) in apart.enumerated() {
        let cells = blank[place * blank.count / apart.count..<(place + 1) * blank.count / apart.count]
        draw(line, in: cells, y: y, into: &frame)
      }
    }
  }

  /// Lines of one row in their order, those at one height as one.
  private func apart(_ lines: [Line]) -> [Line] {
    lines.reduce(into: [Line]()) { apart, line in
      guard let place = apart.firstIndex(where: { quarter($0.height) == quarter(line.height) }) else {
        return apart.append(line)
      }
      let names = [apart[place], line].map { $0.names[$0.names.count - 1] }
      apart[place] = Line(names: [", ", ","].map { names.joined(separator: $0) }, height: apart[place].height)
    }
  }

  /// The quarter of a row that dashes stand in.
  private func quarter(_ height: Double) -> Int { Swift.min(Int(4 * height), 4 * band.axis.rows - 1) }

  private func draw(_ line: Line, in cells: ArraySlice<Int>, y: Int, into frame: inout Frame) {
    for x in cells { band.drawDashes(at: line.height, from: x, to: x, into: &frame) }
    let free = Set(cells)
    for name in line.names {
      for lead in Self.leads {
        let name = lead > 0 ? " \(name) " : name
        let start = cells.first { x in (x - lead..<x + name.columns).allSatisfy(free.contains) }
        if let start { return _ = frame.write(name, x: start, y: y, .muted) }
      }
    }
  }
}
