/// Tells text from binary data before anything is made of it.
enum TextCheck {
  /// The number of lines of a UTF-8 text, a last one without its end included; at least the number of rows.
  ///
  /// - Throws: ``CSVError/notText(offset:byte:)`` at the first byte that is NUL or not part of well-formed UTF-8.
  static func lineCount(of bytes: [UInt8]) throws(CSVError) -> Int {
    var lineEnds = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == .lf || byte == .cr { lineEnds += 1 }
      guard byte == 0 || byte >= 0x80 else {
        index += 1
        continue
      }
      guard byte != 0, let length = lengthOfScalar(at: index, in: bytes) else {
        throw .notText(offset: index, byte: byte)
      }
      index += length
    }
    return lineEnds + 1
  }

  /// The offset and value of the first byte that is not part of well-formed UTF-8, if there is one.
  static func firstIllFormed(in bytes: [UInt8]) -> (offset: Int, byte: UInt8)? {
    var index = 0
    while index < bytes.count {
      guard bytes[index] >= 0x80 else {
        index += 1
        continue
      }
      guard let length = lengthOfScalar(at: index, in: bytes) else { return (index, bytes[index]) }
      index += length
    }
    return nil
  }

  /// How many bytes the scalar that starts at `index` has, or nil if it is ill-formed (Unicode, table 3-7).
  private static func lengthOfScalar(at index: Int, in bytes: [UInt8]) -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[index] {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return nil
    }
    switch bytes[index] {
    case 0xE0: second = 0xA0...0xBF
    case 0xED: second = 0x80...0x9F
    case 0xF0: second = 0x90...0xBF
    case 0xF4: second = 0x80...0x8F
    default: break
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
    return bytes[(index + 2)..<(index + length)].allSatisfy { (0x80...0xBF).contains($0) } ? length : nil
  }
}

/// The characters that have a meaning in the formats read here.
extension UInt8 {
  static let tab = UInt8(ascii: "\t")
  static let lf = UInt8(ascii: "\n")
  static let cr = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let plus = UInt8(ascii: "+")
  static let minus = UInt8(ascii: "-")
  static let comma = UInt8(ascii: ",")
  static let point = UInt8(ascii: ".")
  static let colon = UInt8(ascii: ":")
  static let backslash = UInt8(ascii: "\\")
  static let leftBrace = UInt8(ascii: "{")
  static let rightBrace = UInt8(ascii: "}")
  static let leftBracket = UInt8(ascii: "[")
  static let rightBracket = UInt8(ascii: "]")
  static let semicolon = UInt8(ascii: ";")

  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
