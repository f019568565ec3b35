import RNNCore

extension DerivationText {
  /// ∂s_k/∂θ as the sum of its terms, every factor over its value.
  mutating func addUnrolled(_ contributions: Contributions) {
    let isWhole = target <= 3
    let shown = isWhole ? Array(1...target) : Set([1, inspected, target]).sorted()
    let groups = shown.map { contributions.value(at: $0) } + gaps(between: shown).map { contributions.sum(over: $0) }
    let digits = DerivationSymbols.digits(adding: groups, to: contributions.total)
    var summands: [Summand] = []
    var previous = 0
    for step in shown {
      if step > previous + 1 { summands.append(omitted(previous + 1...step - 1, contributions, digits)) }
      summands.append(term(contributions[step], contributions, isWhole: isWhole, digits))
      previous = step
    }
    begin("unrolled")
    add(
      AlignedFormula(
        lead: [symbols.total(target)], summands: summands, result: [DerivationSymbols.outcome(contributions.total)]),
      names: isWhole ? [2: "terms"] : [2: "flow", 3: "terms"], rows: isWhole ? 3 : 4)
    addWhatIsZero()
  }

  private func gaps(between steps: [Int]) -> [ClosedRange<Int>] {
    zip(steps, steps.dropFirst()).filter { $0 + 1 < $1 }.map { $0 + 1...$1 - 1 }
  }

  /// The terms that are not written out: their sum stands in the last row.
  private func omitted(_ steps: ClosedRange<Int>, _ contributions: Contributions, _ digits: Int) -> Summand {
    let sum = contributions.sum(over: steps)
    let name = steps.count == 1 ? "term \(steps.lowerBound)" : "\(steps.lowerBound)…\(steps.upperBound)"
    return Summand(
      factors: [Factor(symbol: Span("⋯", .muted), value: Span("⋯", .muted))],
      results: [
        [Span(name, .muted)], [Span(DerivationSymbols.operand(sum, digits), DerivationSymbols.style(ofTerm: sum))],
      ])
  }

  /// P(k,i)·∂s_i/∂θ*, and what it comes to.
  private func term(
    _ term: Contribution, _ contributions: Contributions, isWhole: Bool, _ digits: Int
  ) -> Summand {
    let value = [Span(DerivationSymbols.operand(term.value, digits), DerivationSymbols.style(ofTerm: term.value))]
    let immediate = DerivationSymbols.operand(term.immediateDerivative, digits)
    let flow = [Span(DerivationSymbols.operand(term.flow, digits), DerivationSymbols.style(ofFactor: term.flow))]
    let product = (term.lag == 0 ? [] : flow + [Span(" · ")]) + [Span(immediate, .immediate)]
    let factors = path(to: term.step, contributions, digits)
    return Summand(
      factors: factors + [self.immediate(term.step, term.immediateDerivative, digits)],
      results: isWhole ? [value] : [product, value])
  }

  /// The factors from k down to i + 1, later ones on the left; of more than three the first two and the last.
  private func path(to step: Int, _ contributions: Contributions, _ digits: Int) -> [Factor] {
    func factor(_ j: Int) -> Factor { symbols.factor(j, contributions[j].stepFactor, digits: digits) }
    guard target - step > 3 else { return (step..<target).reversed().map { factor($0 + 1) } }
    let dots = Factor(symbol: Span("⋯", .muted), value: Span("⋯", .muted))
    return [factor(target), factor(target - 1), dots, factor(step + 1)]
  }

  /// Factors that are exactly 0, and the product of none.
  private mutating func addWhatIsZero() {
    let parameter = analysis.parameter.rawValue
    if target == 1 {
      add(words: "k = 1: no factor stands before ∂s₁/∂\(parameter)*. P(1,1) is the empty product 1.")
      return
    }
    if trajectory.network.recurrentWeights.elements[0] == 0 {
      let (k, last) = (symbols.sub(target), symbols.sub(target))
      add(
        words: "W = 0: every factor is 0 and the last term alone is left. P(k,k), before ∂s\(last)/∂\(parameter)*, is"
          + " the empty product 1, whatever W is: 0⁰ = 1.", .blocked)
      _ = k
    }
    if let step = analysis.regime.blockedAt {
      let terms = step == 1 ? "term 1 is" : "terms 1…\(step) are"
      add(words: "f′(a\(symbols.sub(step))) = 0: \(terms) exactly 0 (blocked at step \(step))", .blocked)
    }
  }
}
