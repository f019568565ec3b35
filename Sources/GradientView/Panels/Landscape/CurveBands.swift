import RNNCore

/// Three bands over the knob: the last states as points, |∂s_k/∂θ| on a decade axis, and the growth per step λ.
struct CurveBands {
  private let session: Session
  private let landscape: Landscape
  private let layout: LandscapeLayout

  init(_ session: Session, _ landscape: Landscape, _ layout: LandscapeLayout) {
    self.session = session
    self.landscape = landscape
    self.layout = layout
  }

  private var state: State { session.state }

  func draw(into frame: inout Frame) {
    drawRules(into: &frame)
    drawStates(layout.bands[0], into: &frame)
    drawGradient(layout.bands[1], into: &frame)
    drawGrowth(layout.bands[2], into: &frame)
    drawCursor(into: &frame)
  }

  private func drawRules(into frame: inout Frame) {
    let (names, knob) = (CurveNames(state), session.sweptKnob.rawValue)
    let fallback = state.knob == .steps ? " (T is no weight)" : ""
    let over = state.isScalar ? "over \(knob)\(fallback), all else as it is" : "over g, W = g·W₀, all else as it is"
    let latest = names.latest.map { [Span($0, .target), Span(" ─ ", .rule)] } ?? []
    BandRule.draw(
      [Span(names.states, .muted)], legend: latest + [Span(over, .muted)], into: &frame, in: layout.rules[0])
    BandRule.draw(
      [Span(names.gradient + "   log scale", .muted)],
      legend: state.isScalar ? [Span("+ positive", .positive), Span(" ─ ", .rule), Span("− negative", .negative)] : [],
      into: &frame, in: layout.rules[1])
    BandRule.draw(
      [Span("growth per step λ = \(names.flowLogarithm)/\(Swift.max(state.target - 1, 1))", .muted)],
      legend: [Span("above 0 explodes", .amplifies), Span(" ─ ", .rule), Span("below vanishes", .attenuates)],
      into: &frame, in: layout.rules[2])
  }

  /// The column of dots of a sample.
  private func dot(ofSample sample: Int) -> Int {
    Int((Double(sample) + 0.5) / Double(landscape.responses.count) * Double(2 * layout.plot.width))
  }

  /// Marks what has no number at all: from where the state overflows.
  private func drawOverflow(_ rect: Rect, into frame: inout Frame) {
    for (sample, response) in landscape.responses.enumerated() where response.flow == nil {
      frame.write("!", x: rect.x + dot(ofSample: sample) / 2, y: rect.y, .alarm)
    }
  }

  private func drawStates(_ rect: Rect, into frame: inout Frame) {
    let scale = CurveStateScale(landscape.responses, state.start.network.activation, rows: rect.height)
    for (row, text) in scale.labels { AxisLabel.draw(text, y: rect.y + row, into: &frame) }
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    var (above, below): (Set<Int>, Set<Int>) = ([], [])
    for (sample, response) in landscape.responses.enumerated() {
      let x = dot(ofSample: sample)
      for (age, value) in response.states.reversed().enumerated().reversed() {
        let y = scale.dot(of: value)
        canvas.set(x, y, age == 0 && hasLatest ? .target : .state)
        if y < 0 { above.insert(x / 2) }
        if y >= canvas.height { below.insert(x / 2) }
      }
    }
    canvas.draw(into: &frame, x: rect.x, y: rect.y)
    for column in above { frame[rect.x + column, rect.y] = Cell("▴", .state) }
    for column in below { frame[rect.x + column, rect.y + rect.height - 1] = Cell("▾", .state) }
    drawOverflow(rect, into: &frame)
  }

  /// Whether the last state of those that are drawn is the present one: the others may be other units.
  private var hasLatest: Bool { CurveNames(state).latest != nil }

  private func drawGradient(_ rect: Rect, into frame: inout Frame) {
    let axis = gradientAxis(rows: rect.height)
    for (row, power) in axis.labels { AxisLabel.draw(NumberText.powerOfTen(power), y: rect.y + row, into: &frame) }
    drawCurve(rect, into: &frame) { response in
      guard let total = response.total, !total.isZero else { return nil }
      return (rect.height * 4 - (axis.rows(above: total.log10) * 4).roundedDot - 1, style(of: total))
    }
    for (sample, response) in landscape.responses.enumerated() {
      guard let total = response.total else { continue }
      if total.isZero { frame.write("·", x: rect.x + dot(ofSample: sample) / 2, y: rect.y + rect.height - 1, .muted) }
      guard layout.signs.height > 0 else { continue }
      let sign = total.isZero ? "0" : total.signum > 0 ? "+" : "−"
      frame.write(sign, x: rect.x + dot(ofSample: sample) / 2, y: layout.signs.y, style(of: total))
    }
    if layout.signs.height > 0 { frame.write("sign", x: 2, y: layout.signs.y, .muted) }
    drawOverflow(rect, into: &frame)
  }

