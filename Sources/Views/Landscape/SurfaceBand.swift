import Explorer
import RNNCore
import Screen

/// The error E = (s_k − d)² over W and b, its colour by log E, with the present point and the way downhill.
struct SurfaceBand {
  private let session: Session
  private let landscape: Landscape
  private let layout: LandscapeLayout
  /// One step downhill; nil where the trajectory overflows, and where it is level.
  private let arrow: DescentArrow?
  /// The same step where the gradient is clipped; nil where that changes nothing.
  private let clipped: DescentArrow?

  init(
    _ session: Session, _ landscape: Landscape, _ layout: LandscapeLayout, _ arrow: DescentArrow?,
    clipped: DescentArrow? = nil
  ) {
    (self.session, self.landscape, self.layout, self.arrow) = (session, landscape, layout, arrow)
    self.clipped = clipped
  }

  func draw(into frame: inout Frame) {
    let k = NumberText.subscripted(session.state.target)
    let desired = NumberText.compact(ScaledDouble(session.state.landscape.desired), digits: 5)
    let missing = LandscapeRule.missing(landscape)
    let error = "E = (s\(k) − \(desired))²" + (session.state.observable.isLoss ? ", not the loss" : "")
    let names = ["error \(error) over W and b", error]
    let here = Span("◆ here", .target)
    let steps = (arrow?.meanings ?? []).map { Span($0, .inspected) }
    let after = clipped == nil ? [] : [Span("◇ clipped", .inspected)]
    let legends = steps.map { missing + [$0] + after + [here] } + steps.map { missing + [$0] + after }
    LandscapeRule.draw(
      missing.isEmpty ? names : names + ["E"], legends: legends + LandscapeRule.shortened(missing + [here]),
      into: &frame, in: layout.rules[0])
    drawErrors(into: &frame)
    drawVerticalAxis(into: &frame)
    arrow?.draw(into: &frame, in: layout.plot)
    drawClippedLanding(into: &frame)
    drawPoint(into: &frame)
  }

  /// Where the clipped step lands, on the ground that is there; the present point hides what is too near to be told apart.
  private func drawClippedLanding(into frame: inout Frame) {
    guard let clipped, !clipped.leavesWindow else { return }
    let (x, y) = (layout.plot.x + Int(clipped.tip.x) / 2, layout.plot.y + Int(clipped.tip.y) / 4)
    let ground = frame[x, y].halves?.lower ?? frame[x, y].style
    frame[x, y] = Cell("◇", .inspected)
    if ground.shade != nil { frame[x, y].halves = CellHalves(glyphOn: ground) }
  }

  private func drawErrors(into frame: inout Frame) {
    let plot = layout.plot
    let errors = landscape.errors(desired: session.state.landscape.desired)
    let shades = ErrorShades(errors.compactMap { if case .known(let logarithm) = $0 { logarithm } else { nil } })
    for row in 0..<plot.height {
      for column in 0..<plot.width {
        frame[plot.x + column, plot.y + row] = shades.cell(errors[row * plot.width + column])
      }
    }
    if layout.legend.height > 0 { shades.drawLegend(into: &frame, y: layout.legend.y, x: plot.x) }
  }

  /// Ticks of two dots, within an eighth of a row of their values.
  private func drawVerticalAxis(into frame: inout Frame) {
    guard let vertical = layout.vertical else { return }
    let (plot, tickX) = (layout.plot, TimeColumns.gutter - 2)
    let ticks = LandscapeAxis.ticks(vertical, apart: Double(plot.height) / 4)
    let unit = ticks.count > 1 ? ticks[1] - ticks[0] : 1
    for tick in ticks {
      guard let dots = layout.dots(horizontal: layout.horizontal.lowerBound, vertical: tick)?.y else { continue }
      let dot = Swift.min(Swift.max(Int(dots), 0), 4 * plot.height - 1)
      let (y, text) = (plot.y + dot / 4, LandscapeAxis.label(tick, unit))
      frame.write(text, x: Swift.max(tickX - 1 - text.columns, 0), y: y, .muted)
      frame[tickX, y] = Cell(ValueBand.dashes[3 - dot % 4], .rule)
    }
    if (0..<tickX).allSatisfy({ frame[$0, plot.y].glyph == " " }) { frame.write("b", x: 3, y: plot.y, .muted) }
  }

