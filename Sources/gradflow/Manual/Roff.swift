/// Text for roff with the macros of man(7), as groff and mandoc read it in any locale: ASCII, other characters by number.
enum Roff {
  /// Sentences, as lines of at most eighty characters where words are no longer.
  static func text(_ text: String) -> String {
    var lines: [String] = []
    for word in escaped(text).split(separator: " ") {
      if let last = lines.last, last.count + word.count < 80 {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.map(guarded).joined(separator: "\n")
  }

  /// A line that begins with a point or an apostrophe would be a request.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "`": result += "\\(ga"
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default: result += "\\[u\(hexadecimal(scalar))]"
      }
    }
    return result
  }

  /// What is typed to the letter: hyphens and apostrophes are those of the keyboard.
  static func literal(_ text: String) -> String {
    let plain = escaped(text).map { character -> String in
      switch character {
      case "-": "\\-"
      case "'": "\\(aq"
      default: String(character)
      }
    }
    return guarded(plain.joined())
  }

  /// To the letter, in bold.
  static func bold(_ text: String) -> String { "\\fB\(literal(text))\\fR" }

  /// What stands for something else, in italics.
  static func italic(_ text: String) -> String { "\\fI\(literal(text))\\fR" }

  /// The argument of a request.
  static func argument(_ text: String) -> String {
    "\"" + escaped(text).map { $0 == "\"" ? "\\(dq" : String($0) }.joined() + "\""
  }

  /// Paragraphs, examples and lists of a text such as a discussion is: what is indented stands as it is, but for rows of a
  /// word and, behind two blanks or more, what it means.
  static func paragraphs(_ text: String) -> [String] {
    var lines: [String] = []
    var isExample = false
    for line in text.split(separator: "\n") {
      let row = definition(line)
      let begins = line.hasPrefix("  ") && row == nil
      if begins != isExample { lines += begins ? [".PP", ".RS 4", ".EX"] : [".EE", ".RE"] }
      isExample = begins
      if let row {
        lines += [".TP", bold(row.word), Self.text(row.meaning)]
      } else {
        lines += isExample ? [literal(String(line.dropFirst(2)))] : [".PP", Self.text(String(line))]
      }
    }
    return lines + (isExample ? [".EE", ".RE"] : [])
  }

  /// `  word      what it means`.
  private static func definition(_ line: Substring) -> (word: String, meaning: String)? {
    guard line.hasPrefix("  "), let gap = line.dropFirst(2).firstRange(of: "  ") else { return nil }
    let word = line[..<gap.lowerBound].dropFirst(2)
    let meaning = line[gap.upperBound...].drop { $0 == " " }
    return word.isEmpty || meaning.isEmpty ? nil : (String(word), String(meaning))
  }

  /// Four digits at least, as groff wants them.
  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: Swift.max(4 - digits.count, 0)) + digits
  }
}
