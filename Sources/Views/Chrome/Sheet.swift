import Screen

/// What lies over the picture: a page of its own, or a card over the lower part.
enum Sheet {
  /// A blank page under a title, the first that fits.
  static func drawPage(_ titles: [String], into frame: inout Frame) {
    frame.fill(Rect(x: 0, y: 0, width: frame.size.width, height: frame.size.height), with: Cell(" "))
    frame.fill(Rect(x: 0, y: 0, width: frame.size.width, height: 1), with: Cell(" ", .title))
    let title = BandRule.fitting(titles.map { [Span($0, .title)] }, in: frame.size.width)
    frame.write(title, x: 0, y: 0)
  }

  /// A rule with a name and lines under it, as high as they are, above the last row.
  static func drawCard(_ name: String, _ lines: [[Span]], into frame: inout Frame) {
    let (width, screen) = (frame.size.width, frame.size.height)
    let height = Swift.min(lines.count + 2, screen)
    frame.fill(Rect(x: 0, y: screen - height, width: width, height: height), with: Cell(" "))
    drawSection(name, lines, from: screen - height, into: &frame)
  }

  /// A rule with a name in a row, and the lines under it above the last row; a mark where there is no room for all.
  static func drawSection(_ name: String, _ lines: [[Span]], from top: Int, into frame: inout Frame) {
    let title = BandRule.fitting([[Span(name, .strong)]], in: frame.size.width - 6)
    BandRule.draw(title, into: &frame, in: Rect(x: 0, y: top, width: frame.size.width, height: 1))
    let room = Swift.max(frame.size.height - top - 2, 0)
    let shown = lines.count <= room ? lines[...] : lines.prefix(Swift.max(room - 1, 0))
    for (row, line) in shown.enumerated() { frame.write(line, x: 0, y: top + 1 + row) }
    if lines.count > room, room > 0 { frame.write(" …", x: 0, y: top + room, .muted) }
  }

  /// The keys that the sheet takes, in the last row: the first of several lists that fits. At the right stands how many lines
  /// there are above and below those that are shown.
  static func drawKeys(
    _ candidates: [[(String, String)]], hidden: (above: Int, below: Int) = (0, 0), into frame: inout Frame
  ) {
    let (y, width) = (frame.size.height - 1, frame.size.width)
    frame.fill(Rect(x: 0, y: y, width: width, height: 1), with: Cell(" ", .hint))
    let more =
      (hidden.above > 0 ? " ↑ \(hidden.above)" : "") + (hidden.below > 0 ? " ↓ \(hidden.below) more" : "")
    let lists = candidates.map { keys in keys.flatMap { HintsPanel.spans($0.0, $0.1) } }
    frame.write(BandRule.fitting(lists, in: width - more.columns - 1), x: 0, y: y)
    frame.write(more, x: width - 1 - more.columns, y: y, .hintKey)
  }
}