  private func drawPoint(into frame: inout Frame) {
    let state = session.state
    guard let x = layout.column(of: state.value(of: .recurrentWeight)), let y = layout.row(of: state.value(of: .bias))
    else { return }
    frame.write("◆", x: x, y: y, .target)
  }
}

extension Landscape {
  /// What is known of the error at a cell.
  enum Error: Hashable {
    /// Nothing yet.
    case missing
    /// The state overflows.
    case overflow
    /// log₁₀ (s_k − d)², −∞ where that is 0.
    case known(Double)
  }

  /// The error at a cell of the surface, by row from above and column.
  func error(row: Int, column: Int, desired: Double) -> Error {
    switch surface?.sample(row: row, column: column) {
    case nil, .missing: return .missing
    case .overflow: return .overflow
    case .state(let state):
      let difference = ScaledDouble(state) - ScaledDouble(desired)
      return .known(difference.isZero ? -.infinity : 2 * difference.magnitude.log10)
    }
  }

  /// Those of all cells, row by row.
  func errors(desired: Double) -> [Error] {
    (0..<key.rows).flatMap { row in (0..<key.columns).map { error(row: row, column: $0, desired: desired) } }
  }
}

/// ∇E = 2(s_k − d)·∂s_k/∂θ at the present point.
struct ErrorGradient {
  /// ∂E/∂W.
  let alongW: ScaledDouble
  /// ∂E/∂b.
  let alongBias: ScaledDouble
  /// E.
  let error: ScaledDouble

  /// |∇E|.
  var steepness: ScaledDouble { (alongW * alongW + alongBias * alongBias).squareRoot() }

  init?(_ analysis: Analysis, desired: Double) {
    let (trajectory, target) = (analysis.trajectory, analysis.target)
    guard trajectory.isFinite(through: target), let state = trajectory.state(at: target).first else { return nil }
    func total(_ parameter: Parameter) -> ScaledDouble {
      analysis.parameter == parameter && analysis.observable == .state
        ? analysis.contributions?.total ?? .zero
        : Contributions(of: trajectory, target: target, parameter: parameter).total
    }
    let difference = ScaledDouble(state) - ScaledDouble(desired)
    error = difference * difference
    alongW = ScaledDouble(2) * difference * total(.recurrentWeights)
    alongBias = ScaledDouble(2) * difference * total(.bias)
  }

  private init(alongW: ScaledDouble, alongBias: ScaledDouble, error: ScaledDouble) {
    (self.alongW, self.alongBias, self.error) = (alongW, alongBias, error)
  }

  /// What clipping makes of it, ∂E/∂W and ∂E/∂b being all that a step here is taken along; nil where it changes nothing, and
  /// for what happens inside time.
  func clipped(by clipping: Clipping?) -> ErrorGradient? {
    guard let clipping, clipping.adjointLimit == nil else { return nil }
    let limit = ScaledDouble(clipping.threshold)
    func factor(_ norm: ScaledDouble) -> ScaledDouble {
      Swift.min(.one, limit / (norm + ScaledDouble(Clipping.epsilon)))
    }
    func after(_ number: ScaledDouble) -> ScaledDouble {
      switch clipping {
      case .norm, .adjoint: number * factor(steepness)
      case .each: number * factor(number.magnitude)
      case .value: number.magnitude > limit ? limit * ScaledDouble(Double(number.signum)) : number
      }
    }
    let result = ErrorGradient(alongW: after(alongW), alongBias: after(alongBias), error: error)
    return result.alongW == alongW && result.alongBias == alongBias ? nil : result
  }
}

