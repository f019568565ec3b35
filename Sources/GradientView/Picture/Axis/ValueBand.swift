import RNNCore

/// A band of the screen with its axis: everything that stands at a value is drawn through it.
struct ValueBand {
  /// Where values stand.
  let axis: ValueAxis
  /// The band, as high as the axis has rows.
  let rect: Rect

  /// A band, whose height must be the axis' rows.
  init(_ axis: ValueAxis, in rect: Rect) {
    precondition(axis.rows == rect.height, "an axis has as many rows as its band")
    (self.axis, self.rect) = (axis, rect)
  }

  /// The column of the ticks within the band, left of the plot.
  private static let tickColumn = TimeColumns.gutter - 2

  /// The screen row beside the base in which a mark stands for a bar of length 0: above it, or below where there is no row.
  var rowAtBase: Int { y(axis.base < axis.rows ? axis.base : axis.base - 1) }

  /// The screen row of a row counted from the band's lower edge.
  private func y(_ row: Int) -> Int { rect.y + rect.height - 1 - row }

  /// The ticks and their labels, left of the plot, but for those in screen rows where something else has a label.
  func drawTicks(besides taken: Set<Int> = [], into frame: inout Frame) {
    for tick in axis.ticks where !taken.contains(y(ValueAxis.row(of: tick.height, rows: axis.rows))) {
      let (row, glyph) = Self.mark(at: tick.height, rows: axis.rows)
      let room = Self.tickColumn
      let end = tick.text.columns < room ? room - 1 : room
      frame.write(tick.text, x: rect.x + end - tick.text.columns, y: y(row), .muted)
      frame[rect.x + room, y(row)] = Cell(glyph, .rule)
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
  func drawBaseLine(from first: Int, to last: Int, into frame: inout Frame) {
    let (row, glyph) = Self.mark(at: Double(axis.base), rows: axis.rows)
    for x in stride(from: first, through: last, by: 1) where frame[x, y(row)].glyph == " " {
      frame[x, y(row)] = Cell(glyph, .rule)
    }
  }

  /// A dashed line at a value of a band, as far as nothing else stands there, to an eighth of a row; false where the value
  /// is not within the band.
  @discardableResult
  func drawDashes(at height: Double, from first: Int, to last: Int, into frame: inout Frame) -> Bool {
    guard let (row, glyph) = Self.dash(at: height, rows: axis.rows) else { return false }
    for x in stride(from: first, through: last, by: 1) where frame[x, y(row)].glyph == " " {
      frame[x, y(row)] = Cell(glyph, .rule)
    }
    return true
  }

  /// The screen row that a height within the band lies in.
  func y(ofHeight height: Double) -> Int? { Self.dash(at: height, rows: axis.rows).map { y($0.row) } }

  /// Two dots of braille beside each other, within an eighth of a row of a height in the band.
  private static func dash(at height: Double, rows: Int) -> (row: Int, glyph: Character)? {
    guard height >= 0, height <= Double(rows) else { return nil }
    let quarter = Swift.min(Int(4 * height), 4 * rows - 1)
    return (quarter / 4, Self.dashes[quarter % 4])
  }

  /// From the lowest to the highest.
  static let dashes: [Character] = ["⣀", "⠤", "⠒", "⠉"]

  /// A dot at a height in the middle of a column's bar, on a bar in the page's colour. In the row in which the bar ends it
  /// stands in the gap behind the bar; where there is none only outputs that are finer than glyphs show it. Beyond the band there is none.
  func drawDot(
    at height: Double, inColumn column: Int, _ columns: TimeColumns, _ style: Style, into frame: inout Frame
  ) {
    guard let (row, glyph) = Self.dash(at: height, rows: axis.rows) else { return }
    let (x, width) = (columns.x(ofColumn: column), columns.barWidth(ofColumn: column))
    var place = x + (width - 1) / 2
    let cell = frame[place, y(row)]
    if cell.glyph == " " || cell.style == .rule {
      frame[place, y(row)] = Cell(glyph, style)
    } else if cell.glyph == "█", !isEndOfBar(place, row, frame) {
      frame[place, y(row)] = Cell(glyph, cell.style.clipped)
    } else {
      let gap = x + width
      if columns.hasGaps, gap <= columns.lastX {
        place = gap
        frame[place, y(row)] = Cell(glyph, style)
      }
    }
    frame[place, y(row)].dotHeight = height - Double(row)
  }

  /// Whether a full cell is the last of its bar, seen from the base.
  private func isEndOfBar(_ x: Int, _ row: Int, _ frame: Frame) -> Bool {
    let next = row >= axis.base ? row + 1 : row - 1
    return !(0..<axis.rows).contains(next) || !Bars.isBlock(frame[x, y(next)].glyph)
  }

  /// A bar from the base to a value. What is not 0 shows, unless bars are to add up: then one shorter than a sixteenth of a
  /// row is left out. A bar that the axis cuts off ends in a mark.
  func drawBar(_ value: ScaledDouble, x: Int, width: Int, _ style: Style, addsUp: Bool = false, into frame: inout Frame)
  {
    drawBar(length: axis.height(of: value) - Double(axis.base), x: x, width: width, style, addsUp: addsUp, into: &frame)
  }

  /// A minus for a bar whose axis has no signs: behind its end, or where the band ends there on its first cell, which is
  /// then a full one.
  func drawSign(of value: ScaledDouble, x: Int, _ style: Style, into frame: inout Frame) {
    let length = axis.height(of: value) - Double(axis.base)
    let room = length > 0 ? axis.rows - axis.base : axis.base
    let behind = Int((length.magnitude + 0.0625).rounded(.up).clamped(0, 1e6))
    func row(_ place: Int) -> Int { y(length > 0 ? axis.base + place : axis.base - 1 - place) }
    if behind < room {
      frame[x, row(behind)] = Cell("−", style)
    } else if room > 1 {
      frame[x, row(0)] = Cell("−", frame[x, row(0)].style.clipped)
    }
  }

  /// A bar of so many rows from the base, up or down.
  func drawBar(length: Double, x: Int, width: Int, _ style: Style, addsUp: Bool = false, into frame: inout Frame) {
    frame.standBar(
      x: x, width: width, bottom: y(axis.base), length: length, limit: axis.rows - axis.base, style, addsUp: addsUp)
    frame.hangBar(
      x: x, width: width, top: y(axis.base - 1), length: -length, limit: axis.base, style, addsUp: addsUp)
  }

  /// A bar from one value to another: from the base where they lie on its two sides, and a single value's bar always.
  func drawRange(
    from low: ScaledDouble, to high: ScaledDouble, x: Int, width: Int, _ style: Style, into frame: inout Frame
  ) {
    guard low < high else { return drawBar(high, x: x, width: width, style, into: &frame) }
    if high.signum > 0 { drawBar(high, x: x, width: width, style, into: &frame) }
    if low.signum < 0 { drawBar(low, x: x, width: width, style, into: &frame) }
    let (bottom, top) = (axis.height(of: low), axis.height(of: high))
    if low.signum > 0 { frame.cutBar(x: x, width: width, below: bottom, until: top, in: rect) }
    if high.signum < 0 { frame.cutBar(x: x, width: width, above: top, until: bottom, in: rect) }
  }
}
