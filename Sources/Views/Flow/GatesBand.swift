import Explorer
import RNNCore
import Screen

/// The gates of a gated cell, a row of 0 … 1 for each: of one unit its own, of several their means. What keeps the state is
/// on top.
enum GatesBand {
  /// So much of a row is 1: an eighth stays free, so that rows of open gates keep apart.
  static let one = 0.875

  static func drawRule(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let pooled = view.columns.isPooled && !view.hasConstantGates ? ", means of \(view.columnText)" : ""
    let names = ["\(owner(view)), each row 0 … 1\(pooled)", owner(view) + pooled, "gates"]
    BandRule.draw(
      names.flatMap { name in numbers(view).map { [name, $0] } } + names.map { [$0] }, into: &frame, in: rect)
  }

  private static func owner(_ view: FlowView) -> String {
    if view.hasConstantGates { return "gates, constant numbers" }
    let units = view.state.start.network.hiddenSize
    if let unit = view.unit { return "gates of unit \(unit)" }
    return units == 1 ? "gates" : "gates, the mean of \(units) units"
  }

  /// What they are at the inspected step, with where a constant comes from and without.
  private static func numbers(_ view: FlowView) -> [String] {
    guard view.state.inspected <= view.lastFiniteStep else { return [] }
    let values = view.gates.map { gate in
      (gate.rawValue, NumberText.compact(ScaledDouble(view.gate(gate, at: view.state.inspected)), digits: 3))
    }
    let short = values.map { "\($0.0) = \($0.1)" }.joined(separator: "   ")
    guard view.hasConstantGates else { return ["at step \(view.state.inspected): \(short)", short] }
    return [values.map { "\($0.0) = σ(b_\($0.0)) = \($0.1)" }.joined(separator: "   "), short]
  }

  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    for (row, gate) in view.gates.enumerated() {
      let line = Rect(x: rect.x, y: rect.y + row, width: rect.width, height: 1)
      frame.write(gate.rawValue, x: TimeColumns.gutter - 4, y: line.y, .muted)
      for column in 0..<view.columns.count { draw(gate, column, view, into: &frame, in: line) }
      view.other?.drawGate(gate, in: line, into: &frame)
    }
  }

  private static func draw(_ gate: Gate, _ column: Int, _ view: FlowView, into frame: inout Frame, in line: Rect) {
    guard let value = value(of: gate, inColumn: column, view) else {
      return view.mark(Cell("!", .alarm), column, y: line.y, into: &frame)
    }
    frame.drawBar(
      x: view.columns.x(ofColumn: column), width: view.columns.barWidth(ofColumn: column), from: 0, to: one * value,
      in: line, view.style(ofColumn: column, .state))
  }

  /// The mean over the steps of a column; nil where a step overflows.
  static func value(of gate: Gate, inColumn column: Int, _ view: FlowView) -> Double? {
    let steps = view.columns.steps(inColumn: column)
    guard steps.upperBound <= view.lastFiniteStep else { return nil }
    return view.analysis.trajectory.mean(of: gate, over: steps, unit: view.unit)
  }

  /// The band of one row, in which `one` times a gate's number is drawn.
  static func band(in row: Rect) -> ValueBand { ValueBand(.linear(from: .zero, to: .one, rows: 1), in: row) }
}

extension FlowView {
  /// Which cell the network has.
  var cell: CellKind { state.cellKind }

  /// The gates that are shown; none of an Elman network.
  var gates: [Gate] { cell.shownGates }

  /// Whether the gates are constant numbers, those of their biases.
  var hasConstantGates: Bool { state.start.network.hasConstantGates }

  /// A gate at a finite step: of the unit that is looked at, else the mean over all.
  func gate(_ gate: Gate, at step: Int) -> Double {
    analysis.trajectory.mean(of: gate, over: step...step, unit: unit)
  }

  /// `h₃₄`, of an Elman network `s₃₄`.
  func stateName(_ step: Int) -> String { cell.stateLetter + NumberText.subscripted(step) }
}

extension Trajectory {
  /// The mean of a gate over finite steps, of one unit or of all. Constant gates are the same at every step.
  func mean(of gate: Gate, over steps: ClosedRange<Int>, unit: Int?) -> Double {
    let steps = network.hasConstantGates ? steps.lowerBound...steps.lowerBound : steps
    let sum = steps.reduce(0) { sum, step in
      sum + (unit.map { self.gate(gate, at: step, unit: $0).doubleValue } ?? meanOfGate(gate, at: step))
    }
    return sum / Double(steps.count)
  }
}
