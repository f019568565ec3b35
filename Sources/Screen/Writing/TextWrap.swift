/// Text broken into lines.
package enum TextWrap {
  /// Breaks at blanks; a word longer than a line is cut.
  package static func lines(_ text: String, width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let last = lines[lines.count - 1]
      if last.isEmpty || last.columns + 1 + String(word).columns <= width {
        lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
      } else {
        lines.append(String(word))
      }
      while lines[lines.count - 1].columns > width {
        let (head, rest) = cut(lines[lines.count - 1], columns: width)
        lines[lines.count - 1] = head
        lines.append(rest)
      }
    }
    return lines
  }

  /// Writes a sentence, a column in from the left and as far down as there are rows.
  package static func draw(_ text: String, into frame: inout Frame, in rect: Rect) {
    for (row, line) in lines(text, width: rect.width - 2).prefix(rect.height).enumerated() {
      frame.write(line, x: rect.x + 1, y: rect.y + row, .muted)
    }
  }

  /// As many glyphs as fit, at least one, and the rest.
  package static func cut(_ text: String, columns: Int) -> (head: String, rest: String) {
    var head = String(text.prefix(1))
    for glyph in text.dropFirst() {
      guard (head + String(glyph)).columns <= columns else { break }
      head.append(glyph)
    }
    return (head, String(text.dropFirst(head.count)))
  }
}

extension Rect {
  /// All but the first row.
  package var belowFirstRow: Rect { Rect(x: x, y: y + 1, width: width, height: height - 1) }
}
