/// Text from a file, made fit for a message of one line in a terminal.
public enum Excerpt {
  private static let lengthLimit = 32

  /// The text in double quotes, cut after 32 characters.
  static func quoted(_ text: String) -> String {
    let end = text.count > lengthLimit ? "…" : ""
    return "\"" + printable(text.prefix(lengthLimit)) + end + "\""
  }

  /// The text with everything escaped that a terminal would act on or not show, as in a Swift literal: `\n`, `\u{1B}`.
  ///
  /// Complexity: O(length).
  public static func printable(_ text: some StringProtocol) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      if isPrintable(scalar) {
        result.unicodeScalars.append(scalar)
      } else if scalar == "\n" || scalar == "\r" || scalar == "\t" {
        result += scalar.escaped(asASCII: true)
      } else {
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      }
    }
  }

  /// A number and what it counts: `1 column`, `2 columns`.
  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  /// A byte as `0x0A`.
  static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 0x10 ? "0x0" : "0x") + String(byte, radix: 16, uppercase: true)
  }

  /// Names in double quotes, the first eight of many.
  static func list(_ names: [String]) -> String {
    let first = names.prefix(8).map(quoted).joined(separator: ", ")
    return names.count > 8 ? "\(first), … (\(names.count) in all)" : first
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}
