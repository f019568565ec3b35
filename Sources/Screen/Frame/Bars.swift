/// Bars on a frame, in rows and to an eighth of one. What is not 0 shows.
extension Frame {
  /// A bar from one height to another, both within a band and counted in rows from its lower edge.
  package mutating func drawBar(x: Int, width: Int, from low: Double, to high: Double, in rect: Rect, _ style: Style) {
    for (row, glyph, part) in Bars.cells(from: low, to: high) {
      let isWhole = part.lowerBound == 0 && part.upperBound == 1
      let cell = Cell(glyph, style, filled: isWhole ? nil : CellFilling(style, part))
      let y = rect.y + rect.height - 1 - row
      for column in x..<x + width { self[column, y] = cell.before(self[column, y]) }
    }
  }

  /// The outline of a bar from its base to its end, both within a band and counted in rows from its lower edge. One that is a
  /// cell wide is a thin line that widens at its end.
  package mutating func drawOutline(
    x: Int, width: Int, from base: Double, to end: Double, in rect: Rect, _ style: Style
  ) {
    for row in Bars.outline(from: base, to: end) {
      for place in 0..<width {
        let glyph = row.glyph(isLeft: place == 0, isRight: width > 1 && place == width - 1)
        self[x + place, rect.y + rect.height - 1 - row.row] = Cell(
          glyph, style, filled: CellFilling(style, row.part, row.lines))
      }
    }
  }

  /// A bar that stands on the lower edge of row `bottom` and is `length` rows high, at most `limit`, which is marked.
  mutating func standBar(x: Int, width: Int, bottom: Int, length: Double, limit: Int, _ style: Style) {
    guard length > 0 else { return }
    let rect = Rect(x: x, y: bottom + 1 - limit, width: width, height: limit)
    drawBar(x: x, width: width, from: 0, to: Swift.min(length, Double(limit)), in: rect, style)
    guard length > Double(limit) + Bars.tolerance else { return }
    for column in x..<x + width { self[column, rect.y] = Cell("▴", style.clipped) }
  }
}

/// Block elements that fill so many eighths of a cell, and braille for what they cannot say.
package enum Bars {
  /// None to eight eighths of a cell, from below.
  package static let standing: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// None to eight eighths of a cell, from above. Only ▔, ▀ and █ are in every font; terminals are sent the others as a
  /// lower block in reverse video, and plain text has the nearest of the three.
  package static let hanging: [Character] = [
    " ", "▔", "\u{1fb82}", "\u{1fb83}", "▀", "\u{1fb84}", "\u{1fb85}", "\u{1fb86}", "█",
  ]

  /// By so many rows a bar may reach beyond its band without being cut off.
  package static let tolerance = 0.01

  /// Whether a glyph fills a part of its cell, so that it may be the end of a bar.
  static func isBlock(_ glyph: Character) -> Bool {
    glyph != " " && (standing.contains(glyph) || hanging.contains(glyph))
  }

  /// The rows that a bar between two heights takes, each with its glyph and with the exact part of it, which may be too
  /// small for a glyph. Both ends are drawn to the nearest eighth; a bar that has none gets one.
  package static func cells(
    from low: Double, to high: Double
  ) -> [(row: Int, glyph: Character, part: ClosedRange<Double>)] {
    var (first, end) = (Int((8 * low).rounded()), Int((8 * high).rounded()))
    if first == end {
      if first == 8 * (Int(low) + 1) { first -= 1 } else { end += 1 }
    }
    return (Swift.min(Int(low), first / 8)...Swift.max(Int(high.rounded(.up)) - 1, (end - 1) / 8)).map { row in
      let part = (low - Double(row)).clamped(0, 1)...(high - Double(row)).clamped(0, 1)
      func eighths(_ all: Int) -> Int { Swift.min(Swift.max(all - 8 * row, 0), 8) }
      return (row, glyph(from: eighths(first), to: eighths(end), part), part)
    }
  }

  /// The glyph of a part of a cell: a block where an end is on the cell's edge, else whole rows of braille.
  private static func glyph(from first: Int, to end: Int, _ part: ClosedRange<Double>) -> Character {
    if first >= end { return " " }
    if first == 0 { return standing[end] }
    if end == 8 { return hanging[8 - first] }
    let middle = Int(2 * (part.lowerBound + part.upperBound))
    let rows = quarters(part)
    return braille(rows.isEmpty ? middle..<middle + 1 : rows)
  }

  /// The quarters of a cell that a part of it comes nearest to, from below.
  private static func quarters(_ part: ClosedRange<Double>) -> Range<Int> {
    Int((4 * part.lowerBound).rounded())..<Int((4 * part.upperBound).rounded())
  }

  /// Rows of braille, from 0 at the bottom to 3, and where a dot is wanted among them the right point of its row the other
  /// way round: alone beyond the rows, missing within them.
  private static func braille(_ rows: Range<Int>, dot: Int? = nil) -> Character {
    var bits = rows.reduce(UInt8(0)) { $0 | BrailleCanvas.masks[3 - $1][0] | BrailleCanvas.masks[3 - $1][1] }
    if let dot { bits ^= BrailleCanvas.masks[3 - dot][1] }
    return BrailleCanvas.glyph(of: bits)
  }

  /// A part of a cell that a bar fills and a dot in one of its quarters, both to an eighth of a row; nil where the bar fills
  /// too little, unless it has nothing else.
  package static func dotted(_ part: ClosedRange<Double>, quarter: Int, isAll: Bool) -> Character? {
    let rows = quarters(part)
    guard rows.isEmpty else { return braille(rows, dot: quarter) }
    guard isAll else { return nil }
    let row = Swift.min(Int(2 * (part.lowerBound + part.upperBound)), 3)
    return braille(row..<row + 1, dot: quarter)
  }
}

