/// Where everything stands: one function from the size to rectangles. A panel without room has height 0.
struct Layout: Hashable, Sendable {
  private(set) var title = Rect.none
  private(set) var verdict = Rect.none
  private(set) var stateRule = Rect.none
  private(set) var state = Rect.none
  private(set) var factorRule = Rect.none
  private(set) var factor = Rect.none
  private(set) var termRule = Rect.none
  private(set) var terms = Rect.none
  private(set) var signs = Rect.none
  private(set) var axis = Rect.none
  private(set) var axisLabels = Rect.none
  private(set) var inspector = Rect.none
  private(set) var hints = Rect.none
  /// All between the verdict and the hints, for views without bands.
  private(set) var body = Rect.none
  let columns: TimeColumns

  /// The smallest screen that the picture fits on.
  static let smallest = Size(width: 40, height: 10)

  static func fits(_ size: Size) -> Bool { size.width >= smallest.width && size.height >= smallest.height }

  init(for session: Session) { self.init(size: session.size, steps: session.state.input.steps) }

  init(size: Size, steps: Int) {
    columns = TimeColumns(width: size.width, steps: steps)
    let rows = RowBudget(height: size.height)
    var y = 0
    func take(_ height: Int) -> Rect {
      defer { y += height }
      return Rect(x: 0, y: y, width: size.width, height: height)
    }
    title = take(1)
    verdict = take(1)
    stateRule = take(1)
    state = take(rows.state)
    if rows.factor > 0 {
      factorRule = take(1)
      factor = take(rows.factor)
    }
    termRule = take(1)
    terms = take(rows.terms)
    signs = take(1)
    axis = take(1)
    axisLabels = take(rows.axisLabels)
    y += rows.blankAbove
    inspector = take(rows.inspector)
    y = size.height - rows.hints
    hints = take(rows.hints)
    body = Rect(x: 0, y: 2, width: size.width, height: size.height - 2 - rows.hints)
  }

  /// The rectangles whose columns stand for steps.
  var bands: [Rect] { [state, factor, terms, signs] }
  /// The rectangles on which the target can be set.
  var timeAxis: [Rect] { [axis, axisLabels] }
}

extension Rect {
  static let none = Rect(x: 0, y: 0, width: 0, height: 0)
}

/// How the rows are given away: first what is needed, then by importance, then to the bands in proportion.
private struct RowBudget {
  private(set) var state = 2
  private(set) var factor = 0
  private(set) var terms = 2
  private(set) var axisLabels = 0
  private(set) var inspector = 0
  private(set) var hints = 0
  private(set) var blankAbove = 0
  private var left: Int
  private var isExhausted = false

  init(height: Int) {
    left = height - 10
    if take(1) { axisLabels = 1 }
    if take(1) { inspector = 1 }
    if take(2) { terms += 2 }
    if take(1) { hints = 1 }
    if take(3) { factor = 2 }
    if take(1), inspector == 1 { inspector = 2 }
    if take(1) { terms += 1 }
    if take(2) { state += 2 }
    if take(1) { blankAbove = 1 }
    growBands()
  }

  /// Takes rows if there are that many and all that is more important has been served.
  private mutating func take(_ rows: Int) -> Bool {
    isExhausted = isExhausted || left < rows
    guard !isExhausted else { return false }
    left -= rows
    return true
  }

  /// The state band shows both sides of a middle line, the factor band too: they grow by two. One row stays blank above
  /// the hints.
  private mutating func growBands() {
    if left > 0, !isExhausted { left -= 1 }
    while left > 0 {
      if left >= 2, !isExhausted, factor * 17 < (state + factor + terms) * 4 - 8 {
        factor += 2
        left -= 2
      } else if left >= 2, !isExhausted, state * 17 < (state + factor + terms) * 6 - 8 {
        state += 2
        left -= 2
      } else {
        terms += 1
        left -= 1
      }
    }
  }
}
