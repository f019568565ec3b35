import RNNCore

/// The terms of ∂s_k/∂θ, one bar each: over decades, or linear so that they visibly add up to the total.
enum TermBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    let name = "terms of ∂s\(NumberText.subscripted(view.state.target))/∂\(view.state.parameter.rawValue)"
    let scale = view.state.isLinear ? "   linear scale" : "   log scale"
    let pooled = view.columns.isPooled ? ", a column is the sum of \(view.columns.stepsPerColumn)" : ""
    let variants = [name + scale + pooled, name + scale, name].map { [Span($0, .muted)] }
    let legend = [Span("+ positive", .positive), Span(" ─ ", .rule), Span("− negative", .negative)]
    let width = rect.width - legend.columns - 10
    BandRule.draw(
      variants.first { $0.columns <= width } ?? BandRule.fitting(variants, in: rect.width - 6), legend: legend,
      into: &frame, in: rect)
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard let terms = view.terms else {
      drawOverflow(at: view.analysis.trajectory.overflowAt ?? view.state.target, into: &frame, in: rect)
      return
    }
    if view.state.isLinear {
      LinearTerms(view, rect).draw(terms, into: &frame)
    } else {
      LogTerms(view, rect).draw(terms, into: &frame)
      if view.state.showsRuler { PrecisionRuler.draw(view, into: &frame, in: rect) }
    }
  }

  private static func drawOverflow(at step: Int, into frame: inout Frame, in rect: Rect) {
    let move = step > 1 ? "move k before it (←), or " : ""
    let texts = [
      "no terms: the state overflows at step \(step); \(move)make |W| smaller",
      "overflow at step \(step): \(move)make |W| smaller", "overflow at step \(step)",
    ]
    let text = BandRule.fitting(texts.map { [Span($0, .alarm)] }, in: rect.width - TimeColumns.gutter)
    frame.write(text, x: TimeColumns.gutter, y: rect.y + rect.height / 2, limit: rect.width)
  }

  /// The row of signs below the bars: nobody needs colours to read them.
  static func drawSigns(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    frame.write("sign", x: 2, y: rect.y, .muted)
    guard let terms = view.terms else { return }
    for column in terms.columns {
      let term = terms[column]
      let sign = term.isZero ? Span("0", .muted) : term.signum > 0 ? Span("+", .positive) : Span("−", .negative)
      frame.write([sign], x: view.columns.x(ofColumn: column), y: rect.y)
    }
    if view.state.isLinear { frame.write("Σ", x: view.columns.totalX(width: rect.width), y: rect.y, .strong) }
  }
}

/// A number for every column between two steps, as a rule 1 and the target: its term, or the sum of its terms.
struct PooledTerms {
  /// The columns that have a number.
  let columns: ClosedRange<Int>
  private let contributions: Contributions
  private let shown: ClosedRange<Int>
  private let values: [ScaledDouble]
  private let blocked: [Bool]

  init(_ contributions: Contributions, _ columns: TimeColumns, from first: Int = 1) {
    let shown = Swift.min(first, contributions.target)...contributions.target
    (self.contributions, self.shown) = (contributions, shown)
    self.columns = columns.column(ofStep: shown.lowerBound)...columns.column(ofStep: shown.upperBound)
    let ranges = self.columns.map { columns.steps(inColumn: $0).clamped(to: shown) }
    let values = ranges.map { $0.count == 1 ? contributions.value(at: $0.lowerBound) : contributions.sum(over: $0) }
    self.values = values
    blocked = zip(values, ranges).map { value, steps in
      value.isZero && steps.allSatisfy { Self.isBlocked(contributions, $0) }
    }
  }

  /// Σ of the steps between them.
  var total: ScaledDouble { shown.lowerBound == 1 ? contributions.total : contributions.sum(over: shown) }

  /// The number of a column.
  subscript(column: Int) -> ScaledDouble { values[column - columns.lowerBound] }

  /// Whether every flow of the column is 0, so that the column is blocked and not merely 0.
  func isBlocked(_ column: Int) -> Bool { blocked[column - columns.lowerBound] }

  private static func isBlocked(_ contributions: Contributions, _ step: Int) -> Bool {
    contributions.flow(at: step).isZero || contributions.trajectory.scaledDerivative(at: step).isZero
  }
}