extension Bars {
  /// Rows of braille for what a bar fills of a cell, and one for the end of a hollow bar beyond it; nil where they would touch.
  static func glyph(_ part: ClosedRange<Double>, before beyond: CellFilling) -> Character? {
    let (rows, isAbove) = (quarters(part), beyond.part.lowerBound >= part.upperBound)
    let end = isAbove ? beyond.part.upperBound : beyond.part.lowerBound
    let row = Int((4 * end).rounded()) - (isAbove ? 1 : 0)
    guard !rows.isEmpty, (0...3).contains(row), isAbove ? row > rows.upperBound : row < rows.lowerBound - 1 else {
      return nil
    }
    return braille(Array(rows) + [row])
  }

  /// Whole rows of braille, from 0 at the bottom.
  private static func braille(_ rows: [Int]) -> Character? {
    let bits = rows.reduce(UInt8(0)) { $0 | BrailleCanvas.masks[3 - $1][0] | BrailleCanvas.masks[3 - $1][1] }
    return BrailleCanvas.glyph(of: bits)
  }

  /// A row of a hollow bar.
  struct OutlineRow {
    let row: Int
    /// The exact part of the row that the bar takes.
    let part: ClosedRange<Double>
    /// The lines that an output draws which is finer than glyphs.
    let lines: CellFilling.Outline
    /// The quarters, from below, that its sides take, and the one that its end takes.
    fileprivate let quarters: Range<Int>
    fileprivate let end: Int?

    /// Its dots in a cell at the left or the right edge, at both or between them.
    func glyph(isLeft: Bool, isRight: Bool) -> Character {
      var bits: UInt8 = 0
      for quarter in quarters {
        let masks = BrailleCanvas.masks[3 - quarter]
        if isLeft || quarter == end { bits |= masks[0] }
        if isRight || quarter == end { bits |= masks[1] }
      }
      return bits == 0 ? " " : BrailleCanvas.glyph(of: bits)
    }
  }

