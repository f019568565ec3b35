import RNNCore
import Screen

extension DerivationText {
  /// s_k = f(U·x_k + W·s_{k−1} + b), over its numbers.
  mutating func addDefinition() {
    let network = trajectory.network
    let (W, U, b) = (network.recurrentWeights.elements[0], network.inputWeights.elements[0], network.bias[0])
    let function = network.activation.rawValue
    var factors = [
      Factor(joint: "", symbol: Span(pad("f(", to: function.columns + 1)), value: Span(function + "(")),
      Factor(joint: "", symbol: Span("U"), value: Span(DerivationSymbols.weight(U))),
      Factor(joint: "·", symbol: Span("x" + symbols.sub(target)), value: number(trajectory.inputs[target].first)),
      Factor(joint: " + ", symbol: Span("W"), value: Span(DerivationSymbols.weight(W))),
      Factor(joint: "·", symbol: state(target - 1), value: number(trajectory.state(at: target - 1).first)),
    ]
    if b != 0 || analysis.parameter == .bias {
      factors.append(Factor(joint: " + ", symbol: Span("b"), value: Span(DerivationSymbols.weight(b))))
    }
    factors.append(Factor(joint: "", symbol: Span(")"), value: Span(")")))
    begin("state")
    let value = ScaledDouble(trajectory.state(at: target).first ?? 0)
    add(
      AlignedFormula(
        lead: [state(target)], summands: [Summand(factors: factors)],
        result: [DerivationSymbols.outcome(value, .state)]),
      reason: reasonForState, rows: 2)
  }

  /// What f is taken of.
  var reasonForState: String { "a\(symbols.sub(target)) is the sum in brackets" }

  private func pad(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: Swift.max(columns - text.columns, 0)) + text
  }

  func state(_ step: Int) -> Span { Span(cell.stateLetter + symbols.sub(step)) }

  func number(_ value: Double?) -> Span { Span(DerivationSymbols.operand(ScaledDouble(value ?? 0))) }

  /// What tells the immediate derivative from the total one, before either is used.
  mutating func addMeaning() {
    let parameter = analysis.parameter.rawValue
    begin(parameter + "*", style: .immediate)
    add(
      Span("∂s_t/∂\(parameter)*", .immediate),
      says: " = f′(a_t)\(layerInput("t").map { "·" + $0 } ?? ""): the immediate derivative, s_t₋₁ held fixed")
    add(Span("∂s_t/∂\(parameter)", .strong), says: ": the total derivative, in which s_t₋₁ depends on \(parameter) too")
  }

  /// What θ is multiplied by at a step, by its index: s_i₋₁ or x_i; nothing for the bias.
  func layerInput(_ index: String) -> String? {
    switch analysis.parameter.kind {
    case .recurrentWeights: "s_\(index)₋₁"
    case .inputWeights: "x_\(index)"
    case .bias, .hiddenBias: nil
    }
  }
}

extension DerivationText {
  /// Every step that is written out, from 1 to k, and dots between those that are not neighbours.
  mutating func addSteps(_ add: (inout DerivationText, Int) -> Void) {
    var previous = 0
    for step in detail.steps {
      if step > previous + 1 { addDots() }
      begin("step \(step)")
      add(&self, step)
      previous = step
    }
  }

  /// Dots for steps that are left out.
  mutating func addDots() {
    guard !isDocument else { return add(block: .dots) }
    begin("")
    add([Span("⋯", .muted)])
  }

  /// ∂s_j/∂θ step by step, of the scalar network.
  mutating func addRecursion(_ contributions: Contributions, _ numbers: DerivationNumbers) {
    addSteps { text, step in
      step == 1 ? text.addFirstStep(contributions) : text.addStep(RecursionStep(step, contributions, numbers))
    }
  }

  /// ∂s₁/∂θ = ∂s₁/∂θ*, and that from its parts.
  private mutating func addFirstStep(_ contributions: Contributions) {
    let (immediate, parts) = (contributions[1].immediateDerivative, parts(ofImmediate: 1))
    let total = symbols.total(1)
    add(
      AlignedFormula(lead: [total], summands: [Summand(factors: [Factor(symbol: symbols.immediate(1))])]),
      reason: "s₀ is a constant", rows: 1)
    let lead = Span(String(repeating: " ", count: total.text.columns))
    add(
      AlignedFormula(
        lead: [lead], summands: [Summand(factors: parts)],
        result: [DerivationSymbols.outcome(immediate)]),
      rows: 2)
  }

  /// f′(a_i) and what it is multiplied by, each over its value.
  private func parts(ofImmediate step: Int) -> [Factor] {
    let derivative = trajectory.scaledDerivative(at: step)
    let style: Style = derivative.isZero ? .blocked : .immediate
    let first = Factor(
      symbol: Span(derivativeName(step), style), value: Span(DerivationSymbols.operand(derivative), style))
    guard let (name, value) = layerInput(at: step) else { return [first] }
    return [first, Factor(symbol: Span(name), value: number(value))]
  }

  private func derivativeName(_ step: Int) -> String { "f′(a\(symbols.sub(step)))" }

  /// What θ is multiplied by at a step; nil for the bias.
  private func layerInput(at step: Int) -> (name: String, value: Double)? {
    switch analysis.parameter.kind {
    case .recurrentWeights: ("s" + symbols.sub(step - 1), trajectory.state(at: step - 1).first ?? 0)
    case .inputWeights: ("x" + symbols.sub(step), trajectory.inputs[step].first ?? 0)
    case .bias, .hiddenBias: nil
    }
  }

