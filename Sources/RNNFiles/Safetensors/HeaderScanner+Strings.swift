extension HeaderScanner {
  /// Reads a string with its escapes. The header must be UTF-8.
  mutating func string(as element: HeaderElement = .string) throws(SafetensorsError) -> String {
    try take(.quote, as: element)
    let start = offset - 1
    var text: [UInt8] = []
    while let byte = next {
      if byte < .space { throw .controlCharacter(byte, at: offset) }
      if byte == .backslash {
        text += String(try escape()).utf8
        continue
      }
      advance()
      if byte == .quote { return String(decoding: text, as: UTF8.self) }
      text.append(byte)
    }
    throw .unterminatedString(at: start)
  }

  private mutating func escape() throws(SafetensorsError) -> Unicode.Scalar {
    let start = offset
    advance()
    guard let letter = next else { throw .badEscape(at: start) }
    advance()
    if letter == UInt8(ascii: "u") { return try scalar(from: start) }
    guard let scalar = Self.escapes[letter] else { throw .badEscape(at: start) }
    return scalar
  }

  private static let escapes: [UInt8: Unicode.Scalar] = [
    .quote: "\"", .backslash: "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}",
    UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
  ]

  /// The scalar of `\uXXXX`, or of a surrogate pair of two.
  private mutating func scalar(from start: Int) throws(SafetensorsError) -> Unicode.Scalar {
    let unit = try codeUnit(from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, next == .backslash else { throw .badEscape(at: start) }
    advance()
    guard next == UInt8(ascii: "u") else { throw .badEscape(at: start) }
    advance()
    let low = try codeUnit(from: start)
    let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(low) &- 0xDC00
    guard (0xDC00...0xDFFF).contains(low), let scalar = Unicode.Scalar(value) else { throw .badEscape(at: start) }
    return scalar
  }

  private mutating func codeUnit(from start: Int) throws(SafetensorsError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw .badEscape(at: start)
      }
      unit = unit << 4 | UInt16(digit)
      advance()
    }
    return unit
  }
}
