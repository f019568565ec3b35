import RNNCore

/// The singular values of P(k,i) over decades, against the lag k − i.
struct FlowLagBand {
  private let view: SpectrumView
  private let rect: Rect
  private let lags: [FlowSpectrum.Lag]
  private let axis: LagAxis

  init(_ view: SpectrumView) {
    self.view = view
    rect = view.layout.flow
    lags = view.flow?.lags ?? []
    let largest = lags.compactMap(\.singularValues.first?.value).filter { !$0.isZero }.map(\.log10).max() ?? 0
    axis = LagAxis(reaching: largest, depth: view.scales.termDepth, rows: Swift.max(rect.height, 1))
  }

  func draw(into frame: inout Frame) {
    guard rect.height > 0 else { return }
    drawRule(into: &frame)
    for (row, text) in axis.labels {
      AxisLabel.draw(text, y: rect.y + row, into: &frame)
      frame[rect.x - 2, rect.y + row] = Cell("▔", .rule)
    }
    guard view.flow != nil else {
      let step = view.analysis.trajectory.overflowAt ?? 1
      frame.write("the state overflows at step \(step): no flow", x: rect.x, y: rect.y + rect.height / 2, .alarm)
      return
    }
    drawLine(into: &frame)
    drawCurves(into: &frame)
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

  /// The row of dots of a value from the top; nil below the floor and for 0.
  private func dot(of value: ScaledDouble?, rows: Int) -> Int? {
    guard let value, !value.isZero else { return nil }
    let height = axis.height(of: value.log10) * 4
    return height < 0 ? nil : rows - 1 - Int(height.rounded(.down).clamped(0, Double(rows - 1)))
  }

  /// Where flow neither grows nor shrinks.
  private func drawLine(into frame: inout Frame) {
    guard axis.rowsAbove > 0 else { return }
    for column in 0..<rect.width { frame[rect.x + column, rect.y + axis.rowsAbove] = Cell("⠉", .rule) }
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

  /// In the last row, where no curve runs, what the axis does not reach: `▾` below its floor, `×` exactly 0.
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

/// A log axis of whole rows on which 1 lies between two rows, with labels at 1 and evenly from there.
struct LagAxis: Hashable {
  /// The rows above 1.
  let rowsAbove: Int
  private let rows: Int
  private let decadesPerRow: Double

  /// The axis from a decimal logarithm, where that is above 0, to `depth` decades below 1.
  init(reaching largest: Double, depth: Int, rows: Int) {
    let above = largest > 0.01 ? Swift.min(largest.rounded(.up), 1e9) : 0
    self.rows = rows
    decadesPerRow = DecadeAxis(top: 0, depth: depth + Int(above), rows: rows).decadesPerRow
    rowsAbove = Swift.min(Int((above / decadesPerRow).rounded(.up)), rows - 1)
  }

  /// The rows from the floor up to a decimal logarithm.
  func height(of logarithm: Double) -> Double { logarithm / decadesPerRow + Double(rows - rowsAbove) }

  /// Rows from the top with the power of ten at their upper edge.
  var labels: [(row: Int, text: String)] {
    let spacing = (2...20).first { (Double($0) * decadesPerRow).truncatingRemainder(dividingBy: 1) == 0 } ?? 2
    return (0..<rows).filter { ($0 - rowsAbove) % spacing == 0 }.map { row in
      (row, NumberText.powerOfTen(Int((Double(rowsAbove - row) * decadesPerRow).rounded())))
    }
  }
}
