import RNNCore

/// The backward pass where it is: the factor it has just passed, the running product, and the term that this makes.
enum PlaybackLine {
  /// From everything to the least.
  static func variants(_ playback: Playback, _ term: Contribution, _ analysis: Analysis) -> [[Span]] {
    let mark = Span(playback.hasArrived ? "■ " : playback.isPaused ? "‖ " : "◀ ", .target)
    let flow = NumberText.number(term.flow, digits: 3)
    let value = Span(NumberText.number(term.value, digits: 4), term.value.signum < 0 ? .negative : .positive)
    let name = Span("term \(term.step)", .inspected)
    let product = Span(" = \(flow) × \(NumberText.number(term.immediateDerivative, digits: 4)) = ")
    guard term.lag > 0 else {
      let start = [mark, Span("the gradient starts at step k = \(playback.target) as "), Span("1", .strong)]
      return [start + [Span("   "), name, product, value], start]
    }
    let factor = analysis.trajectory.stepFactor(at: term.step + 1)
    let style: Style = factor.isZero ? .blocked : factor.magnitude > .one ? .amplifies : .attenuates
    let passed = Span("∂s\(NumberText.subscripted(term.step + 1))/∂s\(NumberText.subscripted(term.step)) ")
    let step = [Span("×\(NumberText.number(factor, digits: 2))", style), Span(" → "), Span(flow, .strong)]
    return [
      [mark, passed] + step + [Span(" at lag \(term.lag)   "), name, product, value],
      [mark] + step + [Span("   "), name, product, value],
      [mark] + step + [Span("   "), name, Span(" = "), value],
      [mark] + step,
    ]
  }
}
