import Screen

/// Arguments as a POSIX shell reads them back.
package enum ShellWord {
  /// The argument, quoted where it needs to be. Characters that cannot be shown or that a terminal would act on,
  /// which names of files and columns can have, are written as numbers: the word does no harm and never ends a line.
  package static func quoted(_ argument: String) -> String {
    let notation = Notation.current.get()
    if argument.unicodeScalars.contains(where: { !notation.shows($0) }) { return printed(argument, notation) }
    let plain = argument.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,+".contains($0)) }
    return plain && !argument.isEmpty ? argument : apostrophes(argument)
  }

  /// A line cut in two that a shell takes as one: the first part, of that many columns at most, ends with a backslash, and
  /// a quote that is open there is closed before it and opened again behind it.
  package static func cut(_ line: String, columns: Int) -> (head: String, rest: String) {
    var head = TextWrap.cut(line, columns: columns - 2).head
    // A backslash stays with what it escapes.
    if isOpen(head).escape { head.removeLast() }
    let rest = String(line.dropFirst(head.count))
    let quote = isOpen(head).quote ? "'" : ""
    return (head + quote + "\\", quote + rest)
  }

  /// Whether an apostrophe, or a backslash outside of apostrophes, waits for what follows.
  private static func isOpen(_ text: String) -> (quote: Bool, escape: Bool) {
    text.reduce((quote: false, escape: false)) { open, character in
      if open.escape { return (open.quote, false) }
      if character == "'" { return (!open.quote, false) }
      return (open.quote, character == "\\" && !open.quote)
    }
  }

  private static func apostrophes(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// By way of printf(1); line ends at the very end are lost there.
  private static func printed(_ argument: String, _ notation: Notation) -> String {
    let format = argument.unicodeScalars.map { scalar in
      switch scalar {
      case "%": "%%"
      case "\\": "\\\\"
      default: notation.shows(scalar) ? String(scalar) : Character(scalar).utf8.map(octal).joined()
      }
    }
    return "\"$(printf -- \(apostrophes(format.joined())))\""
  }

  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
