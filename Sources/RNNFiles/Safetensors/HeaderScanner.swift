/// Reads the JSON of a safetensors header piece by piece, as strictly as RFC 8259 has it.
///
/// Only what a header can hold is known: objects, strings, arrays and whole numbers. Nothing is read by recursion, so
/// no nesting of a hostile file goes deep.
struct HeaderScanner {
  private let bytes: [UInt8]
  private(set) var position = 0
  /// Where the header starts in its file.
  private let start: Int

  init(_ bytes: [UInt8], start: Int) {
    self.bytes = bytes
    self.start = start
  }

  /// The next byte's place in the file.
  var offset: Int { start + position }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func advance() { position += 1 }

  mutating func skipSpace() {
    while let byte = next, byte == .space || byte == .tab || byte == .lf || byte == .cr { position += 1 }
  }

  func unexpected(_ expected: HeaderElement) -> SafetensorsError { .unexpected(next, expected: expected, at: offset) }

  /// Takes `byte` and the space before it.
  mutating func take(_ byte: UInt8, as element: HeaderElement) throws(SafetensorsError) {
    skipSpace()
    guard next == byte else { throw unexpected(element) }
    position += 1
  }

  /// Takes `byte` and the space before it if it stands there.
  mutating func takeIfThere(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  /// Reads an object, and hands each name to `member`, which reads the value.
  mutating func object(_ member: (inout HeaderScanner, String) throws(SafetensorsError) -> Void)
    throws(SafetensorsError)
  {
    try take(.leftBrace, as: .object)
    if takeIfThere(.rightBrace) { return }
    repeat {
      let name = try string(as: .name)
      try take(.colon, as: .colon)
      try member(&self, name)
    } while takeIfThere(.comma)
    try take(.rightBrace, as: .commaOrBrace)
  }

  /// Reads an array of whole numbers.
  mutating func wholeNumbers() throws(SafetensorsError) -> [Int] {
    try take(.leftBracket, as: .array)
    if takeIfThere(.rightBracket) { return [] }
    var numbers: [Int] = []
    repeat { numbers.append(try wholeNumber()) } while takeIfThere(.comma)
    try take(.rightBracket, as: .commaOrBracket)
    return numbers
  }

  private mutating func wholeNumber() throws(SafetensorsError) -> Int {
    skipSpace()
    let first = offset
    var value = 0
    var digits = 0
    while let byte = next, byte.isDigit {
      let (tenfold, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflows) = tenfold.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !overflows, !sumOverflows else { throw .numberTooLarge(at: first) }
      (value, digits, position) = (sum, digits + 1, position + 1)
    }
    let goesOn = next.map { $0 == .point || $0 == .minus || $0 | 0x20 == UInt8(ascii: "e") } ?? false
    guard !goesOn, digits < 2 || bytes[first - start] != UInt8(ascii: "0") else { throw .notWhole(at: first) }
    guard digits > 0 else { throw unexpected(.wholeNumber) }
    return value
  }
}

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
