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
    let (k, knob) = (NumberText.subscripted(state.target), session.sweptKnob.rawValue)
    let first = Swift.max(state.target - 31, 1)
    let states = first == state.target ? "state s\(k)" : "states s\(NumberText.subscripted(first)) … s\(k)"
    let fallback = state.knob == .steps ? " (T is no weight)" : ""
    let over = "over \(knob)\(fallback), all else as it is"
    BandRule.draw(
      [Span(states, .muted)], legend: [Span("s\(k)", .target), Span(" ─ ", .rule), Span(over, .muted)], into: &frame,
      in: layout.rules[0])
    BandRule.draw(
      [Span("|∂s\(k)/∂\(state.parameter.rawValue)|   log scale", .muted)],
      legend: [Span("+ positive", .positive), Span(" ─ ", .rule), Span("− negative", .negative)], into: &frame,
      in: layout.rules[1])
    BandRule.draw(
      [Span("growth per step λ = ln|∂s\(k)/∂s₁|/\(Swift.max(state.target - 1, 1))", .muted)],
      legend: [Span("above 0 explodes", .amplifies), Span(" ─ ", .rule), Span("below vanishes", .attenuates)],
      into: &frame, in: layout.rules[2])
  }

  /// The column of dots of a sample.
  private func dot(ofSample sample: Int) -> Int {
    Int((Double(sample) + 0.5) / Double(landscape.responses.count) * Double(2 * layout.plot.width))
  }

  /// Marks what has no number at all: from where the state overflows.
  private func drawOverflow(_ rect: Rect, into frame: inout Frame) {
    for (sample, response) in landscape.responses.enumerated() where response.total == nil {
      frame.write("!", x: rect.x + dot(ofSample: sample) / 2, y: rect.y, .alarm)
    }
  }

  private func drawStates(_ rect: Rect, into frame: inout Frame) {
    let scales = state.scales ?? Scales.adapted(to: session.analysis, from: nil, depth: state.depth)
    let range = state.start.network.activation.range
    let round = range == nil ? scales.state : RoundNumber(index: 0)
    let side = range.map { $0.lowerBound < 0 ? Scales.Side.both : .above } ?? scales.stateSide
    let bound = round.value
    let (low, high) = (side == .above ? 0.0 : -1.0, side == .below ? 0.0 : 1.0)
    let label = NumberText.powerOfTen(round.power, mantissa: round.mantissa)
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    let zero = Int((high / (high - low) * Double(canvas.height - 1)).rounded())
    for (sample, response) in landscape.responses.enumerated() {
      let x = dot(ofSample: sample)
      for (age, value) in response.states.reversed().enumerated().reversed() {
        let part = (ScaledDouble(value) / bound).doubleValue
        let y = Int(
          ((high - part) / (high - low) * Double(canvas.height - 1)).rounded(.toNearestOrEven).clamped(-9, 1e6))
        canvas.set(x, y, age == 0 ? .target : .state)
      }
    }
    canvas.draw(into: &frame, x: rect.x, y: rect.y)
    if rect.height > 2, low < 0, high > 0 { AxisLabel.draw("0", y: rect.y + zero / 4, into: &frame) }
    AxisLabel.draw(high > 0 ? label : "0", y: rect.y, into: &frame)
    if rect.height > 1 { AxisLabel.draw(low < 0 ? "−" + label : "0", y: rect.y + rect.height - 1, into: &frame) }
    drawOverflow(rect, into: &frame)
  }

  private func drawGradient(_ rect: Rect, into frame: inout Frame) {
    let logarithms = landscape.responses.compactMap { $0.total?.isZero == false ? $0.total?.magnitude.log10 : nil }
    guard let largest = logarithms.max(), let smallest = logarithms.min() else {
      return drawOverflow(rect, into: &frame)
    }
    let top = Int(largest.rounded(.up))
    let depth = Swift.min(Swift.max(top - Int(smallest.rounded(.down)), 2), state.depth ?? 60)
    let axis = DecadeAxis(top: top, depth: depth, rows: rect.height)
    for (row, power) in axis.labels { AxisLabel.draw(NumberText.powerOfTen(power), y: rect.y + row, into: &frame) }
    drawCurve(rect, into: &frame) { response, canvas in
      guard let total = response.total, !total.isZero else { return nil }
      let height = axis.rows(above: total.magnitude.log10) * 4
      let y = canvas.height - 1 - Int(height.rounded(.down).clamped(0, Double(canvas.height - 1)))
      return (y, total.signum > 0 ? .positive : .negative)
    }
    drawOverflow(rect, into: &frame)
  }

  private func drawGrowth(_ rect: Rect, into frame: inout Frame) {
    let axis = GrowthAxis(landscape.responses.compactMap(\.lyapunovExponent), rows: rect.height)
    for (row, text) in axis.labels { AxisLabel.draw(text, y: rect.y + row, into: &frame) }
    let zero = axis.dot(of: 0)
    for column in 0..<rect.width { frame[rect.x + column, rect.y + zero / 4] = Cell("╌", .rule) }
    drawCurve(rect, into: &frame) { response, _ in
      response.lyapunovExponent.map { (axis.dot(of: $0), $0 > 0 ? .amplifies : .attenuates) }
    }
    for (sample, response) in landscape.responses.enumerated() where response.flow?.isZero == true && state.target > 1 {
      frame.write("×", x: rect.x + dot(ofSample: sample) / 2, y: rect.y + rect.height - 1, .blocked)
    }
    drawOverflow(rect, into: &frame)
  }

  /// Samples joined by lines, with gaps where there is no number.
  private func drawCurve(
    _ rect: Rect, into frame: inout Frame, _ point: (Response, BrailleCanvas) -> (y: Int, style: Style)?
  ) {
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    var last: (x: Int, y: Int, style: Style)?
    for (sample, response) in landscape.responses.enumerated() {
      guard let (y, style) = point(response, canvas) else {
        last = nil
        continue
      }
      let x = dot(ofSample: sample)
      if let last {
        canvas.line(from: (last.x, last.y), to: (x, y), last.style, style)
      } else {
        canvas.set(x, y, style)
      }
      last = (x, y, style)
    }
    canvas.draw(into: &frame, x: rect.x, y: rect.y)
  }

  /// A line through all bands at the present value; dots on it take its colour.
  private func drawCursor(into frame: inout Frame) {
    guard let x = layout.column(of: state.value(of: session.sweptKnob)) else { return }
    for band in layout.bands {
      for y in band.y..<band.y + band.height {
        let isBlank = frame[x, y].glyph == " " || frame[x, y].glyph == "╌"
        frame[x, y] = Cell(isBlank ? "│" : frame[x, y].glyph, .target)
      }
    }
  }
}

