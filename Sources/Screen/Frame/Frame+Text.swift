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
    // Lines across a column at their heights.
    "⎽": "=", "⎼": "=", "⎻": "=", "⎺": "=", "━": "=", "±": "*", "∓": "~",
    // Shades above 0, then below.
    "▓": "&", "▒": "%", "░": ",", "▙": "=", "▚": "~", "▖": "-", "▏": "`", "≡": ":",
    // Axes and rules.
    "─": "-", "╌": "-", "│": "|", "┊": ":", "┤": "|", "┴": "+", "└": "+", "┼": "+",
    // Marks.
    "·": "0", "×": "x", "▾": "v", "▴": "^", "▲": "^", "◆": "*", "◇": "o", "•": "o", "◉": "@", "▸": ">", "◀": "<",
    "■": "#", "↑": "^", "↓": "v", "→": ">", "←": "<", "↗": "/", "↙": "/", "↖": "\\", "↘": "\\", "╱": "/", "≠": "~",
    // The signs of what is cut.
    "⁺": "+", "⁻": "-",
    // What words are made of beside letters.
    "−": "-", "–": "-", "—": "-", "’": "'", "′": "'", "÷": "/", "⟨": "<", "⟩": ">",
  ]
}

extension Frame {
  /// The frame for a terminal that is only written to: a line a row, colours as SGR sequences, each line closed by a
  /// reset. With a palette without colours only bold, dim and reverse remain.
  package func ansi(palette: Palette) -> String {
    var text = ""
    for y in 0..<size.height {
      var current = Appearance()
      for cell in trimmedRow(y, palette) where cell.glyph != Cell.continuation {
        let (glyph, wanted) = palette.sent(cell)
        if wanted != current {
          text += wanted.sgr(depth: palette.depth)
          current = wanted
        }
        text.append(glyph)
      }
      text += current == Appearance() ? "\n" : "\u{1b}[0m\n"
    }
    return text
  }

  /// The row without the trailing blanks that would show nothing.
  private func trimmedRow(_ y: Int, _ palette: Palette) -> ArraySlice<Cell> {
    var cells = row(y)
    while let last = cells.last.map(palette.shown), last.glyph == " ", !last.appearance.showsOnBlanks {
      cells = cells.dropLast()
    }
    return cells
  }
}

extension Appearance {
  fileprivate var showsOnBlanks: Bool { background != nil || isReversed }

  /// The sequence that sets exactly this appearance, whatever was set before.
  fileprivate func sgr(depth: ColorDepth) -> String {
    var codes = ["0"]
    if isBold { codes.append("1") }
    if isDim { codes.append("2") }
    if isReversed { codes.append("7") }
    if let foreground { codes.append(foreground.sgr(depth: depth, base: 30)) }
    if let background { codes.append(background.sgr(depth: depth, base: 40)) }
    return "\u{1b}[" + codes.filter { !$0.isEmpty }.joined(separator: ";") + "m"
  }
}

extension Ink {
  fileprivate func sgr(depth: ColorDepth, base: Int) -> String {
    switch depth {
    case .none: ""
    case .sixteen: sixteen.map { "\($0 < 8 ? base + Int($0) : base + 52 + Int($0))" } ?? ""
    case .cube: "\(base + 8);5;\(cube)"
    case .truecolor: "\(base + 8);2;\(rgb >> 16 & 0xff);\(rgb >> 8 & 0xff);\(rgb & 0xff)"
    }
  }
}
