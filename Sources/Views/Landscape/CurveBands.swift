import Explorer
import RNNCore
import Screen

/// Three bands over the knob: the last states as points, |∂s_k/∂θ| in decades, and the growth per step λ: its mean and
/// its worst stretch.
struct CurveBands {
  private let session: Session
  private let landscape: Landscape
  private let layout: LandscapeLayout
  private let states: ValueAxis
  private let gradient: ValueAxis
  private let growth: ValueAxis
  /// What is kept as B; nil where nothing is.
  private let other: CounterpartCurves?

  init(
    _ session: Session, _ landscape: Landscape, _ layout: LandscapeLayout, beside other: LandscapeCounterpart? = nil
  ) {
    self.other = other.map { CounterpartCurves($0, layout) }
    self.session = session
    self.landscape = landscape
    self.layout = layout
    let (responses, rows, analysis) = (landscape.responses, layout.bands.map(\.height), session.analysis)
    let present =
      analysis.trajectory.isFinite(through: analysis.target) ? analysis.trajectory.state(at: analysis.target) : []
    states = CurveAxes.states(
      responses, present: Array(present.prefix(Landscape.statesKept)), within: session.state.start.network.stateRange,
      beside: other, rows: rows[0])
    gradient = CurveAxes.gradient(
      responses, present: [analysis.contributions?.total, analysis.plainCutTotal].compactMap { $0 },
      beside: other, depth: session.state.depth, rows: rows[1])
    growth = CurveAxes.growth(responses, present: analysis.regime.lyapunovExponent, beside: other, rows: rows[2])
  }

  private var state: State { session.state }

  func draw(into frame: inout Frame) {
    drawStates(layout.bands[0], into: &frame)
    drawGradient(layout.bands[1], into: &frame)
    drawGrowth(layout.bands[2], into: &frame)
    drawRules(into: &frame)
    drawCursor(into: &frame)
  }

  private func drawRules(into frame: inout Frame) {
    let (names, knob) = (CurveNames(state), session.sweptKnob.rawValue)
    let fallback = state.knob == .steps ? " (T is no weight)" : ""
    let over = state.isScalar ? "over \(knob)\(fallback), all else as it is" : "over g, W = g·W₀, all else as it is"
    let latest = names.latest.map { [Span($0, .target)] } ?? []
    let missing = LandscapeRule.missing(landscape)
    let name = isLogarithmic ? names.sizes : names.states
    LandscapeRule.draw(
      missing.isEmpty ? [name] : [name, "states"],
      legends: beside(LandscapeRule.shortened(missing + latest + [Span(over, .muted)]), stateLegends), into: &frame,
      in: layout.rules[0])
    let signs = [Span("+ positive", .positive), Span("− negative", .negative)]
    LandscapeRule.draw(
      [names.gradient + "   log scale", names.gradient],
      legends: beside(cutLegends(signs) + (state.isScalar ? [signs] : []), gradientLegends), into: &frame,
      in: layout.rules[1])
    let directions = [Span("above 0 explodes", .amplifies), Span("below vanishes", .attenuates)]
    let stretches = showsStretches(frame) ? names.stretch.map { Span($0, .strong) } : []
    let legends = state.target == 1 ? [] : stretches.flatMap { [[$0] + directions, [$0]] } + [directions]
    let growth = other.flatMap { other in
      other.counterpart.legends("k = \(other.counterpart.state.target)", beside: "k = \(state.target)")
    }
    LandscapeRule.draw(names.growth, legends: beside(legends, growth ?? []), into: &frame, in: layout.rules[2])
  }

  /// What a legend says, and of B, in as many words as there is room for: that B is there before what has a row or glyphs of
  /// its own to say it.
  private func beside(_ legends: [[Span]], _ others: [Span]) -> [[Span]] {
    legends.flatMap { legend in others.map { legend + [$0] } } + others.map { [$0] } + legends
  }

  /// Of the states, and what of B is not computed yet: nothing of states that are no single number.
  private var stateLegends: [Span] {
    guard let other = other?.counterpart else { return [] }
    let missing = other.curves.map { $0.isWhole ? "" : "\($0.computed) of \($0.count) values" } ?? ""
    guard let name = other.names.latest else { return missing.isEmpty ? [] : [Span("B: " + missing, .counterpart)] }
    guard other.curves != nil || other.lastState != nil else { return [Span("B overflows", .counterpart)] }
    return other.legends(name, beside: CurveNames(state).latest).map {
      Span($0.text + (missing.isEmpty ? "" : ", " + missing), $0.style)
    }
  }

  private var gradientLegends: [Span] {
    guard let other = other?.counterpart else { return [] }
    let isCut = other.state.cut.kind != .none && !other.sharesCurves
    let all = other.legends(other.names.gradient + (isCut ? ", cut" : ""), beside: CurveNames(state).gradient)
    // What the double signs are, where there are any.
    let differs = landscape.responses.contains { response in
      (response.cutTotal ?? response.total).map { self.other?.hasOtherSign(than: $0, at: response.value) == true }
        == true
    }
    let signed =
      layout.signs.height > 0 && differs ? all.map { Span($0.text + ", ± ∓ its sign differs", $0.style) } : []
    return signed + all
  }

