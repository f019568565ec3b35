/// Pasted text while it comes in, up to its closing bracket.
struct PastedText: Hashable {
  /// What is kept of a longer one.
  static let limit = 1_048_576
  private static let end = Array("\u{1b}[201~".utf8)

  private var bytes: [UInt8] = []
  /// How many bytes of the closing bracket have come.
  private var matched = 0

  /// Takes the next byte and says whether the text is complete.
  mutating func take(_ byte: UInt8) -> Bool {
    if byte == Self.end[matched] {
      matched += 1
      return matched == Self.end.count
    }
    keep(Self.end.prefix(matched))
    matched = byte == Self.end[0] ? 1 : 0
    if matched == 0 { keep([byte]) }
    return false
  }

  private mutating func keep(_ more: some Collection<UInt8>) {
    if bytes.count + more.count <= Self.limit { bytes += more }
  }

  /// The text: line ends as `\n`, no control character but those and tabs.
  var text: String {
    let scalars = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n").unicodeScalars
    var result = String.UnicodeScalarView()
    for scalar in scalars {
      if scalar == "\r" {
        result.append("\n")
      } else if scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
