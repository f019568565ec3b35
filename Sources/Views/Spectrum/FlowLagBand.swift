import Explorer
import RNNCore
import Screen

/// The singular values of P(k,i) over decades, against the lag k − i.
struct FlowLagBand {
  private let view: SpectrumView
  private let rect: Rect
  private let lags: [FlowSpectrum.Lag]
  private let axis: ValueAxis

  init(_ view: SpectrumView) {
    self.view = view
    rect = view.layout.flow
    lags = view.flow?.lags ?? []
    let reach = Self.reach(lags, depth: view.state.depth)
    axis = .logarithmicFromOne(from: -Double(reach.depth), to: reach.top, rows: Swift.max(rect.height, 1))
  }

  /// The decades that the axis shows above and below 1: up to the largest value and down to the smallest, in the steps that
  /// `{` and `}` go, or so far as those were set to.
  private static func reach(_ lags: [FlowSpectrum.Lag], depth: Int?) -> (top: Double, depth: Int) {
    func logarithms(_ values: [ScaledDouble?]) -> [Double] {
      values.compactMap { $0 }.filter { !$0.isZero }.map(\.log10)
    }
    let all = logarithms(lags.flatMap { $0.singularValues.map(\.value) })
    let first = logarithms(lags.map(\.singularValues.first?.value))
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
    guard view.flow != nil else {
      let step = view.analysis.trajectory.overflowAt ?? 1
      frame.write("the state overflows at step \(step): no flow", x: rect.x, y: rect.y + rect.height / 2, .alarm)
      return
    }
    drawCurves(into: &frame)
    // Where the flow neither grows nor shrinks.
    band.drawDashes(at: Double(axis.base), from: rect.x, to: rect.x + rect.width - 1, into: &frame)
    drawEnds(into: &frame)
    drawAxis(into: &frame)
  }

  private func drawRule(into frame: inout Frame) {
    let k = NumberText.subscripted(view.state.target)
    let (full, short) = ("singular values of ∂s\(k)/∂s_i against the lag k − i", "singular values of ∂s\(k)/∂s_i")
    // Lags that are left out are said in words at every width.
    let lags = view.shownLags.map { "   " + $0 } ?? ""
    let all = [full + "   log scale", full, short, "σ(∂s\(k)/∂s_i)"].map { $0 + lags }
    let names = (view.shownLags.map { all + [$0] } ?? all).map { [Span($0, .muted)] }
    let legend = [Span("σ₁", .strong), Span(" … ", .muted), Span("σ\(NumberText.subscripted(view.units))", .state)]
    let room = view.layout.flowRule.width - legend.columns - 10
    BandRule.draw(BandRule.fitting(names, in: room), legend: legend, into: &frame, in: view.layout.flowRule)
  }

  /// The last lag that is shown.
  private var last: Int { lags.last?.lag ?? 0 }

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

  /// In the last row, where no curve runs, what the axis does not reach: `▾` below its floor, `×` exactly 0, and `?`
  /// where rounding left no digit.
  private func drawEnds(into frame: inout Frame) {
    let y = rect.y + rect.height - 1
    for lag in lags {
      let x = rect.x + dot(ofLag: lag.lag) / 2
      guard frame[x, y].glyph == " " || frame[x, y].style == .rule else { continue }
      let values = lag.singularValues.map(\.value)
      if values.contains(nil) {
        frame[x, y] = Cell("?", .alarm)
      } else if values.contains(.zero) {
        frame[x, y] = Cell("×", .blocked)
      } else if let smallest = values.last, dot(of: smallest, rows: 4 * rect.height) == nil {
        frame[x, y] = Cell("▾", .muted)
      }
    }
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
