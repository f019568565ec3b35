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
    guard let terms = view.terms, let total = view.analysis.contributions?.total else {
      drawOverflow(at: view.analysis.trajectory.overflowAt ?? view.state.target, into: &frame, in: rect)
      return
    }
    if view.state.isLinear {
      LinearTerms(view, rect).draw(terms, total: total, into: &frame)
    } else {
      LogTerms(view, rect).draw(terms, into: &frame)
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
    for (column, term) in terms.values.enumerated() {
      let sign = term.isZero ? Span("0", .muted) : term.signum > 0 ? Span("+", .positive) : Span("−", .negative)
      frame.write([sign], x: view.columns.x(ofColumn: column), y: rect.y)
    }
    if view.state.isLinear { frame.write("Σ", x: view.columns.totalX(width: rect.width), y: rect.y, .strong) }
  }
}

/// A number for every column up to the target's: its term, or the sum of its terms.
struct PooledTerms {
  let values: [ScaledDouble]
  /// Whether every flow of the column is 0, so that the column is blocked and not merely 0.
  let isBlocked: [Bool]

  init(_ contributions: Contributions, _ columns: TimeColumns) {
    let ranges = (0...columns.column(ofStep: contributions.target)).map {
      columns.steps(inColumn: $0).clamped(to: 1...contributions.target)
    }
    let values = ranges.map { $0.count == 1 ? contributions.value(at: $0.lowerBound) : contributions.sum(over: $0) }
    self.values = values
    isBlocked = zip(values, ranges).map { value, steps in
      value.isZero && steps.allSatisfy { Self.isBlocked(contributions, $0) }
    }
  }

  private static func isBlocked(_ contributions: Contributions, _ step: Int) -> Bool {
    contributions.flow(at: step).isZero || contributions.trajectory.scaledDerivative(at: step).isZero
  }
}
