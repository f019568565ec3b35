import Explorer
import RNNCore
import Screen

/// The inspected term written out: the product of its factors, each with its number.
enum InspectorPanel {
  /// - Parameter isAlone: whether no bars beside it say what is cut, so that one line must.
  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect, isAlone: Bool = false) {
    guard rect.height > 0, let contributions = view.analysis.contributions else { return }
    let term = contributions[view.state.inspected]
    let width = rect.width - 2
    let first =
      view.playback.map { PlaybackLine.variants($0, view.analysis) }
      ?? (contributions.areNorms
        ? NormProduct.variants(term, view)
        : contributions.areProducts ? products(term, view) : GateProduct.variants(term, view))
    let alone = (isAlone && rect.height == 1 ? noted(first, term, view) : []) + first
    frame.write(BandRule.fitting(alone, in: width), x: rect.x + 1, y: rect.y, limit: rect.width)
    guard rect.height > 1 else { return }
    let isNarrow = width < 70
    let (full, brief) = (facts(term, view, isNarrow: isNarrow), facts(term, view, isBrief: true, isNarrow: isNarrow))
    let lines = (1...full.count).reversed().lazy.flatMap { count in
      [full, brief].map { $0.prefix(count).joined(separator: " · ") }
    }
    frame.write(lines.first { $0.columns <= width } ?? full[0], x: rect.x + 1, y: rect.y + 1, .muted, limit: rect.width)
  }

  /// Where one line stands alone, what must not be missing behind the product: that a term is cut, and what B has; none while a
  /// pass is played, and nothing to add for most terms.
  private static func noted(_ products: [[Span]], _ term: Contribution, _ view: FlowView) -> [[Span]] {
    guard view.playback == nil else { return [] }
    return [false, true].flatMap { isBrief in
      let other = view.counterpartFact.map { isBrief ? $0.brief : $0.full }
      let notes = [missing(of: term, view, isBrief: isBrief), other].compactMap { $0 }
      return notes.isEmpty ? [] : products.map { $0 + [Span("   " + notes.joined(separator: " · "), .muted)] }
    }
  }

  /// `term 35 = ∂s₄₄/∂s₄₃ ⋯ ∂s₃₆/∂s₃₅ · ∂s₃₅/∂W* = 7.047e−6 × −0.1634 = −1.151e−6`, and shorter.
  private static func products(_ term: Contribution, _ view: FlowView) -> [[Span]] {
    let name = Span("term \(term.step)", .inspected)
    func number(_ value: ScaledDouble) -> String { Self.number(value, of: term, view) }
    let value = Span(number(term.value), style(of: term.value))
    let numbers = "\(NumberText.number(term.flow, digits: 4)) × \(number(term.immediateDerivative))"
    let immediate = "∂\(view.stateName(term.step))/∂\(view.state.parameter.rawValue)*"
    let path = view.state.observable.isLoss ? lossPath(term, view) : product(term, view)
    return [
      [name, Span(" = \(path)\(immediate) = \(numbers) = "), value],
      [name, Span(" = flow × \(immediate) = \(numbers) = "), value],
      [name, Span(" = \(numbers) = "), value],
      [name, Span(" = "), value],
    ]
  }

  /// Of a loss the way begins at it: `∂L₄₄/∂s₄₄ · ∂s₄₄/∂s₄₃ ⋯ ∂s₃₆/∂s₃₅ · `. The total loss reaches a state by many ways.
  private static func lossPath(_ term: Contribution, _ view: FlowView) -> String {
    let loss = "∂\(view.state.observedSymbol)/∂"
    return view.state.observable == .totalLoss
      ? "\(loss)\(view.stateName(term.step)) · "
      : "\(loss)\(view.stateName(view.state.target)) · " + product(term, view)
  }

  /// The colour of a number's sign.
  static func style(of value: ScaledDouble) -> Style {
    value.isZero ? .muted : value.signum > 0 ? .positive : .negative
  }

  /// The factors from k down to i + 1, later ones on the left; nothing for i = k.
  static func product(_ term: Contribution, _ view: FlowView) -> String {
    let target = view.state.target
    func factor(_ step: Int) -> String { "∂\(view.stateName(step))/∂\(view.stateName(step - 1))" }
    switch term.lag {
    case 0: return ""
    case 1: return factor(target) + " · "
    case 2: return factor(target) + " · " + factor(target - 1) + " · "
    default: return factor(target) + " ⋯ " + factor(term.step + 1) + " · "
    }
  }

  /// A number that a term is made of; `?` where that is lost to underflow.
  static func number(_ value: ScaledDouble, of term: Contribution, _ view: FlowView) -> String {
    view.analysis.isLostToUnderflow(term) ? "?" : NumberText.number(value, digits: 4)
  }

  /// The rest, what explains the column first and what is rare last.
  private static func facts(
    _ term: Contribution, _ view: FlowView, isBrief: Bool = false, isNarrow: Bool = false
  ) -> [String] {
    let trajectory = view.analysis.trajectory
    let areNorms = view.analysis.contributions?.areNorms == true
    var facts = remedies(term, view, isBrief: isBrief && isNarrow)
    let share = share(of: term, view.analysis)
    facts.append(areNorms ? "signed bar \(NumberText.signedNumber(term.signed, digits: 4)), \(share)" : share)
    if let fact = view.other?.fact(at: term.step) { facts.append(isBrief ? fact.brief : fact.full) }
    if let fact = view.counterpartFact { facts.append(isBrief ? fact.brief : fact.full) }
    facts.append("step factor \(NumberText.number(view.analysis.stepFactor(at: term.step), digits: 4))")
    facts +=
      view.cell.isGated
      ? GateProduct.facts(term, view)
      : areNorms ? NormProduct.facts(term, view) : [layerInput(term.step, view), derivative(term.step, trajectory)]
    if view.columns.isPooled { facts.append(column(of: term.step, view, isBrief: isBrief)) }
    if view.state.showsRuler {
      facts.append(PrecisionRuler.reading(view.analysis))
    } else if let loss = view.analysis.rangeExits.first, loss.format == .binary16, !loss.isOverflow {
      facts.append("flow lost to fp16 at lag \(loss.lag)")
    }
    return facts
  }

  /// Whether the term takes part, and what clipping makes of the gradient; the lag alone where there is neither.
  private static func remedies(_ term: Contribution, _ view: FlowView, isBrief: Bool) -> [String] {
    let lag = "lag \(term.lag)"
    guard let gradient = view.analysis.remedied else { return [lag] }
    let clip = gradient.clipped.map { [RemedyWords.change($0, view.state.parameter, isBrief: isBrief)] } ?? []
    guard let missing = missing(of: term, view, isBrief: isBrief) else {
      return [lag + (gradient.changesTerms ? ", takes part" : "")] + clip
    }
    return [gradient.keeps(term.step) ? "\(lag), \(missing)" : missing] + clip
  }

  /// Why the term takes no part, or how much of it does; nil where all of it does.
  private static func missing(of term: Contribution, _ view: FlowView, isBrief: Bool) -> String? {
    guard let gradient = view.analysis.remedied else { return nil }
    guard gradient.keeps(term.step) else { return RemedyWords.reason(term, gradient.contributions, isBrief: isBrief) }
    let part = gradient.contributions.value(at: term.step)
    guard part != term.value, !view.analysis.isLostToUnderflow(term) else { return nil }
    return "\(part.isZero ? "0" : NumberText.number(part, digits: 4)) of it takes part"
  }

  /// The part of the total, which may be far smaller or larger than a `Double` can be, but follows from no number whose
  /// digits mean nothing. Beyond all of it there is only what others take away again.
  private static func share(of term: Contribution, _ analysis: Analysis) -> String {
    let total = analysis.contributions?.total ?? .zero
    guard !analysis.isLostToUnderflow(term) else { return "no share can be told" }
    guard !total.isZero else { return "the total is 0" }
    guard !total.isOutOfRange, !term.signed.isOutOfRange else { return "no share can be told" }
    let percent = term.signed / total.magnitude * ScaledDouble(100)
    let which = analysis.remedied?.changesTerms == true ? "full total" : "total"
    let text = "\(NumberText.number(percent, digits: 2)) % of the \(which)"
    return percent.magnitude > ScaledDouble(100) ? text + " (terms cancel)" : text
  }

  /// f′(a_i); where it is exactly 0, with the a_i that makes it so.
  private static func derivative(_ step: Int, _ trajectory: Trajectory) -> String {
    let (name, derivative) = ("a\(NumberText.subscripted(step))", trajectory.scaledDerivative(at: step))
    let text = "f′(\(name)) = \(NumberText.number(derivative, digits: 4))"
    guard derivative.isZero, let a = trajectory.preActivation(at: step).first else { return text }
    return text + " since \(name) = \(NumberText.number(ScaledDouble(a), digits: 3))"
  }

  /// What the bar of the inspected column is, which stands for several steps: their sum where bars add up, else the largest
  /// term, beside which there is the sum, of norms that of the signed bars.
  private static func column(of step: Int, _ view: FlowView, isBrief: Bool) -> String {
    let column = view.columns.column(ofStep: step)
    let steps = view.columns.steps(inColumn: column).clamped(to: (view.playback?.position ?? 1)...view.state.target)
    let numbers = "\(steps.lowerBound)–\(steps.upperBound)"
    let sum = NumberText.number(view.terms?[column] ?? .zero, digits: 4)
    guard !isBrief else {
      return view.state.isLinear ? "bar: sum of \(numbers), \(sum)" : "largest of \(numbers); sum \(sum)"
    }
    guard !view.state.isLinear else { return "bar: the sum of steps \(numbers), \(sum)" }
    let largest = NumberText.number(view.terms?.size(ofColumn: column) ?? .zero, digits: 4)
    let signed = view.analysis.contributions?.areNorms == true ? "signed sum" : "sum"
    return "bar: the largest of steps \(numbers), \(largest); \(signed) \(sum)"
  }

  /// The layer's input, s_{i−1} or x_i; for b, where that is 1, the pre-activation.
  static func layerInput(_ step: Int, _ view: FlowView) -> String {
    let trajectory = view.analysis.trajectory
    switch view.state.parameter.kind {
    case .recurrentWeights:
      guard !view.analysis.isCarriedStateLost(at: step) else { return "\(view.stateName(step - 1)) has underflowed" }
      let value = trajectory.state(at: step - 1).first ?? 0
      return "\(view.stateName(step - 1)) = \(NumberText.number(ScaledDouble(value), digits: 4))"
    case .inputWeights:
      let input = trajectory.inputs[step].first ?? 0
      return "x\(NumberText.subscripted(step)) = \(NumberText.number(ScaledDouble(input), digits: 4))"
    case .bias, .hiddenBias:
      if let gate = view.state.parameter.gate ?? view.cell.candidate {
        let a = trajectory.gateArgument(gate, at: step)
        return "a\(NumberText.subscripted(step))[\(gate.rawValue)] = \(NumberText.number(ScaledDouble(a), digits: 4))"
      }
      let a = trajectory.preActivation(at: step).first ?? 0
      return "a\(NumberText.subscripted(step)) = \(NumberText.number(ScaledDouble(a), digits: 4))"
    }
  }
}

