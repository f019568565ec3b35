import Explorer
import RNNCore
import Screen

/// The total of the terms, and what became of the flow: a word, a number per step, a number a person can pace.
enum VerdictPanel {
  static func draw(_ view: Setting, into frame: inout Frame, in rect: Rect) {
    let ((verdicts, brief), totals) = (verdict(view), totals(view))
    let cut = cut(view)
    guard cut.full.isEmpty else {
      // What is cut before the pace of the flow, for a gradient that is cut is never shown as if it were not, and that it
      // points the wrong way before the verdict.
      func beside(_ cut: [[Span]]) -> [[Span]] {
        cut.flatMap { cut in (verdicts + brief).map { [Span(" ")] + cut + [Span("   ")] + $0 } }
      }
      let alone = (cut.full + cut.brief).map { [Span(" ")] + $0 }
      let spans = BandRule.fitting(beside(cut.full) + alone, in: rect.width - 1)
      return _ = frame.write(spans, x: rect.x, y: rect.y, limit: rect.x + rect.width)
    }
    let variants = verdicts.flatMap { verdict in totals.map { [Span(" ")] + $0 + [Span("   ")] + verdict } }
    // The verdict alone before half of one: its end could say the opposite.
    let least = (verdicts + brief).map { [Span(" ")] + $0 }
    let spans = BandRule.fitting(variants + least, in: rect.width - 1)
    let roomy = padded(spans, total: totals[0], verdicts[0], in: rect.width - 1)
    frame.write(roomy ?? spans, x: rect.x, y: rect.y, limit: rect.x + rect.width)
  }

  /// The total, as far as it is not cut, and the verdict, each from everything to the least.
  static func parts(of setting: Setting) -> (totals: [[Span]], verdicts: [[Span]]) {
    let ((verdicts, brief), cut) = (verdict(setting), cut(setting))
    return (cut.full.isEmpty ? totals(setting) : cut.full + cut.brief, verdicts + brief)
  }

  /// On a wide screen the verdict keeps its place while the total's digits change.
  private static func padded(_ spans: [Span], total: [Span], _ verdict: [Span], in width: Int) -> [Span]? {
    let place = 43
    guard 1 + total.columns + 2 <= place, place + verdict.columns <= width else { return nil }
    return [Span(" ")] + total + [Span(String(repeating: " ", count: place - 1 - total.columns))] + verdict
  }

  /// What truncation and clamped adjoints leave of the total, and shorter than is wished for; nothing where they leave all of
  /// it.
  private static func cut(_ view: Setting) -> (full: [[Span]], brief: [[Span]]) {
    guard let plain = view.analysis.contributions else { return ([], []) }
    let words = RemedyWords.totals(view.analysis, of: plain)
    let isNorm = plain.areNorms || view.analysis.remedied?.changesTerms == false
    let name = isNorm ? "‖\(view.state.gradientSymbol)‖ " : view.state.gradientSymbol + " "
    return (words.full.prefix(1).map { [Span(name, .strong)] + $0 } + words.full, words.brief)
  }

  private static func totals(_ view: Setting) -> [[Span]] {
    let name = view.state.gradientSymbol
    let contributions = view.analysis.contributions
    if let contributions, contributions.areNorms { return norms(name, contributions) }
    let total = contributions.map { NumberText.signedNumber($0.total, digits: 6) } ?? "none"
    return [[Span("\(name) = Σᵢ termᵢ = \(total)", .strong)], [Span("\(name) = \(total)", .strong)]]
  }

  /// The norm of the sum beside the sum of the norms: how much of the terms cancels.
  private static func norms(_ name: String, _ contributions: Contributions) -> [[Span]] {
    let total = NumberText.number(contributions.total, digits: 5)
    let sum = NumberText.number(contributions.sumOfNorms, digits: 3)
    return [
      [Span("‖\(name)‖ = \(total)", .strong), Span(" ≤ Σ‖termᵢ‖ = \(sum)", .muted)],
      [Span("‖\(name)‖ = \(total)", .strong)],
    ]
  }

  /// From everything to the least; in brief only where there is not even room for that alone.
  private static func verdict(_ view: Setting) -> (full: [[Span]], brief: [[Span]]) {
    let regime = view.analysis.regime
    switch regime.verdict {
    case .overflow: return (overflow(view), [])
    case .undefined:
      return ([[Span("k = 1", .strong), Span("  no step to flow through", .text)], [Span("k = 1", .strong)]], [])
    case .vanishing, .exploding, .steady, .blocked:
      return way(regime, ending(view))
    }
  }

