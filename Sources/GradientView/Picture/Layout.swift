/// Where everything stands: one function from the size to rectangles. A panel without room has height 0.
struct Layout: Hashable, Sendable {
  private(set) var title = Rect.none
  private(set) var verdict = Rect.none
  private(set) var stateRule = Rect.none
  private(set) var state = Rect.none
  private(set) var outputRule = Rect.none
  private(set) var output = Rect.none
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

  /// What the bands show.
  struct Content: Hashable {
    /// The units that have a row each, or share one; 0 where the state is bars.
    var units = 0
    /// Whether it is shown what the network says.
    var showsOutput = false
  }

  init(for session: Session) {
    let state = session.state
    let hasOutput = state.showsOutput && state.start.network.tellsClasses
    self.init(
      size: session.canvas, steps: state.input.steps,
      showing: Content(units: state.showsUnits ? state.start.network.hiddenSize : 0, showsOutput: hasOutput))
  }

  init(size: Size, steps: Int, showing content: Content = Content()) {
    columns = TimeColumns(width: size.width, steps: steps)
    let rows = RowBudget(height: size.height, content)
    var y = 0
    func take(_ height: Int) -> Rect {
      defer { y += height }
      return Rect(x: 0, y: y, width: size.width, height: height)
    }
    title = take(1)
    verdict = take(1)
    stateRule = take(1)
    state = take(rows.state)
    if rows.output > 0 {
      outputRule = take(1)
      output = take(rows.output)
    }
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
  var bands: [Rect] { [state, output, factor, terms, signs] }
  /// The rectangles on which the target can be set.
  var timeAxis: [Rect] { [axis, axisLabels] }
}

extension Rect {
  static let none = Rect(x: 0, y: 0, width: 0, height: 0)
}