/// The inspected term of a gradient whose terms are tensors: its norm as the product of two norms.
///
/// The whole state has ‖C_i‖ = ‖P(k,i) diag f′(a_i)‖_F · ‖c_i‖₂, a unit or a loss g ‖∂g/∂a_i‖₂ · ‖c_i‖₂, where ∂g/∂a_i is
/// f′(a_i) ⊙ ∂g/∂s_i and c_i is s_{i−1} for W, x_i for U and 1 for b.
enum NormProduct {
  /// `term 35 = ‖∂s₄₄/∂s₄₃ ⋯ ∂s₃₆/∂s₃₅ · diag f′(a₃₅)‖ · ‖s₃₄‖ = 2.1e−3 × 1.34 = 2.8e−3`, and shorter.
  static func variants(_ term: Contribution, _ view: FlowView) -> [[Span]] {
    let name = Span("term \(term.step)", .inspected)
    let input = view.analysis.trajectory.layerInputNorm(at: term.step, view.state.parameter)
    let value = Span(InspectorPanel.number(term.value, of: term, view), InspectorPanel.style(of: term.signed))
    let passed = input.isZero ? nil : term.value / input
    let numbers =
      "\(passed.map { NumberText.number($0, digits: 4) } ?? "…") × \(InspectorPanel.number(input, of: term, view))"
    let factor = factors(term, view)
    let symbol = layerInputSymbol(term.step, view)
    return factor.map { [name, Span(" = \($0)\(symbol) = \(numbers) = "), value] }
      + [[name, Span(" = \(numbers) = "), value], [name, Span(" = "), value]]
  }