  /// How the way ends: the verdict's word and what comes behind it, from everything to nothing.
  private static func ending(_ view: Setting) -> [[Span]] {
    let regime = view.analysis.regime
    let rate = regime.laterRate(target: view.analysis.target)
    switch regime.verdict {
    case .vanishing: return rates("VANISHING", .vanishing, rate, underflow(view))
    case .exploding: return rates("EXPLODING", .exploding, rate, underflow(view))
    case .blocked: return blocked(view)
    default:
      let exceedsRounding = regime.halfLife != nil || regime.doublingTime != nil
      return rates("STEADY", .steady, regime.lyapunovExponent, underflow(view), exceedsRounding: exceedsRounding)
    }
  }

  /// `EXPLODING ×460 within 7 steps, then VANISHING …`. What came first is never left out, nor how far it went and how
  /// fast while there is room: the end alone would say the opposite.
  private static func way(_ regime: Regime, _ ending: [[Span]]) -> (full: [[Span]], brief: [[Span]]) {
    let (word, style, extreme): (String, Style, FlowExtreme)
    switch regime.way {
    case .direct: return (ending, [])
    case .explodedFirst(let peak): (word, style, extreme) = ("EXPLODING", .exploding, peak)
    case .vanishedFirst(let trough): (word, style, extreme) = ("VANISHING", .vanishing, trough)
    }
    let back = regime.verdict == .steady ? "back: " : ""
    let size = " ×" + NumberText.compact(extreme.flow, digits: 3)
    let steps = "\(extreme.lag) " + (extreme.lag == 1 ? "step" : "steps")
    let full = ending.map { [Span(word, style), Span("\(size) within \(steps), then \(back)")] + $0 }
    let brief = ["\(size) in \(steps)", size, ""].map {
      [Span(word, style), Span("\($0) → \(back)")] + ending[ending.count - 1]
    }
    return (full, brief)
  }

  private static func rates(
    _ word: String, _ style: Style, _ rate: Double?, _ note: String, exceedsRounding: Bool = true
  ) -> [[Span]] {
    guard let rate else {
      return ["  by more than can be told\(note)", "  by more than can be told", ""].map {
        [Span(word, style), Span($0)]
      }
    }
    // A rate within its rounding has no digits beyond those of 1.
    let still = (factor: NumberText.compact(.exp(rate), digits: 3), time: String?.none)
    let (factor, time) = exceedsRounding ? numbers(GrowthRate(logarithm: rate)) : still
    let pace = time.map { (rate < 0 ? ", halves every " : ", doubles in ") + $0 } ?? ""
    return [
      "  ×\(factor) per step\(pace)\(note)", "  ×\(factor) per step\(pace)", "  ×\(factor) per step", "",
    ].map { [Span(word, style), Span($0)] }
  }

  /// The factor per step, with as many digits as the time needs that stands beside it: `1.0122` and `57 steps`. No time
  /// where the factor is 1.
  static func numbers(_ rate: GrowthRate) -> (factor: String, time: String?) {
    let timeDigits = rate.time.map {
      $0 < 100 ? 2 : $0 < 1e6 ? Swift.max(ScaledDouble($0).decimalDigits(3).power + 1, 3) : 3
    }
    let digits = rate.factorDigits(forTimeDigits: timeDigits ?? 3)
    let time = timeDigits.flatMap { timeDigits in
      rate.printedTime(factorDigits: digits).map { NumberText.number(ScaledDouble($0), digits: timeDigits) }
    }
    return (NumberText.compact(rate.factor, digits: digits), time.map { $0 + ($0 == "1" ? " step" : " steps") })
  }

  /// In the Flow view the band of the states says it.
  private static func underflow(_ view: Setting) -> String {
    guard view.state.view != .flow else { return "" }
    return view.analysis.trajectory.underflowAt.map { " · states underflow from step \($0)" } ?? ""
  }

