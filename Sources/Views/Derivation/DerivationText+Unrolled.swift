import RNNCore
import Screen

extension DerivationText {
  /// ∂s_k/∂θ as the sum of its terms, every factor over its value.
  mutating func addUnrolled(_ contributions: Contributions) {
    let groups = groups
    let sums = groups.map { sum(over: $0, contributions) }
    let digits = DerivationSymbols.digits(showing: sums, sum: contributions.total)
    let full = unrolled(groups, contributions, digits, leading: 2)
    let fits = isDocument || full.summands.allSatisfy { $0.columns + full.lead.columns + 3 <= room }
    begin("unrolled")
    add(
      fits ? full : unrolled(groups, contributions, digits, leading: 1),
      names: detail.isWhole ? [2: "terms"] : [2: "flow", 3: "terms"], rows: detail.isWhole ? 3 : 4)
    addWhatIsZero()
  }

  /// The terms that are written out, one by one, and the ranges between them.
  var groups: [ClosedRange<Int>] {
    var groups: [ClosedRange<Int>] = []
    for step in detail.terms {
      if let last = groups.last?.upperBound, last + 1 < step { groups += splitAtCut(last + 1...step - 1) }
      groups.append(step...step)
    }
    return groups
  }

  /// What the terms of a group come to.
  func sum(over group: ClosedRange<Int>, _ contributions: Contributions) -> ScaledDouble {
    omittedSums[group] ?? contributions.sum(over: group)
  }

  /// Whether a group is a term that is written out: a range of one that is left out is none.
  func isWritten(_ group: ClosedRange<Int>) -> Bool { detail.terms.contains(group.lowerBound) }

  /// The sum over the groups; a long product has that many factors before the dots.
  private func unrolled(
    _ groups: [ClosedRange<Int>], _ contributions: Contributions, _ digits: Int, leading: Int
  ) -> AlignedFormula {
    let summands = groups.map { group in
      marked(
        isWritten(group)
          ? term(contributions[group.lowerBound], contributions, digits, leading: leading)
          : omitted(group, contributions, digits), of: group)
    }
    return AlignedFormula(
      lead: [symbols.total(target)], summands: summands, result: [DerivationSymbols.outcome(contributions.total)])
  }

  /// The terms that are not written out: which, and in the last row their sum.
  private func omitted(_ steps: ClosedRange<Int>, _ contributions: Contributions, _ digits: Int) -> Summand {
    let sum = sum(over: steps, contributions)
    return Summand(
      name: name(of: steps),
      factors: [Factor(symbol: Span("⋯", .muted), value: Span(Self.name(ofOmitted: steps), .muted))],
      results: [
        [Span("⋯", .muted)], [Span(DerivationSymbols.operand(sum, digits), DerivationSymbols.style(ofTerm: sum))],
      ])
  }

  /// `term 5`, `2…8`.
  static func name(ofOmitted steps: ClosedRange<Int>) -> String {
    steps.count == 1 ? "term \(steps.lowerBound)" : "\(steps.lowerBound)…\(steps.upperBound)"
  }

  /// `term 5`, `term 2…8`: what a group is called where it stands by itself.
  func name(of group: ClosedRange<Int>) -> String {
    isWritten(group) || group.count == 1 ? "term \(group.lowerBound)" : "terms \(group.lowerBound)…\(group.upperBound)"
  }

  /// The general formula with the flows and immediate derivatives of this k: Σ P(k,i)·∂s_i/∂θ*.
  mutating func addFlows(_ contributions: Contributions) {
    let terms = detail.terms.flatMap { [contributions.flow(at: $0), contributions[$0].immediateDerivative] }
    let omitted = groups.filter { !isWritten($0) }.map { sum(over: $0, contributions) }
    let digits = DerivationSymbols.digits(
      showing: terms + omitted,
      [
        DerivationSymbols.Claim(result: contributions.total) { shown in
          let products = stride(from: 0, to: terms.count, by: 2).map { shown[$0] * shown[$0 + 1] }
          return (products + shown.dropFirst(terms.count)).reduce(.zero, +)
        }
      ])
    let summands = groups.map { group in
      guard isWritten(group) else { return marked(flowsOmitted(group, contributions, digits), of: group) }
      let step = group.lowerBound
      return marked(
        Summand(factors: [
          symbols.flow(target, step, contributions.flow(at: step), digits: digits),
          immediate(step, contributions[step].immediateDerivative, digits),
        ]), of: group)
    }
    begin("k = \(target)", spaced: false)
    add(
      AlignedFormula(
        lead: [symbols.total(target)], summands: summands, result: [DerivationSymbols.outcome(contributions.total)]),
      rows: 2)
  }

