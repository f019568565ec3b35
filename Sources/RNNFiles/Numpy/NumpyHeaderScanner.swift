/// Reads the literal that a NumPy header is: a dictionary of strings, truth values and tuples of whole numbers, as Python
/// prints it. Nothing else is understood, and nothing is evaluated.
struct NumpyHeaderScanner {
  private let bytes: [UInt8]
  private let start: Int
  private var index = 0

  /// - Parameter start: the place of the first byte in its file, for messages.
  init(_ bytes: [UInt8], start: Int) { (self.bytes, self.start) = (bytes, start) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { index += 1 }
  }

  /// Passes over a byte, with the space before it, if it is next.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar, _ element: NumpyError.Element) throws(NumpyError) {
    guard take(character) else { throw unexpected(element) }
  }

  private func unexpected(_ element: NumpyError.Element) -> NumpyError {
    .unexpected(next, expected: element, at: start + index)
  }

  /// A dictionary to the end of the header, whose members a closure reads.
  mutating func dictionary(
    _ member: (inout NumpyHeaderScanner, String) throws(NumpyError) -> Void
  ) throws(NumpyError) {
    try expect("{", .dictionary)
    while !take("}") {
      let key = try string()
      try expect(":", .colon)
      try member(&self, key)
      guard !take(",") else { continue }
      try expect("}", .commaOrBrace)
      break
    }
    skipSpace()
    guard next == nil else { throw unexpected(.nothing) }
  }

  /// A text in quotation marks of either kind, without escapes.
  private mutating func string() throws(NumpyError) -> String {
    skipSpace()
    guard let mark = next, mark == UInt8(ascii: "'") || mark == UInt8(ascii: "\"") else { throw unexpected(.string) }
    let begin = index + 1
    let end = bytes[begin...].firstIndex { $0 == mark || $0 == .backslash || $0 < 0x20 || $0 > 0x7E } ?? bytes.count
    index = end
    guard next == mark else { throw unexpected(.plainCharacter) }
    index += 1
    return String(decoding: bytes[begin..<end], as: UTF8.self)
  }

  /// The type of the elements; a list is that of a structure, which is refused.
  mutating func description() throws(NumpyError) -> String {
    skipSpace()
    guard next != .leftBracket, next != UInt8(ascii: "(") else { throw .structured }
    return try string()
  }

  mutating func boolean() throws(NumpyError) -> Bool {
    skipSpace()
    for (word, value) in [("False", false), ("True", true)] where bytes[index...].starts(with: word.utf8) {
      index += word.utf8.count
      return value
    }
    throw unexpected(.boolean)
  }

  /// `()`, `(3,)` or `(3, 4)`.
  mutating func shape() throws(NumpyError) -> [Int] {
    try expect("(", .tuple)
    var dimensions: [Int] = []
    while !take(")") {
      dimensions.append(try wholeNumber())
      guard !take(",") else { continue }
      // (3) is a number in parentheses, no tuple.
      guard dimensions.count != 1 else { throw unexpected(.comma) }
      try expect(")", .commaOrParenthesis)
      break
    }
    return dimensions
  }

  private mutating func wholeNumber() throws(NumpyError) -> Int {
    skipSpace()
    let digits = bytes[index...].prefix { $0.isDigit }
    guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0") else {
      throw unexpected(.wholeNumber)
    }
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else { throw .numberTooLarge(at: start + index) }
    index = digits.endIndex
    return number
  }
}
