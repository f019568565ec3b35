import Explorer
import RNNCore
import Screen

/// The backward pass where it is: the factor it has just passed, the running product, and the term that this makes.
enum PlaybackLine {
  /// From everything to the least.
  static func variants(_ playback: Playback, _ term: Contribution, _ analysis: Analysis) -> [[Span]] {
    let mark = Span(playback.hasArrived ? "■ " : playback.isPaused ? "‖ " : "◀ ", .target)
    let flow = NumberText.number(term.flow, digits: 3)
    let areNorms = analysis.contributions?.areNorms == true
    let value = Span(
      NumberText.number(term.value, digits: 4), (areNorms ? term.signed : term.value).signum < 0 ? .negative : .positive
    )
    let name = Span("term \(term.step)", .inspected)
    let immediate = "\(flow) × \(NumberText.number(term.immediateDerivative, digits: 4))"
    // Of a tensor the norm is not the product of the two.
    let product = Span(areNorms ? " of norm " : " = \(immediate) = ")
    guard term.lag > 0 else {
      let size = term.flow == .one || !areNorms ? "1" : "a matrix of norm \(flow)"
      let start = [mark, Span("the gradient starts at step k = \(playback.target) as "), Span(size, .strong)]
      return [start + [Span("   "), name, product, value], start]
    }
    let factor = passedFactor(term, analysis)
    let style: Style = factor.isZero ? .blocked : factor.magnitude > .one ? .amplifies : .attenuates
    let passed = Span("∂s\(NumberText.subscripted(term.step + 1))/∂s\(NumberText.subscripted(term.step)) ")
    let step = [Span(StrongestBrakes.Brake.number(factor), style), Span(" → "), Span(flow, .strong)]
    return [
      [mark, passed] + step + [Span(" at lag \(term.lag)   "), name, product, value],
      [mark] + step + [Span("   "), name, product, value],
      [mark] + step + [Span("   "), name, Span(" = "), value],
      [mark] + step,
    ]
  }

  /// The factor that has just been passed; of tensors what it has done to the norm of the flow.
  private static func passedFactor(_ term: Contribution, _ analysis: Analysis) -> ScaledDouble {
    guard let contributions = analysis.contributions, contributions.areNorms else {
      return analysis.stepFactor(at: term.step + 1)
    }
    let before = contributions.flow(at: term.step + 1)
    return before.isZero ? .zero : term.flow / before
  }
}
