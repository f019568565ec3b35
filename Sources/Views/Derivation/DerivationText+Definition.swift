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

  func state(_ step: Int) -> Span { Span("s" + symbols.sub(step)) }

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
    switch analysis.parameter {
    case .recurrentWeights: "s_\(index)₋₁"
    case .inputWeights: "x_\(index)"
    case .bias: nil
    }
  }
}
