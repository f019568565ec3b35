/// What a terminal shows, cell by cell with its colours, read from text with SGR sequences.
struct StyledScreen: Equatable {
  /// A cell as the eye sees it.
  struct Cell: Hashable {
    var glyph: Character = " "
    var look = Look()
  }

  /// Colours as the numbers that select them, nil for the terminal's own.
  struct Look: Hashable {
    var foreground: [Int]?
    var background: [Int]?
    var attributes: Set<Int> = []
  }

  /// Rows of cells; what a row lacks on the right is blank.
  let rows: [[Cell]]

  /// Reads a screen of so many columns, a line a row.
  init(_ text: String, size: (width: Int, height: Int)) {
    var look = Look()  // goes on from line to line
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Self.cells(of: $0, &look) }
    lines += Array(repeating: [], count: max(0, size.height - lines.count))
    rows = lines.prefix(size.height).map { line in
      line.prefix(size.width) + Array(repeating: Cell(), count: max(0, size.width - line.count))
    }
  }

  /// Where this screen and another differ first, for people; nil where they are the same.
  func difference(from other: Self) -> String? {
    for (y, (row, expected)) in zip(rows, other.rows).enumerated() {
      let pairs = zip(row, expected).enumerated()
      guard let (x, (found, wanted)) = pairs.first(where: { $0.element.0 != $0.element.1 }) else { continue }
      let text = { (row: [Cell]) in String(row.map(\.glyph)) }
      return "row \(y), column \(x): \(found), expected \(wanted)\n  \(text(row))\n  \(text(expected))"
    }
    return rows.count == other.rows.count ? nil : "\(rows.count) rows, expected \(other.rows.count)"
  }

  private static func cells(of line: Substring, _ look: inout Look) -> [Cell] {
    var cells: [Cell] = []
    var rest = line
    while let character = rest.popFirst() {
      if character == "\u{1b}" {
        look.apply(codes: rest.popSequence())
      } else {
        cells.append(Cell(glyph: character, look: look).asSeen)
      }
    }
    return cells
  }
}

extension StyledScreen.Cell {
  /// A blank shows its background only.
  fileprivate var asSeen: Self {
    guard glyph == " ", !look.attributes.contains(7) else { return self }
    return Self(glyph: glyph, look: StyledScreen.Look(background: look.background))
  }
}

extension StyledScreen.Look {
  /// Does what the numbers of an SGR sequence say.
  fileprivate mutating func apply(codes: [Int]) {
    var rest = codes[...]
    while let code = rest.popFirst() {
      switch code {
      case 0: self = Self()
      case 1...9: attributes.insert(code)
      case 22: attributes.subtract([1, 2])
      case 23...29: attributes.remove(code - 20)
      case 30...37, 90...97: foreground = [code < 90 ? code - 30 : code - 82]
      case 40...47, 100...107: background = [code < 100 ? code - 40 : code - 92]
      case 38: foreground = rest.popColor()
      case 48: background = rest.popColor()
      case 39: foreground = nil
      case 49: background = nil
      default: attributes.insert(code)
      }
    }
  }
}

extension ArraySlice<Int> {
  /// `5;n` or `2;r;g;b`.
  fileprivate mutating func popColor() -> [Int] {
    let count = popFirst() == 5 ? 1 : 3
    defer { self = dropFirst(count) }
    return Array(prefix(count))
  }
}

extension Substring {
  /// The numbers of `[…m` behind an escape; a sequence of another kind counts as the number -1, so that it is seen.
  fileprivate mutating func popSequence() -> [Int] {
    guard popFirst() == "[", let end = firstIndex(where: \.isLetter), self[end] == "m" else { return [-1] }
    defer { self = self[index(after: end)...] }
    return self[..<end].split(separator: ";", omittingEmptySubsequences: false).map { $0.isEmpty ? 0 : Int($0) ?? -1 }
  }
}
