import Explorer
import RNNCore
import Screen

/// The inspected term of an LSTM of one unit, δ_i·c_i: what is passed back to a gate's pre-activation times what θ is multiplied
/// by there. And of every gated cell what its gates are at that step.
enum GateProduct {
  /// `term 35 = ∂h₄₄/∂a₃₅[g]·h₃₄ = 0.0021 × −0.72 = −0.0015`, and shorter.
  static func variants(_ term: Contribution, _ view: FlowView) -> [[Span]] {
    let name = Span("term \(term.step)", .inspected)
    let input = layerInput(term.step, view)
    let value = Span(InspectorPanel.number(term.value, of: term, view), InspectorPanel.style(of: term.value))
    let passed = input.value.isZero ? nil : term.value / input.value
    let numbers =
      "\(passed.map { NumberText.number($0, digits: 4) } ?? "…") × \(InspectorPanel.number(input.value, of: term, view))"
    return ["\(delta(term.step, view))·\(input.name)", "δ\(NumberText.subscripted(term.step))·\(input.name)"]
      .map { [name, Span(" = \($0) = \(numbers) = "), value] }
      + [[name, Span(" = \(numbers) = "), value], [name, Span(" = "), value]]
  }

  /// `∂h₄₄/∂a₃₅[g]`; of several units of all gates, unless θ is of one.
  static func delta(_ step: Int, _ view: FlowView) -> String {
    let only = view.hasConstantGates ? view.cell.candidate : nil
    let gate = (view.state.parameter.gate ?? only).map { "[\($0.rawValue)]" } ?? ""
    return "∂\(view.state.observedSymbol)/∂a\(NumberText.subscripted(step))\(gate)"
  }

  /// What θ is multiplied by.
  private static func layerInput(_ step: Int, _ view: FlowView) -> (name: String, value: ScaledDouble) {
    let trajectory = view.analysis.trajectory
    switch view.state.parameter.kind {
    case .recurrentWeights:
      return (view.stateName(step - 1), ScaledDouble(trajectory.state(at: step - 1).first ?? 0))
    case .inputWeights: return ("x\(NumberText.subscripted(step))", ScaledDouble(trajectory.inputs[step].first ?? 0))
    case .bias, .hiddenBias: return ("1", .one)
    }
  }

  /// What explains the column: the gates and the candidate, of several units their means; then the layer's input.
  static func facts(_ term: Contribution, _ view: FlowView) -> [String] {
    let areNorms = view.analysis.contributions?.areNorms == true
    let isMean = view.unit == nil && view.state.start.network.hiddenSize > 1
    let all = view.gates + [view.cell.candidate].compactMap { $0 }
    let numbers = all.map { gate in
      "\(gate.rawValue) \(NumberText.compact(ScaledDouble(view.gate(gate, at: term.step)), digits: 3))"
    }.joined(separator: ", ")
    let (kept, input) = (kept(term.step, view), InspectorPanel.layerInput(term.step, view))
    return [isMean ? "mean \(numbers)" : numbers]
      + (areNorms ? NormProduct.facts(term, view) : kept == input ? [kept] : [kept, input])
  }

  /// `c₃₄ = 0.8`, of a GRU h₃₄: what the gate keeps a part of.
  private static func kept(_ step: Int, _ view: FlowView) -> String {
    let trajectory = view.analysis.trajectory
    let isCell = view.cell.parts == 2
    let value = (isCell ? trajectory.cellState(at: step - 1) : trajectory.state(at: step - 1)).first ?? 0
    return (isCell ? "c\(NumberText.subscripted(step - 1))" : view.stateName(step - 1))
      + " = \(NumberText.number(ScaledDouble(value), digits: 4))"
  }
}
