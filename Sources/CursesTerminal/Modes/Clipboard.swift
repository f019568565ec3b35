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
