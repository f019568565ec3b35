import Explorer
import RNNCore
import Screen

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
    let signum = terms.signum(ofColumn: column)
    let style = signum > 0 ? Style.positive : signum < 0 ? .negative : .muted
    guard band.axis.height(of: size) > 0 else {
      view.mark(Cell("▾", style), column, y: bottom, into: &frame)
      return
    }
    band.drawBar(size, x: x, width: view.columns.barWidth(ofColumn: column), style, into: &frame)
  }
}

/// Terms on a linear axis: bars from a zero line that add up to the total, which stands beside them; a line of dots says what
/// they add up to from lag 0 back. Where that is so much that the bars could not be told apart, dots and total are smaller by
/// a round number.
struct LinearTerms {
  private let view: FlowView
  private let band: ValueBand
  private let divisor: ScaledDouble

  init(_ view: FlowView, _ rect: Rect) {
    self.view = view
    let reach = view.scales.sum
    band = ValueBand(.linear(from: reach.low, to: reach.high, rows: rect.height), in: rect)
    divisor = Self.divisor(view)?.value ?? .one
  }

  /// What the running sum and the total are divided by, so that the bars' axis holds them; nil where it does so as it is. It
  /// is that of all terms also while they are played one by one.
  static func divisor(_ view: FlowView) -> RoundNumber? {
    guard let sums = (view.analysis.pooled?.terms ?? view.terms)?.sumReach else { return nil }
    let reach = view.scales.sum
    let ratios = [(sums.lowerBound, reach.low), (sums.upperBound, reach.high)].map { sum, bound in
      sum.isZero ? .zero : sum / (bound.isZero ? (sum.signum < 0 ? -reach.bound : reach.bound) : bound)
    }
    guard let ratio = ratios.max(), ratio > .one else { return nil }
    return RoundNumber(holding: ratio)
  }

  func draw(_ terms: PooledTerms, into frame: inout Frame) {
    band.drawTicks(into: &frame)
    for column in terms.columns { draw(terms, column, into: &frame) }
    let x = view.columns.totalX(width: band.rect.width)
    if terms.total.isZero {
      frame.write("0", x: x, y: band.rowAtBase, .muted)
    } else {
      band.drawBar(terms.total / divisor, x: x, width: 1, .strong, addsUp: true, into: &frame)
    }
    for (column, sum) in zip(terms.columns, terms.runningSums) {
      band.drawDot(at: band.axis.height(of: sum / divisor), inColumn: column, view.columns, .text, into: &frame)
    }
    band.drawBaseLine(from: TimeColumns.gutter - 1, to: view.columns.lastX, into: &frame)
  }

  private func draw(_ terms: PooledTerms, _ column: Int, into frame: inout Frame) {
    let (term, isBlocked) = (terms[column], terms.isBlocked(column))
    guard !term.isZero else {
      guard !view.isLostToUnderflow(column) else { return }
      let mark = isBlocked ? Cell("×", .blocked) : Cell("·", .muted)
      return view.mark(mark, column, y: band.rowAtBase, into: &frame)
    }
    band.drawBar(
      term, x: view.columns.x(ofColumn: column), width: view.columns.barWidth(ofColumn: column),
      term.signum > 0 ? .positive : .negative, addsUp: true, into: &frame)
  }
}