  /// ∂s_j/∂θ from ∂s_{j−1}/∂θ: the rule written out, its two parts, and their names.
  private mutating func addStep(_ step: RecursionStep) {
    guard detail.wholeSteps.contains(step.step) else { return addStepByName(step) }
    addRule(step.step)
    let input = layerInput(at: step.step)
    let digits = digits(for: step, input?.value)
    let (derivative, weight) = (DerivationSymbols.operand(step.derivative, digits), trajectory.network.scalarWeight)
    var (first, second, last) = namedParts(step, digits)
    first.over = [
      Span(derivativeName(step.step) + "·W", first.symbol.style),
      Span(derivative + "·" + DerivationSymbols.weight(weight), first.symbol.style),
    ]
    second.over = [second.symbol, second.value ?? second.symbol]
    let value = input.map { "·" + DerivationSymbols.operand(ScaledDouble($0.value), digits) }
    last.over = [
      Span(derivativeName(step.step) + (input.map { "·" + $0.name } ?? ""), .immediate),
      Span(derivative + (value ?? ""), .immediate),
    ]
    let blank = Span(String(repeating: " ", count: symbols.total(step.step).text.columns))
    add(
      AlignedFormula(
        lead: [blank], summands: [Summand(factors: [first, second]), Summand(factors: [last])],
        result: [DerivationSymbols.outcome(step.total)]),
      names: [2: "by name"], rows: 4)
  }

  /// ∂s_j/∂θ = ∂s_j/∂s_{j−1} · ∂s_{j−1}/∂θ + ∂s_j/∂θ*.
  private mutating func addStepByName(_ step: RecursionStep) {
    let (first, second, last) = namedParts(step, DerivationSymbols.digits(showing: step.named, [step.claim]))
    add(
      AlignedFormula(
        lead: [symbols.total(step.step)], summands: [Summand(factors: [first, second]), Summand(factors: [last])],
        result: [DerivationSymbols.outcome(step.total)]),
      rows: 2)
  }

  private func namedParts(_ step: RecursionStep, _ digits: Int) -> (Factor, Factor, Factor) {
    (
      symbols.factor(step.step, step.factor, digits: digits),
      Factor(
        symbol: symbols.total(step.step - 1), value: Span(DerivationSymbols.operand(step.before, digits), .strong)),
      immediate(step.step, step.immediate, digits)
    )
  }

  /// f′(a_j)·(W·∂s_{j−1}/∂θ + s_{j−1}): the derivative of f(U·x_j + W·s_{j−1} + b).
  private mutating func addRule(_ step: Int) {
    let factors = [
      Factor(symbol: Span(derivativeName(step))), Factor(joint: "·(", symbol: Span("W")),
      Factor(joint: "·", symbol: symbols.total(step - 1)),
      Factor(joint: " + ", symbol: Span(layerInput(at: step)?.name ?? "1")), Factor(joint: "", symbol: Span(")")),
    ]
    add(
      AlignedFormula(lead: [symbols.total(step)], summands: [Summand(factors: factors)]),
      reason: reason(forRuleAt: step), rows: 1)
  }

  /// Which rule takes the derivative of a step apart, and why.
  func reason(forRuleAt step: Int) -> String {
    "\(state(step - 1).text) depends on \(analysis.parameter.rawValue) too: \(rule)"
  }

  /// The rule that takes the derivative of a step apart: W is a factor of W·s_{j−1} itself, U and b are not.
  var rule: String { analysis.parameter == .recurrentWeights ? "product rule" : "chain rule" }

  /// The digits with which each line of a step comes to the next.
  private func digits(for step: RecursionStep, _ input: Double?) -> Int {
    let W = DerivationSymbols.shownWeight(trajectory.network.scalarWeight)
    let operands = step.named + [step.derivative, ScaledDouble(input ?? 1)]
    return DerivationSymbols.digits(
      showing: operands,
      [
        step.claim, DerivationSymbols.Claim(result: step.factor) { $0[3] * W },
        DerivationSymbols.Claim(result: step.immediate) { $0[3] * $0[4] },
        DerivationSymbols.Claim(result: step.total) { $0[3] * W * $0[1] + $0[3] * $0[4] },
      ])
  }

  /// ∂s_i/∂θ* over its value.
  func immediate(_ step: Int, _ value: ScaledDouble, _ digits: Int = DerivationSymbols.digits) -> Factor {
    Factor(symbol: symbols.immediate(step), value: Span(DerivationSymbols.operand(value, digits), .immediate))
  }
}

/// The numbers of ∂s_j/∂θ = ∂s_j/∂s_{j−1} · ∂s_{j−1}/∂θ + ∂s_j/∂θ*, for a j of 2 or more.
private struct RecursionStep {
  let step: Int
  let derivative: ScaledDouble
  let factor: ScaledDouble
  let before: ScaledDouble
  let immediate: ScaledDouble
  let total: ScaledDouble

  init(_ step: Int, _ contributions: Contributions, _ numbers: DerivationNumbers) {
    self.step = step
    derivative = contributions.trajectory.scaledDerivative(at: step)
    (factor, immediate) = (contributions.stepFactor(at: step), contributions[step].immediateDerivative)
    before = numbers.totals[step - 2]
    total = step == contributions.target ? contributions.total : numbers.totals[step - 1]
  }

  /// The operands of the formula with names.
  var named: [ScaledDouble] { [factor, before, immediate] }
  /// What they come to.
  var claim: DerivationSymbols.Claim { DerivationSymbols.Claim(result: total) { $0[0] * $0[1] + $0[2] } }
}

extension RNN {
  /// W of a network of one unit.
  fileprivate var scalarWeight: Double { recurrentWeights.elements[0] }
}
