import RNNCore

extension DerivationText {
  /// ∂s_k/∂θ as the sum of its terms, every factor over its value.
  mutating func addUnrolled(_ contributions: Contributions) {
    let isWhole = target <= 3
    let shown = isWhole ? Array(1...target) : Set([1, inspected, target]).sorted()
    let groups = shown.map { contributions.value(at: $0) } + gaps(between: shown).map { contributions.sum(over: $0) }
    let digits = DerivationSymbols.digits(showing: groups, come: contributions.total) { $0.reduce(.zero, +) }
    let full = formula(shown, contributions, digits, leading: 2)
    let fits = full.summands.allSatisfy { $0.columns + full.lead.columns + 3 <= room }
    begin("unrolled")
    add(
      fits ? full : formula(shown, contributions, digits, leading: 1),
      names: isWhole ? [2: "terms"] : [2: "flow", 3: "terms"], rows: isWhole ? 3 : 4)
    addWhatIsZero()
  }

  /// The sum over the shown steps; a long product has that many factors before the dots.
  private func formula(
    _ shown: [Int], _ contributions: Contributions, _ digits: Int, leading: Int
  ) -> AlignedFormula {
    var summands: [Summand] = []
    var previous = 0
    for step in shown {
      if step > previous + 1 { summands.append(omitted(previous + 1...step - 1, contributions, digits)) }
      summands.append(term(contributions[step], contributions, digits, leading: leading))
      previous = step
    }
    return AlignedFormula(
      lead: [symbols.total(target)], summands: summands, result: [DerivationSymbols.outcome(contributions.total)])
  }

  private func gaps(between steps: [Int]) -> [ClosedRange<Int>] {
    zip(steps, steps.dropFirst()).filter { $0 + 1 < $1 }.map { $0 + 1...$1 - 1 }
  }

  /// The terms that are not written out: their sum stands in the last row.
  private func omitted(_ steps: ClosedRange<Int>, _ contributions: Contributions, _ digits: Int) -> Summand {
    let sum = contributions.sum(over: steps)
    let name = steps.count == 1 ? "term \(steps.lowerBound)" : "\(steps.lowerBound)…\(steps.upperBound)"
    return Summand(
      factors: [Factor(symbol: Span("⋯", .muted), value: Span(name, .muted))],
      results: [[], [Span(DerivationSymbols.operand(sum, digits), DerivationSymbols.style(ofTerm: sum))]])
  }

  /// P(k,i)·∂s_i/∂θ*, and what it comes to.
  private func term(
    _ term: Contribution, _ contributions: Contributions, _ digits: Int, leading: Int
  ) -> Summand {
    let value = [Span(DerivationSymbols.operand(term.value, digits), DerivationSymbols.style(ofTerm: term.value))]
    let immediate = DerivationSymbols.operand(term.immediateDerivative)
    let flow = [Span(DerivationSymbols.operand(term.flow), DerivationSymbols.style(ofFactor: term.flow))]
    let product = (term.lag == 0 ? [] : flow + [Span(" · ")]) + [Span(immediate, .immediate)]
    let factors = path(to: term.step, contributions, leading: leading)
    return Summand(
      factors: factors + [self.immediate(term.step, term.immediateDerivative)],
      results: target <= 3 ? [value] : [product, value])
  }

  /// The factors from k down to i + 1, later ones on the left; of a long product the first few and the last.
  private func path(to step: Int, _ contributions: Contributions, leading: Int) -> [Factor] {
    func factor(_ j: Int) -> Factor { symbols.factor(j, contributions.stepFactor(at: j)) }
    guard target > 3, target - step > leading + 1 else { return (step..<target).reversed().map { factor($0 + 1) } }
    let dots = Factor(symbol: Span("⋯", .muted), value: Span("⋯", .muted))
    return (0..<leading).map { factor(target - $0) } + [dots, factor(step + 1)]
  }

  /// Factors that are exactly 0, and the product of none.
  private mutating func addWhatIsZero() {
    let parameter = analysis.parameter.rawValue
    if target == 1 {
      add(words: "k = 1: no factor stands before ∂s₁/∂\(parameter)*. P(1,1) is the empty product 1.")
      return
    }
    if trajectory.network.recurrentWeights.elements[0] == 0 {
      add(
        words: "W = 0: every factor is 0, the last term alone is left. P(k,k), the factor of"
          + " \(symbols.immediate(target).text), is the empty product 1, whatever W is: 0⁰ = 1.", .blocked)
    }
    if let step = analysis.regime.blockedAt {
      add(words: VerdictPanel.consequence(ofDeadStep: step) + " (blocked at step \(step))", .blocked)
    }
  }
}
