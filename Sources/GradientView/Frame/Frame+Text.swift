extension Frame {
  /// The glyphs alone: UTF-8, a line a row without trailing blanks.
  public var plainText: String {
    var text = ""
    for y in 0..<size.height {
      var line = row(y).lazy.filter { $0.glyph != Cell.continuation }.map(\.glyph)[...]
      while line.last == " " { line = line.dropLast() }
      text.append(contentsOf: line)
      text.append("\n")
    }
    return text
  }
}
