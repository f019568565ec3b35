import RNNCore

/// Terms over decades: they stand on the axis' floor.
struct LogTerms {
  private let view: FlowView
  private let rect: Rect
  private let axis: DecadeAxis

  init(_ view: FlowView, _ rect: Rect) {
    self.view = view
    self.rect = rect
    axis = DecadeAxis(top: view.scales.termTop, depth: view.scales.termDepth, rows: rect.height)
  }

  func draw(_ terms: PooledTerms, into frame: inout Frame) {
    for (row, power) in axis.labels {
      AxisLabel.draw(NumberText.powerOfTen(power), y: rect.y + row, into: &frame)
    }
    for column in terms.columns { draw(terms, column, into: &frame) }
  }

  private func draw(_ terms: PooledTerms, _ column: Int, into frame: inout Frame) {
    let (x, bottom) = (view.columns.x(ofColumn: column), rect.y + rect.height - 1)
    let (size, isBlocked) = (terms.size(ofColumn: column), terms.isBlocked(column))
    guard !size.isZero else {
      frame.write(isBlocked ? "×" : "·", x: x, y: bottom, isBlocked ? .blocked : .muted)
      return
    }
    let signum = terms[column].signum
    let style = signum > 0 ? Style.positive : signum < 0 ? .negative : .muted
    let length = axis.rows(above: size.log10)
    guard length > 0 else {
      frame.write("▾", x: x, y: bottom, style)
      return
    }
    frame.standBar(x: x, width: view.columns.barWidth, bottom: bottom, length: length, limit: rect.height, style)
  }
}

/// A log axis of whole rows: a round number of decades to a row, so that labels stand exactly where they belong.
struct DecadeAxis: Hashable {
  let top: Int
  let rows: Int
  let decadesPerRow: Double

  /// The axis from 10^top down over at least `depth` decades.
  init(top: Int, depth: Int, rows: Int) {
    self.top = top
    self.rows = rows
    let needed = Double(depth) / Double(rows)
    var scale = 0.1
    while scale * 5 < needed { scale *= 10 }
    let rounded = [1, 1.5, 2, 3, 5].first { scale * $0 >= needed - 1e-12 } ?? 5
    let small = [0.1, 0.2, 0.25, 0.5].first { $0 >= needed - 1e-12 }
    decadesPerRow = small ?? (scale * rounded * 10).rounded() / 10
  }

  /// The rows from the floor up to a decimal logarithm.
  func rows(above logarithm: Double) -> Double { (logarithm - Double(top)) / decadesPerRow + Double(rows) }

  /// Rows from the top with the power of ten at their upper edge.
  var labels: [(row: Int, power: Int)] {
    let spacing = (2...20).first { (Double($0) * decadesPerRow).truncatingRemainder(dividingBy: 1) == 0 } ?? 2
    return stride(from: 0, to: rows, by: spacing).map {
      ($0, top - Int((Double($0) * decadesPerRow).rounded()))
    }
  }
}

/// Terms on a linear axis: bars from a zero line that add up to the total, which stands beside them.
struct LinearTerms {
  private let view: FlowView
  private let rect: Rect
  private let rowsAbove: Int
  private let rowsBelow: Int

  init(_ view: FlowView, _ rect: Rect) {
    self.view = view
    self.rect = rect
    let half = Swift.max(rect.height / 2, 1)
    let side = view.scales.linearSide
    rowsAbove = side == .both ? half : side == .above ? rect.height : 0
    rowsBelow = side == .both ? Swift.min(half, rect.height - half) : side == .below ? rect.height : 0
  }

  /// The row whose upper edge is the zero line.
  private var line: Int { rect.y + rowsAbove }
  private var zeroRow: Int { Swift.max(line - 1, rect.y) }

  func draw(_ terms: PooledTerms, into frame: inout Frame) {
    drawLabels(into: &frame)
    for column in terms.columns {
      let (term, isBlocked) = (terms[column], terms.isBlocked(column))
      let style = isBlocked ? Style.blocked : term.signum > 0 ? .positive : .negative
      drawBar(
        term, x: view.columns.x(ofColumn: column), width: view.columns.barWidth, style, zero: isBlocked ? "×" : "·",
        into: &frame)
    }
    drawBar(terms.total, x: view.columns.totalX(width: rect.width), width: 1, .strong, zero: "0", into: &frame)
  }

  private func drawLabels(into frame: inout Frame) {
    let bound = view.scales.linear
    let label = NumberText.powerOfTen(bound.power, mantissa: bound.mantissa)
    if rowsAbove != 1 { AxisLabel.draw("0", y: zeroRow, into: &frame) }
    if rowsAbove > 0 { AxisLabel.draw(label, y: rect.y, into: &frame) }
    if rowsBelow > 0 { AxisLabel.draw("−" + label, y: line + rowsBelow - 1, into: &frame) }
  }

  private func drawBar(
    _ value: ScaledDouble, x: Int, width: Int, _ style: Style, zero: String, into frame: inout Frame
  ) {
    guard !value.isZero else {
      frame.write(zero, x: x, y: zeroRow, zero == "×" ? .blocked : .muted)
      return
    }
    let rows = Double(Swift.max(rowsAbove, rowsBelow))
    let length = (value / view.scales.linear.value).doubleValue * rows
    frame.standBar(x: x, width: width, bottom: line - 1, length: length, limit: rowsAbove, style, addsUp: true)
    frame.hangBar(x: x, width: width, top: line, length: -length, limit: rowsBelow, style, addsUp: true)
  }
}
