import RNNCore

/// Terms over decades: they stand on the axis' floor, and over each stands its flow as a dot.
struct LogTerms {
  private let view: FlowView
  private let band: ValueBand

  init(_ view: FlowView, _ rect: Rect) {
    self.view = view
    band = ValueBand(view.termAxis(rows: rect.height), in: rect)
  }

  func draw(_ terms: PooledTerms, into frame: inout Frame) {
    for column in terms.columns { draw(terms, column, into: &frame) }
    for column in terms.columns {
      let flow = terms.flow(ofColumn: column)
      guard !flow.isZero else { continue }
      band.drawDot(at: band.axis.height(of: flow), inColumn: column, view.columns, .text, into: &frame)
    }
    if view.state.showsRuler { PrecisionRuler.draw(view, band, into: &frame) }
    band.drawTicks(into: &frame)
  }

  private func draw(_ terms: PooledTerms, _ column: Int, into frame: inout Frame) {
    let (x, bottom) = (view.columns.x(ofColumn: column), band.rect.y + band.rect.height - 1)
    let (size, isBlocked) = (terms.size(ofColumn: column), terms.isBlocked(column))
    guard !size.isZero else {
      let zero = Cell(view.isLostToUnderflow(column) ? "▾" : "·", .muted)
      view.mark(isBlocked ? Cell("×", .blocked) : zero, column, y: bottom, into: &frame)
      return
    }
    let signum = terms[column].signum
    let style = signum > 0 ? Style.positive : signum < 0 ? .negative : .muted
    guard band.axis.height(of: size) > 0 else {
      view.mark(Cell("▾", style), column, y: bottom, into: &frame)
      return
    }
    band.drawBar(size, x: x, width: view.columns.barWidth(ofColumn: column), style, into: &frame)
  }
}

/// Terms on a linear axis: bars from a zero line that add up to the total, which stands beside them; a line of dots says what
/// they add up to from lag 0 back.
struct LinearTerms {
  private let view: FlowView
  private let band: ValueBand

  init(_ view: FlowView, _ rect: Rect) {
    self.view = view
    let reach = view.scales.sum
    band = ValueBand(.linear(from: reach.low, to: reach.high, rows: rect.height), in: rect)
  }

  func draw(_ terms: PooledTerms, into frame: inout Frame) {
    band.drawTicks(into: &frame)
    for column in terms.columns {
      let (term, isBlocked) = (terms[column], terms.isBlocked(column))
      let style = isBlocked ? Style.blocked : term.signum > 0 ? .positive : .negative
      drawBar(
        term, x: view.columns.x(ofColumn: column), width: view.columns.barWidth(ofColumn: column), style,
        zero: isBlocked ? "×" : view.isLostToUnderflow(column) ? " " : "·", into: &frame)
    }
    drawBar(terms.total, x: view.columns.totalX(width: band.rect.width), width: 1, .strong, zero: "0", into: &frame)
    for (column, sum) in zip(terms.columns, terms.runningSums) {
      band.drawDot(at: band.axis.height(of: sum), inColumn: column, view.columns, .text, into: &frame)
    }
    band.drawBaseLine(from: TimeColumns.gutter - 1, to: view.columns.lastX, into: &frame)
  }

  private func drawBar(
    _ value: ScaledDouble, x: Int, width: Int, _ style: Style, zero: String, into frame: inout Frame
  ) {
    guard !value.isZero else {
      frame.write(zero, x: x, y: band.rowAtBase, zero == "×" ? .blocked : .muted)
      return
    }
    band.drawBar(value, x: x, width: width, style, addsUp: true, into: &frame)
  }
}
