import Explorer
import RNNCore
import Screen

/// The step factors ∂s_j/∂s_{j−1} on a log axis, as bars from the one line: above it they amplify, below it attenuate.
enum StepFactorBand {
  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let (name, short) = names(view)
    let condition = view.hasConstantGates ? keeping(view) : sufficientCondition(view)
    let brakes = view.analysis.strongestBrakes.texts
    let long = condition.brief + condition.meaning
    guard view.columns.isPooled else {
      return BandRule.draw(
        [
          [name, brakes[0], long], [name, brakes[0], condition.brief], [name, brakes[0]], [short, brakes[0]],
          [short, brakes[1]], ["step factor", brakes[1]], ["step factor"],
        ], into: &frame, in: rect)
    }
    // That a column is not one step is worth more than the name in full and the condition.
    let (which, few) = ("   the most extreme of \(view.columnText)", "   \(view.columnText)")
    BandRule.draw(
      [
        [name + which, brakes[0], long], [name + which, brakes[0], condition.brief],
        [short + which, brakes[0], condition.brief], [short + which, brakes[0]], [short + few, brakes[0]],
        [short + few, brakes[1]], ["step factor" + few, brakes[1]], ["step factor" + few], ["step factor"],
      ], into: &frame, in: rect)
  }

  /// In full and in short: of one number what it is, of a matrix its norm.
  private static func names(_ view: FlowView) -> (name: String, short: String) {
    let state = view.cell.wholeState
    let factor = "∂\(state)_j/∂\(state)_j₋₁"
    guard view.state.start.network.hiddenSize == 1, view.cell.parts == 1 else {
      return ("step factor σ_max(\(factor))", "step factor σ_max")
    }
    let rule = view.cell.isGated ? (view.hasConstantGates ? " = z + (1−z)·n′_j·r·W" : "") : " = f′(a_j)·W"
    return ("step factor \(factor)\(rule)", "step factor \(factor)")
  }

  /// What a constant gate keeps of the state, whatever else a step does.
  private static func keeping(_ view: FlowView) -> (brief: String, meaning: String) {
    guard let (gate, value) = keepingGate(view) else { return ("", "") }
    let kept = view.cell.parts == 2 ? "c" : "h"
    return ("\(gate.rawValue) = \(NumberText.compact(value, digits: 3))", " of \(kept) is kept at every step")
  }

  /// f or z where it is a constant number.
  private static func keepingGate(_ view: FlowView) -> (gate: Gate, value: ScaledDouble)? {
    guard view.hasConstantGates, view.lastFiniteStep > 0, let gate = view.cell.keepingGate else { return nil }
    return (gate, view.analysis.trajectory.gate(gate, at: 1))
  }

  /// The constant gate as a line: what is above it, or below, is the candidate's doing.
  private static func drawKeepingLine(_ view: FlowView, _ band: ValueBand, into frame: inout Frame) {
    guard let (gate, value) = keepingGate(view) else { return }
    let line = NamedLines.Line(names: [gate.rawValue], height: band.axis.height(of: value))
    NamedLines([line], in: band).draw(from: TimeColumns.gutter, to: view.columns.lastX, into: &frame)
  }

  /// σ_max(W)·γ against 1: below, the flow must vanish, whatever the input; only above can it explode,
  /// and even there it vanishes when the units saturate.
  private static func sufficientCondition(_ view: FlowView) -> (brief: String, meaning: String) {
    guard let value = view.analysis.regime.sufficientCondition else { return ("", "") }
    let norm = view.analysis.stepFactors == nil ? "|W|γ" : "σ_max(W)·γ"
    guard value != 1 else { return ("\(norm) = 1", "") }
    // Beyond a Double for the largest weights of an activation with γ above 1.
    let number = value.isFinite ? "= \(NumberText.compact(ScaledDouble(value), digits: 3)) " : ""
    // Not 1 in a Double's last digits, as an orthogonal matrix has it.
    if number == "= 1 " { return ("\(norm) ≈ 1", "") }
    guard value > 1 else { return ("\(norm) \(number)< 1", ": must vanish") }
    guard view.analysis.regime.verdict == .vanishing else { return ("\(norm) \(number)> 1", ": may explode") }
    // Where no step attenuates it is not f′ that makes the flow vanish: what the steps stretch is not what flows.
    let steps = 1...Swift.max(Swift.min(view.state.target, view.lastFiniteStep), 1)
    let isSmall = view.analysis.stepFactorExtremes(over: steps).smallest < .one
    return ("\(norm) \(number)> 1", isSmall ? ", but f′ small" : ", and yet it vanishes")
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let reach = view.scales.factor
    let factors = (0..<view.columns.count).map { extreme(of: view.columns.steps(inColumn: $0), view) }
    // Signs stand beside the one line, across from their bars.
    let axis = ValueAxis.logarithmicFromOne(
      from: reach.low.value.log10, to: reach.high.value.log10, rows: rect.height,
      withBothSides: factors.contains { $0.map { $0.signum < 0 } ?? false })
    let band = ValueBand(axis, in: rect)
    band.drawTicks(into: &frame)
    for (column, factor) in factors.enumerated() { draw(factor, column, view, band, into: &frame) }
    band.drawBaseLine(from: TimeColumns.gutter - 1, to: view.columns.lastX, into: &frame)
    drawKeepingLine(view, band, into: &frame)
    view.other?.drawFactors(band, into: &frame)
  }

  private static func draw(
    _ factor: ScaledDouble?, _ column: Int, _ view: FlowView, _ band: ValueBand, into frame: inout Frame
  ) {
    let (x, width) = (view.columns.x(ofColumn: column), view.columns.barWidth(ofColumn: column))
    guard let factor else {
      view.mark(Cell("!", .alarm), column, y: band.rowAtBase, into: &frame)
      return
    }
    guard !factor.isZero else {
      view.mark(Cell("×", view.style(ofFactor: column, .blocked)), column, y: band.rowAtBase, into: &frame)
      return
    }
    let style = view.style(ofFactor: column, factor.magnitude > .one ? .amplifies : .attenuates)
    band.drawBar(factor, x: x, width: width, style, into: &frame)
    if factor.signum < 0, let y = band.rowBesideBase(across: factor) {
      view.mark(Cell("−", view.style(ofFactor: column, .negative)), column, y: y, into: &frame)
    }
  }

  /// The factor that matters most of a range: 0 if one is, else the one farthest from 1; nil where one overflowed.
  private static func extreme(of steps: ClosedRange<Int>, _ view: FlowView) -> ScaledDouble? {
    guard steps.upperBound <= view.lastFiniteStep else { return nil }
    return view.analysis.mostTellingStepFactor(over: steps)
  }
}