  /// What the dots mean, with the signs and without; none where nothing is cut.
  private func cutLegends(_ signs: [Span]) -> [[Span]] {
    let what: [String]
    switch state.cut.kind {
    case .none: return []
    case .window:
      what = ["sparse dots: what a window of \(state.cut.length) leaves", "sparse dots: window \(state.cut.length)"]
    case .detach:
      what = ["sparse dots: what \(state.cut.detachWords) leaves", "sparse dots: detach"]
    }
    let differs = layout.signs.height > 0 && landscape.responses.contains(where: \.hasWrongSign)
    let wrong = differs ? [Span("≠ of the other sign", .alarm)] : []
    let texts = what.map { [Span($0, .text)] + wrong }
    return (state.isScalar ? [texts[0] + signs, texts[1] + signs] : []) + texts
  }

  /// Whether the states' axis is one of decades.
  private var isLogarithmic: Bool { if case .logarithmic = states.scale { true } else { false } }

  /// Whether a worst stretch is seen anywhere, and not hidden by λ itself.
  private func showsStretches(_ frame: Frame) -> Bool {
    let band = layout.bands[2]
    return (band.y..<band.y + band.height).contains { y in
      (band.x..<band.x + band.width).contains { frame[$0, y].style == .strong }
    }
  }

  /// The growth of the worst stretch, where that is not all of the way.
  private func worst(of response: Response) -> Double? { worst(response.peak)?.growth }

  private func worst(_ peak: FlowExtreme?) -> FlowExtreme? { peak.flatMap { $0.lag < state.target - 1 ? $0 : nil } }

  /// The column of a response.
  private func column(of response: Response) -> Int { layout.plot.x + layout.dot(of: response.value) / 2 }

  /// A band with its axis, whose labels stand left of it.
  private func band(_ axis: ValueAxis, _ rect: Rect) -> ValueBand {
    ValueBand(axis, in: Rect(x: 0, y: rect.y, width: rect.x + rect.width, height: rect.height))
  }

  /// The line at 0 through a whole band, and the labels; in a single row with two sides 0 is half-way.
  private func drawAxis(_ axis: ValueAxis, _ rect: Rect, into frame: inout Frame) {
    let columns = layout.plot.x..<layout.plot.x + layout.plot.width
    guard axis.rows > rect.height else {
      let band = band(axis, rect)
      band.drawTicks(into: &frame)
      return band.drawBaseLine(from: columns.lowerBound, to: columns.upperBound - 1, into: &frame)
    }
    let tick = TimeColumns.gutter - 2
    frame.write("0", x: tick - 2, y: rect.y, .muted)
    for x in [tick] + columns where frame[x, rect.y].glyph == " " { frame[x, rect.y] = Cell("─", .rule) }
  }

  /// Marks what has no number at all: from where the state overflows.
  private func drawOverflow(_ rect: Rect, into frame: inout Frame) {
    for response in landscape.responses where response.flow == nil {
      frame.write("!", x: column(of: response), y: rect.y, .alarm)
    }
  }

  /// s_k, bright, hides what it shares a cell with, so that no cell shows a mixture.
  private func drawStates(_ rect: Rect, into frame: inout Frame) {
    let hasLatest = hasLatest
    drawPoints(rect, { hasLatest ? $0.dropLast() : $0[...] }, hasLatest ? .muted : .state, into: &frame)
    if hasLatest { drawPoints(rect, { $0.suffix(1) }, .target, into: &frame) }
    other?.drawStates(states, rect, into: &frame)
    if isLogarithmic { band(states, rect).drawTicks(into: &frame) } else { drawAxis(states, rect, into: &frame) }
    drawOverflow(rect, into: &frame)
  }

  /// Some of the states of every value, with marks for those beyond the axis, and for 0 where the axis has none.
  private func drawPoints(
    _ rect: Rect, _ part: ([Double]) -> ArraySlice<Double>, _ style: Style, into frame: inout Frame
  ) {
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    var marks: Set<CurveMark> = []
    for response in landscape.responses {
      let x = layout.dot(of: response.value)
      for value in part(response.states) {
        guard value != 0 || !isLogarithmic else {
          frame.write("·", x: column(of: response), y: rect.y + rect.height - 1, style)
          continue
        }
        let y = states.dot(of: value, in: rect.height)
        canvas.set(x, y, style)
        if y < 0 { marks.insert(CurveMark(column: x / 2, isAbove: true)) }
        if y >= canvas.height { marks.insert(CurveMark(column: x / 2, isAbove: false)) }
      }
    }
    canvas.draw(into: &frame, x: rect.x, y: rect.y)
    for mark in marks { mark.draw(style, rect, into: &frame) }
  }

  /// Whether the last state of those that are drawn is the present one: the others may be other units.
  private var hasLatest: Bool { CurveNames(state).latest != nil }

