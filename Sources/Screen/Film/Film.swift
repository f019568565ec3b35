/// Pictures of one size, one after the other: what keys make of a screen.
package struct Film: Sendable {
  /// One of the pictures.
  package struct Picture: Sendable {
    /// The frame.
    package let frame: Frame
    /// What led to it, as a key script writes it; empty for the first one.
    package let key: String
    /// It in sentences, for whoever does not see it.
    package let description: String

    /// A picture.
    package init(_ frame: Frame, key: String, description: String) {
      (self.frame, self.key, self.description) = (frame, key, description)
    }
  }

  /// The pictures, one at least.
  package let pictures: [Picture]
  /// How long each is shown, in seconds.
  package let seconds: Double
  /// What it is called.
  package let title: String

  /// A film of one picture or more, all of one size.
  package init(_ pictures: [Picture], seconds: Double, title: String) {
    precondition(!pictures.isEmpty && seconds > 0, "a film has pictures, each for a while")
    precondition(pictures.allSatisfy { $0.frame.size == pictures[0].frame.size }, "they are of one size")
    (self.pictures, self.seconds, self.title) = (pictures, seconds, title)
  }

  /// The size of all of them.
  package var size: Size { pictures[0].frame.size }
}

extension Film {
  /// The film as asciinema and its players take it (asciicast version 2: a line of JSON that says the size, then a line for
  /// each picture). No time of day is in it: the same film is the same bytes.
  package func cast(palette: Palette) -> String {
    let head =
      "{\"version\": 2, \"width\": \(size.width), \"height\": \(size.height), \"title\": \(title.jsonQuoted), "
      + "\"env\": {\"TERM\": \"xterm-256color\"}}\n"
    return head
      + pictures.enumerated().map { number, picture in
        let lines = picture.frame.ansi(palette: palette).split(separator: "\n", omittingEmptySubsequences: false)
        // From the upper left corner on, each line to its end: nothing flickers between two pictures.
        let shown = "\u{1b}[H" + lines.dropLast().map { $0 + "\u{1b}[K" }.joined(separator: "\r\n") + "\u{1b}[J"
        let start = number == 0 ? "\u{1b}[?25l\u{1b}[2J" : ""
        return "[\((Double(number) * seconds).inThousandths), \"o\", \((start + shown).jsonQuoted)]\n"
      }.joined()
      // The last one stays as long as the others; then whoever plays it in a terminal has the cursor back.
      + "[\((Double(pictures.count) * seconds).inThousandths), \"o\", \("\u{1b}[0m\u{1b}[?25h".jsonQuoted)]\n"
  }
}

extension Double {
  /// Seconds with three decimals at most, without zeros behind.
  var inThousandths: String {
    let thousandths = Int((self * 1000).rounded())
    let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
    guard rest != 0 else { return "\(whole)" }
    var digits = String(String(1000 + rest).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)"
  }
}

extension String {
  /// As a string of JSON (RFC 8259), with its quotation marks.
  var jsonQuoted: String {
    "\""
      + unicodeScalars.map { scalar in
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case _ where scalar.value < 0x20:
          "\\u" + String(repeating: "0", count: scalar.value < 0x10 ? 3 : 2) + String(scalar.value, radix: 16)
        default: String(scalar)
        }
      }.joined() + "\""
  }
}
