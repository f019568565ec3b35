/// Bars on a frame. They grow from the edge between two rows; lengths are in rows, and what is not 0 shows.
extension Frame {
  /// A bar that stands on the lower edge of row `bottom` and is `length` rows high, at most `limit`.
  mutating func standBar(x: Int, width: Int, bottom: Int, length: Double, limit: Int, _ style: Style) {
    guard length > 0 else { return }
    let eighths = Swift.max(Int((Swift.min(length, Double(limit)) * 8).rounded()), 1)
    for row in 0..<(eighths + 7) / 8 {
      let glyph = Bars.standing[Swift.min(eighths - 8 * row, 8) - 1]
      for column in x..<x + width { self[column, bottom - row] = Cell(glyph, style) }
    }
  }

  /// A bar that hangs from the upper edge of row `top` and is `length` rows long, at most `limit`.
  mutating func hangBar(x: Int, width: Int, top: Int, length: Double, limit: Int, _ style: Style) {
    guard length > 0 else { return }
    let length = Swift.min(length, Double(limit))
    let full = Int((length + 0.25).rounded(.down))
    let rest = length - Double(full)
    let end: Character? = rest >= 0.3 ? "▀" : rest > 0.06 || full == 0 ? "▔" : nil
    for column in x..<x + width {
      for row in 0..<full { self[column, top + row] = Cell("█", style) }
      if let end, full < limit { self[column, top + full] = Cell(end, style) }
    }
  }

  /// Clears the inner `length` rows of a standing bar, so that it shows a range that does not reach the line.
  mutating func hollowStandingBar(x: Int, width: Int, bottom: Int, length: Double) {
    let full = Int(length.rounded(.down))
    for column in x..<x + width {
      for row in 0..<full { self[column, bottom - row].glyph = " " }
      if length - Double(full) >= 0.5, self[column, bottom - full].glyph == "█" {
        self[column, bottom - full].glyph = "▀"
      }
    }
  }

  /// The same for a hanging bar.
  mutating func hollowHangingBar(x: Int, width: Int, top: Int, length: Double) {
    let full = Int(length.rounded(.down))
    for column in x..<x + width {
      for row in 0..<full { self[column, top + row].glyph = " " }
      if length - Double(full) >= 0.5, self[column, top + full].glyph == "█" { self[column, top + full].glyph = "▄" }
    }
  }
}

enum Bars {
  /// One to eight eighths of a cell, from below.
  static let standing: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
}