  private static func blocked(_ view: Setting) -> [[Span]] {
    guard let step = view.analysis.regime.blockedAt else {
      let isNilpotent = view.state.isMatrix && view.state.value(of: .recurrentWeight) != 0
      let reason =
        isNilpotent
        ? "the product of the factors is exactly 0"
        : view.state.value(of: .recurrentWeight) == 0 ? "W = 0: nothing flows back" : "a factor is exactly 0"
      return [[Span("BLOCKED", .blocked), Span("  " + reason)], [Span("BLOCKED", .blocked)]]
    }
    let word = [Span("BLOCKED at step \(step)", .blocked)]
    return [word + [Span("  " + consequence(ofDeadStep: step))], word + [Span("  " + cause(ofDeadStep: step))], word]
  }

  /// `f′(a₂₆) = 0`.
  private static func cause(ofDeadStep step: Int) -> String { "f′(a\(NumberText.subscripted(step))) = 0" }

  /// `f′(a₂₆) = 0: terms 1…26 are exactly 0`.
  static func consequence(ofDeadStep step: Int) -> String {
    cause(ofDeadStep: step) + ": " + (step == 1 ? "term 1 is" : "terms 1…\(step) are") + " exactly 0"
  }

  private static func overflow(_ view: Setting) -> [[Span]] {
    let step = view.analysis.trajectory.overflowAt ?? 0
    let word = [Span("OVERFLOW from step \(step)", .alarm)]
    let letter = view.state.cellKind.isGated ? "a" : "s"
    return [
      word + [Span("  \(letter)\(NumberText.subscripted(step)) is beyond 1.8e308: no gradient from there on")], word,
    ]
  }
}

/// The backward pass where it is: the factor it has just passed, the running product, and the term that this makes.
enum PlaybackLine {
  /// From everything to the least.
  static func variants(_ playback: Playback, _ analysis: Analysis) -> [[Span]] {
    guard let contributions = analysis.keptContributions ?? analysis.contributions else { return [] }
    let term = contributions[Swift.min(playback.position, contributions.target)]
    let end = playback.hasArrived ? boundary(playback, contributions.truncation) : []
    let way = way(playback, term, analysis)
    return end.flatMap { end in way.map { $0 + [Span("   ")] + end } } + end + (end.isEmpty ? way : [])
  }

  /// Why it goes no further, where that is before step 1: in full and in short.
  private static func boundary(_ playback: Playback, _ truncation: Truncation) -> [[Span]] {
    guard playback.first > 1 else { return [] }
    let what = truncation.isDetached ? "the gradient is detached here" : "the window ends here"
    return ["\(what): nothing goes back beyond step \(playback.first)", "\(what), at step \(playback.first)", what].map
    {
      [Span($0, .alarm)]
    }
  }

  private static func way(_ playback: Playback, _ term: Contribution, _ analysis: Analysis) -> [[Span]] {
    let mark = Span(playback.hasArrived ? "■ " : playback.isPaused ? "‖ " : "◀ ", .target)
    let flow = NumberText.number(term.flow, digits: 3)
    let areNorms = analysis.contributions?.areNorms == true
    let areProducts = analysis.contributions?.areProducts != false
    let value = Span(
      NumberText.number(term.value, digits: 4), (areNorms ? term.signed : term.value).signum < 0 ? .negative : .positive
    )
    let name = Span("term \(term.step)", .inspected)
    let immediate = "\(flow) × \(NumberText.number(term.immediateDerivative, digits: 4))"
    // Of a tensor the norm is not the product of the two, nor is what h and c see together.
    let product = Span(areNorms ? " of norm " : areProducts ? " = \(immediate) = " : " = ")
    guard term.lag > 0 else {
      let size = term.flow == .one || areProducts ? "1" : "a matrix of norm \(flow)"
      let start = [mark, Span("the gradient starts at step k = \(playback.target) as "), Span(size, .strong)]
      return [start + [Span("   "), name, product, value], start]
    }
    let factor = passedFactor(term, analysis)
    let style: Style = factor.isZero ? .blocked : factor.magnitude > .one ? .amplifies : .attenuates
    let state = analysis.trajectory.network.cellKind.wholeState
    let (later, earlier) = (NumberText.subscripted(term.step + 1), NumberText.subscripted(term.step))
    let passed = Span("∂\(state)\(later)/∂\(state)\(earlier) ")
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
    guard let contributions = analysis.keptContributions ?? analysis.contributions, !contributions.areProducts else {
      return analysis.stepFactor(at: term.step + 1)
    }
    let before = contributions.flow(at: term.step + 1)
    return before.isZero ? .zero : term.flow / before
  }
}
