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
  /// What is kept as B; nil where nothing is.
  private let other: LandscapeCounterpart?

  init(
    _ session: Session, _ landscape: Landscape, _ layout: LandscapeLayout, _ arrow: DescentArrow?,
    clipped: DescentArrow? = nil, beside other: LandscapeCounterpart? = nil
  ) {
    self.other = other
    (self.session, self.landscape, self.layout, self.arrow) = (session, landscape, layout, arrow)
    self.clipped = clipped
  }

  func draw(into frame: inout Frame) {
    let k = NumberText.subscripted(session.state.target)
    let desired = NumberText.compact(ScaledDouble(session.state.landscape.desired), digits: 5)
    let missing = LandscapeRule.missing(landscape)
    let error =
      "E = (\(session.state.cellKind.stateLetter)\(k) − \(desired))²"
      + (session.state.observable.isLoss ? ", not the loss" : "")
    let names = ["error \(error) over W and b", error]
    let here = Span("◆ here", .target)
    let beside = otherPlace == nil ? [] : [Span("B: its W and b", .counterpart)]
    let steps = (arrow?.meanings ?? []).map { Span($0, .inspected) }
    let after = clipped == nil ? [] : [Span("◇ clipped", .target)]
    let all = steps.map { missing + [$0] + after + [here] }
    let legends =
      (beside.isEmpty ? [] : all.map { $0 + beside } + [missing + [here] + beside]) + all
      + steps.map { missing + [$0] + after }
    LandscapeRule.draw(
      missing.isEmpty ? names : names + ["E"], legends: legends + LandscapeRule.shortened(missing + [here]),
      into: &frame, in: layout.rules[0])
    drawErrors(into: &frame)
    drawVerticalAxis(into: &frame)
    arrow?.draw(.inspected, into: &frame, in: layout.plot)
    // The step that is taken lies over the one that is not; one that is too short to be seen has its end alone.
    if let clipped, !clipped.isTooShort { clipped.draw(.target, into: &frame, in: layout.plot) }
    drawClippedLanding(into: &frame)
    if let (x, y) = otherPlace { frame.write("B", x: x, y: y, .counterpart) }
    drawPoint(into: &frame)
  }

  /// The cell of B's W and b, where it is a scalar network and they are in the window.
  private var otherPlace: (x: Int, y: Int)? {
    guard let state = other?.state, state.isScalar else { return nil }
    return layout.column(of: state.value(of: .recurrentWeight)).flatMap { x in
      layout.row(of: state.value(of: .bias)).map { (x, $0) }
    }
  }

  /// Where the clipped step lands, on the ground that is there; the present point hides what is too near to be told apart.
  private func drawClippedLanding(into frame: inout Frame) {
    guard let clipped, !clipped.leavesWindow else { return }
    let (x, y) = (layout.plot.x + Int(clipped.tip.x) / 2, layout.plot.y + Int(clipped.tip.y) / 4)
    let ground = frame[x, y].halves?.lower ?? frame[x, y].style
    frame[x, y] = Cell("◇", .target)
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
