import Screen

extension Frame {
  /// The glyphs of a row, blanks and all.
  package func glyphs(inRow y: Int) -> String { glyphs(in: Rect(x: 0, y: y, width: size.width, height: 1))[0] }

  /// The glyphs of a rectangle, a text for each of its rows, from the top.
  package func glyphs(in rect: Rect) -> [String] {
    (rect.y..<rect.y + rect.height).map { y in
      String((rect.x..<rect.x + rect.width).map { self[$0, y].glyph })
    }
  }
}
