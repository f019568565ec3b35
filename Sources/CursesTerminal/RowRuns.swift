import CNcurses

/// The cells of a row that change, each run of them with the turn in which it is written.
///
/// Between changed cells ncurses does not move past up to five unchanged ones but writes them again, which in a row of many
/// colours takes a change of colour for each. Such a run is left for a later turn, in which ncurses, with no change
/// nearer than that, moves.
struct RowRuns {
  /// The runs from left to right.
  private(set) var runs: [(columns: Range<Int>, turn: Int)] = []
  /// About how many bytes fewer they are than in one turn.
  private(set) var saving = 0
  private let old: [cchar_t]
  private let new: [cchar_t]

  /// How many unchanged cells ncurses writes again rather than move, on terminals that move by `ESC [ n C`.
  static let gap = 5
  /// More turns than this save nothing that is worth them.
  static let turns = 4
  /// What a turn costs: the plain look behind its last cell, and what is written anew in the next.
  static let turnCost = 24
  /// The bytes of a move within a row or to another.
  private static let moveCost = 9
  /// The bytes of a change of colour, and of one that also turns an attribute on or off, after which colours begin anew.
  private static let (colorCost, attributeCost) = (10, 18)

  /// The runs of a row in one size, each of whose cells is one column wide.
  init(from old: [cchar_t], to new: [cchar_t]) {
    (self.old, self.new) = (old, new)
    var ends = [Int?](repeating: nil, count: Self.turns)
    var column = 0
    while let start = (column..<new.count).first(where: { !old[$0].isSame(as: new[$0]) }) {
      let end = (start..<new.count).first { old[$0].isSame(as: new[$0]) } ?? new.count
      let turn = turn(at: start, behind: ends)
      runs.append((start..<end, turn))
      ends[turn] = end
      column = end
    }
  }

  private mutating func turn(at start: Int, behind ends: [Int?]) -> Int {
    func isFar(_ turn: Int) -> Bool { ends[turn].map { start - $0 > Self.gap } ?? true }
    guard let last = runs.last, !isFar(0) else { return 0 }
    let cost = costOfWritingAgain(last.columns.upperBound..<start)
    if !isFar(last.turn), cost <= Self.moveCost { return last.turn }
    guard let other = (1..<Self.turns).first(where: isFar) else { return last.turn }
    saving += max(cost - Self.moveCost, 0)
    return other
  }

  /// The bytes of the unchanged cells between two runs, beyond those of a change of look from one run to the next.
  private func costOfWritingAgain(_ columns: Range<Int>) -> Int {
    let looks = new[columns.lowerBound - 1...columns.upperBound]
    let changes = zip(looks, looks.dropFirst()).reduce(0) { $0 + Self.costOfLook($1.0, $1.1) }
    let needed = Self.costOfLook(new[columns.lowerBound - 1], new[columns.upperBound])
    return new[columns].reduce(0) { $0 + $1.byteCount } + changes - needed
  }

  private static func costOfLook(_ old: cchar_t, _ new: cchar_t) -> Int {
    if old.hasSameLook(as: new) { return 0 }
    return (old.attr ^ new.attr) & ~curses_color == 0 ? colorCost : attributeCost
  }

  /// The row as it stands after a turn; nil where that turn writes nothing.
  func row(after turn: Int) -> [cchar_t]? {
    guard runs.contains(where: { $0.turn == turn }) else { return nil }
    var row = old
    for run in runs where run.turn <= turn { row[run.columns] = new[run.columns] }
    return row
  }
}

extension cchar_t {
  /// Whether two cells show the same characters in the same look.
  func isSame(as other: cchar_t) -> Bool { chars == other.chars && hasSameLook(as: other) }

  func hasSameLook(as other: cchar_t) -> Bool { attr == other.attr && ext_color == other.ext_color }

  /// The bytes of its characters as UTF-8.
  var byteCount: Int {
    let scalars = [chars.0, chars.1, chars.2, chars.3, chars.4].prefix { $0 != 0 }
    return scalars.reduce(0) { $0 + ($1 < 0x80 ? 1 : $1 < 0x800 ? 2 : $1 < 0x10000 ? 3 : 4) }
  }
}
