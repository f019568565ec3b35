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
