import Explorer
import RNNCore
import Screen

/// The singular values of P(k,i) over decades, against the lag k − i; of what is kept as B the largest and the smallest.
struct FlowLagBand {
  private let view: SpectrumView
  private let rect: Rect
  private let lags: [FlowSpectrum.Lag]
  /// B's.
  private let others: [FlowSpectrum.Lag]
  private let axis: ValueAxis

  init(_ view: SpectrumView) {
    self.view = view
    rect = view.layout.flow
    (lags, others) = (view.shown.flow?.lags ?? [], view.other?.flow?.lags ?? [])
    let reach = Self.reach(lags, beside: others, depth: view.state.depth)
    axis = .logarithmicFromOne(from: -Double(reach.depth), to: reach.top, rows: Swift.max(rect.height, 1))
  }

  /// The decades that the axis shows above and below 1: up to the largest value and down to the smallest that is drawn, in
  /// the steps that `{` and `}` go, or so far as those were set to.
  private static func reach(
    _ lags: [FlowSpectrum.Lag], beside others: [FlowSpectrum.Lag], depth: Int?
  ) -> (top: Double, depth: Int) {
    func logarithms(_ values: [ScaledDouble?]) -> [Double] {
      values.compactMap { $0 }.filter { !$0.isZero }.map(\.log10)
    }
    let all = logarithms(lags.flatMap { $0.singularValues.map(\.value) } + others.flatMap(\.ends))
    let first = logarithms((lags + others).map(\.singularValues.first?.value))
    guard let held = TrimmedRange(all, keeping: first) else { return (0, depth ?? Scales.depths[0]) }
    let steps = Scales.depths
    let holding = steps.first { Double($0) >= -held.low } ?? steps[steps.count - 1]
    return (held.high > 0.01 ? Swift.min(held.high, 1e9) : 0, depth ?? holding)
  }

  func draw(into frame: inout Frame) {
    guard rect.height > 0 else { return }
    drawRule(into: &frame)
    let whole = Rect(x: rect.x - TimeColumns.gutter, y: rect.y, width: rect.width, height: rect.height)
    let band = ValueBand(axis, in: whole)
    band.drawTicks(into: &frame)
    if !lags.isEmpty || !others.isEmpty {
      drawCurves(into: &frame)
      drawCounterpart(into: &frame)
      // Where the flow neither grows nor shrinks.
      band.drawDashes(at: Double(axis.base), from: rect.x, to: rect.x + rect.width - 1, into: &frame)
      drawEnds(into: &frame)
      drawAxis(into: &frame)
    }
    guard lags.isEmpty else { return }
    guard view.shown.flow == nil else { return MissingLine.draw(MissingLine.notYet, .muted, into: &frame, in: whole) }
    let step = view.shown.analysis.trajectory.overflowAt ?? 1
    MissingLine.draw("the state overflows at step \(step): no flow", .alarm, into: &frame, in: whole)
  }

  private func drawRule(into frame: inout Frame) {
    let k = NumberText.subscripted(view.state.target)
    let whole = view.state.cellKind.wholeState
    let flow = "∂\(whole)\(k)/∂\(whole)_i"
    let (full, short) = ("singular values of \(flow) against the lag k − i", "singular values of \(flow)")
    // Lags that are left out are said in words at every width.
    let shown = view.shown.shownLags
    let lags = shown.map { "   " + $0 } ?? ""
    let all = [full + "   log scale", full, short, "σ(\(flow))"].map { $0 + lags }
    let names = (shown.map { all + [$0] } ?? all).map { [Span($0, .muted)] }
    let own = [Span("σ₁", .strong), Span(" … ", .muted), Span(view.shown.lastValue, .state)]
    let width = view.layout.flowRule.width
    // A name in brief before what B's curves are is left out.
    let least = names.map(\.columns).min() ?? 0
    let legend = legends.map { own + $0 }.first { $0.columns + least + 10 <= width } ?? own
    let room = width - legend.columns - 10
    BandRule.draw(BandRule.fitting(names, in: room), legend: legend, into: &frame, in: view.layout.flowRule)
  }

  /// What B's curves are, from everything to the least.
  private var legends: [[Span]] {
    guard let other = view.other else { return [] }
    func spans(_ text: String) -> [Span] { [Span("   "), Span(text, .counterpart)] }
    guard other.flow != nil else {
      let step = other.analysis.trajectory.overflowAt ?? 1
      return ["B overflows at step \(step)", "B overflows"].map(spans)
    }
    let first = ComparisonPanel.mark + " B"
    let last = other.units > 1 ? ["\(first): σ₁, dotted \(other.lastValue)"] : []
    let few = other.shownLags.map { lags in last.map { "\($0), \(lags)" } + ["\(first): \(lags)"] } ?? []
    return (few + last + [first]).map(spans)
  }

