import Screen

/// A control sequence, `ESC [ … final`, while it comes in, and its meaning.
struct ControlSequence: Hashable {
  /// What has come between the bracket and the final byte.
  private(set) var parameters: [UInt8] = []

  /// What a byte does to the sequence.
  enum Step: Hashable {
    /// It goes on.
    case more
    /// It is complete with this final byte.
    case final(UInt8)
    /// The byte does not belong to it.
    case broken
  }

  /// Takes the next byte. Parameters past the sixty-fourth byte are dropped.
  mutating func take(_ byte: UInt8) -> Step {
    switch byte {
    case 0x24 where isNumber: return .final(byte)  // rxvt's Shift: no final byte anywhere else
    case 0x20...0x3f:
      if parameters.count < 64 { parameters.append(byte) }
      return .more
    case 0x40...0x7e: return .final(byte)
    default: return .broken
    }
  }

  private var isNumber: Bool { !parameters.isEmpty && parameters.allSatisfy { (0x30...0x39).contains($0) } }

  /// The numbers between semicolons, 0 for an empty one, -1 for what is none.
  private var numbers: [Int] {
    parameters.split(separator: 0x3b, omittingEmptySubsequences: false).map { digits in
      digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self)) ?? -1
    }
  }

  /// Whether pasted text begins here.
  func startsPaste(final: UInt8) -> Bool { final == 0x7e && parameters == Array("200".utf8) }

  /// Whether an old mouse report of three more bytes begins here.
  func startsMouseReport(final: UInt8) -> Bool { final == 0x4d && parameters.isEmpty }

  /// Whether it is one of the Linux console's function keys, which have one more byte.
  func startsFunctionKey(final: UInt8) -> Bool { final == 0x5b && parameters.isEmpty }

  /// The answer to the question for mode 2026, `ESC [ ? 2026 ; n $ y`: whether it can be set and reset; nil for every other
  /// sequence.
  func updateAnswer(final: UInt8) -> Bool? {
    let (question, end) = (Array("?2026;".utf8), Array("$".utf8))
    guard final == 0x79, parameters.starts(with: question), parameters.suffix(1) == end[...] else { return nil }
    let value = parameters.dropFirst(question.count).dropLast()
    return value == Array("1".utf8)[...] || value == Array("2".utf8)[...]
  }

  /// The event; nil for what means nothing here.
  func event(final: UInt8) -> TerminalEvent? {
    if parameters.first == 0x3c { return mouseEvent(final: final).map(TerminalEvent.mouse) }
    return key(final: final).map(TerminalEvent.key)
  }

  private func mouseEvent(final: UInt8) -> MouseEvent? {
    guard final == 0x4d || final == 0x6d else { return nil }
    let rest = ControlSequence(parameters: Array(parameters.dropFirst())).numbers
    guard rest.count == 3 else { return nil }
    return MouseEvent(button: rest[0], column: rest[1], row: rest[2], isRelease: final == 0x6d)
  }

  private func key(final: UInt8) -> Key? {
    guard parameters.allSatisfy({ (0x30...0x3b).contains($0) }) else { return nil }
    let numbered = Self.numbered[numbers.first ?? 0]
    switch final {
    case 0x7e: return numbered.flatMap(modified)
    case 0x24: return numbered.map { Key($0, shift: true) }
    case 0x5e: return numbered.map { Key($0, control: true) }
    case 0x40: return numbered.map { Key($0, shift: true, control: true) }
    case 0x5a: return Key(.tab, shift: true)
    case 0x61...0x64: return Self.lettered[final - 0x20].map { Key($0, shift: true) }
    default: return Self.lettered[final].flatMap(modified)
    }
  }

  /// A key with a modifier as terminals number them: 1 + the sum of 1 for Shift, 2 for Alt and 4 for Control; nil with
  /// Alt or Meta.
  private func modified(_ base: Key.Base) -> Key? {
    let bits = (numbers.count > 1 ? numbers[1] : 1) - 1
    guard (0..<8).contains(bits), bits & 2 == 0 else { return nil }
    return Key(base, shift: bits & 1 != 0, control: bits & 4 != 0)
  }

  /// The keys whose sequence ends in a letter, also behind `ESC O`.
  static let lettered: [UInt8: Key.Base] = [
    0x41: .up, 0x42: .down, 0x43: .right, 0x44: .left, 0x46: .end, 0x48: .home,
  ]

  private static let numbered: [Int: Key.Base] = [
    1: .home, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
  ]
}

extension MouseEvent {
  /// A report of the first button or of the wheel, from column and row counted from 1; nil for other buttons and for
  /// moves without a button.
  init?(button: Int, column: Int, row: Int, isRelease: Bool) {
    guard column >= 1, row >= 1, button >= 0 else { return nil }
    let isMove = button & 32 != 0
    let number = button & ~(4 | 8 | 16 | 32)  // without Shift, Alt, Control and move
    let kind: Kind? =
      switch number {
      case 0: isRelease ? .release : isMove ? .drag : .press
      case 3: isMove ? nil : .release
      case 64: isRelease ? nil : .wheelUp
      case 65: isRelease ? nil : .wheelDown
      default: nil
      }
    guard let kind else { return nil }
    self.init(kind, x: column - 1, y: row - 1)
  }
}
