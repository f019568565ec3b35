import RNNCore
import Screen

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
    let parameter = analysis.parameter.rawValue
    let (total, before) = (Span("∂s_k/∂\(parameter)", .strong), Span("∂s_k₋₁/∂\(parameter)", .strong))
    let last = Summand(factors: [Factor(symbol: Span("∂s_k/∂\(parameter)*", .immediate))])
    func sum(to end: String, of upper: String) -> [Factor] {
      [
        Factor(symbol: Span("Σ_{i=1…\(end)}")), product(upper),
        Factor(joint: " ", symbol: Span("∂s_i/∂\(parameter)*", .immediate)),
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
      "for k", nil, [Summand(factors: sum(to: "k", of: "k"))], reason: "∂s_k/∂\(parameter)* is term i = k")
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
