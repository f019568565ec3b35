import RNNCore
import Screen

extension DerivationText {
  /// The loss of the scalar network and what it sees of every step, with its sign: ∂L/∂s_k from o_k, and ∂L/∂s_{j−1} =
  /// ∂L/∂s_j · ∂s_j/∂s_{j−1} from there back.
  mutating func addScalarLoss(_ contributions: Contributions) {
    addLossItself()
    for (place, step) in seenSteps.enumerated() {
      if place > 0, step < seenSteps[place - 1] - 1 { addDots() }
      begin("back \(step)")
      addSeen(step, contributions)
    }
  }

  /// The output and the loss of it.
  mutating func addLossItself() {
    begin("loss")
    lossSymbols.hasClasses ? addOutput() : addValue()
    addValueOfLoss()
  }

  /// The steps at which it is written out what the loss sees, from k down.
  var seenSteps: [Int] {
    if detail.isWhole { return (1...target).reversed() }
    let recent = (0..<detail.recentTerms).map { target - 1 - $0 }
    return Set([1, inspected, target - 1, target] + recent).filter { $0 > 0 }.sorted(by: >)
  }

  /// o_k[0], and why one number is enough for two classes.
  private mutating func addOutput() {
    let k = symbols.sub(target)
    let probability = trajectory.output(at: target)?.probabilities.first ?? 0
    add(
      AlignedFormula(
        lead: [Span("o\(k)[0]")],
        summands: [
          Summand(factors: [
            Factor(symbol: Span("1/(1 + exp(−"), value: Span("1/(1 + exp(−")),
            Factor(joint: "", symbol: Span("V"), value: Span(weight)),
            Factor(joint: "·", symbol: state(target), value: number(trajectory.state(at: target).first)),
            Factor(joint: "", symbol: Span("))"), value: Span("))")),
          ])
        ],
        result: [Span(NumberText.number(ScaledDouble(probability), digits: DerivationSymbols.digits))]),
      reason: "o = softmax((V·\(cell.stateLetter), 0)): class 1 has the logit 0", rows: 2)
  }

  /// ŷ_k.
  private mutating func addValue() {
    let k = symbols.sub(target)
    let said = ScaledDouble(trajectory.network.scalarHead ?? 1) * ScaledDouble(trajectory.state(at: target).first ?? 0)
    add(
      AlignedFormula(
        lead: [Span("ŷ\(k)")],
        summands: [
          Summand(factors: [
            Factor(symbol: Span("V"), value: Span(weight)),
            Factor(joint: "·", symbol: state(target), value: number(trajectory.state(at: target).first)),
          ])
        ],
        result: [Span(NumberText.number(said, digits: DerivationSymbols.digits))]),
      reason: "what is held against the number y\(k)", rows: 2)
  }

  private mutating func addValueOfLoss() {
    let value = trajectory.value(of: analysis.observable, target: target).map {
      DerivationSymbols.outcome(ScaledDouble($0), .state)
    }
    let isTotal = analysis.observable == .totalLoss
    let text = isTotal ? lossSymbols.total(through: target) : lossSymbols.loss(target, at: symbols.sub(target))
    let others = lossSymbols.hasClasses ? "o[1] = 1 − o[0]" : ""
    add(
      AlignedFormula(
        lead: [Span(observedSymbol)],
        summands: [Summand(factors: [Factor(symbol: Span(text))])],
        results: value.map { [0: [$0]] } ?? [:]),
      reason: isTotal ? "over the steps that have a \(lossSymbols.hasClasses ? "class" : "value") y_t" : others, rows: 1
    )
  }

  /// V as its knob shows it.
  private var weight: String { DerivationSymbols.weight(trajectory.network.scalarHead ?? 0) }

  /// ∂L/∂s_j: what step j itself adds, and what comes back through step j + 1.
  private mutating func addSeen(_ step: Int, _ contributions: Contributions) {
    var (summands, operands): ([Summand], [ScaledDouble]) = ([], [])
    let seen = contributions.flow(at: step)
    let (own, next) = (ownError(step, contributions), step < target ? contributions.flow(at: step + 1) : nil)
    let factor = next.map { _ in contributions.stepFactor(at: step + 1) }
    operands = [own, next, factor].compactMap { $0 }
    let (V, hasOwn) = (DerivationSymbols.shownWeight(trajectory.network.scalarHead ?? 0), own != nil)
    let digits = DerivationSymbols.digits(
      showing: operands,
      [
        DerivationSymbols.Claim(result: seen) { shown in
          let back = next == nil ? ScaledDouble.zero : shown[hasOwn ? 1 : 0] * shown[hasOwn ? 2 : 1]
          return (hasOwn ? shown[0] * V : .zero) + back
        }
      ])
    if let own { summands.append(Summand(factors: ownFactors(step, own, digits))) }
    if let next, let factor {
      summands.append(
        Summand(factors: [seenFactor(step + 1, next, digits), symbols.factor(step + 1, factor, digits: digits)]))
    }
    add(
      AlignedFormula(
        lead: [seenSymbol(step)], summands: summands,
        result: [DerivationSymbols.outcome(seen, DerivationSymbols.style(ofFactor: seen))]),
      reason: step == target ? lossSymbols.derivative : step == target - 1 ? "chain rule" : "", rows: 2)
  }