  private func style(of total: ScaledDouble) -> Style {
    if !state.isScalar { return total.isZero ? .muted : .text }
    return total.isZero ? .muted : total.signum > 0 ? .positive : .negative
  }

  /// The decades of nearly all gradients: the sharp dips where one changes its sign may be cut off.
  private func gradientAxis(rows: Int) -> DecadeAxis {
    let logarithms = landscape.responses.compactMap { $0.total.flatMap { $0.isZero ? nil : $0.log10 } }.sorted()
    let top = logarithms.last ?? 0
    let floor = logarithms.isEmpty ? top - 3 : logarithms[logarithms.count / 25]
    let depth = Int(top.rounded(.up) - floor.rounded(.down))
    return DecadeAxis(
      top: Int(top.rounded(.up)), depth: Swift.max(Swift.min(depth, state.depth ?? depth), 2), rows: rows)
  }

  private func drawGrowth(_ rect: Rect, into frame: inout Frame) {
    let axis = GrowthAxis(landscape.responses.compactMap(\.lyapunovExponent), rows: rect.height)
    for (row, text) in axis.labels { AxisLabel.draw(text, y: rect.y + row, into: &frame) }
    var line = BrailleCanvas(columns: rect.width, rows: rect.height)
    for x in 0..<line.width { line.set(x, axis.zeroDot, .rule) }
    line.draw(into: &frame, x: rect.x, y: rect.y)
    drawCurve(rect, into: &frame) { response in
      response.lyapunovExponent.map { (axis.dot(of: $0), $0 > 0 ? .amplifies : .attenuates) }
    }
    for (sample, response) in landscape.responses.enumerated() where response.flow?.isZero == true && state.target > 1 {
      frame.write("×", x: rect.x + dot(ofSample: sample) / 2, y: rect.y + rect.height - 1, .blocked)
    }
    drawOverflow(rect, into: &frame)
  }

  /// Samples joined by lines, with gaps where there is no number, and marks where it lies beyond the band.
  private func drawCurve(_ rect: Rect, into frame: inout Frame, _ point: (Response) -> (y: Int, style: Style)?) {
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    var last: (x: Int, y: Int, style: Style)?
    var marks: [(x: Int, y: Int, cell: Cell)] = []
    for (sample, response) in landscape.responses.enumerated() {
      guard let (y, style) = point(response) else {
        last = nil
        continue
      }
      let (x, shown) = (dot(ofSample: sample), Swift.min(Swift.max(y, 0), canvas.height - 1))
      if y > shown { marks.append((rect.x + x / 2, rect.y + rect.height - 1, Cell("▾", style))) }
      if y < shown { marks.append((rect.x + x / 2, rect.y, Cell("▴", style))) }
      if let last {
        canvas.line(from: (last.x, last.y), to: (x, shown), last.style, style)
      } else {
        canvas.set(x, shown, style)
      }
      last = (x, shown, style)
    }
    canvas.draw(into: &frame, x: rect.x, y: rect.y)
    for mark in marks { frame[mark.x, mark.y] = mark.cell }
  }

  /// A line through all bands at the present value; dots on it take its colour.
  private func drawCursor(into frame: inout Frame) {
    guard let x = layout.column(of: state.value(of: session.sweptKnob)) else { return }
    for band in layout.bands {
      for y in band.y..<band.y + band.height {
        let isBlank = frame[x, y].glyph == " " || frame[x, y].style == .rule
        frame[x, y] = Cell(isBlank ? "│" : frame[x, y].glyph, .target)
      }
    }
  }
}

extension Double {
  /// The dot that a height in dots falls into, far outside for one beyond all bands.
  var roundedDot: Int { Int(rounded(.down).clamped(-1e6, 1e6)) }

  /// The nearest number within bounds; NaN becomes the lower one.
  func clamped(_ low: Double, _ high: Double) -> Double { Swift.min(Swift.max(low, self), high) }
}
