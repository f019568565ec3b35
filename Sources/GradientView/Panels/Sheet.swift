/// What lies over the picture: a page of its own, or a card over the lower part.
enum Sheet {
  /// A blank page under a title.
  static func drawPage(_ title: String, into frame: inout Frame) {
    frame.fill(Rect(x: 0, y: 0, width: frame.size.width, height: frame.size.height), with: Cell(" "))
    frame.fill(Rect(x: 0, y: 0, width: frame.size.width, height: 1), with: Cell(" ", .title))
    frame.write(title, x: 0, y: 0, .title)
  }

  /// A rule with a name and lines under it, as high as they are, above the last row.
  static func drawCard(_ name: String, _ lines: [[Span]], into frame: inout Frame) {
    let (width, screen) = (frame.size.width, frame.size.height)
    let height = Swift.min(lines.count + 2, screen)
    frame.fill(Rect(x: 0, y: screen - height, width: width, height: height), with: Cell(" "))
    drawSection(name, lines, from: screen - height, into: &frame)
  }

  /// A rule with a name in a row, and the lines under it that have room above the last row.
  static func drawSection(_ name: String, _ lines: [[Span]], from top: Int, into frame: inout Frame) {
    BandRule.draw([Span(name, .strong)], into: &frame, in: Rect(x: 0, y: top, width: frame.size.width, height: 1))
    for (row, line) in lines.prefix(Swift.max(frame.size.height - top - 2, 0)).enumerated() {
      frame.write(line, x: 0, y: top + 1 + row)
    }
  }

  /// The keys that the sheet takes, in the last row.
  static func drawKeys(_ keys: [(String, String)], into frame: inout Frame) {
    let y = frame.size.height - 1
    frame.fill(Rect(x: 0, y: y, width: frame.size.width, height: 1), with: Cell(" ", .hint))
    frame.write(keys.flatMap { HintsPanel.spans($0.0, $0.1) }, x: 0, y: y)
  }
}
