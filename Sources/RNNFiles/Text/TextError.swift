/// Why a text cannot be the input of a network.
public enum TextError: Error, Equatable, Sendable {
  /// No symbols.
  case empty
  /// A byte that is not UTF-8, at an offset from 0.
  case notText(offset: Int, byte: UInt8)
  /// A scalar that the vocabulary does not have; line and column count from 1.
  case unknownCharacter(UInt32, line: Int, column: Int)
  /// A byte that the vocabulary does not have, at an offset from 0.
  case unknownByte(UInt8, offset: Int)
  /// A symbol that stands twice in the vocabulary.
  case doubledSymbol(UInt32)

  /// One line for a person; `file` is the name of the text as the user gave it.
  public func message(file: String) -> String {
    let name = Excerpt.printable(file)
    switch self {
    case .empty: return "\(name): the text is empty: expected at least one character"
    case .notText(let offset, let byte):
      return "\(name): byte 0x\(Self.hexadecimal(byte)) at offset \(offset) is not UTF-8: save the text as UTF-8, "
        + "or read bytes with --bytes"
    case .unknownCharacter(let code, let line, let column):
      return "\(name):\(line):\(column): the character \(Self.quoted(code)) is not in the model's vocabulary: "
        + "replace it, or choose another model"
    case .unknownByte(let byte, let offset):
      return "\(name): the byte 0x\(Self.hexadecimal(byte)) at offset \(offset) is not in the vocabulary"
    case .doubledSymbol(let code):
      return "\(name): the model's vocabulary has \(Self.quoted(code)) twice: write its metadata again"
    }
  }

  private static func quoted(_ code: UInt32) -> String {
    Excerpt.quoted(Unicode.Scalar(code).map { String($0) } ?? String(code))
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
