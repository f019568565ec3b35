/// Assembles characters from UTF-8, dropping what is none, byte by byte.
struct CharacterDecoder: Hashable {
  private var bytes: [UInt8] = []
  private var expected = 0

  /// What a byte does.
  enum Step: Hashable {
    /// More bytes belong to it.
    case more
    /// It completes a character.
    case character(Character)
    /// It makes no character with those before it, which are dropped; `again` when it may itself begin one.
    case invalid(again: Bool)
  }

  /// Whether a character has begun.
  var isInside: Bool { !bytes.isEmpty }

  /// Takes the next byte.
  mutating func take(_ byte: UInt8) -> Step {
    guard isInside else { return begin(byte) }
    guard byte & 0xc0 == 0x80 else {
      bytes = []
      return .invalid(again: true)
    }
    bytes.append(byte)
    return bytes.count < expected ? .more : finish()
  }

  private mutating func begin(_ byte: UInt8) -> Step {
    switch byte {
    case 0..<0x80: return .character(Character(Unicode.Scalar(byte)))
    case 0xc2...0xdf: expected = 2
    case 0xe0...0xef: expected = 3
    case 0xf0...0xf4: expected = 4
    default: return .invalid(again: false)
    }
    bytes = [byte]
    return .more
  }

  private mutating func finish() -> Step {
    defer { bytes = [] }
    guard let text = String(validating: bytes, as: UTF8.self), let scalar = text.unicodeScalars.first,
      scalar.properties.generalCategory != .control
    else { return .invalid(again: false) }
    return .character(Character(scalar))
  }
}