  /// The last lag that is shown, of either, now or once it is computed.
  private var last: Int { Swift.max(view.shown.plannedLag, view.other?.plannedLag ?? 0) }

  private func dot(ofLag lag: Int) -> Int {
    last == 0 ? 0 : Int((Double(lag) / Double(last) * Double(2 * rect.width - 1)).rounded())
  }

  /// The row of dots of a value from the top; nil below the floor, for 0 and where rounding left no digit.
  private func dot(of value: ScaledDouble?, rows: Int) -> Int? {
    guard let value, !value.isZero else { return nil }
    let height = axis.height(of: value) * 4
    return height < 0 ? nil : rows - 1 - Int(height.rounded(.down).clamped(0, Double(rows - 1)))
  }

  private func drawCurves(into frame: inout Frame) {
    var canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
    for rank in (0..<view.units).reversed() {
      var before: (x: Int, y: Int)?
      for lag in lags {
        guard let y = dot(of: lag.singularValues[rank].value, rows: canvas.height) else {
          before = nil
          continue
        }
        let (x, style) = (dot(ofLag: lag.lag), rank == 0 ? Style.strong : .state)
        canvas.line(from: before ?? (x, y), to: (x, y), style, style)
        before = (x, y)
      }
    }
    canvas.draw(into: &frame, x: rect.x, y: rect.y)
  }

  /// σ₁ joined, σ_n as dots. They stand out from the lower curves of what is shown; beside its σ₁ each has its cells.
  private func drawCounterpart(into frame: inout Frame) {
    var dots = CounterpartDots(in: rect)
    for (place, isDotted) in [(1, true), (0, false)] where place == 0 || view.other?.units != 1 {
      var before: (x: Int, y: Int)?
      for lag in others {
        guard let y = dot(of: lag.ends[place], rows: dots.size.height) else {
          before = nil
          continue
        }
        let here = (x: dot(ofLag: lag.lag), y: y)
        dots.join(before ?? here, here, isDotted: isDotted)
        before = here
      }
    }
    dots.draw(into: &frame, over: [.state])
  }

  /// In the last row, where no curve runs, what the axis does not reach: `▾` below its floor, `×` exactly 0, and `?`
  /// where rounding left no digit.
  private func drawEnds(into frame: inout Frame) {
    for lag in lags {
      let values = lag.singularValues.map(\.value)
      if let end = end(of: values) { drawEnd(Cell(end.glyph, end.style), lag, into: &frame) }
    }
    for lag in others {
      if let end = end(of: lag.ends) { drawEnd(Cell(end.glyph, .counterpart), lag, into: &frame) }
    }
  }

  private func drawEnd(_ end: Cell, _ lag: FlowSpectrum.Lag, into frame: inout Frame) {
    let (x, y) = (rect.x + dot(ofLag: lag.lag) / 2, rect.y + rect.height - 1)
    if frame[x, y].isFree { frame[x, y] = end }
  }

  private func end(of values: [ScaledDouble?]) -> Cell? {
    if values.contains(nil) { return Cell("?", .alarm) }
    if values.contains(.zero) { return Cell("×", .blocked) }
    let isInside = values.last.map { dot(of: $0, rows: 4 * rect.height) != nil } ?? true
    return isInside ? nil : Cell("▾", .muted)
  }

  private func drawAxis(into frame: inout Frame) {
    let (axis, labels) = (view.layout.flowAxis, view.layout.flowLabels)
    frame.write(String(repeating: "─", count: rect.width + 1), x: rect.x - 1, y: axis.y, .rule)
    let digits = "\(last)".count
    let spacing = LabelRow.spacing(atLeast: Double((digits + 3) * Swift.max(last, 1)) / Double(rect.width))
    let ticks = Array(stride(from: 0, through: last, by: spacing))
    for lag in ticks { frame.write("┴", x: rect.x + dot(ofLag: lag) / 2, y: axis.y, .rule) }
    let inspected = view.state.target - view.state.inspected
    if inspected <= last { frame.write("▲", x: rect.x + dot(ofLag: inspected) / 2, y: axis.y, .inspected) }
    guard labels.height > 0 else { return }
    var row = LabelRow(y: labels.y)
    if inspected <= last {
      let text = "i=\(view.state.inspected)"
      row.place(text, from: rect.x + dot(ofLag: inspected) / 2 - text.columns / 2, .inspected, into: &frame)
    }
    for lag in ticks {
      row.place("\(lag)", from: rect.x + dot(ofLag: lag) / 2 - digits / 2, .muted, into: &frame)
    }
    row.place("lag", from: 3, .muted, into: &frame)
  }
}

extension FlowSpectrum.Lag {
  /// σ₁ and σ_n; nil for one of which rounding left no digit.
  fileprivate var ends: [ScaledDouble?] {
    [singularValues[0].value, singularValues[singularValues.count - 1].value]
  }
}
