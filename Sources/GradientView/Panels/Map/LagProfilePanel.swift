import RNNCore

/// The mean of |term| against lag, as bars over the decades of the shades.
struct LagProfilePanel {
  private let map: MapView
  private let rect: Rect
  private let profile: LagProfile
  private let axis: DecadeAxis
  private let spans: StepSpans

  /// The fewest rows of bars, and the rows above and below them: a title, the axis and its numbers.
  static let leastBars = 4
  static let otherRows = 3
  /// Columns left of the bars: a number and its tick.
  private static let gutter = 6
  static let leastWidth = gutter + 12

  /// Nil where there is no target to take the mean over, every term is 0, or the shades do not fill so many rows.
  init?(_ map: MapView, in rect: Rect) {
    let width = rect.width - Self.gutter
    let axis = DecadeAxis(
      top: map.shades.top, depth: Int(map.shades.decades.rounded(.up)), rows: rect.height - Self.otherRows)
    // With a row less the decades are told apart as well.
    let isWasteful = Double(axis.rows - 1) * axis.decadesPerRow >= map.shades.decades
    guard !isWasteful || axis.rows == Self.leastBars else { return nil }
    guard map.blocks.largest != nil, let profile = map.lagProfile(columns: width) else { return nil }
    (self.map, self.rect, self.profile, self.axis) = (map, rect, profile, axis)
    // Lag ℓ as step ℓ + 1.
    spans = StepSpans(steps: profile.lastLag + 1, cells: width)
  }

  private var x: Int { rect.x + Self.gutter }
  private var bottom: Int { rect.y + rect.height - Self.otherRows }

  func draw(into frame: inout Frame) {
    frame.write(BandRule.fitting(titles.map { [Span($0, .muted)] }, in: rect.width), x: rect.x, y: rect.y)
    drawDecades(into: &frame)
    for (column, mean) in profile.means.enumerated() { draw(mean, column, into: &frame) }
    drawLags(into: &frame)
  }

  /// Powers of ten at the upper edges of their rows.
  private func drawDecades(into frame: inout Frame) {
    for (row, power) in axis.labels {
      let text = NumberText.powerOfTen(power)
      frame.write(text, x: Swift.max(x - 1 - text.columns, rect.x), y: rect.y + 1 + row, .muted)
      frame.write("▔", x: x - 1, y: rect.y + 1 + row, .rule)
    }
  }

  private func draw(_ mean: ScaledDouble, _ column: Int, into frame: inout Frame) {
    let cells = spans.cells(of: column)
    let length = mean.isZero ? 0 : axis.rows(above: mean.log10)
    if length > 0 {
      frame.standBar(
        x: x + cells.lowerBound, width: cells.count, bottom: bottom, length: length, limit: axis.rows, .muted)
    } else {
      let mark = mean.isZero ? Cell("·", .muted) : Cell("▾", .beyond)
      frame[x + (cells.lowerBound + cells.upperBound - 1) / 2, bottom] = mark
    }
  }

  private func drawLags(into frame: inout Frame) {
    frame.write(String(repeating: "─", count: spans.cells), x: x, y: bottom + 1, .rule)
    frame[x - 1, bottom + 1] = Cell("└", .rule)
    var row = LabelRow(y: bottom + 2)
    let digits = "\(profile.lastLag)".count
    let spacing = LabelRow.spacing(atLeast: Double((digits + 3) * spans.steps) / Double(spans.cells))
    for lag in stride(from: 0, through: profile.lastLag, by: spacing) {
      let cells = spans.cells(ofStep: lag + 1)
      let middle = x + (cells.lowerBound + cells.upperBound - 1) / 2
      let text = "\(lag)"
      guard middle - (text.columns - 1) / 2 + text.columns <= x + spans.cells else { continue }
      frame.write("┴", x: middle, y: bottom + 1, .rule)
      row.place(text, from: middle - (text.columns - 1) / 2, .muted, into: &frame)
    }
    row.place("lag", from: rect.x + 1, .muted, into: &frame)
  }

  /// What the mean is over, from everything to the least.
  private var titles: [String] {
    let what = map.areNorms ? "root mean square of ‖term‖" : "mean of |term|"
    let short = map.areNorms ? "rms ‖term‖" : "mean |term|"
    let finite = map.analysis.trajectory.overflowAt == nil ? "all targets" : "the finite targets"
    let targets = map.areNorms && map.coverageText != nil ? "the targets shown" : finite
    let most = profile.lags.reduce(1) { Swift.max($0, $1.count) }
    let pooled = most > 1 ? ", \(most) lags to a column" : ""
    let over = profile.pairsPerColumn.map { "over \($0) pairs of each column" } ?? "over \(targets)"
    let range = profile.lastLag + 1 < map.layout.steps ? ", lags 0–\(profile.lastLag)" : ""
    return [
      "\(what) by lag, \(over)\(range)\(pooled)", "\(what) by lag, \(over)\(range)", "\(short) by lag, \(over)\(range)",
      "\(short) by lag, \(over)", "\(short) by lag",
    ]
  }
}
