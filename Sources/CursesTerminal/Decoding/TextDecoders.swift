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
