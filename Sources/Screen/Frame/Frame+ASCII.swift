extension Frame {
  /// The same picture in ASCII: every glyph becomes one character that says the same, so that all columns stay.
  ///
  /// For pictures that were drawn in ASCII notation, whose words are written already: what is left are marks. A glyph
  /// without an equivalent becomes `?`; the second half of a wide one becomes a blank. Halves need a block glyph: their cell's
  /// own glyph stands for both.
  package func transliteratedToASCII() -> Frame {
    var frame = self
    for y in 0..<size.height {
      for x in 0..<size.width {
        frame[x, y].glyph = Self.ascii(self[x, y])
        frame[x, y].halves = nil
      }
    }
    return frame
  }

  private static func ascii(_ cell: Cell) -> Character {
    let glyph = cell.glyph
    if glyph == Cell.continuation { return " " }
    if glyph.isASCII { return glyph }
    // A dot and the end of a bar in one glyph.
    if cell.dotHeight != nil, cell.filled?.style == cell.style { return "o" }
    if let dots = BrailleCanvas.dots(of: glyph) {
      // Dots in the upper half, in the lower half, or in both.
      return [" ", "'", ".", ":"][(dots & 0b0001_1011 != 0 ? 1 : 0) + (dots & 0b1110_0100 != 0 ? 2 : 0)]
    }
    // A point is what is exactly 0, but on the way of the descent.
    if glyph == "·", cell.style == .inspected { return "." }
    return asciiGlyphs[glyph] ?? "?"
  }

  private static let asciiGlyphs: [Character: Character] = [
    // Bars from below and from above.
    "▁": "_", "▂": "_", "▃": "_", "▄": ":", "▅": ":", "▆": "#", "▇": "#", "█": "#",
    "▔": "'", "🮂": "'", "🮃": "\"", "▀": "\"", "🮄": "\"", "🮅": "#", "🮆": "#",
    // Bars from the left.
    "▎": ".", "▍": ":", "▌": ":", "▋": ":", "▊": "#", "▉": "#",
    // Shades above 0, then below.
    "▓": "&", "▒": "%", "░": ",", "▙": "=", "▚": "~", "▖": "-", "▏": "`",
    // Axes and rules.
    "─": "-", "╌": "-", "│": "|", "┤": "|", "┴": "+", "└": "+", "┼": "+",
    // Marks.
    "·": "0", "×": "x", "▾": "v", "▴": "^", "▲": "^", "◆": "*", "◇": "o", "•": "o", "◉": "@", "▸": ">", "◀": "<",
    "■": "#", "↑": "^", "↓": "v", "→": ">", "←": "<", "↗": "/", "↙": "/", "↖": "\\", "↘": "\\",
    // What words are made of beside letters.
    "−": "-", "–": "-", "—": "-", "’": "'", "′": "'", "÷": "/", "⟨": "<", "⟩": ">",
  ]
}
