import RNNCore
import Screen

extension DerivationText {
  /// The gradient as the sum of its terms: the order of each product, what its norms bound, what its norm is, and the
  /// signed bars, which alone add up.
  mutating func addMatrixUnrolled(_ contributions: Contributions, _ numbers: MatrixDerivationNumbers) {
    let groups = groups
    let signed = groups.map { bar(over: $0, contributions) }
    let digits = DerivationSymbols.digits(showing: signed, sum: contributions.total.magnitude)
    let full = formula(groups, contributions, numbers, digits, leading: 2)
    let fits = isDocument || full.summands.allSatisfy { $0.columns + full.lead.columns + 3 <= room }
    begin("unrolled")
    add(
      fits ? full : formula(groups, contributions, numbers, digits, leading: 1),
      reason: target > 2 && !isSeenAtEveryStep ? "later steps stand on the left" : "",
      names: [1: "shapes", 2: "norms", 3: detail.isWhole ? "products" : "flow", 4: "‖terms‖", 5: "signed"], rows: 6)
  }

  private func formula(
    _ groups: [ClosedRange<Int>], _ contributions: Contributions, _ numbers: MatrixDerivationNumbers, _ digits: Int,
    leading: Int
  ) -> AlignedFormula {
    let summands = groups.map { group in
      marked(
        isWritten(group)
          ? matrixTerm(group.lowerBound, contributions, numbers, digits, leading: leading)
          : omittedTerms(group, contributions, digits), of: group)
    }
    return AlignedFormula(
      lead: [matrixSymbols.gradient(target)], leads: leads(matrixSymbols.gradientShape, contributions.total),
      summands: summands, relations: [2: "≤", 3: detail.isWhole ? "=" : "≤", 4: "≤"],
      results: [
        3: [Span(MatrixSymbols.norm(bound(1...target, contributions, numbers)), .muted)],
        4: [Span(MatrixSymbols.norm(normSum(1...target, contributions)), .muted)],
      ],
      result: [Span(MatrixSymbols.norm(contributions.total), .strong)])
  }

  private func normSum(_ steps: ClosedRange<Int>, _ contributions: Contributions) -> ScaledDouble {
    var sum = ScaledSum()
    for step in steps { sum.add(contributions.value(at: step).magnitude) }
    return sum.value
  }

  /// What the norms in the row above come to: for k ≤ 3 of every factor, else of the flow and of the layer's input.
  private func bound(
    _ steps: ClosedRange<Int>, _ contributions: Contributions, _ numbers: MatrixDerivationNumbers
  ) -> ScaledDouble {
    var sum = ScaledSum()
    for step in steps { sum.add(bound(step, contributions, numbers)) }
    return sum.value
  }

  private func bound(
    _ step: Int, _ contributions: Contributions, _ numbers: MatrixDerivationNumbers
  ) -> ScaledDouble {
    let immediate = trajectory.immediateNorm(at: step, analysis.parameter)
    guard detail.isWhole, !isSeenAtEveryStep else {
      return (step == target && analysis.observable == .state ? .one : contributions.flow(at: step).magnitude)
        * immediate
    }
    let seen = analysis.observable == .state ? ScaledDouble.one : contributions.flow(at: target).magnitude
    return (step..<target).reduce(seen * immediate) { $0 * (numbers.factors[$1 + 1] ?? .zero) }
  }

  /// The terms that are not written out: what they come to stands in the last rows.
  private func omittedTerms(_ steps: ClosedRange<Int>, _ contributions: Contributions, _ digits: Int) -> Summand {
    var flow = ScaledSum()
    for step in steps {
      flow.add(contributions.flow(at: step).magnitude * trajectory.immediateNorm(at: step, analysis.parameter))
    }
    return Summand(
      name: name(of: steps),
      factors: [Factor(symbol: Span("⋯", .muted), notes: [Span("")], value: Span(Self.name(ofOmitted: steps), .muted))],
      results: [
        [Span(MatrixSymbols.norm(flow.value), .muted)],
        [Span(MatrixSymbols.norm(normSum(steps, contributions)))],
        [signedBar(bar(over: steps, contributions), digits)],
      ])
  }

  /// What the signed bars of some steps come to: they sum to ‖G‖, also for n = 1, where the total has a sign.
  func bar(over steps: ClosedRange<Int>, _ contributions: Contributions) -> ScaledDouble {
    let sum = sum(over: steps, contributions)
    return contributions.total.signum < 0 ? -sum : sum
  }

  func signedBar(_ value: ScaledDouble, _ digits: Int) -> Span {
    Span(DerivationSymbols.operand(value, digits), DerivationSymbols.style(ofTerm: value))
  }

  /// P(k,i)·∂s_i/∂θ*, seen from the left by a covector where there is one, and what it comes to.
  private func matrixTerm(
    _ step: Int, _ contributions: Contributions, _ numbers: MatrixDerivationNumbers, _ digits: Int, leading: Int
  ) -> Summand {
    let immediate = trajectory.immediateNorm(at: step, analysis.parameter)
    let bound = bound(step, contributions, numbers)
    let isPlain = step == target && analysis.observable == .state
    let product =
      detail.isWhole || isPlain
      ? [Span(MatrixSymbols.norm(bound), .muted)]
      : [
        Span(MatrixSymbols.norm(contributions.flow(at: step))), Span(" · "),
        Span(MatrixSymbols.norm(immediate), .immediate),
      ]
    return Summand(
      name: name(of: step...step),
      factors: seenPath(to: step, contributions, numbers, leading: leading)
        + [matrixSymbols.immediate(step, immediate)],
      results: [
        product, [Span(MatrixSymbols.norm(contributions.value(at: step)))],
        [signedBar(contributions[step].signed, digits)],
      ])
  }

  /// What stands left of the immediate derivative: λ_iᵀ where every step is seen by itself, else λ_kᵀ if there is one and the Jacobians
  /// from k down to i + 1; of a long product the first few and the last.
  private func seenPath(
    to step: Int, _ contributions: Contributions, _ numbers: MatrixDerivationNumbers, leading: Int
  ) -> [Factor] {
    let symbols = matrixSymbols
    if isSeenAtEveryStep { return [symbols.covector(step, contributions.flow(at: step))] }
    let seen = analysis.observable == .state ? [] : [symbols.covector(target, contributions.flow(at: target))]
    func factor(_ j: Int) -> Factor { symbols.jacobian(j, numbers.factors[j]) }
    guard !detail.hasAllFactors(term: step), target - step > leading + 1 else {
      return seen + (step..<target).reversed().map { factor($0 + 1) }
    }
    let dots = Factor(symbol: Span("⋯", .muted), notes: [Span("")], value: Span("⋯", .muted))
    return seen + (0..<leading).map { factor(target - $0) } + [dots, factor(step + 1)]
  }
}
