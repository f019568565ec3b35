import CNcurses

/// What a row of the screen shows, in short: to see whether it stood elsewhere before.
struct RowDigest: Equatable {
  /// Of the characters.
  let characters: UInt64
  /// Of the characters and their renditions.
  let cells: UInt64

  /// The digest of a row as it is given to ncurses.
  init(_ row: [cchar_t]) {
    var characters: UInt64 = 0
    var cells: UInt64 = 0
    for cell in row {
      characters = (characters ^ UInt64(UInt32(bitPattern: cell.chars.0))) &* Self.prime
      cells = (cells ^ UInt64(cell.attr) ^ UInt64(UInt32(bitPattern: cell.ext_color)) << 32) &* Self.prime
    }
    self.characters = characters
    self.cells = cells ^ characters
  }

  /// By how many rows, down or up, part of a screen seems to ncurses to have moved although most of what changed did not;
  /// nil where nothing seems to, or where rows did move.
  ///
  /// ncurses finds a row again by its characters where no other row has them, and then scrolls that part of the screen
  /// together with neighbours that are merely alike, and mends what it finds wrong. That is right for a page of text that
  /// scrolls; but bars that grow by a row look moved as well, and there scrolling and mending took up to twice the bytes
  /// of writing what changed.
  static func seemingShift(from old: [RowDigest], to new: [RowDigest]) -> Int? {
    let (before, after) = (unique(old), unique(new))
    let moved = after.compactMap { characters, row in before[characters].map { (from: $0, to: row) } }
      .filter { $0.from != $0.to }
    let changed = zip(old, new).count { $0 != $1 }
    guard 2 * moved.count(where: { old[$0.from] == new[$0.to] }) < changed else { return nil }
    let shifts = Dictionary(grouping: moved) { abs($0.to - $0.from) }
    return shifts.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
  }

  /// The rows by their characters, without those whose characters stand in several.
  private static func unique(_ rows: [RowDigest]) -> [UInt64: Int] {
    Dictionary(zip(rows.map(\.characters), rows.indices)) { _, _ in -1 }.filter { $0.value >= 0 }
  }

  private static let prime: UInt64 = 0x100_0000_01b3
}
