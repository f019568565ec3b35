import Explorer
import Screen

/// The command line that reproduces the screen, over the lower part of it.
enum CommandPanel {
  static func draw(_ session: Session, into frame: inout Frame) {
    let lines = continued(ReproducingCommand.words(for: session), width: session.size.width - 2).map { [Span($0)] }
    let note = session.isSentToClipboard ? BandRule.fitting(Self.notes, in: session.size.width) : []
    Sheet.drawCard("the command line of this screen", lines + [note], into: &frame)
    Sheet.drawKeys([[("any key", "back to the picture")]], into: &frame)
  }

  /// What can be said of the clipboard: no terminal tells whether it has taken it.
  private static let notes = [
    [Span(" sent to the clipboard; some terminals do not take it, or ask", .muted)],
    [Span(" sent to the clipboard", .muted)],
  ]

  /// Lines that a shell takes as one when they are copied: broken between words, and only a word longer than a line is
  /// cut, whose rest then begins at the edge of the screen.
  static func continued(_ words: [String], width: Int) -> [String] {
    var (lines, line) = ([String](), "")
    for word in words {
      if !line.isEmpty, (line + " " + word).columns > width {
        lines.append(line + " \\")
        line = ""
      }
      line += " " + word
      while line.columns > width {
        let (head, rest) = ShellWord.cut(line, columns: width)
        lines.append(head)
        line = rest
      }
    }
    return lines + [line]
  }
}
