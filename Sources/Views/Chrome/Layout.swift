import Explorer
import Screen

/// Where everything stands: one function from the size to rectangles. A panel without room has height 0.
struct Layout: Hashable, Sendable {
  private(set) var title = Rect.none
  private(set) var verdict = Rect.none
  /// What is kept as B, under the verdict.
  private(set) var comparison = Rect.none
  private(set) var inputRule = Rect.none
  private(set) var input = Rect.none
  private(set) var stateRule = Rect.none
  private(set) var state = Rect.none
  private(set) var outputRule = Rect.none
  private(set) var output = Rect.none
  /// The gates of a gated cell, over the step factors that they make.
  private(set) var gatesRule = Rect.none
  private(set) var gates = Rect.none
  private(set) var factorRule = Rect.none
  private(set) var factor = Rect.none
  private(set) var termRule = Rect.none
  private(set) var terms = Rect.none
  private(set) var signs = Rect.none
  private(set) var axis = Rect.none
  private(set) var axisLabels = Rect.none
  /// f and f′ beside the bands.
  private(set) var activation = Rect.none
  /// The classes and their probabilities, beside the bands too: their rows are no steps.
  private(set) var classes = Rect.none
  private(set) var inspector = Rect.none
  private(set) var hints = Rect.none
  /// All between the verdict and the hints, for views without bands.
  private(set) var body = Rect.none
  let columns: TimeColumns

  /// The smallest screen that the picture fits on.
  static let smallest = Size(width: 40, height: 10)

  /// What the bands show.
  struct Content: Hashable {
    /// The units that have a row each, or share one; 0 where the state is bars.
    var units = 0
    /// The gates, which have a row each; 0 where there are none.
    var gates = 0
    /// Whether it is shown what the network says.
    var showsOutput = false
    /// The classes that it tells apart, and the columns of the longest name; 0 where there are none.
    var classes = 0
    var className = 0
    /// Whether the card of a scenario lies below.
    var isUnderCard = false
    /// Whether something is kept as B.
    var isCompared = false
    /// Whether f and f′ are asked for, or not; nil for where there is room.
    var showsActivation: Bool?
    /// The steps that are shown; nil for all.
    var steps: ClosedRange<Int>?
  }

  init(for session: Session) {
    let state = session.state
    let isFlow = state.view == .flow
    let hasOutput = isFlow && state.showsOutput && state.start.network.hasClasses
    let classes = hasOutput ? session.classNames : []
    self.init(
      size: session.canvas, steps: state.input.steps,
      showing: Content(
        units: state.showsUnits ? state.start.network.hiddenSize : 0,
        gates: isFlow ? state.cellKind.shownGates.count : 0, showsOutput: hasOutput, classes: classes.count,
        className: classes.map(\.columns).max() ?? 0, isUnderCard: session.isUnderCard,
        isCompared: state.counterpart != nil,
        showsActivation: isFlow ? state.showsActivation : false, steps: state.shownSteps))
  }

