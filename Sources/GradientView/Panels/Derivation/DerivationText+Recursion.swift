import RNNCore

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
      rows: 2)
  }

  private func pad(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: Swift.max(columns - text.columns, 0)) + text
  }

  func state(_ step: Int) -> Span { Span("s" + symbols.sub(step)) }

  func number(_ value: Double?) -> Span { Span(DerivationSymbols.operand(ScaledDouble(value ?? 0))) }

  /// Steps 1, 2, 3; of more the first two, the inspected one and the last.
  mutating func addRecursion(_ contributions: Contributions, _ numbers: DerivationNumbers) {
    let steps = target <= 3 ? Array(1...target) : Set([1, 2, inspected, target]).sorted()
    var previous = 0
    for step in steps {
      if step > previous + 1 {
        begin("")
        add([Span("⋯", .muted)])
      }
      begin("step \(step)")
      step == 1 ? addFirstStep(contributions) : addStep(step, contributions, numbers)
      previous = step
    }
  }

  /// ∂s₁/∂θ = ∂s₁/∂θ*, and that from its parts.
  private mutating func addFirstStep(_ contributions: Contributions) {
    let immediate = contributions[1].immediateDerivative
    let total = symbols.total(1)
    add(
      AlignedFormula(lead: [total], summands: [Summand(factors: [Factor(symbol: symbols.immediate(1))])]),
      reason: "s₀ is a constant", rows: 1)
    let lead = Span(String(repeating: " ", count: total.text.columns))
    add(
      AlignedFormula(
        lead: [lead], summands: [Summand(factors: parts(ofImmediate: 1))],
        result: [DerivationSymbols.outcome(immediate)]),
      rows: 2)
  }

  /// f′(a_i) and what it is multiplied by, each over its value.
  func parts(ofImmediate step: Int) -> [Factor] {
    let derivative = trajectory.scaledDerivative(at: step)
    let style: Style = derivative.isZero ? .blocked : .immediate
    let first = Factor(
      symbol: Span("f′(a\(symbols.sub(step)))", style), value: Span(DerivationSymbols.operand(derivative), style))
    switch analysis.parameter {
    case .recurrentWeights:
      return [first, Factor(symbol: state(step - 1), value: number(trajectory.state(at: step - 1).first))]
    case .inputWeights:
      let symbol = Span("x" + symbols.sub(step))
      return [first, Factor(symbol: symbol, value: number(trajectory.inputs[step].first))]
    case .bias: return [first]
    }
  }

  /// ∂s_j/∂θ = ∂s_j/∂s_{j−1} · ∂s_{j−1}/∂θ + ∂s_j/∂θ*.
  private mutating func addStep(_ step: Int, _ contributions: Contributions, _ numbers: DerivationNumbers) {
    let (factor, immediate) = (contributions.stepFactor(at: step), contributions[step].immediateDerivative)
    let before = numbers.totals[step - 2]
    let total = step == target ? contributions.total : numbers.totals[step - 1]
    let digits = DerivationSymbols.digits(showing: [factor, before, immediate], come: total) { $0[0] * $0[1] + $0[2] }
    let product = [
      symbols.factor(step, factor, digits: digits),
      Factor(symbol: symbols.total(step - 1), value: Span(DerivationSymbols.operand(before, digits), .strong)),
    ]
    add(
      AlignedFormula(
        lead: [symbols.total(step)],
        summands: [Summand(factors: product), Summand(factors: [self.immediate(step, immediate, digits)])],
        result: [DerivationSymbols.outcome(total)]),
      reason: "\(state(step - 1).text) depends on \(analysis.parameter.rawValue): product rule", rows: 2)
  }

  /// ∂s_i/∂θ* over its value.
  func immediate(_ step: Int, _ value: ScaledDouble, _ digits: Int = DerivationSymbols.digits) -> Factor {
    Factor(symbol: symbols.immediate(step), value: Span(DerivationSymbols.operand(value, digits), .immediate))
  }
}
