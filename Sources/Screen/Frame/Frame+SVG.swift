extension Frame {
  /// The frame as an SVG that stands alone: no script, no font of its own, the same bytes everywhere.
  ///
  /// A cell is 9×18 pixels. Bars, rules and markers are shapes, so that they meet exactly in every viewer; other glyphs
  /// are text in the viewer's monospaced font, set at their own cells.
  package func svg(theme: Theme, title: String) -> String {
    let palette = Palette(theme: theme, depth: .truecolor)
    let (width, height) = (size.width * CellShape.width, size.height * CellShape.height)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      role="img">
      <title>\(title.xmlEscaped)</title>
      <rect width="\(width)" height="\(height)" fill="\(palette.page.background.hexColour)"/>
      <g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="15">

      """
    var dots = ""
    for y in 0..<size.height {
      for run in runs(in: y, palette) {
        text += run.svg(row: y, page: palette.page)
        dots += run.dots(row: y, page: palette.page)
      }
      text += bars(in: y, palette)
    }
    // Dots reach over the edges of their cells: they lie over everything.
    text += dots
    return text + "</g>\n</svg>\n"
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
        text += CellShape.bar(filled, x: x, y: y, count: count, fill: ink.hexColour)
      }
      x += count
    }
    return text
  }

  /// The row cut where the appearance changes.
  private func runs(in y: Int, _ palette: Palette) -> [StyledRun] {
    var runs: [StyledRun] = []
    for (x, cell) in row(y).enumerated() {
      let (glyph, appearance) = palette.shown(cell)
      if runs.last?.appearance != appearance { runs.append(StyledRun(x: x, appearance: appearance)) }
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
    cells.enumerated().compactMap { place, cell in
      cell.dotHeight.map { height in
        let isOnBar = cell.filled.map { $0.part.contains(height) } ?? (appearance.isReversed || cell.glyph == "█")
        let ink = isOnBar ? page.background : cell.filled != nil ? page.text : appearance.foreground?.rgb ?? page.text
        return CellShape.dot(at: height, x: x + place, y: y, fill: ink.hexColour)
      }
    }.joined()
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
  fileprivate var hexColour: String {
    let digits = String(self, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}

extension String {
  fileprivate var xmlEscaped: String {
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
