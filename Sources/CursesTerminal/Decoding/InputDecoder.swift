import Screen

/// Turns what a terminal sends into events: bytes in, events out.
///
/// It knows UTF-8, control characters, the sequences of xterm, rxvt and the Linux console for keys with and without
/// modifiers, mouse reports and bracketed paste, and swallows every other sequence whole. Keys with Alt are ignored.
struct InputDecoder {
  private enum State: Hashable {
    case ground
    case escape
    /// Behind `ESC O`, with its parameters.
    case singleShift(ControlSequence)
    case control(ControlSequence)
    /// An old mouse report: button, column and row, each plus 32.
    case mouse([UInt8])
    /// One more character belongs to an unknown key.
    case skip
    /// A device's answer, up to BEL or ESC `\`.
    case answer(afterEscape: Bool)
    case paste
  }

  private var state = State.ground
  private var pasted = PastedText()
  private var answer: [UInt8] = []
  private var characters = CharacterDecoder()
  private var events: [TerminalEvent] = []

  /// What the terminal has answered about its background.
  private(set) var theme: Theme?

  /// Whether the terminal shows an update at once, as it has answered; nil where it has not.
  private(set) var showsUpdatesAtOnce: Bool?

  /// How long to wait for the rest of what has begun before calling `silence()`; nil when nothing has.
  ///
  /// An Escape has had its wait in ncurses already.
  var patience: Duration? {
    switch state {
    case .ground: characters.isInside ? .milliseconds(100) : nil
    case .escape: .zero
    case .paste: .seconds(1)
    default: .milliseconds(100)
    }
  }

  /// Hands over the events that are complete.
  mutating func takeEvents() -> [TerminalEvent] {
    defer { events = [] }
    return events
  }

  /// A byte from the terminal.
  mutating func feed(_ byte: UInt8) {
    let now = state
    state = .ground
    switch now {
    case .ground: ground(byte)
    case .escape: escape(byte)
    case .singleShift(let sequence): singleShift(sequence, byte)
    case .control(let sequence): control(sequence, byte)
    case .mouse(let report): mouse(report + [byte])
    case .skip: skip(byte)
    case .answer(let afterEscape): answer(afterEscape, byte)
    case .paste: paste(byte)
    }
  }

  /// A sequence from the terminal.
  mutating func feed(_ sequence: String) {
    for byte in sequence.utf8 { feed(byte) }
  }

  /// A key that ncurses knew. Inside of pasted text it is none.
  mutating func feed(_ key: Key) {
    if state == .paste { return }
    finish()
    events.append(.key(key))
  }

  /// Nothing more came within the patience: ends what has begun.
  mutating func silence() {
    if state == .paste { endPaste() }
    finish()
  }

  private mutating func finish() {
    if state == .escape { events.append(.key(Key(.escape))) }
    state = .ground
    characters = CharacterDecoder()
  }

  private mutating func ground(_ byte: UInt8) {
    switch characters.take(byte) {
    case .more: break
    case .invalid(let again): if again { ground(byte) }
    case .character(let character): typed(character)
    }
  }

  private mutating func typed(_ character: Character) {
    if character == "\u{1b}" {
      state = .escape
    } else if let key = Key(typed: character) {
      events.append(.key(key))
    }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x5b: state = .control(ControlSequence())
    case 0x4f: state = .singleShift(ControlSequence())
    case 0x50, 0x58, 0x5d, 0x5e, 0x5f:
      answer = []
      state = .answer(afterEscape: false)
    case 0x1b:
      events.append(.key(Key(.escape)))
      state = .escape
    default: skip(byte)  // a key with Alt
    }
  }

  private mutating func skip(_ byte: UInt8) {
    switch characters.take(byte) {
    case .more: state = .skip
    case .invalid(let again): if again { ground(byte) }
    case .character: break
    }
  }

  private mutating func singleShift(_ sequence: ControlSequence, _ byte: UInt8) {
    var sequence = sequence
    switch sequence.take(byte) {
    case .more: state = .singleShift(sequence)
    case .broken: ground(byte)
    case .final(0x4d): events.append(.key(Key(.enter)))
    case .final(let final) where (0x61...0x64).contains(final):  // rxvt's Control
      if let base = ControlSequence.lettered[final - 0x20] { events.append(.key(Key(base, control: true))) }
    case .final(let final) where (0x6a...0x79).contains(final):  // the numeric keypad
      events.append(.key(Key(.character(Character(Unicode.Scalar(final - 0x40))))))
    case .final(let final): if let event = sequence.event(final: final) { events.append(event) }
    }
  }

  private mutating func control(_ sequence: ControlSequence, _ byte: UInt8) {
    var sequence = sequence
    switch sequence.take(byte) {
    case .more: state = .control(sequence)
    case .broken: ground(byte)
    case .final(let final): complete(sequence, final)
    }
  }

  private mutating func complete(_ sequence: ControlSequence, _ final: UInt8) {
    if sequence.startsPaste(final: final) {
      state = .paste
    } else if sequence.startsMouseReport(final: final) {
      state = .mouse([])
    } else if sequence.startsFunctionKey(final: final) {
      state = .skip
    } else if let answer = sequence.updateAnswer(final: final) {
      showsUpdatesAtOnce = answer
    } else if let event = sequence.event(final: final) {
      events.append(event)
    }
  }

  private mutating func mouse(_ report: [UInt8]) {
    guard report.count == 3 else { return state = .mouse(report) }
    let numbers = report.map { Int($0) - 32 }
    if let event = MouseEvent(button: numbers[0], column: numbers[1], row: numbers[2], isRelease: false) {
      events.append(.mouse(event))
    }
  }

  private mutating func answer(_ afterEscape: Bool, _ byte: UInt8) {
    if byte == 0x07 || afterEscape && byte == 0x5c {
      theme = Background.theme(answer: answer) ?? theme
      return
    }
    if afterEscape && byte != 0x1b { return escape(byte) }
    if byte != 0x1b && answer.count < 64 { answer.append(byte) }
    state = .answer(afterEscape: byte == 0x1b)
  }

  private mutating func paste(_ byte: UInt8) {
    if pasted.take(byte) {
      endPaste()
    } else {
      state = .paste
    }
  }

  private mutating func endPaste() {
    events.append(.paste(pasted.text))
    pasted = PastedText()
  }
}

extension Key {
  /// The key that types a character; nil for control characters without a meaning.
  init?(typed character: Character) {
    guard let byte = character.asciiValue else {
      self.init(.character(character))
      return
    }
    switch byte {
    case 0x08, 0x7f: self.init(.backspace)
    case 0x09: self.init(.tab)
    case 0x0a, 0x0d: self.init(.enter)
    case 0x01...0x1a: self.init(.character(Character(Unicode.Scalar(byte + 0x60))), control: true)
    case 0x1b: self.init(.escape)
    case 0x20...0x7e: self.init(.character(character))
    default: return nil
    }
  }
}
