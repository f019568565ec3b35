import Screen

/// Finding out whether the terminal's background is dark or light.
enum Background {
  /// Asks for the background's colour (OSC 11). A terminal may never answer; nothing waits for it.
  static let question = "\u{1b}]11;?\u{1b}\\"

  /// The theme for an answer such as `11;rgb:ffff/ffff/dddd`, which has one to four hexadecimal digits for each of red,
  /// green and blue; nil for any other answer.
  static func theme(answer: some Collection<UInt8>) -> Theme? {
    let text = String(decoding: answer, as: UTF8.self)
    guard text.hasPrefix("11;rgb"), let colon = text.firstIndex(of: ":") else { return nil }
    let parts = text[text.index(after: colon)...].split(separator: "/", omittingEmptySubsequences: false)
    let values = parts.prefix(3).compactMap(fraction)
    guard values.count == 3 else { return nil }
    return 0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2] > 0.5 ? .light : .dark
  }

  private static func fraction(_ digits: Substring) -> Double? {
    guard (1...4).contains(digits.count), let value = UInt16(digits, radix: 16) else { return nil }
    return Double(value) / Double((1 << (4 * digits.count)) - 1)
  }

  /// The theme for the variable COLORFGBG, `text;background` in colours of the first sixteen; nil where it says nothing.
  static func theme(colorFgBg: String) -> Theme? {
    guard let last = colorFgBg.split(separator: ";").last, let color = Int(last), (0..<16).contains(color) else {
      return nil
    }
    return color < 7 || color == 8 ? .dark : .light
  }
}

/// Giving a text to the terminal's clipboard (OSC 52). Nothing is ever asked or waited for.
enum Clipboard {
  /// What some terminals take at most, in base 64.
  static let limit = 74_994

  /// The command that copies a text to the clipboard; nil where it is longer than terminals take.
  static func command(copying text: String) -> String? {
    let code = base64(text.utf8)
    return code.utf8.count <= limit ? "\u{1b}]52;c;\(code)\u{7}" : nil
  }

  /// Base 64 as in RFC 4648, section 4.
  static func base64(_ bytes: some Collection<UInt8>) -> String {
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      let group = rest.prefix(3)
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : "=")
      }
      rest = rest.dropFirst(3)
    }
    return text
  }

  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
}