  private func drawGradient(_ rect: Rect, into frame: inout Frame) {
    band(gradient, rect).drawTicks(into: &frame)
    // The whole gradient hides what it shares a cell with.
    drawCurve(rect, isDotted: true, into: &frame) { response in
      guard let total = response.cutTotal, !total.isZero else { return nil }
      return (gradient.dot(at: gradient.height(of: total)), style(of: total))
    }
    drawCurve(rect, into: &frame) { response in
      guard let total = response.total, !total.isZero else { return nil }
      return (gradient.dot(at: gradient.height(of: total)), style(of: total))
    }
    other?.drawGradient(gradient, rect, into: &frame)
    for response in landscape.responses {
      guard let total = response.total else { continue }
      let x = column(of: response)
      if total.isZero { frame.write("·", x: x, y: rect.y + rect.height - 1, .muted) }
      guard layout.signs.height > 0 else { continue }
      let isOther = other?.hasOtherSign(than: response.cutTotal ?? total, at: response.value) == true
      let sign = total.isZero ? "0" : total.signum > 0 ? isOther ? "±" : "+" : isOther ? "∓" : "−"
      frame.write(sign, x: x, y: layout.signs.y, style(of: total))
    }
    if layout.signs.height > 0 {
      for response in landscape.responses where response.hasWrongSign {
        frame.write("≠", x: column(of: response), y: layout.signs.y, .alarm)
      }
    }
    if layout.signs.height > 0 { frame.write("sign", x: 2, y: layout.signs.y, .muted) }
    drawOverflow(rect, into: &frame)
  }

  private func style(of total: ScaledDouble) -> Style {
    if !state.isScalar { return total.isZero ? .muted : .text }
    return total.isZero ? .muted : total.signum > 0 ? .positive : .negative
  }

  private func drawGrowth(_ rect: Rect, into frame: inout Frame) {
    drawCurve(rect, into: &frame) { response in
      worst(of: response).map { (growth.dot(of: $0, in: rect.height), .strong) }
    }
    drawPresentStretch(rect, into: &frame)
    drawCurve(rect, into: &frame) { response in
      response.lyapunovExponent.map { (growth.dot(of: $0, in: rect.height), $0 > 0 ? .amplifies : .attenuates) }
    }
    other?.drawGrowth(growth, rect, into: &frame)
    drawAxis(growth, rect, into: &frame)
    for response in landscape.responses where response.flow?.isZero == true && state.target > 1 {
      frame.write("×", x: column(of: response), y: rect.y + rect.height - 1, .blocked)
    }
    drawOverflow(rect, into: &frame)
  }

  /// The worst stretch at the present value, which samples may have missed.
  private func drawPresentStretch(_ rect: Rect, into frame: inout Frame) {
    let value = state.value(of: session.sweptKnob)
    guard let rate = worst(session.analysis.regime.peak)?.growth, rate > 0, layout.column(of: value) != nil else {
      return
    }
    let dot = growth.dot(of: rate, in: rect.height)
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    canvas.set(layout.dot(of: value), dot, .strong)
    canvas.draw(into: &frame, x: rect.x, y: rect.y)
    if dot < 0 { CurveMark(column: layout.dot(of: value) / 2, isAbove: true).draw(.strong, rect, into: &frame) }
  }

  /// Samples joined by lines, with gaps where there is no number, and marks where it lies beyond the band; or dots a column of
  /// cells apart, not joined.
  private func drawCurve(
    _ rect: Rect, isDotted: Bool = false, into frame: inout Frame, _ point: (Response) -> (y: Int, style: Style)?
  ) {
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    var last: (x: Int, y: Int, style: Style)?
    var marks: [(mark: CurveMark, style: Style)] = []
    for response in landscape.responses {
      guard let (y, style) = point(response) else {
        last = nil
        continue
      }
      let (x, shown) = (layout.dot(of: response.value), Swift.min(Swift.max(y, 0), canvas.height - 1))
      if y != shown { marks.append((CurveMark(column: x / 2, isAbove: y < shown), style)) }
      if isDotted {
        if x.isMultiple(of: 2) { canvas.set(x, shown, style) }
      } else if let last {
        canvas.line(from: (last.x, last.y), to: (x, shown), last.style, style)
      } else {
        canvas.set(x, shown, style)
      }
      last = (x, shown, style)
    }
    canvas.draw(into: &frame, x: rect.x, y: rect.y)
    for (mark, style) in marks { mark.draw(style, rect, into: &frame) }
  }

  /// A line through all bands at the present value; dots on it take its colour.
  private func drawCursor(into frame: inout Frame) {
    other?.drawCursor(into: &frame)
    guard let x = layout.column(of: state.value(of: session.sweptKnob)) else { return }
    for band in layout.bands {
      for y in band.y..<band.y + band.height {
        let isBlank = frame[x, y].isFree || frame[x, y].glyph == "┊"
        if isBlank || frame[x, y].style != .counterpart {
          frame[x, y] = Cell(isBlank ? "│" : frame[x, y].glyph, .target)
        }
      }
    }
  }
}

extension Response {
  /// Whether what is left of the gradient has another sign than the whole.
  var hasWrongSign: Bool { (cutTotal.map { $0.signum } ?? 0) * (total.map { $0.signum } ?? 0) < 0 }
}
