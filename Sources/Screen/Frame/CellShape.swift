/// The glyphs that a picture draws as shapes on the cell's own geometry instead of as text.
enum CellShape {
  static let width = 9
  static let height = 18

  /// Whether a glyph is drawn as a shape.
  static func draws(_ glyph: Character) -> Bool {
    blocks[glyph] != nil || outlines[glyph] != nil || BrailleCanvas.dots(of: glyph) != nil || "─┤┴╌│".contains(glyph)
  }

  /// The shape of `count` neighbouring cells that are alike, or nil where the glyph is text.
  static func svg(_ cell: Cell, x: Int, y: Int, count: Int, fill: String) -> String? {
    // A glyph that says as well as it can what is drawn exactly.
    if cell.filled?.style == cell.style || cell.dotHeight != nil && BrailleCanvas.dots(of: cell.glyph) != nil {
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
    case "─": return rectangle(x: left, y: top + 8, width: width * count, height: 1, fill: fill)
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