/// Shades for log₁₀ E: the largest errors stand out most.
struct ErrorShades {
  /// The logarithm at the upper edge of the first shade, and that of one shade.
  private let top: Double
  private let step: Double

  /// Shades that hold nine tenths of the errors.
  init(_ logarithms: [Double]) {
    let finite = logarithms.filter(\.isFinite).sorted()
    top = ((finite.last ?? 0) * 4 - 1e-9).rounded(.up) / 4
    let low = finite.isEmpty ? top - 1 : finite[finite.count / 10]
    let needed = (top - low) / Double(MapShade.count)
    step = [0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100].first { $0 >= needed } ?? 500
  }

  func cell(_ error: Landscape.Error) -> Cell {
    switch error {
    case .missing: Cell(" ")
    case .overflow: Cell("!", .alarm)
    case .known(let logarithm): cell(logarithm)
    }
  }

  private func cell(_ logarithm: Double) -> Cell {
    let level = ((top - logarithm) / step).rounded(.down).clamped(0, Double(MapShade.count - 1))
    let shade = MapShade(isPositive: true, level: Int(level))
    return Cell(shade.glyph, shade.style)
  }

  /// `E 3.2 ██ 1.8 ▓▓ … 0.032 ░░ and below`: each number stands where one shade ends and the next begins. On a narrow screen
  /// there are fewer numbers, and on one that has no room for two, none at all.
  func drawLegend(into frame: inout Frame, y: Int, x: Int) {
    let legends = [1, 2, 4, MapShade.count - 1].map { legend(numbersApart: $0) }
    frame.write(BandRule.fitting(legends, in: frame.size.width - x), x: x, y: y)
  }

  private func legend(numbersApart apart: Int) -> [Span] {
    var spans = [Span("E ", .muted)]
    for level in 0..<MapShade.count {
      if level % apart == 0 {
        let edge = ScaledDouble.powerOfTen(top - step * Double(level))
        spans.append(Span((level == 0 ? "" : " ") + NumberText.compact(edge, digits: 2) + " ", .muted))
      }
      let shade = MapShade(isPositive: true, level: level)
      spans.append(Span(String(repeating: shade.glyph, count: 2), shade.style))
    }
    return spans + [Span(" and below", .muted)]
  }
}

/// One step of gradient descent from the present point, W and b each by −η times its derivative of E, as it looks on the
/// screen.
struct DescentArrow {
  /// η.
  static let rate = 0.01
  static let rateText = "0.01"

  /// Where it begins, in braille dots from the plot's upper left corner.
  let start: (x: Double, y: Double)
  /// Its direction on the screen, to the right and down, of length 1.
  let direction: (x: Double, y: Double)
  /// How long it is, in dots; infinite beyond all numbers.
  let length: Double
  /// How many dots there are from its start to the plot's edge.
  let room: Double
  /// Where it leads to.
  private let end: (W: ScaledDouble, b: ScaledDouble)

  /// nil where the surface is level, and where the window has no width that a `Double` can tell.
  init?(_ gradient: ErrorGradient, _ state: State, _ layout: LandscapeLayout) {
    let (W, b) = (state.value(of: .recurrentWeight), state.value(of: .bias))
    guard let vertical = layout.vertical, let start = layout.dots(horizontal: W, vertical: b) else { return nil }
    let width = layout.horizontal.upperBound - layout.horizontal.lowerBound
    let height = vertical.upperBound - vertical.lowerBound
    guard width > 0, height > 0 else { return nil }
    let rate = ScaledDouble(-Self.rate)
    let step = (W: gradient.alongW * rate, b: gradient.alongBias * rate)
    let (across, down) = (2 * layout.plot.width, 4 * layout.plot.height)
    let x = step.W * ScaledDouble(Double(across) / width)
    let y = step.b * ScaledDouble(-Double(down) / height)
    let length = (x * x + y * y).squareRoot()
    guard !length.isZero else { return nil }
    self.start = start
    self.length = length.doubleValue
    direction = ((x / length).doubleValue, (y / length).doubleValue)
    room = Swift.min(
      Self.room(start.x, direction.x, Double(across)), Self.room(start.y, direction.y, Double(down)))
    end = (ScaledDouble(W) + step.W, ScaledDouble(b) + step.b)
  }

