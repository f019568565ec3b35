/// Bars on a frame. They grow from the edge between two rows; lengths are in rows, and drawn to an eighth of one. What is
/// not 0 shows, unless lengths are to add up: then a bar shorter than a sixteenth of a row is left out.
extension Frame {
  /// A bar that stands on the lower edge of row `bottom` and is `length` rows high, at most `limit`.
  mutating func standBar(
    x: Int, width: Int, bottom: Int, length: Double, limit: Int, _ style: Style, addsUp: Bool = false
  ) {
    guard length > (addsUp ? 0.0625 : 0) else { return }
    let shown = Swift.min(length, Double(limit))
    for (row, part) in Bars.parts(of: shown) {
      let cell = Cell(Bars.standing[part.eighths], style, filled: part.exact)
      for column in x..<x + width { self[column, bottom - row] = cell }
    }
    markEnd("▴", x: x, width: width, y: bottom - limit + 1, isCut: length > Double(limit) + 0.01, limit, style)
  }

  /// A bar that hangs from the upper edge of row `top` and is `length` rows long, at most `limit`.
  mutating func hangBar(
    x: Int, width: Int, top: Int, length: Double, limit: Int, _ style: Style, addsUp: Bool = false
  ) {
    guard length > (addsUp ? 0.0625 : 0) else { return }
    let shown = Swift.min(length, Double(limit))
    for (row, part) in Bars.parts(of: shown) {
      let cell = Cell(Bars.hanging[part.eighths], style, filled: -part.exact)
      for column in x..<x + width { self[column, top + row] = cell }
    }
    let y = limit > 0 ? top + limit - 1 : top - 1
    markEnd("▾", x: x, width: width, y: y, isCut: length > Double(limit) + 0.01, limit, style)
  }

  /// The mark of a bar that the axis cuts off: in the bar's last row, or alone where the axis has no rows on that side.
  private mutating func markEnd(
    _ mark: Character, x: Int, width: Int, y: Int, isCut: Bool, _ limit: Int, _ style: Style
  ) {
    guard isCut else { return }
    for column in x..<x + width { self[column, y] = Cell(mark, limit > 0 ? style.clipped : style) }
  }

  /// Takes away of a bar that stands in a band what lies below a height, counted from the band's lower edge, so that it
  /// shows a range. A range within a single row keeps that row's upper end.
  mutating func cutBar(x: Int, width: Int, below height: Double, until top: Double, in rect: Rect) {
    let full = Int(height.rounded(.down))
    let isWithinRow = Int(top.rounded(.up)) - 1 <= full
    for column in x..<x + width {
      for row in 0..<Swift.min(full, rect.height) where isBlock(column, rect, row) {
        self[column, rect.y + rect.height - 1 - row] = Cell(" ")
      }
      guard !isWithinRow, full < rect.height, isBlock(column, rect, full) else { continue }
      let part = 1 - (height - Double(full))
      let style = self[column, rect.y + rect.height - 1 - full].style
      self[column, rect.y + rect.height - 1 - full] = Cell(Bars.hanging[Bars.eighths(part)], style, filled: -part)
    }
  }

  /// The same of a bar that hangs, for what lies above a height.
  mutating func cutBar(x: Int, width: Int, above height: Double, until bottom: Double, in rect: Rect) {
    let cut = Int(height.rounded(.up))
    let isWithinRow = Int(bottom.rounded(.down)) >= cut - 1
    for column in x..<x + width {
      for row in Swift.max(cut, 0)..<Swift.max(rect.height, cut) where isBlock(column, rect, row) {
        self[column, rect.y + rect.height - 1 - row] = Cell(" ")
      }
      guard !isWithinRow, cut > 0, isBlock(column, rect, cut - 1) else { continue }
      let part = height - Double(cut - 1)
      let style = self[column, rect.y + rect.height - cut].style
      self[column, rect.y + rect.height - cut] = Cell(Bars.standing[Bars.eighths(part)], style, filled: part)
    }
  }

  private func isBlock(_ x: Int, _ rect: Rect, _ row: Int) -> Bool {
    Bars.isBlock(self[x, rect.y + rect.height - 1 - row].glyph)
  }
}

/// Block elements that fill so many eighths of a cell.
enum Bars {
  /// None to eight eighths of a cell, from below.
  static let standing: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// None to eight eighths of a cell, from above. Only ▔, ▀ and █ are in every font; terminals are sent the others as a
  /// lower block in reverse video, and plain text has the nearest of the three.
  static let hanging: [Character] = [
    " ", "▔", "\u{1fb82}", "\u{1fb83}", "▀", "\u{1fb84}", "\u{1fb85}", "\u{1fb86}", "█",
  ]

  /// The eighths, one at least, that a part of a cell comes nearest to.
  static func eighths(_ part: Double) -> Int { Swift.max(Int((part * 8).rounded()), 1) }

  /// Whether a glyph fills a part of its cell, so that it may be the end of a bar.
  static func isBlock(_ glyph: Character) -> Bool {
    glyph != " " && (standing.contains(glyph) || hanging.contains(glyph))
  }

  /// The rows that a length takes, each with the eighths of it that are drawn and with the exact part where that is not
  /// all: a remainder under a sixteenth has no eighth of its own.
  static func parts(of length: Double) -> [(row: Int, part: (eighths: Int, exact: Double))] {
    let eighths = eighths(length)
    let last = Int(length.rounded(.up)) - 1
    return (0...Swift.max(last, (eighths - 1) / 8)).map { row in
      let exact = length - Double(row)
      return (row, (Swift.min(Swift.max(eighths - 8 * row, 0), 8), exact < 1 ? Swift.max(exact, 0) : 0))
    }
  }
}
