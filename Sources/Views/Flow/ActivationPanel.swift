import Explorer
import RNNCore
import Screen

/// f and f′ over a, with the network's operating points: one look says why a saturated unit passes nothing on, and why a
/// sigmoid never passes more than a quarter. A gated cell has no single f: there the function of the gate that keeps the state,
/// or of θ's, stands over that of the candidate.
enum ActivationPanel {
  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let rows = ActivationRows(rect)
    if let activation = view.state.start.network.elmanActivation {
      draw(activation, view, into: &frame, in: rows)
    } else {
      drawGates(view, into: &frame, in: rows)
    }
    BrakeList.draw(view, into: &frame, in: rows.list)
  }

  private static func draw(
    _ activation: Activation, _ view: FlowView, into frame: inout Frame, in rows: ActivationRows
  ) {
    let points = OperatingPoints(view, activation)
    drawRule("f = \(activation.rawValue)\(points.owner)", into: &frame, in: rows.valueRule)
    let value = ActivationPlot(points, rows.value, of: { $0.value($1) }, lines: [])
    value.draw(into: &frame)
    drawRule("f′ = ∂f/∂a", into: &frame, in: rows.slopeRule)
    let slope = ActivationPlot(
      points, rows.slope, of: { $0.derivative($1) }, lines: lines(view, activation.derivativeSupremum))
    slope.draw(into: &frame)
    slope.drawAbscissa(into: &frame, y: rows.abscissa.y)
  }

  /// σ with the gate's points, tanh with the candidate's, over one and the same a.
  private static func drawGates(_ view: FlowView, into frame: inout Frame, in rows: ActivationRows) {
    guard let candidate = view.cell.candidate, let gate = gate(view) else { return }
    var (upper, lower) = (OperatingPoints(view, .sigmoid, gate), OperatingPoints(view, .tanh, candidate))
    let reach = Swift.max(upper.reach, lower.reach)
    (upper.reach, lower.reach) = (reach, reach)
    drawRule("σ(a): gate \(gate.rawValue)\(upper.owner)", into: &frame, in: rows.valueRule)
    ActivationPlot(upper, rows.value, of: { $0.value($1) }, lines: []).draw(into: &frame)
    drawRule("tanh(a): candidate \(candidate.rawValue)", into: &frame, in: rows.slopeRule)
    let plot = ActivationPlot(lower, rows.slope, of: { $0.value($1) }, lines: [])
    plot.draw(into: &frame)
    plot.drawAbscissa(into: &frame, y: rows.abscissa.y)
  }

  /// θ's gate, or what keeps the state where θ is of all gates or of the candidate.
  private static func gate(_ view: FlowView) -> Gate? {
    view.state.parameter.gate.flatMap { $0.isCandidate ? nil : $0 } ?? view.cell.keepingGate
  }

  static func drawRule(_ name: String, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    BandRule.draw([Span(name, .muted)], into: &frame, in: rect)
  }

  /// What f′ is to be read against: its supremum, and 1/|W|, above which a step amplifies.
  private static func lines(_ view: FlowView, _ supremum: Double) -> [(names: [String], value: Double)] {
    let network = view.state.start.network
    let weight = network.recurrentWeights.spectralNorm
    let names = network.hiddenSize == 1 ? ["1/|W|"] : ["1/σ_max(W)", "1/σ"]
    let inverse = 1 / weight
    // Far above γ nothing amplifies, and a line there would flatten f′.
    return [(["γ"], supremum)] + (inverse.isFinite && inverse <= 2 * supremum ? [(names, inverse)] : [])
  }
}

/// The rows of the panel.
private struct ActivationRows {
  private(set) var valueRule = Rect.none
  private(set) var value = Rect.none
  private(set) var slopeRule = Rect.none
  private(set) var slope = Rect.none
  private(set) var abscissa = Rect.none
  private(set) var list = Rect.none