extension Double {
  /// The nearest number within bounds; NaN becomes the lower one.
  func clamped(_ low: Double, _ high: Double) -> Double { Swift.min(Swift.max(low, self), high) }
}

/// A linear axis for λ that always shows 0, and most of the values.
struct GrowthAxis {
  private let low: Double
  private let high: Double
  private let rows: Int

  init(_ rates: [Double], rows: Int) {
    self.rows = rows
    // A quarter of the values may lie beyond: λ falls without bound where the flow nearly dies.
    let magnitudes = rates.map(\.magnitude).sorted()
    let typical = magnitudes.isEmpty ? 1 : magnitudes[Swift.min(magnitudes.count * 3 / 4, magnitudes.count - 1)]
    let bound = Self.rounded(Swift.max(typical, 0.01))
    let (least, most) = (rates.min() ?? -1, rates.max() ?? 0)
    low = least < 0 ? -Swift.min(bound, Self.rounded(Swift.max(-least, bound / 5))) : -bound / 5
    high = most > 0 ? Swift.min(bound, Self.rounded(Swift.max(most, bound / 5))) : bound / 5
  }

  private static func rounded(_ value: Double) -> Double {
    RoundNumber(holding: ScaledDouble(value)).value.doubleValue
  }

  /// The row of dots of a value, from above; values beyond the axis are on its edge.
  func dot(of value: Double) -> Int {
    Int(((high - value) / (high - low) * Double(4 * rows - 1)).rounded().clamped(0, Double(4 * rows - 1)))
  }

  /// Rows from the top with their labels.
  var labels: [(row: Int, text: String)] {
    let zero = dot(of: 0) / 4
    let ends = [(0, high), (rows - 1, low)].filter { $0.0 != zero }.map { ($0.0, text($0.1)) }
    return [(zero, "0")] + ends
  }

  private func text(_ value: Double) -> String { NumberText.compact(ScaledDouble(value), digits: 2) }
}
