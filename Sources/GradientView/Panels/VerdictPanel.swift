import RNNCore

/// The total of the terms, and what became of the flow: a word, a number per step, a number a person can feel.
enum VerdictPanel {
  static func draw(_ view: Session, into frame: inout Frame, in rect: Rect) {
    let verdicts = verdict(view)
    let variants = verdicts.flatMap { verdict in totals(view).map { [Span(" ")] + $0 + [Span("   ")] + verdict } }
    let spans = BandRule.fitting(variants, in: rect.width - 1)
    let roomy = padded(spans, total: totals(view)[0], verdicts[0], in: rect.width - 1)
    frame.write(roomy ?? spans, x: rect.x, y: rect.y, limit: rect.x + rect.width)
  }

  /// On a wide screen the verdict keeps its place while the total's digits change.
  private static func padded(_ spans: [Span], total: [Span], _ verdict: [Span], in width: Int) -> [Span]? {
    let place = 43
    guard 1 + total.columns + 2 <= place, place + verdict.columns <= width else { return nil }
    return [Span(" ")] + total + [Span(String(repeating: " ", count: place - 1 - total.columns))] + verdict
  }

  private static func totals(_ view: Session) -> [[Span]] {
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

  private static func verdict(_ view: Session) -> [[Span]] {
    let regime = view.analysis.regime
    switch regime.verdict {
    case .vanishing: return rates("VANISHING", .vanishing, regime, underflow(view))
    case .exploding: return rates("EXPLODING", .exploding, regime, underflow(view))
    case .steady: return rates("STEADY", .steady, regime, underflow(view))
    case .blocked: return blocked(view)
    case .overflow: return overflow(view)
    case .undefined:
      return [[Span("k = 1", .strong), Span("  no step to flow through", .text)], [Span("k = 1", .strong)]]
    }
  }

  private static func rates(_ word: String, _ style: Style, _ regime: Regime, _ note: String) -> [[Span]] {
    let rate = regime.lyapunovExponent ?? 0
    let perStep = "  ×\(perStep(rate)) per step"
    let feel = felt(regime).map { " · " + $0 } ?? ""
    let brief = "  ×\(self.perStep(rate))"
    let shortFeel = feel.replacingSuffix(" steps", with: "")
    return [perStep + feel + note, perStep + feel, brief + feel, brief + shortFeel, brief, ""].map {
      [Span(word, style), Span($0)]
    }
  }

  /// e^λ, with more digits the nearer it is to 1.
  private static func perStep(_ rate: Double) -> String {
    let digits = rate.magnitude < 1e-4 ? 7 : rate.magnitude < 0.01 ? 5 : 3
    return NumberText.compact(.exp(rate), digits: digits)
  }

  private static func felt(_ regime: Regime) -> String? {
    if let halfLife = regime.halfLife { return "half-life \(steps(halfLife))" }
    if let doublingTime = regime.doublingTime { return "doubling time \(steps(doublingTime))" }
    return nil
  }

  private static func steps(_ count: Double) -> String {
    let digits = count < 0.1 ? 1 : count < 1 ? 1 : count < 10 ? 2 : 3
    let text = NumberText.number(ScaledDouble(count), digits: digits)
    return text + (text == "1" ? " step" : " steps")
  }

  private static func underflow(_ view: Session) -> String {
    view.analysis.trajectory.underflowAt.map { " · states underflow from step \($0)" } ?? ""
  }

  private static func blocked(_ view: Session) -> [[Span]] {
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

  private static func overflow(_ view: Session) -> [[Span]] {
    let step = view.analysis.trajectory.overflowAt ?? 0
    let word = [Span("OVERFLOW from step \(step)", .alarm)]
    return [word + [Span("  s\(NumberText.subscripted(step)) is beyond 1.8e308: no gradient from there on")], word]
  }
}

extension String {
  fileprivate func replacingSuffix(_ suffix: String, with replacement: String) -> String {
    hasSuffix(suffix) ? dropLast(suffix.count) + replacement : self
  }
}
