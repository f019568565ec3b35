/// How the rows are given away: first what is needed, then by importance, then to the bands in proportion.
struct RowBudget {
  private(set) var input = 0
  private(set) var state = 2
  private(set) var output = 0
  private(set) var factor = 0
  private(set) var terms = 2
  private(set) var axisLabels = 0
  private(set) var inspector = 0
  private(set) var hints = 0
  private(set) var blankAbove = 0
  private var left: Int
  private var isExhausted = false
  private let units: Int

  /// Title, verdict, two rows of states and two of terms with their rules, signs and the axis.
  private static let least = 10
  /// The same with the factors and the steps' numbers, which no card takes away.
  static let leastUnderCard = least + 4

  init(height: Int, _ content: Layout.Content = Layout.Content()) {
    left = height - Self.least
    units = content.units
    // The card of a scenario speaks of the factors, and has keys of its own.
    if content.isUnderCard, take(3) { factor = 2 }
    if take(1) { axisLabels = 1 }
    if take(1) { inspector = 1 }
    if take(2) { terms += 2 }
    if !content.isUnderCard, take(1) { hints = 1 }
    if factor == 0, take(3) { factor = 2 }
    // The output is the first to go: it only takes what nobody else would miss.
    if content.showsOutput, !isExhausted, left > OutputRows.least {
      output = OutputRows.least
      left -= output + 1
    }
    if take(1), inspector == 1 { inspector = 2 }
    if take(1) { terms += 1 }
    if take(2) { state += 2 }
    if take(1) { factor += factor > 0 ? 1 : 0 }
    if take(1) { terms += 1 }
    if take(2) { input = 1 }
    if take(2) { state += 2 }
    if take(1) { factor += factor > 0 ? 1 : 0 }
    if take(1) { terms += 1 }
    growBands()
    giveBackIdleRows()
  }

  /// Takes rows if there are that many and all that is more important has been served.
  private mutating func take(_ rows: Int) -> Bool {
    isExhausted = isExhausted || left < rows
    guard !isExhausted else { return false }
    left -= rows
    return true
  }

  /// What is left goes to the bands in proportion, but for a blank row above the inspector and one above the hints where
  /// there are many.
  private mutating func growBands() {
    if left >= 4, !isExhausted {
      blankAbove = 1
      left -= left >= 6 ? 2 : 1
    }
    if output > 0 {
      let more = Swift.min(left, OutputRows.most - output)
      (output, left) = (output + more, left - more)
    }
    while left > 0 { growOneBand() }
  }

  /// The state band shows both sides of a middle line and grows by two. Rows of units grow one by one, and there are no more
  /// of them than units.
  private mutating func growOneBand() {
    let all = state + factor + terms
    let (stateShare, stateStep, factorShare) = units > 0 ? (9, 1, 2) : (6, 2, 3)
    if left >= 1, !isExhausted, factor > 0, factor * 17 < all * factorShare - 8 {
      factor += 1
      left -= 1
    } else if left >= stateStep, !isExhausted, state * 17 < all * stateShare - 8, units == 0 || state < units {
      state += stateStep
      left -= stateStep
    } else {
      terms += 1
      left -= 1
    }
  }

  /// Rows that as many units to a row leave over go to the terms.
  private mutating func giveBackIdleRows() {
    guard units > 0 else { return }
    let idle = state - UnitRows(units: units, rows: state).count
    state -= idle
    terms += idle
  }
}

/// The heights between which the output band lies.
enum OutputRows {
  static let least = 1
  static let most = 3
}

/// How many units share a row, so that all have one.
struct UnitRows: Hashable {
  /// The units that share a row; the last may have fewer.
  let unitsPerRow: Int
  /// The rows.
  let count: Int
  private let units: Int

  init(units: Int, rows: Int) {
    self.units = units
    unitsPerRow = (units + rows - 1) / Swift.max(rows, 1)
    count = (units + unitsPerRow - 1) / unitsPerRow
  }

  /// The ranks, from 0, of the units in a row.
  func ranks(inRow row: Int) -> Range<Int> { row * unitsPerRow..<Swift.min((row + 1) * unitsPerRow, units) }
}
