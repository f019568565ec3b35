extension Frame {
  /// The glyphs alone: UTF-8, a line a row without trailing blanks.
  public var plainText: String {
    var text = ""
    text.reserveCapacity(cells.count * 2)
    for y in 0..<size.height {
      let cells = row(y)
      let end = cells.lastIndex { $0.glyph != " " && $0.glyph != Cell.continuation } ?? cells.startIndex - 1
      for cell in cells.prefix(through: end) where cell.glyph != Cell.continuation { text.append(cell.glyph) }
      text.append("\n")
    }
    return text
  }
}