  /// The terms that are not written out, over their sum.
  private func flowsOmitted(_ steps: ClosedRange<Int>, _ contributions: Contributions, _ digits: Int) -> Summand {
    let sum = sum(over: steps, contributions)
    let value = Span(DerivationSymbols.operand(sum, digits), DerivationSymbols.style(ofTerm: sum))
    return Summand(factors: [Factor(symbol: Span("⋯ \(Self.name(ofOmitted: steps)) ⋯", .muted), value: value)])
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
      name: name(of: term.step...term.step), factors: factors + [self.immediate(term.step, term.immediateDerivative)],
      results: detail.isWhole ? [value] : [product, value])
  }

  /// The factors from k down to i + 1, later ones on the left; of a long product the first few and the last.
  private func path(to step: Int, _ contributions: Contributions, leading: Int) -> [Factor] {
    func factor(_ j: Int) -> Factor { symbols.factor(j, contributions.stepFactor(at: j)) }
    guard !detail.hasAllFactors(term: step), target - step > leading + 1 else {
      return (step..<target).reversed().map { factor($0 + 1) }
    }
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

extension DerivationText {
  /// The formula for every k by induction, carried out, and this k's numbers beneath it.
  mutating func addAnyStep(_ contributions: Contributions) {
    addInductionOfNumbers()
    addFlows(contributions)
  }

  /// The induction of the scalar network, whose step factors commute.
  mutating func addInductionOfNumbers() {
    addInduction(Span("∂s_k/∂s_k₋₁")) { upper in Factor(joint: " ", symbol: Span("(Π_{j=i+1…\(upper)} ∂s_j/∂s_j₋₁)")) }
    add(words: "P(k,i) is the product in brackets, ∂s_j/∂s_j₋₁ = f′(a_j)·W; P(k,k), the empty one, is 1", .text)
  }

  /// The claim for k − 1, put into the recursion, becomes the claim for k. `product` is that of the step factors from an
  /// upper end, k or k − 1, down to i + 1.
  mutating func addInduction(_ factor: Span, _ product: (_ upper: String) -> Factor) {
    let (parameter, s) = (analysis.parameter.rawValue, symbols.letter)
    let (total, before) = (Span("∂\(s)_k/∂\(parameter)", .strong), Span("∂\(s)_k₋₁/∂\(parameter)", .strong))
    let last = Summand(factors: [Factor(symbol: Span("∂\(s)_k/∂\(parameter)*", .immediate))])
    func sum(to end: String, of upper: String) -> [Factor] {
      [
        Factor(symbol: Span("Σ_{i=1…\(end)}")), product(upper),
        Factor(joint: " ", symbol: Span("∂\(s)_i/∂\(parameter)*", .immediate)),
      ]
    }
    begin("any step")
    add(words: "by induction. For k = 1 the sum has one term, with an empty product: that is step 1", .text)
    addLine("for k−1", before, [Summand(factors: sum(to: "k−1", of: "k−1"))], reason: "suppose it holds for k−1")
    addLine(
      "recursion", total, [Summand(factors: [Factor(symbol: factor), Factor(symbol: before)]), last],
      reason: "the \(rule) at step k")
    addLine("put in", nil, [Summand(factors: [Factor(symbol: factor)] + sum(to: "k−1", of: "k−1")), last])
    addLine("", nil, [Summand(factors: sum(to: "k−1", of: "k")), last], reason: "j goes to k")
    addLine(
      "for k", nil, [Summand(factors: sum(to: "k", of: "k"))], reason: "∂\(s)_k/∂\(parameter)* is term i = k")
  }

  /// A line of the induction; all of them have their equals signs in one column.
  private mutating func addLine(_ name: String, _ lead: Span?, _ summands: [Summand], reason: String = "") {
    // Names are longer in ASCII.
    let blanks = Swift.max((Notation.current.get() == .ascii ? 14 : 9) - (lead?.text.columns ?? 0), 0)
    begin(name, spaced: false)
    add(
      AlignedFormula(
        lead: (lead.map { [$0] } ?? []) + [Span(String(repeating: " ", count: blanks))], summands: summands),
      reason: reason, rows: 1)
  }
}