  /// The rows of a hollow bar from its base, on the edge of a row, to its end, each end to a quarter of a row; what is not 0
  /// has one.
  static func outline(from base: Double, to end: Double) -> [OutlineRow] {
    let (low, high, isStanding) = (Swift.min(base, end), Swift.max(base, end), base < end)
    guard low < high else { return [] }
    var (first, last) = (Int((4 * low).rounded()), Int((4 * high).rounded()) - 1)
    if first > last { if isStanding { last = first } else { first = last } }
    let rows = (exact: Int(low)...Int(high.rounded(.up)) - 1, drawn: first / 4...last / 4)
    let all =
      Swift.min(rows.exact.lowerBound, rows.drawn.lowerBound)...Swift.max(rows.exact.upperBound, rows.drawn.upperBound)
    return all.map { row in
      let isEnd = row == (isStanding ? rows.exact.upperBound : rows.exact.lowerBound)
      let (from, to) = (Swift.max(first - 4 * row, 0), Swift.min(last - 4 * row, 3))
      let end = (isStanding ? last : first) - 4 * row
      return OutlineRow(
        row: row, part: (low - Double(row)).clamped(0, 1)...(high - Double(row)).clamped(0, 1),
        lines: !isEnd ? .sides : isStanding ? .top : .bottom, quarters: from <= to ? from..<to + 1 : 0..<0,
        end: (0...3).contains(end) ? end : nil)
    }
  }
}

/// Points finer than cells: two across and four down in each, drawn as braille.
package struct BrailleCanvas {
  /// Dots across and down.
  package let width: Int
  package let height: Int
  private var bits: [UInt8]
  private var styles: [Style]

  /// A blank canvas of so many cells.
  package init(columns: Int, rows: Int) {
    width = 2 * columns
    height = 4 * rows
    bits = Array(repeating: 0, count: columns * rows)
    styles = Array(repeating: .text, count: columns * rows)
  }

  /// Sets the dot at x from the left and y from the top; outside the canvas nothing. The cell takes the style of the dot
  /// that was set last.
  package mutating func set(_ x: Int, _ y: Int, _ style: Style) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let cell = y / 4 * (width / 2) + x / 2
    bits[cell] |= Self.masks[y % 4][x % 2]
    styles[cell] = style
  }

  /// A straight line between two dots, with its ends; each dot has the style of the end it is nearer to.
  package mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int), _ first: Style, _ second: Style) {
    let steps = Swift.max((b.x - a.x).magnitude, (b.y - a.y).magnitude)
    guard steps > 0 else { return set(a.x, a.y, second) }
    for step in 0...Int(steps) {
      let part = Double(step) / Double(steps)
      let x = a.x + Int((Double(b.x - a.x) * part).rounded())
      let y = a.y + Int((Double(b.y - a.y) * part).rounded())
      set(x, y, part < 0.5 ? first : second)
    }
  }

  /// Puts the cells that have dots into a frame; those that lie over shades keep these as their ground.
  package func draw(into frame: inout Frame, x: Int, y: Int) {
    for (cell, mask) in bits.enumerated() where mask != 0 {
      let glyph = Self.glyph(of: mask)
      let place = (x: x + cell % (width / 2), y: y + cell / (width / 2))
      let ground = frame[place.x, place.y].style
      frame[place.x, place.y] = Cell(glyph, styles[cell])
      if ground.shade != nil { frame[place.x, place.y].halves = CellHalves(glyphOn: ground) }
    }
  }

  /// The bits of U+2800 … U+28FF by row and column.
  static let masks: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// The braille glyph of dots.
  package static func glyph(of dots: UInt8) -> Character {
    Unicode.Scalar(UInt32(0x2800) + UInt32(dots)).map(Character.init) ?? " "
  }

  /// The dots of a braille glyph, or nil for any other.
  package static func dots(of glyph: Character) -> UInt8? {
    guard let scalar = glyph.unicodeScalars.first, (0x2800...0x28ff).contains(scalar.value) else { return nil }
    return UInt8(truncatingIfNeeded: scalar.value)
  }
}
