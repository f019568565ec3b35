/// What the text of a field is as a number: the value, or the reason why there is none.
///
/// The grammar is `[+-] digits [. digits] [e [+-] digits]`, with a digit before or after the point. `Double.init` alone
/// would also take hexadecimal numbers, `inf` and `nan`, and would turn 1e999 into infinity. A number too small for a
/// Double is the nearest one, which may be 0.
enum DecimalNumber: Equatable {
  case value(Double)
  case empty
  /// NaN or infinity in one of its spellings.
  case notFinite
  /// A decimal number larger than every Double, 1e999 say.
  case outOfRange
  /// A number but for its comma: `1,5`.
  case decimalComma
  /// A number but for its typographic minus sign, U+2212.
  case typographicMinus
  case notANumber

  /// Reads the number that `text`, without spaces around it, is as a whole.
  init(_ text: ArraySlice<UInt8>) {
    guard Self.isDecimal(text) else {
      self = Self.reason(for: text)
      return
    }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
      self = .outOfRange
      return
    }
    self = .value(value)
  }

  private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    var index = text.startIndex
    if index < text.endIndex, text[index] == .plus || text[index] == .minus { index += 1 }
    let whole = skipDigits(of: text, &index)
    var fraction = 0
    if index < text.endIndex, text[index] == .point {
      index += 1
      fraction = skipDigits(of: text, &index)
    }
    guard whole + fraction > 0 else { return false }
    return index == text.endIndex || isExponent(text[index...])
  }

  private static func isExponent(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: "e") || text.first == UInt8(ascii: "E") else { return false }
    var index = text.startIndex + 1
    if index < text.endIndex, text[index] == .plus || text[index] == .minus { index += 1 }
    return skipDigits(of: text, &index) > 0 && index == text.endIndex
  }

  private static func skipDigits(of text: ArraySlice<UInt8>, _ index: inout Int) -> Int {
    let start = index
    while index < text.endIndex, text[index].isDigit { index += 1 }
    return index - start
  }

  /// Why a text that is not decimal is none: only ever looked for once a file is refused.
  private static func reason(for text: ArraySlice<UInt8>) -> DecimalNumber {
    guard !text.isEmpty else { return .empty }
    let word = String(decoding: text, as: UTF8.self).lowercased()
    let magnitude = word.drop { $0 == "+" || $0 == "-" }
    if ["nan", "inf", "infinity"].contains(magnitude) { return .notFinite }
    if text.starts(with: [0xE2, 0x88, 0x92]), isDecimal(text.dropFirst(3)) { return .typographicMinus }
    let commas = text.count { $0 == .comma }
    let withPoint = text.map { $0 == .comma ? UInt8.point : $0 }
    if commas == 1, isDecimal(ArraySlice(withPoint)) { return .decimalComma }
    return .notANumber
  }
}
