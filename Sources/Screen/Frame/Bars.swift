/// Bars on a frame, in rows and to an eighth of one. What is not 0 shows.
extension Frame {
  /// A bar from one height to another, both within a band and counted in rows from its lower edge.
  package mutating func drawBar(x: Int, width: Int, from low: Double, to high: Double, in rect: Rect, _ style: Style) {
    for (row, glyph, part) in Bars.cells(from: low, to: high) {
      let isWhole = part.lowerBound == 0 && part.upperBound == 1
      let cell = Cell(glyph, style, filled: isWhole ? nil : CellFilling(style, part))
      for column in x..<x + width { self[column, rect.y + rect.height - 1 - row] = cell }
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
    return Unicode.Scalar(UInt32(0x2800) + UInt32(bits)).map(Character.init) ?? " "
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
