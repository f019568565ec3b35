import RNNCore

/// f and f′ over a, with the network's operating points: one look says why a saturated unit passes nothing on, and why a
/// sigmoid never passes more than a quarter.
enum ActivationPanel {
  static func draw(_ view: FlowView, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    let rows = ActivationRows(rect)
    let points = OperatingPoints(view)
    let name = view.state.start.network.activation.rawValue
    drawRule("f = \(name)", into: &frame, in: rows.valueRule)
    let value = ActivationPlot(points, rows.value, of: { $0.value($1) }, lines: [])
    value.draw(into: &frame)
    drawRule("f′ = ∂f/∂a", into: &frame, in: rows.slopeRule)
    let slope = ActivationPlot(points, rows.slope, of: { $0.derivative($1) }, lines: lines(view))
    slope.draw(into: &frame)
    slope.drawAbscissa(into: &frame, y: rows.abscissa.y)
    BrakeList.draw(view, into: &frame, in: rows.list)
  }

  static func drawRule(_ name: String, into frame: inout Frame, in rect: Rect) {
    guard rect.height > 0 else { return }
    BandRule.draw([Span(name, .muted)], into: &frame, in: rect)
  }

  /// What f′ is to be read against: its supremum, and 1/|W|, above which a step amplifies.
  private static func lines(_ view: FlowView) -> [(name: String, value: Double)] {
    let network = view.state.start.network
    let supremum = network.activation.derivativeSupremum
    let weight = network.recurrentWeights.spectralNorm
    let norm = network.hiddenSize == 1 ? "1/|W|" : "1/σ_max(W)"
    let inverse = 1 / weight
    // Far above γ nothing amplifies, and a line there would flatten f′.
    return [("γ", supremum)] + (inverse.isFinite && inverse <= 2 * supremum ? [(norm, inverse)] : [])
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

/// The pre-activations a_1 … a_T of all units.
struct OperatingPoints {
  let activation: Activation
  /// What the panel reaches to either side of 0.
  let reach: Double
  /// Some of them, evenly over all steps, where they are very many.
  let all: [Double]
  /// Those of the target step and of the inspected one.
  let target: [Double]
  let inspected: [Double]

  /// So many points are drawn at most.
  private static let most = 4000

  init(_ view: FlowView) {
    let trajectory = view.analysis.trajectory
    activation = trajectory.network.activation
    let last = view.lastFiniteStep
    func points(at step: Int) -> [Double] { step <= last ? Array(trajectory.preActivation(at: step)) : [] }
    let stride = Swift.max(last * trajectory.hiddenSize / Self.most, 1)
    all = Swift.stride(from: 1, through: last, by: stride).flatMap(points)
    (target, inspected) = (points(at: view.state.target), points(at: view.state.inspected))
    let largest = (all + target + inspected).lazy.map(\.magnitude).max() ?? 0
    reach = RoundNumber(holding: ScaledDouble(Swift.max(largest, 2))).value.doubleValue
  }
}

/// One of the two curves with its points.
private struct ActivationPlot {
  private let points: OperatingPoints
  private let band: ValueBand
  private let function: (Activation, Double) -> Double
  private let lines: [(name: String, value: Double)]
  private let plot: Rect

  init(
    _ points: OperatingPoints, _ rect: Rect, of function: @escaping (Activation, Double) -> Double,
    lines: [(name: String, value: Double)]
  ) {
    (self.points, self.function, self.lines) = (points, function, lines)
    let width = Swift.max(rect.width - TimeColumns.gutter - 2, 1)
    plot = Rect(x: rect.x + TimeColumns.gutter, y: rect.y, width: width, height: rect.height)
    let samples = (0...2 * width).map { place in
      function(points.activation, Self.abscissa(Double(place), of: width, points.reach))
    }
    let all = samples + lines.map(\.value) + [0]
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
    for (place, line) in lines.enumerated() { draw(line, place, into: &frame) }
    var canvas = BrailleCanvas(columns: plot.width, rows: plot.height)
    var last: (x: Int, y: Int)?
    for dot in 0..<2 * plot.width {
      let next = (x: dot, y: y(Self.abscissa(Double(dot) + 0.5, of: plot.width, points.reach)))
      canvas.line(from: last ?? next, to: next, .muted, .muted)
      last = next
    }
    for a in points.all {
      canvas.set(x(a), y(a), .state)
      canvas.set(x(a), y(a) + 1, .state)
    }
    canvas.draw(into: &frame, x: plot.x, y: plot.y)
    for a in points.inspected.prefix(1) { mark("▲", a, .inspected, into: &frame) }
    for a in points.target.prefix(1) { mark("◆", a, .target, into: &frame) }
  }

  private func draw(_ line: (name: String, value: Double), _ place: Int, into frame: inout Frame) {
    let height = band.axis.height(of: ScaledDouble(line.value))
    guard let y = band.y(ofHeight: height) else { return }
    band.drawDashes(at: height, from: plot.x, to: plot.x + plot.width - 1, into: &frame)
    let text = " \(line.name) "
    let x = place == 0 ? plot.x + 1 : plot.x + plot.width - text.columns
    frame.write(text, x: x, y: y, .muted)
  }

  private func mark(_ glyph: Character, _ a: Double, _ style: Style, into frame: inout Frame) {
    let (column, row) = (x(a) / 2, y(a) / 4)
    guard (0..<plot.width).contains(column), (0..<plot.height).contains(row) else { return }
    frame[plot.x + column, plot.y + row] = Cell(glyph, style)
  }

  private func x(_ a: Double) -> Int {
    Swift.min(((a / points.reach + 1) / 2 * Double(2 * plot.width)).roundedDot, 2 * plot.width - 1)
  }

  private func y(_ a: Double) -> Int {
    let height = band.axis.height(of: ScaledDouble(function(points.activation, a)))
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
    let extremes = StrongestBrakes(view.analysis).extremes(count: rect.height - 2)
    let brakes = extremes.brakes.filter { $0.factor.magnitude < .one }
    let amplifiers = extremes.amplifiers.filter { $0.factor.magnitude > .one }
    let (left, right) = (rect.x + 3, rect.x + 3 + (rect.width - 3) / 2)
    ActivationPanel.drawRule(
      "strongest brakes and amplifiers", into: &frame, in: Rect(x: rect.x, y: rect.y, width: rect.width, height: 1))
    for (place, brake) in brakes.enumerated() {
      write(brake, .attenuates, x: left, y: rect.y + 1 + place, into: &frame)
    }
    for (place, brake) in amplifiers.enumerated() {
      write(brake, .amplifies, x: right, y: rect.y + 1 + place, into: &frame)
    }
    if amplifiers.isEmpty { frame.write("no step amplifies", x: right, y: rect.y + 1, .muted) }
    if brakes.isEmpty { frame.write("no step brakes", x: left, y: rect.y + 1, .muted) }
  }

  private static func write(
    _ brake: StrongestBrakes.Brake, _ style: Style, x: Int, y: Int, into frame: inout Frame
  ) {
    let number = NumberText.compact(brake.factor.magnitude, digits: 2)
    frame.write([Span("step \(brake.step) ", .muted), Span("×\(number)", style)], x: x, y: y)
  }
}
