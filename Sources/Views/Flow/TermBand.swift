import Explorer
import RNNCore
import Screen

/// The terms of ∂s_k/∂θ, one bar each: over decades, or linear so that they visibly add up to the total.
enum TermBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    let areNorms = view.analysis.contributions?.areNorms == true
    let what = areNorms ? (view.state.isLinear ? "signed terms" : "norms of the terms") : "terms"
    let name = "\(what) of \(view.state.gradientSymbol)"
    let scale = view.state.isLinear ? "   linear scale" : "   log scale"
    let names = (view.columns.isPooled ? pooledNames(name, scale, view) : [name + scale, name, "terms"])
      .map { [Span($0, .muted)] }
    let signs = areNorms ? ["+ with the total", "− against it"] : ["+ positive", "− negative"]
    let key = [Span(signs[0], .positive), Span("   "), Span(signs[1], .negative)]
    let dots = dots(view, areNorms).map { [Span("• ", .text), Span($0, .muted)] }
    // What the dots are is worth more than the name in full, and more than the signs, which have a row of their own.
    let order =
      names.flatMap { name in dots.map { (name, $0 + [Span("   ")] + key) } }
      + names.flatMap { name in dots.map { (name, $0) } } + names.map { ($0, key) }
    let fitting = order.first { $0.0.columns + $0.1.columns + 10 <= rect.width }
    let (title, legend) = fitting ?? (BandRule.fitting(names, in: rect.width - 6), key)
    BandRule.draw(title, legend: legend, into: &frame, in: rect)
  }

  /// That a column is not one term stands before all else.
  private static func pooledNames(_ name: String, _ scale: String, _ view: FlowView) -> [String] {
    let which = (view.state.isLinear ? "the sum of " : "the largest of ") + view.columnText
    return [
      name + scale + ", a column is " + which, name + scale + ", " + which, name + "   " + which, "terms   " + which,
      "terms   \(view.columnText)",
    ]
  }

  /// What the dots are, in full and in short.
  private static func dots(_ view: FlowView, _ areNorms: Bool) -> [String] {
    if view.state.isLinear, let divisor = LinearTerms.divisor(view) {
      let text = NumberText.powerOfTen(divisor.power, mantissa: divisor.mantissa)
      return ["running sum from lag 0 back and Σ, both ÷ \(text)", "running sum and Σ, ÷ \(text)"]
    }
    guard !view.state.isLinear else { return ["running sum from lag 0 back", "running sum"] }
    let flow = "∂\(view.state.observedSymbol)/∂s_i"
    return ["flow " + (areNorms ? "‖\(flow)‖" : flow), "flow"]
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard let terms = view.terms else {
      drawReason(view, into: &frame, in: rect)
      return
    }
    if view.state.isLinear {
      LinearTerms(view, rect).draw(terms, into: &frame)
    } else {
      LogTerms(view, rect).draw(terms, into: &frame)
    }
  }

  private static func drawReason(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    let texts = reasons(view.analysis.reasonForNone ?? .overflow(step: view.state.target), view.state)
    let text = BandRule.fitting(texts.map { [Span($0, .alarm)] }, in: rect.width - TimeColumns.gutter)
    frame.write(text, x: TimeColumns.gutter, y: rect.y + rect.height / 2, limit: rect.width)
  }

  private static func reasons(_ reason: Analysis.ReasonForNone, _ state: State) -> [String] {
    switch reason {
    case .overflow(let step):
      let move = step > 1 ? "move k before it (←), or " : ""
      return [
        "no terms: the state overflows at step \(step); \(move)make |W| smaller",
        "overflow at step \(step): \(move)make |W| smaller", "overflow at step \(step)",
      ]
    case .noTargetClass(nil):
      return ["no terms: no step up to T has a target class; look at the state (n)", "no step has a target class (n)"]
    case .noTargetClass(let nearest?):
      let way = "\(nearest) (\(nearest < state.target ? "←" : "→"))"
      return [
        "no terms: step \(state.target) has no target class; go to step \(way), or look at the state (n)",
        "step \(state.target) has no target class: go to \(way)", "no target class at step \(state.target)",
      ]
    case .outputOverflow: return ["no terms: the output overflows; make |W| smaller", "the output overflows"]
    }
  }

  /// The row of signs below the bars: nobody needs colours to read them.
  static func drawSigns(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    frame.write("sign", x: 2, y: rect.y, .muted)
    guard let terms = view.terms else { return }
    for column in terms.columns {
      let signum = view.state.isLinear ? terms[column].signum : terms.signum(ofColumn: column)
      let sign =
        switch signum {
        case 0: Cell(view.isLostToUnderflow(column) ? "?" : "0", .muted)
        case 1: Cell("+", .positive)
        default: Cell("−", .negative)
        }
      view.mark(sign, column, y: rect.y, into: &frame)
    }
    if view.state.isLinear { frame.write("Σ", x: view.columns.totalX(width: rect.x + rect.width), y: rect.y, .strong) }
  }
}
