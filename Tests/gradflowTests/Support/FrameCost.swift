@testable import Screen

/// What it takes to make one frame of another on a terminal of 256 colours: the cells that changed and nothing else.
///
/// The bytes counted are
/// * for each changed glyph its UTF-8; for a run of changed blanks as many bytes, or those of the sequence that erases
///   them (`ECH`, or `EL` where the rest of the row is blank);
/// * where changed cells do not follow each other, the shortest way there: an absolute position, a column or a row on
///   its own, a relative move, or writing the few cells between once more;
/// * where the look changes, the terminal database's sequences for that: `ESC[38;5;nm` or `ESC[39m` for the ink, the
///   like for the ground, and `ESC(B ESC[0;1m`, after which colours begin anew, to make it bold, `ESC(B ESC[m` to
///   end that. A blank has no ink: the look before it will do;
/// * the return to the plain look behind the last cell.
struct FrameCost {
  /// A cell as it is sent.
  private struct Sent {
    var glyph: Character
    var look: Appearance

    init(_ cell: Cell, _ palette: Palette) { (glyph, look) = palette.sent(cell) }
  }

  private let palette: Palette
  private var look = Appearance()
  private var (x, y) = (-1, -1)
  /// The sum.
  private(set) var bytes = 0
  /// How many cells changed.
  private(set) var changedCells = 0

  /// The cost of `new` where `old` is shown; both have one size.
  init(from old: Frame, to new: Frame, palette: Palette) {
    self.palette = palette
    for row in 0..<new.size.height where old.row(row) != new.row(row) { addRow(row, old, new) }
    if look != Appearance() { bytes += 6 }
  }

  private mutating func addRow(_ row: Int, _ old: Frame, _ new: Frame) {
    let cells = seen(new.row(row))
    let changed = zip(seen(old.row(row)), cells).map { isDifferent($0, $1) }
    changedCells += changed.count { $0 }
    let tail = (cells.lastIndex { !isPlainBlank($0) } ?? -1) + 1
    var column = 0
    while let next = changed[column...].firstIndex(of: true) {
      go(toX: next, y: row, over: cells)
      if next >= tail {
        setGround(of: cells[next])
        bytes += 3
        return
      }
      column = cells[next].glyph == " " ? addBlanks(from: next, cells, changed, tail) : addGlyph(cells[next], at: next)
    }
  }

  /// The cells as they are sent.
  private func seen(_ cells: ArraySlice<Cell>) -> [Sent] {
    cells.map { Sent($0, palette) }
  }

  private mutating func addGlyph(_ cell: Sent, at column: Int) -> Int {
    setLook(of: cell)
    if cell.glyph != Cell.continuation { bytes += String(cell.glyph).utf8.count }
    x = column + 1
    return x
  }

  private mutating func addBlanks(from column: Int, _ cells: [Sent], _ changed: [Bool], _ tail: Int) -> Int {
    var end = column
    while end < tail, changed[end], cells[end].glyph == " ", !isDifferent(cells[end], cells[column]) { end += 1 }
    setGround(of: cells[column])
    let count = end - column
    let erase = "\u{1b}[\(count)X".utf8.count
    bytes += min(count, erase)
    // Erasing leaves the cursor where it was.
    x = count <= erase ? end : column
    return end
  }

  // MARK: Ways

  private mutating func go(toX column: Int, y row: Int, over cells: [Sent]) {
    guard (x, y) != (column, row) else { return }
    var ways = ["\u{1b}[\(row + 1);\(column + 1)H".utf8.count]
    if y == row {
      ways += ["\u{1b}[\(column + 1)G".utf8.count, "\u{1b}[\(abs(column - x))C".utf8.count]
      if x >= 0, x < column, cells[x..<column].allSatisfy({ isWritable($0) }) {
        ways.append(cells[x..<column].reduce(0) { $0 + String($1.glyph).utf8.count })
      }
    } else if x == column {
      ways.append("\u{1b}[\(row + 1)d".utf8.count)
    }
    bytes += ways.min() ?? 0
    (x, y) = (column, row)
  }

  /// Whether a cell may be written again on the way, with the look in force.
  private func isWritable(_ cell: Sent) -> Bool {
    let wanted = cell.look
    return wanted == look || cell.glyph == " " && ground(wanted) == ground(look)
  }

  // MARK: Looks

  private mutating func setGround(of cell: Sent) {
    if ground(cell.look) != ground(look) { setLook(of: cell) }
  }

  private mutating func setLook(of cell: Sent) {
    let wanted = cell.look
    guard wanted != look else { return }
    if (wanted.isBold, wanted.isDim, wanted.isReversed) != (look.isBold, look.isDim, look.isReversed) {
      let codes = [wanted.isBold, wanted.isDim, wanted.isReversed].count { $0 }
      bytes += 6 + (codes > 0 ? 1 + 2 * codes : 0)
      look = Appearance(isBold: wanted.isBold, isDim: wanted.isDim, isReversed: wanted.isReversed)
    }
    bytes +=
      cost(of: wanted.foreground, after: look.foreground, 38) + cost(of: wanted.background, after: look.background, 48)
    look = wanted
  }

  private func cost(of ink: Ink?, after old: Ink?, _ base: Int) -> Int {
    if ink?.cube == old?.cube { return 0 }
    return ink.map { "\u{1b}[\(base);5;\($0.cube)m".utf8.count } ?? 5
  }

  private func ground(_ appearance: Appearance) -> UInt8? {
    appearance.isReversed ? appearance.foreground?.cube : appearance.background?.cube
  }

  private func isPlainBlank(_ cell: Sent) -> Bool {
    cell.glyph == " " && ground(cell.look) == nil
  }

  private func isDifferent(_ a: Sent, _ b: Sent) -> Bool {
    let (one, other) = (a.look, b.look)
    guard a.glyph == b.glyph else { return true }
    return a.glyph == " " ? ground(one) != ground(other) : one != other
  }
}
