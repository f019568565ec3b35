/// Bars on a frame. They grow from the edge between two rows; lengths are in rows. What is not 0 shows, unless lengths
/// are to add up: then a bar shorter than a sixteenth of a row is left out.
extension Frame {
  /// A bar that stands on the lower edge of row `bottom` and is `length` rows high, at most `limit`.
  mutating func standBar(
    x: Int, width: Int, bottom: Int, length: Double, limit: Int, _ style: Style, addsUp: Bool = false
  ) {
    guard length > (addsUp ? 0.0625 : 0) else { return }
    let eighths = Swift.max(Int((Swift.min(length, Double(limit)) * 8).rounded()), 1)
    for row in 0..<(eighths + 7) / 8 {
      let glyph = Bars.standing[Swift.min(eighths - 8 * row, 8) - 1]
      for column in x..<x + width { self[column, bottom - row] = Cell(glyph, style) }
    }
    markEnd("▴", x: x, width: width, y: bottom - limit + 1, isCut: length > Double(limit) + 0.01, limit, style)
  }

  /// A bar that hangs from the upper edge of row `top` and is `length` rows long, at most `limit`.
  mutating func hangBar(
    x: Int, width: Int, top: Int, length: Double, limit: Int, _ style: Style, addsUp: Bool = false
  ) {
    guard length > (addsUp ? 0.0625 : 0) else { return }
    let shown = Swift.min(length, Double(limit))
    let full = Int((shown + 0.25).rounded(.down))
    let rest = shown - Double(full)
    let end: Character? = rest >= 0.3 ? "▀" : rest > 0.06 || full == 0 ? "▔" : nil
    for column in x..<x + width {
      for row in 0..<full { self[column, top + row] = Cell("█", style) }
      if let end, full < limit { self[column, top + full] = Cell(end, style) }
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