  init(_ rect: Rect) {
    let listRows = rect.height >= 24 ? 7 : 0
    let plots = Swift.max(rect.height - 3 - listRows, 2)
    var y = rect.y
    func take(_ height: Int) -> Rect {
      defer { y += height }
      return Rect(x: rect.x, y: y, width: rect.width, height: height)
    }
    valueRule = take(1)
    value = take(plots / 2)
    slopeRule = take(1)
    slope = take(plots - plots / 2)
    abscissa = take(1)
    list = take(listRows)
  }
}

/// The pre-activations a_1 … a_T of the unit that is looked at, or of all units.
struct OperatingPoints {
  let activation: Activation
  /// The unit; nil for all of several.
  let unit: Int?
  /// n.
  let units: Int
  /// What the panel reaches to either side of 0.
  var reach: Double
  /// Some of them, evenly over all steps, where they are very many.
  let all: [Double]
  /// Those of the target step and of the inspected one.
  let target: [Double]
  let inspected: [Double]

  /// So many points are drawn at most.
  private static let most = 4000

  /// Those of the one pre-activation that units of an Elman network have, or of a gate.
  init(_ view: FlowView, _ activation: Activation, _ gate: Gate? = nil) {
    let trajectory = view.analysis.trajectory
    self.activation = activation
    units = trajectory.hiddenSize
    let unit = units == 1 ? 0 : view.unit
    self.unit = unit
    let last = view.lastFiniteStep
    func points(at step: Int) -> [Double] {
      guard step <= last else { return [] }
      if let gate {
        let chosen = unit.map { $0..<$0 + 1 } ?? 0..<trajectory.hiddenSize
        return chosen.map { trajectory.gateArgument(gate, at: step, unit: $0) }
      }
      let all = Array(trajectory.preActivation(at: step))
      return unit.map { [all[$0]] } ?? all
    }
    let stride = Swift.max(last * (unit == nil ? units : 1) / Self.most, 1)
    all = Swift.stride(from: 1, through: last, by: stride).flatMap(points)
    (target, inspected) = (points(at: view.state.target), points(at: view.state.inspected))
    let largest = (all + target + inspected).lazy.map(\.magnitude).max() ?? 0
    let round = RoundNumber(holding: ScaledDouble(Swift.max(largest, 2))).value.doubleValue
    // The next round number may be beyond what a Double, and so an a_t, can be.
    reach = Swift.min(round, .greatestFiniteMagnitude)
  }

  /// Of which of several units they are.
  var owner: String {
    guard units > 1 else { return "" }
    return unit.map { "   unit \($0)" } ?? "   all \(units) units"
  }
}

/// One of the two curves with its points.
private struct ActivationPlot {
  private let points: OperatingPoints
  private let band: ValueBand
  private let function: (Activation, Double) -> Double
  private let lines: [(names: [String], value: Double)]
  private let plot: Rect

  init(
    _ points: OperatingPoints, _ rect: Rect, of function: @escaping (Activation, Double) -> Double,
    lines: [(names: [String], value: Double)]
  ) {
    (self.points, self.function, self.lines) = (points, function, lines)
    let width = Swift.max(rect.width - TimeColumns.gutter - 2, 1)
    plot = Rect(x: rect.x + TimeColumns.gutter, y: rect.y, width: width, height: rect.height)
    let samples = (0...2 * width).map { place in
      function(points.activation, Self.abscissa(Double(place), of: width, points.reach))
    }
    let all = (samples + lines.map(\.value)).filter(\.isFinite) + [0]
    let axis = ValueAxis.linear(
      from: ScaledDouble(all.min() ?? 0), to: ScaledDouble(all.max() ?? 0), rows: rect.height)
    band = ValueBand(axis, in: rect)
  }

  /// The a of a column of dots.
  private static func abscissa(_ dot: Double, of width: Int, _ reach: Double) -> Double {
    (dot / Double(2 * width) * 2 - 1) * reach
  }