  /// How far one can go from a place along one axis.
  private static func room(_ place: Double, _ direction: Double, _ size: Double) -> Double {
    direction == 0 ? .infinity : ((direction > 0 ? size - place : -place) / direction).clamped(0, 1e9)
  }

  /// Whether it ends beyond the window.
  var leavesWindow: Bool { length > room }

  /// Whether it is too short for its length to be seen beside the mark of the present point.
  var isTooShort: Bool { length < Self.leastSeen }

  /// The dots from which on it is as long as the step.
  private static let leastSeen = 13.0
  /// The dots that one has at least.
  private static let leastShown = 6.0

  /// How many dots it has on the screen: those of the step, or, where that is too short to be seen, so many more that a
  /// steeper surface still has the longer arrow.
  var shown: Double {
    isTooShort
      ? Self.leastShown + (Self.leastSeen - Self.leastShown) * root(root(root(length / Self.leastSeen))) : length
  }

  private func root(_ value: Double) -> Double { value.squareRoot() }

  /// What it means, for a legend: the fullest first.
  var meanings: [String] {
    isTooShort
      ? ["dotted: along −∇E, longer where steeper", "dotted: −∇E, not to scale", "dotted: −∇E"]
      : ["one step of \(Self.rateText) along −∇E"]
  }

  /// Where it ends, in braille dots from the plot's upper left corner: where it leaves the window, at most.
  var tip: (x: Double, y: Double) {
    let along = Swift.min(length, Swift.max(room - 1, 0))
    return (start.x + direction.x * along, start.y + direction.y * along)
  }

  /// Where it leads to: `W 1.3, b −0.2`.
  func landing(digits: Int) -> String {
    "W \(NumberText.compact(end.W, digits: digits)), b \(NumberText.compact(end.b, digits: digits))"
  }

  /// Where the step leads out of the window to, beside a clipped one.
  var unclippedNote: String { "unclipped it leads out of the window, to \(landing(digits: 2))" }

  /// What the picture alone does not say of the step; nil where it says all.
  var note: String? {
    if leavesWindow { return "one step of \(Self.rateText) leads out of the window, to \(landing(digits: 2))" }
    return isTooShort ? "a step of \(Self.rateText) is too short to see: dotted" : nil
  }

  /// A line to its end, with a head, or to the plot's edge; dotted where it is longer than the step.
  func draw(into frame: inout Frame, in plot: Rect) {
    var canvas = BrailleCanvas(columns: plot.width, rows: plot.height)
    let shown = Swift.min(shown, room)
    for place in stride(from: shown, through: 0, by: isTooShort ? -2 : -0.5) { set(&canvas, place, 0) }
    if !isTooShort, !leavesWindow {
      let barb = Swift.min(length / 2, 5)
      for place in stride(from: 0, through: barb, by: 0.5) {
        for side in [-0.6, 0.6] { set(&canvas, shown - place, side * place) }
      }
    }
    canvas.draw(into: &frame, x: plot.x, y: plot.y)
  }

  /// A dot so far along the arrow and so far to its right.
  private func set(_ canvas: inout BrailleCanvas, _ along: Double, _ aside: Double) {
    let x = start.x + direction.x * along - direction.y * aside
    let y = start.y + direction.y * along + direction.x * aside
    canvas.set(Int(x.rounded(.down)), Int(y.rounded(.down)), .inspected)
  }
}
