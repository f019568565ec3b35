extension Frame {
  /// The glyphs alone: UTF-8, a line a row without trailing blanks.
  package var plainText: String {
    var text = ""
    text.reserveCapacity(cells.count * 2)
    for y in 0..<size.height {
      let cells = row(y)
      let end = cells.lastIndex { $0.glyph != " " && $0.glyph != Cell.continuation } ?? cells.startIndex - 1
      for cell in cells.prefix(through: end) where cell.glyph != Cell.continuation {
        text.append(Self.plain(cell.glyph))
      }
      text.append("\n")
    }
    return text
  }

  /// The nearest of ▔ ▀ █ for the upper blocks that fonts lack.
  package static func plain(_ glyph: Character) -> Character {
    guard !glyph.isASCII, let eighths = Bars.hanging.firstIndex(of: glyph) else { return glyph }
    return Bars.hanging[[0, 1, 1, 4, 4, 4, 4, 8, 8][eighths]]
  }
}
