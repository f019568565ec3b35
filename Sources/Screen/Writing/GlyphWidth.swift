extension String {
  /// The columns that the text takes in a frame.
  package var columns: Int {
    let text = Notation.current.get().written(self)
    return text.countOfSingleCells ?? text.shownCells.reduce(0) { $0 + $1.columns }
  }

  /// The text, in the notation in force, as cells of a terminal, each a glyph and the columns it takes, 1 or 2.
  ///
  /// Terminals do not agree on the width of what is made of several characters, so a cell is one character with the marks
  /// that combine with it. Of emoji that are joined, toned or chosen by a variation selector the first one is shown.
  /// Controls, and marks and formatting characters on their own, are shown as `·`.
  package var cells: [(glyph: Character, columns: Int)] {
    let text = Notation.current.get().written(self)
    return text.countOfSingleCells.map { text.singleCells(count: $0) } ?? text.shownCells
  }

  /// How many characters there are where each has a cell of its own, as in nearly every text; else nil.
  private var countOfSingleCells: Int? {
    var count = 0
    for scalar in unicodeScalars {
      guard scalar.hasCellOfItsOwn else { return nil }
      count += 1
    }
    return count
  }

  private func singleCells(count: Int) -> [(glyph: Character, columns: Int)] {
    [(glyph: Character, columns: Int)](unsafeUninitializedCapacity: count) { cells, filled in
      for scalar in unicodeScalars {
        cells.initializeElement(at: filled, to: (scalar.glyph, 1))
        filled += 1
      }
    }
  }

  private var shownCells: [(glyph: Character, columns: Int)] {
    let unshown = Notation.current.get().unshown
    var cells: [(glyph: Character, columns: Int)] = []
    cells.reserveCapacity(utf8.count)
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar.standsAlone, rest.first?.standsAlone ?? true {
        if scalar == "\r", rest.first == "\n" { rest.removeFirst() }
        cells.append((scalar.isControl ? unshown : Character(scalar), 1))
      } else {
        Self.append(scalar, &rest, unshown, to: &cells)
      }
    }
    return cells
  }

  private static func append(
    _ scalar: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView, _ unshown: Character,
    to cells: inout [(glyph: Character, columns: Int)]
  ) {
    if scalar.columns > 0 {
      let marks = takeMarks(of: scalar, &rest)
      cells.append((marks.isEmpty ? Character(scalar) : glyph([scalar] + marks), scalar.columns))
    } else {
      cells.append((unshown, 1))
    }
  }

  /// The marks behind a character, the first four of many; whatever else would melt into it is passed over.
  private static func takeMarks(
    of base: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
  ) -> [Unicode.Scalar] {
    var marks: [Unicode.Scalar] = []
    while let next = rest.first {
      if next.combines {
        marks.append(next)
      } else if next == Unicode.Scalar.joiner, base.isPictograph {
        rest.removeFirst()
      } else if !next.isSelector && !(next.properties.isEmojiModifier && base.isPictograph) {
        break
      }
      if rest.popFirst() == nil { break }
    }
    return Array(marks.prefix(4))
  }

  private static func glyph(_ scalars: [Unicode.Scalar]) -> Character {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text).first ?? "·"
  }
}

extension Character {
  /// The columns that terminals give the glyph's first character.
  package var columns: Int { unicodeScalars.first?.columns ?? 0 }
}

extension Unicode.Scalar {
  fileprivate static let joiner: Unicode.Scalar = "\u{200d}"

  /// The columns a terminal gives it: 2 for East Asian wide characters and emoji, 0 for controls, marks and formatting
  /// characters, else 1. Ambiguous widths count as 1.
  package var columns: Int {
    if value < 0x300 { return isControl ? 0 : 1 }
    if standsAlone { return 1 }
    if isRegionalIndicator { return 1 }  // two of them are a flag of two columns
    if isWide { return 2 }
    if Self.vowelsAndFinals.contains(where: { $0.contains(value) }) { return 0 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator, .control, .surrogate,
      .unassigned:
      return 0
    default: return 1
    }
  }

  /// Whether it is one of the controls of ASCII and Latin-1.
  fileprivate var isControl: Bool { value < 0x20 || (0x7f..<0xa0).contains(value) }

  /// Whether a text shows it for what it is; what is not shown a terminal may act on.
  package var isShown: Bool { columns > 0 || combines }

  /// Whether it is one of those that formulas and pictures are made of, for which no property has to be looked up: none is
  /// wide, combines, or asks for a form of another.
  var standsAlone: Bool { value < 0x300 || value < Self.lone.count && Self.lone[Int(value)] }

  /// Whether it is shown in one cell whatever stands beside it: it stands alone and is no control.
  fileprivate var hasCellOfItsOwn: Bool {
    value < 0x7f ? value >= 0x20 : value >= 0xa0 && standsAlone
  }

  /// The character, of those on every keyboard a ready one.
  fileprivate var glyph: Character { value < Self.typed.count ? Self.typed[Int(value)] : Character(self) }

  private static let typed = (UInt8(0)..<0x80).map { Character(Unicode.Scalar($0)) }

  /// By value, whether it belongs to `formulas`: looked up for every cell of a frame.
  private static let lone: [Bool] = {
    let end = formulas.reduce(0) { Swift.max($0, Int($1.upperBound) + 1) }
    return formulas.reduce(into: Array(repeating: false, count: end)) { lone, range in
      for value in range { lone[Int(value)] = true }
    }
  }()

  /// Greek, small letters above, punctuation, subscripts, arrows and operators, lines and blocks, brackets, braille.
  static let formulas: [ClosedRange<UInt32>] = [
    0x2190...0x22ff, 0x2500...0x25fc, 0x2080...0x208e, 0x3a3...0x3ff, 0x391...0x3a1, 0x2030...0x205e, 0x2010...0x2027,
    0x1d00...0x1dbf, 0x27e6...0x27ef, 0x2800...0x28ff,
  ]

  /// Whether it is drawn over the character before it: marks, and the parts of a Korean syllable behind the first.
  fileprivate var combines: Bool {
    guard value >= 0x300, !isSelector else { return false }
    let category = properties.generalCategory
    return category == .nonspacingMark || category == .enclosingMark
      || Self.vowelsAndFinals.contains { $0.contains(value) }
  }

  /// Whether it asks for a form of the characters around it.
  fileprivate var isSelector: Bool {
    value == 0x200c || value == 0x200d || (0xfe00...0xfe0f).contains(value) || (0xe0100...0xe01ef).contains(value)
      || (0x180b...0x180f).contains(value)
  }

  fileprivate var isPictograph: Bool { value > 0xff && properties.isEmoji }

  fileprivate var isRegionalIndicator: Bool { (0x1f1e6...0x1f1ff).contains(value) }

  /// East Asian Width W or F (Unicode 15), by its large blocks, and everything shown as emoji.
  fileprivate var isWide: Bool {
    guard value >= 0x1100 else { return false }
    if properties.isEmojiPresentation { return true }
    return Self.wideRanges.contains { $0.contains(value) }
  }

  private static let vowelsAndFinals: [ClosedRange<UInt32>] = [0x1160...0x11ff, 0xd7b0...0xd7ff]

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
    0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6,
    0x16fe0...0x18aff, 0x1b000...0x1b2ff, 0x20000...0x3fffd,
  ]
}
