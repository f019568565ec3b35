import RNNCore
import Screen

/// Numbers as they are said: `minus 0.1634`, `7.05 times 10 to the minus 6`. A reader of screens passes over U+2212 and reads
/// an exponent as a word.
enum SpokenNumber {
  /// A number with so many significant digits, without trailing zeros.
  static func text(_ value: ScaledDouble, digits: Int = 4) -> String { said(NumberText.compact(value, digits: digits)) }

  /// The same of a `Double`.
  static func text(_ value: Double, digits: Int = 4) -> String { text(ScaledDouble(value), digits: digits) }

  /// A knob's value as the title has it: `0.95`, `minus 1.2`.
  static func knob(_ value: Double) -> String {
    said(trimmingZeros(String(NumberText.knob(value).drop { $0 == "+" })))
  }

  /// What the screen writes as a number, in words; what stands behind a blank stays as it is.
  static func said(_ text: String) -> String {
    let end = text.firstIndex(of: " ") ?? text.endIndex
    let number = text[..<end]
    guard number.contains(where: { $0.isASCII && $0.isNumber }) else { return text }
    return said(number: number) + text[end...]
  }

  private static func said(number: Substring) -> String {
    var rest = number.drop { $0 == "+" }
    var words = ""
    if let bound = ["<": "less than ", ">": "more than "][rest.prefix(1)] {
      (words, rest) = (bound, rest.dropFirst())
    }
    let parts = rest.split(separator: "e", maxSplits: 1).map { $0.replacing("−", with: "minus ") }
    guard parts.count == 2 else { return words + parts.joined() }
    return words + "\(parts[0]) times 10 to the \(parts[1])"
  }

  /// `0.90` is said as 0.9; whole numbers keep their zeros.
  private static func trimmingZeros(_ number: String) -> String {
    guard number.contains("."), !number.contains("e") else { return number }
    var digits = number[...]
    while digits.last == "0" { digits = digits.dropLast() }
    return String(digits.last == "." ? digits.dropLast() : digits)
  }

  /// `1 step`, `44 steps`.
  static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
