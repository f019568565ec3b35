import RNNCore
import Screen

/// The mean of |term| against lag, as bars over the decades that they reach.
struct LagProfilePanel {
  private let map: MapView
  private let rect: Rect
  private let profile: LagProfile
  private let band: ValueBand
  private let spans: StepSpans

  /// The fewest rows of bars, and the rows above and below them: a title, the axis and its numbers.
  static let leastBars = 4
  static let otherRows = 3
  static let leastWidth = TimeColumns.gutter + 12

  /// Nil where there is no target to take the mean over, or every term is 0.
  init?(_ map: MapView, in rect: Rect) {
    let width = rect.width - TimeColumns.gutter
    guard map.blocks.largest != nil, let profile = map.lagProfile(columns: width),
      let held = HeldRange(profile.means.filter { !$0.isZero }.map(\.log10))
    else { return nil }
    (self.map, self.rect, self.profile) = (map, rect, profile)
    let bars = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - Self.otherRows)
    band = ValueBand(.logarithmic(from: held.low, to: held.high, rows: bars.height), in: bars)
    // Lag ℓ as step ℓ + 1.
    spans = StepSpans(steps: profile.lastLag + 1, cells: width)
  }

  private var x: Int { rect.x + TimeColumns.gutter }
  /// The last row of bars.
  private var bottom: Int { rect.y + rect.height - Self.otherRows }

  func draw(into frame: inout Frame) {
    frame.write(BandRule.fitting(titles.map { [Span($0, .muted)] }, in: rect.width), x: rect.x, y: rect.y)
    band.drawTicks(into: &frame)
    for (column, mean) in profile.means.enumerated() { draw(mean, column, into: &frame) }
    drawLags(into: &frame)
  }

  private func draw(_ mean: ScaledDouble, _ column: Int, into frame: inout Frame) {
    let cells = spans.cells(of: column)
    if band.axis.height(of: mean) >= 0 {
      band.drawBar(mean, x: x + cells.lowerBound, width: cells.count, .muted, into: &frame)
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
