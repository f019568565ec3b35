extension Frame {
  /// The frame as an SVG that stands alone: no script, no font of its own, the same bytes everywhere.
  ///
  /// A cell is 9×18 pixels. Bars, rules and markers are shapes, so that they meet exactly in every viewer; other glyphs
  /// are text in the viewer's monospaced font, set at their own cells.
  /// - Parameters:
  ///   - title: what it is called.
  ///   - description: the picture in sentences, for whoever does not see it; empty for none.
  package func svg(theme: Theme, title: String, description: String = "") -> String {
    let palette = Palette(theme: theme, depth: .truecolor)
    let rows = (0..<size.height).map { svgLayers(ofRow: $0, palette) }
    return Self.svgHead(size, palette, title: title, description: description) + rows.map(\.body).joined()
      + rows.map(\.dots).joined() + "</g>\n</svg>\n"
  }

  /// What stands before the rows, with the group that they are in.
  static func svgHead(
    _ size: Size, _ palette: Palette, title: String, description: String, style: String = ""
  ) -> String {
    let (width, height) = (size.width * CellShape.width, size.height * CellShape.height)
    let described = description.isEmpty ? "" : "<desc>\(description.xmlEscaped)</desc>\n"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      role="img">
      <title>\(title.xmlEscaped)</title>
      \(described)\(style)<rect width="\(width)" height="\(height)" fill="\(palette.page.background.hexColour)"/>
      <g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="15">

      """
  }

  /// A row's shapes and text, and its dots: they reach over the edges of their cells and lie over everything.
  func svgLayers(ofRow y: Int, _ palette: Palette) -> (body: String, dots: String) {
    let runs = runs(in: y, palette)
    return (
      runs.map { $0.svg(row: y, page: palette.page) }.joined() + bars(in: y, palette),
      runs.map { $0.dots(row: y, page: palette.page) }.joined()
    )
  }

  /// What bars fill of the row's cells.
  private func bars(in y: Int, _ palette: Palette) -> String {
    var (text, x) = ("", 0)
    let cells = Array(row(y))
    while x < cells.count {
      let filled = cells[x].filled
      let count = cells[x...].prefix { $0.filled == filled }.count
      if let filled {
        let ink = palette.appearance(of: filled.style).foreground?.rgb ?? palette.page.text
        text +=
          filled.isHollow
          ? CellShape.outline(filled, x: x, y: y, count: count, fill: ink.hexColour)
          : CellShape.bar(filled, x: x, y: y, count: count, fill: ink.hexColour)
        if let beyond = filled.beyond {
          let ink = palette.appearance(of: .muted).foreground?.rgb ?? palette.page.text
          text += CellShape.outline(beyond, x: x, y: y, count: count, fill: ink.hexColour)
        }
      }
      x += count
    }
    return text
  }

  /// The row cut where the appearance changes.
  private func runs(in y: Int, _ palette: Palette) -> [StyledRun] {
    var runs: [StyledRun] = []
    let lineColour = palette.appearance(of: .counterpart).foreground?.rgb ?? palette.page.text
    for (x, cell) in row(y).enumerated() {
      let (glyph, appearance) = palette.shown(cell)
      if runs.last?.appearance != appearance {
        runs.append(StyledRun(x: x, appearance: appearance, lineColour: lineColour))
      }
      var drawn = cell
      drawn.glyph = glyph
      runs[runs.count - 1].cells.append(drawn)
    }
    return runs
  }
}

/// Neighbouring cells that look alike.
private struct StyledRun {
  let x: Int
  let appearance: Appearance
  /// The colour of all lines.
  let lineColour: UInt32
  var cells: [Cell] = []

  func svg(row y: Int, page: (background: UInt32, text: UInt32)) -> String {
    let ink = appearance.foreground?.rgb ?? page.text
    let colour = (appearance.isReversed ? page.background : ink).hexColour
    let ground = appearance.isReversed ? ink : appearance.background?.rgb
    if let ground, ground.hexColour == colour { return background(row: y, ground) }
    return background(row: y, ground) + shapes(row: y, colour) + text(row: y, colour)
  }

  /// The dots that stand at heights of their own: on a bar in the page's colour, beside it in that of text.
  func dots(row y: Int, page: (background: UInt32, text: UInt32)) -> String {
    lines(row: y)
      + cells.enumerated().compactMap { place, cell in
        cell.dotHeight.map { height in
          let isOnBar = cell.filled.map { $0.part.contains(height) } ?? (appearance.isReversed || cell.glyph == "█")
          let ink = isOnBar ? page.background : cell.filled != nil ? page.text : appearance.foreground?.rgb ?? page.text
          return CellShape.dot(at: height, x: x + place, y: y, fill: ink.hexColour)
        }
      }.joined()
  }

  /// The lines that run across cells at heights of their own, those of neighbours at one height as one.
  private func lines(row y: Int) -> String {
    var (text, place) = ("", 0)
    while place < cells.count {
      let height = cells[place].lineHeight
      let count = cells[place...].prefix { $0.lineHeight == height }.count
      if let height {
        text += CellShape.line(at: height, x: x + place, y: y, count: count, fill: lineColour.hexColour)
      }
      place += count
    }
    return text
  }

  private func background(row y: Int, _ colour: UInt32?) -> String {
    guard let colour else { return "" }
    return CellShape.rectangle(
      x: x * CellShape.width, y: y * CellShape.height, width: cells.count * CellShape.width,
      height: CellShape.height, fill: colour.hexColour)
  }

  private func shapes(row y: Int, _ colour: String) -> String {
    var result = ""
    var index = 0
    while index < cells.count {
      let cell = cells[index]
      let count = cell.glyph == "─" ? cells[index...].prefix { $0.glyph == "─" }.count : 1
      result += CellShape.svg(cell, x: x + index, y: y, count: count, fill: colour) ?? ""
      index += count
    }
    return result
  }

  /// Words of ASCII letters at their first cell and stretched to their cells; every other glyph at its own cell, since
  /// it may come from a font of another width.
  private func text(row y: Int, _ colour: String) -> String {
    let words = words()
    guard !words.isEmpty else { return "" }
    let weight = appearance.isBold ? " font-weight=\"bold\"" : ""
    let spans = words.map { start, word in
      let stretch = word.count > 1 ? " textLength=\"\(word.count * CellShape.width)\"" : ""
      return "<tspan x=\"\((x + start) * CellShape.width)\"\(stretch)>\(word.xmlEscaped)</tspan>"
    }
    return "<text y=\"\(y * CellShape.height + 14)\" fill=\"\(colour)\"\(weight)>" + spans.joined() + "</text>\n"
  }

  private func words() -> [(start: Int, word: String)] {
    var words: [(start: Int, word: String)] = []
    for (place, glyph) in cells.map(\.glyph).enumerated() where glyph != " " && glyph != Cell.continuation {
      if CellShape.draws(glyph) { continue }
      if glyph.isASCII, let last = words.last, last.start + last.word.count == place, last.word.allSatisfy(\.isASCII) {
        words[words.count - 1].word.append(glyph)
      } else {
        words.append((place, String(glyph)))
      }
    }
    return words
  }
}

extension UInt32 {
  /// `#rrggbb`.
  var hexColour: String {
    let digits = String(self, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}

extension String {
  var xmlEscaped: String {
    reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}

/// The glyphs that a picture draws as shapes on the cell's own geometry instead of as text.
enum CellShape {
  static let width = 9
  static let height = 18

  /// Whether a glyph is drawn as a shape.
  static func draws(_ glyph: Character) -> Bool {
    blocks[glyph] != nil || outlines[glyph] != nil || BrailleCanvas.dots(of: glyph) != nil
      || "─┤┴╌│┊⎽⎼⎻⎺".contains(glyph)
  }

  /// The shape of `count` neighbouring cells that are alike, or nil where the glyph is text.
  static func svg(_ cell: Cell, x: Int, y: Int, count: Int, fill: String) -> String? {
    // A glyph that says as well as it can what is drawn exactly.
    if cell.lineHeight != nil || cell.filled?.style == cell.style
      || cell.dotHeight != nil && BrailleCanvas.dots(of: cell.glyph) != nil
    {
      return ""
    }
    return svg(cell.glyph, left: x * width, top: y * height, count: count, fill: fill)
  }

  /// A dot at a height in a cell.
  static func dot(at height: Double, x: Int, y: Int, fill: String) -> String {
    let centre = Double(y * Self.height) + (1 - height) * Double(Self.height)
    let middle = Double(x * width) + Double(width) / 2
    return "<circle cx=\"\(rounded(middle))\" cy=\"\(rounded(centre))\" r=\"2.2\" fill=\"\(fill)\"/>\n"
  }

  /// A line at a height across `count` neighbouring cells.
  static func line(at height: Double, x: Int, y: Int, count: Int, fill: String) -> String {
    let centre = Double(y * Self.height) + (1 - height) * Double(Self.height)
    return
      "<rect x=\"\(x * width)\" y=\"\(rounded(centre - 1))\" width=\"\(width * count)\" height=\"2\" fill=\"\(fill)\"/>\n"
  }

  /// What a bar fills of `count` neighbouring cells: it ends where its number is, and not where a glyph can.
  static func bar(_ filled: CellFilling, x: Int, y: Int, count: Int, fill: String) -> String {
    let (low, high) = (Double(filled.low), Double(filled.high))
    // What is not 0 shows.
    let length = Swift.max((high - low) * Double(height), 0.6)
    // It keeps to the edge of the cell that it begins at.
    let top = high == 1 ? 0 : (1 - low) * Double(height) - length
    return
      "<rect x=\"\(x * width)\" y=\"\(rounded(Double(y * height) + top))\" width=\"\(width * count)\" height=\"\(rounded(length))\" fill=\"\(fill)\" shape-rendering=\"crispEdges\"/>\n"
  }

  /// The lines of a hollow bar in `count` neighbouring cells.
  static func outline(_ filled: CellFilling, x: Int, y: Int, count: Int, fill: String) -> String {
    let (low, high) = (Double(filled.low), Double(filled.high))
    let (top, length) = (Double(y * height) + (1 - high) * Double(height), (high - low) * Double(height))
    func line(_ left: Double, _ top: Double, _ width: Double, _ length: Double) -> String {
      "<rect x=\"\(rounded(left))\" y=\"\(rounded(top))\" width=\"\(rounded(width))\" height=\"\(rounded(length))\" fill=\"\(fill)\"/>\n"
    }
    let (left, width) = (Double(x * Self.width), Double(count * Self.width))
    let sides = [left, left + width - 1].map { line($0, top, 1, length) }.joined()
    return switch filled.outline {
    case .sides, nil: sides
    case .top: sides + line(left, top, width, 1)
    case .bottom: sides + line(left, top + length - 1, width, 1)
    }
  }

  /// To a hundredth of a pixel.
  private static func rounded(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    return rest == 0 ? "\(whole)" : "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
  }

  private static func svg(_ glyph: Character, left: Int, top: Int, count: Int, fill: String) -> String? {
    if let block = blocks[glyph] {
      return rectangle(x: left, y: top + block.top, width: width, height: block.height, fill: fill)
    }
    if let points = outlines[glyph] {
      let corners = points.map { "\(left * 2 + $0.x),\(top * 2 + $0.y)" }.joined(separator: " ")
      return "<polygon transform=\"scale(.5)\" points=\"\(corners)\" fill=\"\(fill)\"/>\n"
    }
    if let dots = BrailleCanvas.dots(of: glyph) { return braille(dots, left: left, top: top, fill: fill) }
    switch glyph {
    case "│": return rectangle(x: left + 4, y: top, width: 1, height: height, fill: fill)
    case "┊":
      return [1, 7, 13].map { rectangle(x: left + 4, y: top + $0, width: 1, height: 4, fill: fill) }.joined()
    case "─": return rectangle(x: left, y: top + 8, width: width * count, height: 1, fill: fill)
    case "⎽", "⎼", "⎻", "⎺":
      let place = ValueBand.lines.firstIndex(of: glyph) ?? 0
      return rectangle(x: left, y: top + 16 - 4 * place, width: width * count, height: 1, fill: fill)
    case "╌":
      return [0, 5].map { rectangle(x: left + $0, y: top + 8, width: 3, height: 1, fill: fill) }.joined()
    case "┤":
      return rectangle(x: left, y: top + 8, width: 5, height: 1, fill: fill)
        + rectangle(x: left + 4, y: top, width: 1, height: height, fill: fill)
    case "┴":
      return rectangle(x: left, y: top + 8, width: width, height: 1, fill: fill)
        + rectangle(x: left + 4, y: top, width: 1, height: 8, fill: fill)
    default: return nil
    }
  }

  private static func braille(_ dots: UInt8, left: Int, top: Int, fill: String) -> String {
    BrailleCanvas.masks.enumerated().reduce(into: "") { text, row in
      for (column, mask) in row.element.enumerated() where dots & mask != 0 {
        let (x, y) = (left + [1, 6][column], top + [1, 6, 10, 15][row.offset])
        text += rectangle(x: x, y: y, width: 2, height: 2, fill: fill)
      }
    }
  }

  static func rectangle(x: Int, y: Int, width: Int, height: Int, fill: String) -> String {
    "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(fill)\" shape-rendering=\"crispEdges\"/>\n"
  }

  private static let blocks: [Character: (top: Int, height: Int)] = [
    "▁": (16, 2), "▂": (14, 4), "▃": (11, 7), "▄": (9, 9), "▅": (7, 11), "▆": (5, 13), "▇": (2, 16), "█": (0, 18),
    "▔": (0, 2), "\u{1fb82}": (0, 4), "\u{1fb83}": (0, 7), "▀": (0, 9), "\u{1fb84}": (0, 11), "\u{1fb85}": (0, 13),
    "\u{1fb86}": (0, 16),
  ]

  /// Corners in half pixels from the cell's top left.
  private static let outlines: [Character: [(x: Int, y: Int)]] = [
    "▲": [(9, 4), (17, 24), (1, 24)], "◆": [(9, 4), (17, 16), (9, 28), (1, 16)],
    "◀": [(2, 18), (16, 9), (16, 27)], "■": [(3, 12), (15, 12), (15, 24), (3, 24)],
    "▾": [(3, 10), (15, 10), (9, 24)], "▴": [(3, 24), (15, 24), (9, 10)],
  ]
}
