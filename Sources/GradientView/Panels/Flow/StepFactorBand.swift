import RNNCore

/// The step factors ∂s_j/∂s_{j−1} on a log axis, as bars from the one line: above it they amplify, below it attenuate.
enum StepFactorBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    let isMatrix = view.analysis.stepFactors != nil
    let name = isMatrix ? "step factor σ_max(∂s_j/∂s_j₋₁)" : "step factor ∂s_j/∂s_j₋₁ = f′(a_j)·W"
    let pooled = view.columns.isPooled ? "   the most extreme of \(view.columns.stepsPerColumn)" : ""
    let reading = isMatrix ? "  ↑ may amplify ↓ attenuates" : "  ↑ amplifies ↓ attenuates"
    let condition = sufficientCondition(view)
    let names = [name + reading + pooled, name + pooled, name, "step factor"]
    let room = rect.width - 10
    let long = condition.brief + condition.meaning
    let (title, legend) =
      [(names[0], long), (names[0], condition.brief), (names[1], long)].first {
        $0.0.columns + $0.1.columns <= room
      } ?? names.lazy.map { ($0, condition.brief) }.first { $0.0.columns + $0.1.columns <= room } ?? (names[3], "")
    BandRule.draw([Span(title, .muted)], legend: legend.isEmpty ? [] : [Span(legend, .muted)], into: &frame, in: rect)
  }

  /// σ_max(W)·γ against 1: below, the flow must vanish, whatever the input; only above can it explode,
  /// and even there it vanishes when the units saturate.
  private static func sufficientCondition(_ view: FlowView) -> (brief: String, meaning: String) {
    let value = view.analysis.regime.sufficientCondition
    let norm = view.analysis.stepFactors == nil ? "|W|γ" : "σ_max(W)·γ"
    guard value != 1 else { return ("\(norm) = 1", "") }
    // Beyond a Double for the largest weights of an activation with γ above 1.
    let number = value.isFinite ? "= \(NumberText.compact(ScaledDouble(value), digits: 3)) " : ""
    // Not 1 in a Double's last digits, as an orthogonal matrix has it.
    if number == "= 1 " { return ("\(norm) ≈ 1", "") }
    guard value > 1 else { return ("\(norm) \(number)< 1", ": must vanish") }
    let isVanishing = view.analysis.regime.verdict == .vanishing
    return ("\(norm) \(number)> 1", isVanishing ? ", but f′ small" : ": may explode")
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let bound = view.scales.factorBound
    let decades = ScaledDouble(Double(bound)).log10
    AxisLabel.draw(NumberText.compact(ScaledDouble(Double(bound)), digits: 1), y: rect.y, into: &frame)
    if rect.height > 2 { AxisLabel.draw("1", y: rect.y + rect.height / 2 - 1, into: &frame) }
    AxisLabel.draw(
      NumberText.compact(.one / ScaledDouble(Double(bound)), digits: 1), y: rect.y + rect.height - 1, into: &frame)
    for column in 0..<view.columns.count { draw(column, view, decades, into: &frame, in: rect) }
  }

  private static func draw(
    _ column: Int, _ view: FlowView, _ decades: Double, into frame: inout Frame, in rect: Rect
  ) {
    let (x, width) = (view.columns.x(ofColumn: column), view.columns.barWidth)
    let (line, limit) = (rect.y + rect.height / 2, rect.height / 2)
    guard let factor = extreme(of: view.columns.steps(inColumn: column), view) else {
      frame.write("!", x: x, y: line - 1, .alarm)
      return
    }
    guard !factor.isZero else {
      frame.write("×", x: x, y: line, view.style(ofFactor: column, .blocked))
      return
    }
    let length = factor.log10 / decades * Double(limit)
    let style = view.style(ofFactor: column, length > 0 ? .amplifies : .attenuates)
    frame.standBar(x: x, width: width, bottom: line - 1, length: length, limit: limit, style)
    frame.hangBar(x: x, width: width, top: line, length: -length, limit: limit, style)
    if length == 0 {
      frame.write(String(repeating: "▔", count: width), x: x, y: line, view.style(ofFactor: column, .muted))
    }
    if factor.signum < 0 {
      frame.write("−", x: x, y: length > 0 ? line : line - 1, view.style(ofFactor: column, .negative))
    }
  }

  /// The factor that matters most of a range: 0 if one is, else the one farthest from 1; nil where one overflowed.
  private static func extreme(of steps: ClosedRange<Int>, _ view: FlowView) -> ScaledDouble? {
    guard steps.upperBound <= view.lastFiniteStep else { return nil }
    let (smallest, largest) = view.analysis.stepFactorExtremes(over: steps)
    return smallest.isZero || -smallest.log10 > largest.log10 ? smallest : largest
  }
}
