import RNNCore
import Screen

/// The inspected term of a gradient whose terms are tensors: its norm as the product of two norms.
///
/// The whole state has ‖C_i‖ = ‖P(k,i) diag f′(a_i)‖_F · ‖c_i‖₂, a unit or a loss g ‖∂g/∂a_i‖₂ · ‖c_i‖₂, where ∂g/∂a_i is
/// f′(a_i) ⊙ ∂g/∂s_i and c_i is s_{i−1} for W, x_i for U and 1 for b.
enum NormProduct {
  /// `term 35 = ‖∂s₄₄/∂s₄₃ ⋯ ∂s₃₆/∂s₃₅ · diag f′(a₃₅)‖ · ‖s₃₄‖ = 2.1e−3 × 1.34 = 2.8e−3`, and shorter.
  static func variants(_ term: Contribution, _ view: FlowView) -> [[Span]] {
    let name = Span("term \(term.step)", .inspected)
    let carried = layerInputNorm(term.step, view)
    let value = Span(InspectorPanel.number(term.value, of: term, view), InspectorPanel.style(of: term.signed))
    let passed = carried.isZero ? nil : term.value / carried
    let numbers =
      "\(passed.map { NumberText.number($0, digits: 4) } ?? "…") × \(InspectorPanel.number(carried, of: term, view))"
    let factor = factors(term, view)
    let symbol = carriedSymbol(term.step, view)
    return factor.map { [name, Span(" = \($0)\(symbol) = \(numbers) = "), value] }
      + [[name, Span(" = \(numbers) = "), value], [name, Span(" = "), value]]
  }

  /// What is passed on to the unit's own parameters, written out and in short.
  private static func factors(_ term: Contribution, _ view: FlowView) -> [String] {
    let i = NumberText.subscripted(term.step)
    let k = NumberText.subscripted(view.state.target)
    guard view.state.observable == .state else {
      return ["‖f′(a\(i)) ⊙ ∂\(view.state.observedSymbol)/∂s\(i)‖", "‖∂\(view.state.observedSymbol)/∂a\(i)‖"]
    }
    let brief = term.lag == 0 ? "‖diag f′(a\(i))‖" : "‖∂s\(k)/∂s\(i) · diag f′(a\(i))‖"
    return ["‖\(InspectorPanel.product(term, view.state.target))diag f′(a\(i))‖", brief]
  }

  /// ` · ‖s₃₄‖`; nothing for b, where it is 1.
  private static func carriedSymbol(_ step: Int, _ view: FlowView) -> String {
    switch view.state.parameter {
    case .recurrentWeights: " · ‖s\(NumberText.subscripted(step - 1))‖"
    case .inputWeights: " · ‖x\(NumberText.subscripted(step))‖"
    case .bias: " · 1"
    }
  }

  /// ‖c_i‖₂.
  private static func layerInputNorm(_ step: Int, _ view: FlowView) -> ScaledDouble {
    let trajectory = view.analysis.trajectory
    let carried: [Double]
    switch view.state.parameter {
    case .recurrentWeights: carried = Array(trajectory.state(at: step - 1))
    case .inputWeights: carried = Array(trajectory.inputs[step])
    case .bias: carried = [1]
    }
    return carried.reduce(.zero) { $0 + ScaledDouble($1) * ScaledDouble($1) }.squareRoot()
  }

  /// The rest: the flow to step i, and what it is called.
  static func facts(_ term: Contribution, _ view: FlowView) -> [String] {
    let (k, i) = (view.state.observedSymbol, NumberText.subscripted(term.step))
    guard term.lag > 0 || view.state.observable != .state else { return [] }
    return ["flow ‖∂\(k)/∂s\(i)‖ = \(NumberText.number(term.flow, digits: 4))"]
  }
}