  func draw(into frame: inout Frame) {
    band.drawTicks(into: &frame)
    band.drawBaseLine(from: plot.x, to: plot.x + plot.width - 1, into: &frame)
    var canvas = BrailleCanvas(columns: plot.width, rows: plot.height)
    drawCurve(into: &canvas)
    for a in points.all { dot(a, points.unit == nil ? .beyond : .state, into: &canvas) }
    if points.unit == nil {
      for a in points.inspected { dot(a, .inspected, into: &canvas) }
      for a in points.target { dot(a, .target, into: &canvas) }
    }
    canvas.draw(into: &frame, x: plot.x, y: plot.y)
    let named = lines.map { line in
      NamedLines.Line(names: line.names, height: band.axis.height(of: ScaledDouble(line.value)))
    }
    NamedLines(named, in: band).draw(from: plot.x, to: plot.x + plot.width - 1, into: &frame)
    guard points.unit != nil else { return }
    for a in points.inspected { mark("▲", a, .inspected, into: &frame) }
    for a in points.target { mark("◆", a, .target, into: &frame) }
  }

  private func drawCurve(into canvas: inout BrailleCanvas) {
    var last: (x: Int, y: Int)?
    for dot in 0..<2 * plot.width {
      guard let y = y(Self.abscissa(Double(dot) + 0.5, of: plot.width, points.reach)) else {
        last = nil
        continue
      }
      canvas.line(from: last ?? (dot, y), to: (dot, y), .muted, .muted)
      last = (dot, y)
    }
  }

  private func dot(_ a: Double, _ style: Style, into canvas: inout BrailleCanvas) {
    guard let y = y(a) else { return }
    canvas.set(x(a), y, style)
    canvas.set(x(a), y + 1, style)
  }

  private func mark(_ glyph: Character, _ a: Double, _ style: Style, into frame: inout Frame) {
    guard let y = y(a) else { return }
    let (column, row) = (x(a) / 2, y / 4)
    guard (0..<plot.width).contains(column), (0..<plot.height).contains(row) else { return }
    frame[plot.x + column, plot.y + row] = Cell(glyph, style)
  }

  private func x(_ a: Double) -> Int {
    Swift.min(((a / points.reach + 1) / 2 * Double(2 * plot.width)).roundedDot, 2 * plot.width - 1)
  }

  /// nil where the function has no number.
  private func y(_ a: Double) -> Int? {
    let value = function(points.activation, a)
    guard value.isFinite else { return nil }
    let height = band.axis.height(of: ScaledDouble(value))
    return Swift.min((4 * (Double(plot.height) - height)).roundedDot, 4 * plot.height - 1)
  }

  func drawAbscissa(into frame: inout Frame, y: Int) {
    let reach = NumberText.compact(ScaledDouble(points.reach), digits: 2)
    frame.write("−" + reach, x: plot.x, y: y, .muted)
    frame.write("0", x: plot.x + plot.width / 2, y: y, .muted)
    frame.write(reach, x: plot.x + plot.width - reach.columns, y: y, .muted)
    frame.write("a", x: plot.x - 3, y: y, .muted)
  }
}

/// The five strongest brakes and amplifiers with their steps.
private enum BrakeList {
  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 1 else { return }
    let (brakes, amplifiers) = view.analysis.strongestBrakes.told(count: rect.height - 2)
    let (left, right) = (rect.x + 3, rect.x + 3 + (rect.width - 3) / 2)
    let heading =
      ["strongest brakes and amplifiers", "brakes, amplifiers"].first { $0.columns + 6 <= rect.width } ?? ""
    ActivationPanel.drawRule(heading, into: &frame, in: Rect(x: rect.x, y: rect.y, width: rect.width, height: 1))
    write(brakes, .attenuates, x: left, y: rect.y + 1, into: &frame)
    write(amplifiers, .amplifies, x: right, y: rect.y + 1, into: &frame)
  }

  private static func write(
    _ brakes: [StrongestBrakes.Brake], _ style: Style, x: Int, y: Int, into frame: inout Frame
  ) {
    if brakes.isEmpty { frame.write("none", x: x, y: y, .muted) }
    for (place, brake) in brakes.enumerated() {
      frame.write([Span("\(brake.step) ", .muted), Span(brake.number, style)], x: x, y: y + place)
    }
  }
}