  /// ∂L₄₄/∂s_j, of the total loss ∂L/∂s_j.
  private func seenSymbol(_ step: Int) -> Span {
    Span("∂\(observedSymbol)/∂s\(symbols.sub(step))", .target)
  }

  private func seenFactor(_ step: Int, _ value: ScaledDouble, _ digits: Int = DerivationSymbols.digits) -> Factor {
    Factor(symbol: seenSymbol(step), value: Span(DerivationSymbols.operand(value, digits), .target))
  }

  /// o_j[0] − [y_j = 0], where the loss of step j is looked at.
  private func ownError(_ step: Int, _ contributions: Contributions) -> ScaledDouble? {
    guard analysis.observable == .totalLoss || step == target, trajectory.hasTarget(at: step) else { return nil }
    // At k it is what the flow begins with, to all its digits where o_k is within rounding of the class.
    if step == target, let V = trajectory.network.scalarHead, V != 0 {
      return contributions.flow(at: target) / ScaledDouble(V)
    }
    let (slope, V) = (trajectory.lossSlope(at: step), trajectory.network.scalarHead ?? 0)
    guard V == 0 else { return slope.map { $0 / ScaledDouble(V) } }
    return trajectory.output(at: step)?.logitGradient.map { ScaledDouble($0[0]) }
  }

  private func ownFactors(_ step: Int, _ error: ScaledDouble, _ digits: Int) -> [Factor] {
    [
      Factor(
        symbol: Span(lossSymbols.scalarError(step, at: symbols.sub(step)), .target),
        value: Span(DerivationSymbols.operand(error, digits), .target)),
      Factor(symbol: Span("V"), value: Span(weight)),
    ]
  }

  /// The gradient as the sum over what the loss sees of each step times its immediate derivative.
  mutating func addScalarLossUnrolled(_ contributions: Contributions) {
    let sums = groups.map { sum(over: $0, contributions) }
    let digits = DerivationSymbols.digits(showing: sums, sum: contributions.total)
    let summands = groups.map { group -> Summand in
      let sum = sum(over: group, contributions)
      let result = [Span(DerivationSymbols.operand(sum, digits), DerivationSymbols.style(ofTerm: sum))]
      guard isWritten(group) else {
        let dots = Factor(symbol: Span("⋯", .muted), value: Span(Self.name(ofOmitted: group), .muted))
        return marked(Summand(name: name(of: group), factors: [dots], results: [result]), of: group)
      }
      let step = group.lowerBound
      let factors = [
        seenFactor(step, contributions.flow(at: step)), immediate(step, contributions[step].immediateDerivative),
      ]
      return marked(Summand(name: name(of: group), factors: factors, results: [result]), of: group)
    }
    begin("unrolled")
    add(
      AlignedFormula(
        lead: [matrixSymbols.gradient(target)], summands: summands,
        result: [DerivationSymbols.outcome(contributions.total)]),
      names: [2: "terms"], rows: 3)
  }

  /// The formula for every k by induction, and what the loss sees of its terms.
  mutating func addScalarLossAnyStep() {
    addInductionOfNumbers()
    let (parameter, isTotal) = (analysis.parameter.rawValue, analysis.observable == .totalLoss)
    let loss = isTotal ? "L" : "L_k"
    let total = Span("∂\(loss)/∂\(parameter)", .strong)
    let first =
      isTotal
      ? [
        Factor(symbol: Span("Σ_{t=1…k}")), Factor(joint: " ", symbol: Span("∂L_t/∂s_t", .target)),
        Factor(symbol: Span("∂s_t/∂\(parameter)", .strong)),
      ] : [Factor(symbol: Span("∂L_k/∂s_k", .target)), Factor(symbol: Span("∂s_k/∂\(parameter)", .strong))]
    begin(observedSymbol, spaced: false)
    add(AlignedFormula(lead: [total], summands: [Summand(factors: first)]), reason: "chain rule", rows: 1)
    add(
      AlignedFormula(
        lead: [Span(String(repeating: " ", count: total.text.columns))],
        summands: [
          Summand(factors: [
            Factor(symbol: Span("Σ_{i=1…k}")), Factor(joint: " ", symbol: Span("∂\(loss)/∂s_i", .target)),
            Factor(symbol: Span("∂s_i/∂\(parameter)*", .immediate)),
          ])
        ]),
      reason: isTotal ? "∂L/∂s_i = Σ_{t=i…k} ∂L_t/∂s_t · P(t,i)" : "∂L_k/∂s_i = ∂L_k/∂s_k · P(k,i)", rows: 1)
  }
}
