@testable import Screen

/// What is seen of text with SGR sequences: a lower block in reverse video is the upper block that it leaves.
enum SeenText {
  /// The text as `render` prints it: without sequences and trailing blanks, upper blocks as plain text has them.
  static func plain(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(line).joined(separator: "\n")
  }

  private static func line(_ text: Substring) -> String {
    var (seen, isReversed, rest) = ("", false, text)
    while let character = rest.popFirst() {
      guard character == "\u{1b}", rest.first == "[" else {
        seen.append(glyph(character, isReversed: isReversed))
        continue
      }
      rest.removeFirst()
      let codes = rest.prefix { $0.isNumber || ";:?".contains($0) }
      rest = rest.dropFirst(codes.count)
      if rest.popFirst() == "m" { isReversed = reverses(codes, isReversed) }
    }
    return String(seen.reversed().drop { $0 == " " }.reversed())
  }

  /// The numbers of colours, which may be 7 too, are passed over.
  private static func reverses(_ codes: Substring, _ before: Bool) -> Bool {
    var (isReversed, numbers) = (before, codes.split(separator: ";", omittingEmptySubsequences: false)[...])
    while let number = numbers.popFirst() {
      switch number {
      case "", "0", "27": isReversed = false
      case "7": isReversed = true
      case "38", "48": numbers = numbers.dropFirst(numbers.first == "5" ? 2 : 4)
      default: break
      }
    }
    return isReversed
  }

  /// What is seen of a glyph.
  static func glyph(_ glyph: Character, isReversed: Bool) -> Character {
    guard isReversed, let eighths = Bars.standing.firstIndex(of: glyph), (1...7).contains(eighths) else { return glyph }
    return Frame.plain(Bars.hanging[8 - eighths])
  }
}
