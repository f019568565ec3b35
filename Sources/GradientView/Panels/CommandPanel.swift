/// The command line that reproduces the screen, over the lower part of it.
enum CommandPanel {
  static func draw(_ session: Session, into frame: inout Frame) {
    let size = session.size
    let lines = continued(ReproducingCommand.words(for: session), width: size.width - 2)
    let height = Swift.min(lines.count + 3, size.height)
    let top = size.height - height
    frame.fill(Rect(x: 0, y: top, width: size.width, height: height), with: Cell(" "))
    BandRule.draw(
      [Span("the command line of this screen", .strong)], into: &frame,
      in: Rect(x: 0, y: top, width: size.width, height: 1))
    for (row, line) in lines.prefix(height - 2).enumerated() { frame.write(line, x: 0, y: top + 1 + row) }
    frame.fill(Rect(x: 0, y: size.height - 1, width: size.width, height: 1), with: Cell(" ", .hint))
    frame.write([Span(" any key", .hintKey), Span(" back to the picture ", .hint)], x: 0, y: size.height - 1)
  }

  /// Lines that a shell takes as one when they are copied: broken between words, and only a word longer than a line is
  /// cut, whose rest then begins at the edge of the screen.
  private static func continued(_ words: [String], width: Int) -> [String] {
    var (lines, line) = ([String](), "")
    for word in words {
      if !line.isEmpty, (line + " " + word).columns > width {
        lines.append(line + " \\")
        line = ""
      }
      line += " " + word
      while line.columns > width {
        let (head, rest) = TextWrap.cut(line, columns: width)
        lines.append(head + "\\")
        line = rest
      }
    }
    return lines + [line]
  }
}