  init(size: Size, steps: Int, showing content: Content = Content()) {
    let rows = RowBudget(height: size.height, content)
    let activationWidth = Self.activationWidth(size, content.showsActivation)
    let panel = Swift.max(activationWidth, rows.output > 0 ? Self.classesWidth(size, content) : 0)
    let plot = size.width - panel
    // Strips of units have their shares beside them, a column from the edge.
    columns = TimeColumns(width: plot - (content.units > 0 ? 2 : 0), steps: steps, shown: content.steps)
    var y = 0
    func band(_ height: Int) -> Rect {
      defer { y += height }
      return Rect(x: 0, y: y, width: plot, height: height)
    }
    func take(_ height: Int) -> Rect {
      defer { y += height }
      return Rect(x: 0, y: y, width: size.width, height: height)
    }
    func ruled(_ height: Int) -> (rule: Rect, band: Rect) { height > 0 ? (band(1), band(height)) : (.none, .none) }
    title = take(1)
    verdict = take(1)
    comparison = take(rows.comparison)
    let top = y
    (inputRule, input) = ruled(rows.input)
    (stateRule, state) = ruled(rows.state)
    (outputRule, output) = ruled(rows.output)
    (gatesRule, gates) = ruled(rows.gates)
    (factorRule, factor) = ruled(rows.factor)
    (termRule, terms) = ruled(rows.terms)
    signs = band(1)
    axis = band(1)
    axisLabels = band(rows.axisLabels)
    let beside = Rect(x: plot + Self.gap, y: top, width: Swift.max(panel - Self.gap, 0), height: y - top)
    takeBeside(beside, hasActivation: activationWidth > 0, classes: content.classes)
    y += rows.blankAbove
    inspector = take(rows.inspector)
    y = size.height - rows.hints
    hints = take(rows.hints)
    body = Rect(x: 0, y: top, width: size.width, height: size.height - top - rows.hints)
  }

  /// The column between the bands and what is beside them.
  static let gap = 1

  /// Shares out what is beside the bands: to the activation, and to the classes under it, or from the losses' rule down
  /// where they are alone.
  private mutating func takeBeside(_ rect: Rect, hasActivation: Bool, classes count: Int) {
    guard rect.width > 0 else { return }
    let bottom = rect.y + rect.height
    let rows = Swift.min(
      count > 0 && output.height > 0 ? count + 1 : 0, hasActivation ? rect.height / 3 : bottom - outputRule.y)
    if rows > 0 {
      let y = hasActivation ? bottom - rows : outputRule.y
      classes = Rect(x: rect.x, y: y, width: rect.width, height: rows)
    }
    if hasActivation {
      activation = Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - rows)
    }
  }

  /// Whether the activation is shown without being asked for.
  static func hasRoomForActivation(_ size: Size) -> Bool { size.width >= 140 && size.height >= 24 }

  /// Whether it can be shown at all.
  static func canShowActivation(_ size: Size) -> Bool { size.width >= 72 && size.height >= 16 }

  /// The columns of the activation's panel.
  private static func activationWidth(_ size: Size, _ isAskedFor: Bool?) -> Int {
    guard isAskedFor ?? hasRoomForActivation(size), canShowActivation(size) else { return 0 }
    return Swift.min(Swift.max(size.width / 4, 30), 48)
  }

  /// The columns of the classes beside the bands: a name, a bar and a number, but not too much of what the steps have.
  private static func classesWidth(_ size: Size, _ content: Content) -> Int {
    guard content.classes > 0, canShowActivation(size) else { return 0 }
    return gap + Swift.min(Swift.max(content.className + ClassBars.widthBesideName, 21), size.width * 28 / 100)
  }

  /// The rules above the bands.
  var rules: [Rect] { [inputRule, stateRule, outputRule, gatesRule, factorRule, termRule] }
  /// The rectangles whose columns stand for steps.
  var bands: [Rect] { [input, state, output, gates, factor, terms, signs] }
  /// The rectangles on which the target can be set.
  var timeAxis: [Rect] { [axis, axisLabels] }
}

/// How the rows are given away: first what is needed, then by importance, then to the bands in proportion.
struct RowBudget {
  private(set) var comparison = 0
  private(set) var input = 0
  private(set) var state = 2
  private(set) var output = 0
  private(set) var gates = 0
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
    if take(2) {
      comparison = content.isCompared ? 1 : 0
      terms += 2 - comparison
    }
    if !content.isUnderCard, take(1) { hints = 1 }
    if factor == 0, take(3) { factor = 2 }
    // The output is the first to go: it only takes what nobody else would miss.
    if content.showsOutput, !isExhausted, left > OutputRows.least {
      output = OutputRows.least
      left -= output + 1
    }
    if take(1), inspector == 1 { inspector = 2 }
    if content.gates > 0, take(content.gates + 1) { gates = content.gates }
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
