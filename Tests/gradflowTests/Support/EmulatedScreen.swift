@testable import Screen

/// What a terminal of xterm's kind shows after the bytes it has got: as much of one as ncurses makes use of.
///
/// Whatever it does not know is kept in `unknown`: a program that only draws sends nothing else.
struct EmulatedScreen {
  /// The colours and attributes of a cell, as the numbers that SGR sets.
  struct Look: Hashable {
    var foreground = -1
    var background = -1
    var attributes: Set<Int> = []
  }

  /// A character with what combines with it; empty in the right half of a wide one.
  struct Glyph: Hashable {
    var text = " "
    var look = Look()

    /// The text that is seen: a lower block in reverse video is the upper block that it leaves.
    var seen: String {
      guard text.count == 1, let glyph = text.first else { return text }
      return String(SeenText.glyph(glyph, isReversed: look.attributes.contains(7)))
    }

    /// What can be seen of it: a blank has a ground and no ink.
    var shown: Glyph {
      guard text == " ", !look.attributes.contains(7) else { return self }
      return Glyph(text: text, look: Look(background: look.background))
    }
  }

  private(set) var width: Int
  private(set) var height: Int
  private(set) var cells: [Glyph]
  /// Private modes that are on: 25 the cursor, 1049 the other screen, 1000 the mouse and so on.
  private(set) var modes: Set<Int> = [25, 7]
  /// Sequences that mean nothing to it.
  private(set) var unknown: [String] = []
  /// How often the whole screen was cleared.
  private(set) var clears = 0
  private(set) var look = Look()
  private var (x, y) = (0, 0)
  private var wraps = false
  private var (top, bottom): (Int, Int)
  private var (savedX, savedY) = (0, 0)
  private var pending: [UInt8] = []

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    (top, bottom) = (0, height - 1)
    cells = Array(repeating: Glyph(), count: width * height)
  }

  /// The rows without trailing blanks, as `render` prints them.
  var text: String { rows.map { $0 + "\n" }.joined() }

  var rows: [String] {
    (0..<height).map { row in
      let texts = cells[row * width..<(row + 1) * width].map(\.seen)
      let end = texts.lastIndex { $0 != " " && $0 != "" } ?? -1
      return texts.prefix(end + 1).joined()
    }
  }

  /// A window of another size: what fits stays where it is.
  mutating func resize(width newWidth: Int, height newHeight: Int) {
    var other = EmulatedScreen(width: newWidth, height: newHeight)
    for row in 0..<min(height, newHeight) {
      for column in 0..<min(width, newWidth) { other.cells[row * newWidth + column] = cells[row * width + column] }
    }
    (width, height, cells, top, bottom) = (newWidth, newHeight, other.cells, 0, newHeight - 1)
    (x, y, wraps) = (min(x, width - 1), min(y, height - 1), false)
  }

  // MARK: Bytes

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var rest = pending[...]
    while !rest.isEmpty, let used = take(rest) { rest = rest.dropFirst(used) }
    pending = Array(rest)
  }

  /// Acts on what the bytes begin with and returns how many that were; nil where more must come first.
  private mutating func take(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1b: return takeEscape(bytes)
    case 0x08: move(toX: x - 1, y: y)
    case 0x09: move(toX: x / 8 * 8 + 8, y: y)
    case 0x0a: lineFeed()
    case 0x0d: move(toX: 0, y: y)
    case 0x07, 0x0f: break
    case 0..<0x20, 0x7f: unknown.append("control \(first)")
    case 0x20..<0x7f: put(Unicode.Scalar(first))
    default: return takeCharacter(bytes)
    }
    return 1
  }

  private mutating func takeCharacter(_ bytes: ArraySlice<UInt8>) -> Int? {
    let length = bytes[bytes.startIndex] >= 0xf0 ? 4 : bytes[bytes.startIndex] >= 0xe0 ? 3 : 2
    guard bytes.count >= length else { return nil }
    let character = bytes.prefix(length)
    if let scalar = String(validating: character, as: UTF8.self)?.unicodeScalars.first {
      put(scalar)
      return length
    }
    unknown.append("bytes \(Array(character))")
    return 1
  }

  private mutating func takeEscape(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count > 1 else { return nil }
    switch bytes[bytes.startIndex + 1] {
    case 0x5b: return takeControl(bytes)
    case 0x5d:
      guard let end = bytes.firstIndex(where: { $0 == 0x07 || $0 == 0x5c }) else { return nil }
      return end - bytes.startIndex + 1
    case 0x28, 0x29: return bytes.count > 2 ? 3 : nil
    case 0x37: (savedX, savedY) = (x, y)
    case 0x38: move(toX: savedX, y: savedY)
    case 0x3d, 0x3e: break
    case 0x4d: y == top ? scroll(from: top, by: -1) : move(toX: x, y: y - 1)
    case let other: unknown.append("escape \(other)")
    }
    return 2
  }

  private mutating func takeControl(_ bytes: ArraySlice<UInt8>) -> Int? {
    let body = bytes.dropFirst(2)
    guard let end = body.firstIndex(where: { (0x40...0x7e).contains($0) }) else { return nil }
    let text = String(decoding: body[body.startIndex..<end], as: UTF8.self)
    let final = Character(Unicode.Scalar(body[end]))
    if text.first == "?" {
      for mode in text.dropFirst().split(separator: ";").compactMap({ Int($0) }) { set(mode, final) }
    } else if !act(final, text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }) {
      unknown.append("sequence \(text)\(final)")
    }
    return end - bytes.startIndex + 1
  }

  private mutating func set(_ mode: Int, _ final: Character) {
    switch final {
    case "h": modes.insert(mode)
    case "l": modes.remove(mode)
    default: unknown.append("mode \(mode)\(final)")
    }
    if mode == 1049 { erase(0..<cells.count) }
  }

  // MARK: Sequences

  /// Carries out a sequence; false for one that it does not know.
  private mutating func act(_ final: Character, _ numbers: [Int]) -> Bool {
    let first = max(numbers.first ?? 1, 1)
    switch final {
    case "A": move(toX: x, y: y - first)
    case "B": move(toX: x, y: y + first)
    case "C": move(toX: x + first, y: y)
    case "D": move(toX: x - first, y: y)
    case "G": move(toX: first - 1, y: y)
    case "d": move(toX: x, y: first - 1)
    case "H": move(toX: (numbers.count > 1 ? max(numbers[1], 1) : 1) - 1, y: first - 1)
    case "Z": move(toX: (x - 1) / 8 * 8, y: y)
    case "m": select(numbers)
    case "r":
      (top, bottom) = (first - 1, (numbers.count > 1 ? numbers[1] : height) - 1)
      move(toX: 0, y: 0)
    case "l", "h", "t": break
    default: return edit(final, numbers.first ?? 0, first)
    }
    return true
  }

  private mutating func edit(_ final: Character, _ number: Int, _ count: Int) -> Bool {
    let (start, cursor, end) = (y * width, y * width + min(x, width - 1), (y + 1) * width)
    switch final {
    case "K": erase(number == 0 ? cursor..<end : number == 1 ? start..<cursor + 1 : start..<end)
    case "J": erase(number == 0 ? cursor..<cells.count : number == 1 ? 0..<cursor + 1 : 0..<cells.count)
    case "X": erase(cursor..<min(cursor + count, end))
    case "P":
      cells.removeSubrange(cursor..<min(cursor + count, end))
      cells.insert(contentsOf: blanks(min(count, end - cursor)), at: end - min(count, end - cursor))
    case "@":
      cells.insert(contentsOf: blanks(min(count, end - cursor)), at: cursor)
      cells.removeSubrange(end..<end + min(count, end - cursor))
    case "L": scroll(from: y, by: -count)
    case "M": scroll(from: y, by: count)
    case "S": scroll(from: top, by: count)
    case "T": scroll(from: top, by: -count)
    default: return false
    }
    if final == "J", cursor == 0 || number >= 2 { clears += 1 }
    return true
  }

  private mutating func select(_ numbers: [Int]) {
    var rest = numbers[...]
    while let code = rest.popFirst() {
      switch code {
      case 0: look = Look()
      case 22: look.attributes.subtract([1, 2])
      case 1...9: look.attributes.insert(code)
      case 21...29: look.attributes.remove(code - 20)
      case 38, 48:
        let color = rest.dropFirst().first ?? -2
        if code == 38 { look.foreground = color } else { look.background = color }
        rest = rest.dropFirst(2)
      case 30...37: look.foreground = code - 30
      case 40...47: look.background = code - 40
      case 90...97: look.foreground = code - 82
      case 100...107: look.background = code - 92
      case 39: look.foreground = -1
      case 49: look.background = -1
      default: unknown.append("look \(code)")
      }
    }
  }

  // MARK: The grid

  private mutating func move(toX column: Int, y row: Int) {
    (x, y, wraps) = (min(max(column, 0), width - 1), min(max(row, 0), height - 1), false)
  }

  private mutating func lineFeed() {
    if y == bottom { scroll(from: top, by: 1) } else { move(toX: x, y: y + 1) }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let columns = Character(scalar).columns
    if columns == 0 {
      let place = y * width + (wraps ? x : max(x - 1, 0))
      return cells[place].text.unicodeScalars.append(scalar)
    }
    if wraps || x + columns > width {
      lineFeed()
      move(toX: 0, y: y)
    }
    cells[y * width + x] = Glyph(text: String(scalar), look: look)
    if columns == 2, x + 1 < width { cells[y * width + x + 1] = Glyph(text: "", look: look) }
    let isAtEnd = x + columns >= width
    move(toX: x + columns, y: y)
    wraps = isAtEnd && modes.contains(7)
  }

  /// A blank takes the background in force, as terminals with `bce` do.
  private func blanks(_ count: Int) -> [Glyph] {
    Array(repeating: Glyph(text: " ", look: Look(background: look.background)), count: count)
  }

  private mutating func erase(_ range: Range<Int>) { cells.replaceSubrange(range, with: blanks(range.count)) }

  /// Moves the lines from one down to the region's end up by so many, or down where that is negative.
  private mutating func scroll(from line: Int, by lines: Int) {
    let (start, end) = (line * width, (bottom + 1) * width)
    guard start < end else { return }
    let count = min(abs(lines) * width, end - start)
    if lines > 0 {
      cells.replaceSubrange(start..<end, with: Array(cells[start + count..<end]) + blanks(count))
    } else {
      cells.replaceSubrange(start..<end, with: blanks(count) + Array(cells[start..<end - count]))
    }
  }
}