  /// What is passed on to the unit's own parameters, written out and in short.
  private static func factors(_ term: Contribution, _ view: FlowView) -> [String] {
    let i = NumberText.subscripted(term.step)
    let k = NumberText.subscripted(view.state.target)
    guard !view.cell.isGated else { return ["‖\(GateProduct.delta(term.step, view))‖"] }
    guard view.state.observable.isVector else {
      return ["‖f′(a\(i)) ⊙ ∂\(view.state.observedSymbol)/∂s\(i)‖", "‖∂\(view.state.observedSymbol)/∂a\(i)‖"]
    }
    let brief = term.lag == 0 ? "‖diag f′(a\(i))‖" : "‖∂s\(k)/∂s\(i) · diag f′(a\(i))‖"
    return ["‖\(InspectorPanel.product(term, view))diag f′(a\(i))‖", brief]
  }

  /// ` · ‖s₃₄‖`; nothing for b, where it is 1.
  private static func layerInputSymbol(_ step: Int, _ view: FlowView) -> String {
    switch view.state.parameter.kind {
    case .recurrentWeights: " · ‖\(view.stateName(step - 1))‖"
    case .inputWeights: " · ‖x\(NumberText.subscripted(step))‖"
    case .bias, .hiddenBias: " · 1"
    }
  }

  /// The rest: the flow to step i, and what it is called.
  static func facts(_ term: Contribution, _ view: FlowView) -> [String] {
    let (k, i) = (view.state.observedSymbol, NumberText.subscripted(term.step))
    guard term.lag > 0 || !view.state.observable.isVector else { return [] }
    return ["flow ‖∂\(k)/∂\(view.cell.wholeState)\(i)‖ = \(NumberText.number(term.flow, digits: 4))"]
  }
}
