import CNcurses

/// The cells of a row that change: each run of them, and the turn in which it is written.
///
/// Between changed cells ncurses does not move past up to five unchanged ones but writes them again, which in a row of many
/// colours takes a change of colour for each. Such a run is left for a later turn, in which ncurses, with no change
/// nearer than that, moves.
struct RowRuns {
  /// Who comes before whom.
  enum Order: CaseIterable {
    /// All runs in one turn.
    case together
    /// Runs that are near each other in turns of their own, where what is between them costs more than to move past it.
    case spaced
    /// The same, and what is reversed behind all that is not: ncurses begins anew with all colours where it reverses.
    case reversedLast
  }

  /// The runs from left to right.
  let runs: [Range<Int>]
  /// The turn of each.
  private(set) var turns: [Int] = []
  private let old: [cchar_t]
  private let new: [cchar_t]

  /// How many unchanged cells ncurses writes again rather than move, on terminals that move by `ESC [ n C`.
  static let gap = 5
  /// The most turns of one kind: so many single cells with one between them are far enough from each other.
  static let turnsOfAKind = 4

  /// The runs of a row in one size, each of whose cells is one column wide.
  init(from old: [cchar_t], to new: [cchar_t], in order: Order = .spaced) {
    (self.old, self.new) = (old, new)
    var runs: [Range<Int>] = []
    var column = 0
    while let start = (column..<new.count).first(where: { !old[$0].isSame(as: new[$0]) }) {
      column = (start..<new.count).first { old[$0].isSame(as: new[$0]) } ?? new.count
      runs.append(start..<column)
    }
    self.runs = runs
    arrange(in: order)
  }

  /// The same runs in another order.
  func arranged(in order: Order) -> RowRuns {
    var result = self
    result.arrange(in: order)
    return result
  }

  private mutating func arrange(in order: Order) {
    turns = []
    var ends = [Int?](repeating: nil, count: 2 * Self.turnsOfAKind)
    for run in runs {
      let isLast = order == .reversedLast && new[run.lowerBound].attr & curses_reverse != 0
      let turn = order == .together ? 0 : turn(of: run, from: isLast ? Self.turnsOfAKind : 0, behind: ends)
      turns.append(turn)
      ends[turn] = run.upperBound
    }
  }

  private func turn(of run: Range<Int>, from first: Int, behind ends: [Int?]) -> Int {
    let possible = first..<first + Self.turnsOfAKind
    func isFar(_ turn: Int) -> Bool { ends[turn].map { run.lowerBound - $0 > Self.gap } ?? true }
    if isFar(first) { return first }
    // The last of its kind, if what is between is written as cheaply as it is moved past.
    if let last = possible.filter({ ends[$0] != nil }).max(by: { (ends[$0] ?? 0) < (ends[$1] ?? 0) }),
      let end = ends[last], !isFar(last), costOfWritingAgain(end..<run.lowerBound) <= WriteCost.move
    {
      return last
    }
    return possible.first(where: isFar) ?? possible.upperBound - 1
  }

  /// The bytes of cells between two runs, beyond those of a change of rendition from one run to the next.
  private func costOfWritingAgain(_ columns: Range<Int>) -> Int {
    var cost = WriteCost(after: new[columns.lowerBound - 1])
    for column in columns.lowerBound...columns.upperBound { cost.write(new[column]) }
    var direct = WriteCost(after: new[columns.lowerBound - 1])
    direct.write(new[columns.upperBound])
    return cost.bytes - direct.bytes
  }

  /// Adds the bytes of a turn to a cost.
  func add(_ turn: Int, to cost: inout WriteCost) {
    var end: Int?
    for (run, own) in zip(runs, turns) where own == turn {
      if let end, run.lowerBound - end <= Self.gap {
        for column in end..<run.lowerBound { cost.write(new[column]) }
      } else {
        cost.bytes += end == nil ? WriteCost.moveToRow : WriteCost.move
      }
      for column in run { cost.write(new[column]) }
      end = run.upperBound
    }
  }

  /// The row as it stands after a turn; nil where that turn writes nothing.
  func row(after turn: Int) -> [cchar_t]? {
    guard turns.contains(turn) else { return nil }
    var row = old
    for (run, own) in zip(runs, turns) where own <= turn { row[run] = new[run] }
    return row
  }
}

extension RowRuns {
  /// The turns in which something of some rows is written.
  static func turns(of rows: [RowRuns]) -> [Int] { Set(rows.flatMap(\.turns)).sorted() }

  /// About how many bytes rows are in all their turns.
  static func cost(of rows: [RowRuns]) -> Int {
    var cost = WriteCost()
    for turn in turns(of: rows) {
      for row in rows { row.add(turn, to: &cost) }
      cost.end()
    }
    return cost.bytes
  }

  /// Rows in the orders of fewest bytes: one order for all of them, and then for each row another where that is better.
  static func arranged(_ rows: [RowRuns]) -> [RowRuns] {
    let wholes = Order.allCases.map { order in rows.map { $0.arranged(in: order) } }
    var (best, bytes) = (wholes[0], cost(of: wholes[0]))
    for whole in wholes.dropFirst() {
      let other = cost(of: whole)
      if other < bytes { (best, bytes) = (whole, other) }
    }
    for place in rows.indices {
      for whole in wholes where whole[place].turns != best[place].turns {
        var trial = best
        trial[place] = whole[place]
        let other = cost(of: trial)
        if other < bytes { (best, bytes) = (trial, other) }
      }
    }
    return best
  }
}

/// What it takes to write cells one after the other, in bytes of a terminal of 256 colours.
struct WriteCost {
  /// The sum.
  var bytes = 0
  private var rendition: cchar_t?

  /// A move within a row, and to another one.
  static let (move, moveToRow) = (5, 8)
  /// A change of colour; an attribute that is turned on, or off, after which the colours begin anew.
  private static let (color, reset, attribute) = (10, 7, 2)

  /// Begins with the rendition of a cell, or with the plain one.
  init(after cell: cchar_t? = nil) { rendition = cell }

  /// Adds a cell's.
  mutating func write(_ cell: cchar_t) {
    setRendition(of: cell)
    bytes += cell.byteCount
  }

  /// Adds those of going back to the plain rendition, as behind the last cell of a turn.
  mutating func end() {
    if rendition != nil { bytes += Self.reset + Self.attribute }
    rendition = nil
  }

  private mutating func setRendition(of cell: cchar_t) {
    defer { rendition = cell }
    let (before, after) = ((rendition?.attr ?? 0) & ~curses_color, cell.attr & ~curses_color)
    if before != after {
      bytes += Self.reset + (after == 0 ? 0 : Self.attribute) + Self.color
    } else if rendition?.ext_color != cell.ext_color {
      bytes += Self.color
    }
  }
}

extension cchar_t {
  /// Whether two cells show the same characters in the same rendition.
  func isSame(as other: cchar_t) -> Bool {
    chars == other.chars && attr == other.attr && ext_color == other.ext_color
  }

  /// The bytes of its characters as UTF-8.
  var byteCount: Int {
    let scalars = [chars.0, chars.1, chars.2, chars.3, chars.4].prefix { $0 != 0 }
    return scalars.reduce(0) { $0 + ($1 < 0x80 ? 1 : $1 < 0x800 ? 2 : $1 < 0x10000 ? 3 : 4) }
  }
}
