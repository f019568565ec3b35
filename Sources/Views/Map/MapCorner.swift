import RNNCore
import Screen

/// What stands in the empty half above the diagonal: the mean against lag, below it what the shades mean, and in words what
/// the marks and the sums are. What has no room is left out, the mean first.
struct MapCorner {
  private let map: MapView
  private let legend: MapLegend
  private var profile: LagProfilePanel?
  /// The row of the legend; nil where it has no room.
  private var legendY: Int?

  init(_ map: MapView) {
    self.map = map
    legend = MapLegend(map)
    let top = map.layout.grid.y
    if hasRoom(for: legend.leastWidth, rows: legend.height, from: top) { legendY = top }
    for bars in stride(from: Swift.min(map.layout.grid.height / 3, 20), through: LagProfilePanel.leastBars, by: -1) {
      let height = bars + LagProfilePanel.otherRows
      guard hasRoom(for: LagProfilePanel.leastWidth, rows: height, from: top),
        hasRoom(for: legend.leastWidth, rows: legend.height, from: top + height + 1)
      else { continue }
      let x = start(y: top + height - 1)
      profile = LagProfilePanel(map, in: Rect(x: x, y: top, width: right - x, height: height))
      guard profile != nil else { continue }
      legendY = top + height + 1
      return
    }
  }

  /// Whether the legend has room.
  var hasLegend: Bool { legendY != nil }

  /// The column behind the plot.
  private var right: Int { map.layout.grid.x + map.layout.grid.width }

  /// The first free column of a row, two behind its last pair.
  private func start(y: Int) -> Int { map.layout.end(ofRow: y) + 2 }

  private func hasRoom(for width: Int, rows: Int, from y: Int) -> Bool {
    let last = y + rows - 1
    return last < map.layout.grid.y + map.layout.grid.height && start(y: last) + width <= right
  }

  func draw(into frame: inout Frame) {
    profile?.draw(into: &frame)
    guard let legendY else { return }
    let room = right - start(y: legendY + legend.height - 1)
    let lines = legend.lines(in: room)
    let x = right - lines[0].columns
    for (place, line) in lines.enumerated() { frame.write(line, x: x, y: legendY + place) }
    drawWords(x: x, y: legendY + lines.count + 1, into: &frame)
  }

  /// Each line from the shades on, or from where its row has room.
  private func drawWords(x: Int, y: Int, into frame: inout Frame) {
    var y = y
    for line in legend.words {
      guard y < map.layout.grid.y + map.layout.grid.height else { return }
      let start = Swift.max(x, start(y: y))
      guard let text = line.first(where: { $0.columns <= right - start }) else { continue }
      frame.write(text, x: start, y: y)
      y += 1
    }
  }
}

/// The shades with their powers of ten, and what marks and sums mean.
struct MapLegend {
  private let map: MapView
  /// The marks that stand in cells and sums.
  private let marks: Set<MapMark>

  init(_ map: MapView) {
    self.map = map
    marks = map.marks
  }

  /// What stands behind the last shade, and the number at which it begins: what is darker than it, where that is shown;
  /// beside B what is alike.
  private var end: (mark: MapMark, text: String)? {
    if map.difference != nil { return (.alike, "×1") }
    return marks.contains(.faint) ? (.faint, map.shades.floorText) : nil
  }

  private var swatches: Int { MapShade.count + (end == nil ? 0 : 1) }

  /// What stands before the shades of each sign, of equal length; norms have one sign, beside B both.
  private func names(isBrief: Bool) -> [(name: Span, isPositive: Bool)] {
    if map.difference != nil {
      return [
        (Span(isBrief ? "A " : "A larger ", .positive), true), (Span(isBrief ? "B " : "B larger ", .negative), false),
      ]
    }
    return map.areNorms ? [(Span("  "), true)] : [(Span("+ ", .positive), true), (Span("− ", .negative), false)]
  }

  private func nameColumns(isBrief: Bool) -> Int { names(isBrief: isBrief)[0].name.text.columns }

  /// Columns of the narrowest one: two to a shade behind a sign.
  var leastWidth: Int { 2 * swatches + nameColumns(isBrief: true) }

  /// Rows of the shades.
  var height: Int { 1 + names(isBrief: true).count }

  /// The powers of ten, each at the column where its shade begins, then the shades of each sign under it.
  func lines(in room: Int) -> [[Span]] {
    let isBrief = room < 2 * swatches + nameColumns(isBrief: false)
    let columns = nameColumns(isBrief: isBrief)
    let width = Swift.min((room - columns) / swatches, 6)
    let heading = Span(Self.blanks(columns) + powers(width: width), .muted)
    return [[heading]] + ramps(width: width, isBrief: isBrief).map { [$0.name] + $0.ramp }
  }

  /// In one line: `+ █▓▒░ − ▙▚▖▏ 1 … 1e−9`.
  var line: [Span] {
    let ramps = ramps(width: 1, isBrief: false).flatMap { (hasNames ? [$0.name] : []) + $0.ramp + [Span(" ")] }
    let ends =
      map.difference.map { "\($0.shades.reach) … ×1" }
      ?? "\(NumberText.powerOfTen(map.shades.top)) … \(map.shades.floorText)"
    return ramps + [Span(ends, .muted)]
  }

  private var hasNames: Bool { map.difference != nil || !map.areNorms }

  /// For each sign its shades, so many columns each.
  private func ramps(width: Int, isBrief: Bool) -> [(name: Span, ramp: [Span])] {
    names(isBrief: isBrief).map { name, isPositive in
      let shades = (0..<MapShade.count).map { level in
        let shade = MapShade(isPositive: isPositive, level: level)
        return Span(String(repeating: shade.glyph, count: width), shade.style)
      }
      let last = end.map { [Span(Self.swatch(of: $0.mark, width: width), $0.mark.style)] } ?? []
      return (name, shades + last)
    }
  }

  /// What is alike is marked once, as in a cell.
  private static func swatch(of mark: MapMark, width: Int) -> String {
    guard mark == .alike else { return String(repeating: mark.glyph, count: width) }
    let before = (width - 1) / 2
    return blanks(before) + String(mark.glyph) + blanks(width - 1 - before)
  }

  /// What a shade begins with, where that is a power of ten.
  private func power(above level: Int) -> String? {
    if let difference = map.difference { return difference.shades.factor(above: level) }
    return map.shades.power(above: level).map { NumberText.powerOfTen($0) }
  }

  /// `1    0.1  0.01 …`: as many powers as keep a blank apart, and at what is darker than the last shade where that begins.
  private func powers(width: Int) -> String {
    let last = MapShade.count
    let floor = end.map { [(text: $0.text, start: last * width)] } ?? []
    let known = (0..<last).compactMap { level in power(above: level).map { (text: $0, start: level * width) } }
    var numbers = ""
    let limit = floor.first?.start ?? last * width
    for (text, start) in known where numbers.isEmpty || numbers.columns < start {
      if start + text.columns + floor.count <= limit { numbers += Self.blanks(start - numbers.columns) + text }
    }
    for (text, start) in floor { numbers += Self.blanks(start - numbers.columns) + text }
    return numbers + Self.blanks(swatches * width - numbers.columns)
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: Swift.max(count, 0)) }

  /// Line by line, each from everything to the least: the marks that there are, the sums, and how far back the target's
  /// gradient reaches.
  var words: [[[Span]]] {
    let found = (map.difference?.meanings ?? meanings).filter { marks.contains($0.mark) }.map { meaning in
      meaning.texts.map {
        [Span("\(meaning.mark.glyph)", meaning.mark.style), Span(" ", meaning.mark.style), Span(" " + $0, .muted)]
      }
    }
    let sums = [map.columnSumTexts].filter { _ in map.layout.columnTotals.height > 0 }
    let remarks = ((map.difference?.remarks ?? []) + sums).map { texts in texts.map { [Span($0, .muted)] } }
    let field = map.layout.inspector.height > 1 ? nil : map.receptiveField
    return found + remarks + (field.map { $0.lines.map { [[Span($0)]] } } ?? [])
  }

  private var meanings: [(mark: MapMark, texts: [String])] {
    let floor = map.shades.floorText
    return [
      (.faint, ["not 0, but below \(floor)", "below \(floor)"]), (.overflow, ["overflow"]),
      (.zero, ["exactly 0"]), (.blocked, ["0: a factor between is 0", "blocked"]), (.cut, map.cutMeanings),
    ]
  }
}

extension MapView {
  /// The marks that stand in cells and sums.
  fileprivate var marks: Set<MapMark> {
    var shown = Set<Style>()
    for row in fills.indices {
      for column in fills[row].indices {
        if let style = fill(row: row, column: column)?.style, style.shade == nil { shown.insert(style) }
      }
    }
    let sums = layout.rows.indices.map(sum(ofRow:)) + layout.columns.indices.map(sum(ofColumn:))
    return Set((shown.union(sums.compactMap { $0?.style })).compactMap(\.mark))
  }
}

/// The mean of |term| against lag, as bars over the decades that they reach; B's as lines at their heights.
struct LagProfilePanel {
  private let map: MapView
  private let rect: Rect
  private let profile: LagProfile
  /// That of what is kept as B, over the same lags.
  private let other: LagProfile?
  private let band: ValueBand
  private let spans: StepSpans

  /// The fewest rows of bars, and the rows above and below them: a title, the axis and its numbers.
  static let leastBars = 4
  static let otherRows = 3
  static let leastWidth = TimeColumns.gutter + 12

  /// Nil where there is no target to take the mean over, or every term is 0.
  init?(_ map: MapView, in rect: Rect) {
    let width = rect.width - TimeColumns.gutter
    guard let (profile, other) = map.lagProfiles(columns: width),
      let held = TrimmedRange((profile.means + (other?.means ?? [])).filter { !$0.isZero }.map(\.log10))
    else { return nil }
    (self.map, self.rect, self.profile, self.other) = (map, rect, profile, other)
    let bars = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - Self.otherRows)
    band = ValueBand(.logarithmic(from: held.low, to: held.high, rows: bars.height), in: bars)
    // Lag ℓ as step ℓ + 1.
    spans = StepSpans(steps: Swift.max(profile.lastLag, other?.lastLag ?? 0) + 1, cells: width)
  }

  /// The last lag of the two.
  private var lastLag: Int { spans.steps - 1 }

  private var x: Int { rect.x + TimeColumns.gutter }
  /// The last row of bars.
  private var bottom: Int { rect.y + rect.height - Self.otherRows }

  func draw(into frame: inout Frame) {
    frame.write(BandRule.fitting(headings, in: rect.width), x: rect.x, y: rect.y)
    band.drawTicks(into: &frame)
    for (column, mean) in profile.means.enumerated() { draw(mean, column, into: &frame) }
    for (column, mean) in (other?.means ?? []).enumerated() where !mean.isZero {
      let cells = spans.cells(of: column)
      band.drawLine(at: mean, x: x + cells.lowerBound, width: cells.count, .counterpart, into: &frame)
    }
    drawLags(into: &frame)
  }

  private func draw(_ mean: ScaledDouble, _ column: Int, into frame: inout Frame) {
    let cells = spans.cells(of: column)
    if band.axis.height(of: mean) >= 0 {
      // A line across a bar is in the page's colour on the bar's own.
      let style = other == nil ? Style.muted : .beyond
      band.drawBar(mean, x: x + cells.lowerBound, width: cells.count, style, into: &frame)
    } else {
      let mark = mean.isZero ? Cell("·", .muted) : Cell("▾", .beyond)
      frame[x + (cells.lowerBound + cells.upperBound - 1) / 2, bottom] = mark
    }
  }

  private func drawLags(into frame: inout Frame) {
    frame.write(String(repeating: "─", count: spans.cells), x: x, y: bottom + 1, .rule)
    frame[x - 1, bottom + 1] = Cell("└", .rule)
    var row = LabelRow(y: bottom + 2)
    let digits = "\(lastLag)".count
    let spacing = LabelRow.spacing(atLeast: Double((digits + 3) * spans.steps) / Double(spans.cells))
    for lag in stride(from: 0, through: lastLag, by: spacing) {
      let cells = spans.cells(ofStep: lag + 1)
      let middle = x + (cells.lowerBound + cells.upperBound - 1) / 2
      let text = "\(lag)"
      guard middle - (text.columns - 1) / 2 + text.columns <= x + spans.cells else { continue }
      frame.write("┴", x: middle, y: bottom + 1, .rule)
      row.place(text, from: middle - (text.columns - 1) / 2, .muted, into: &frame)
    }
    row.place("lag", from: rect.x + 1, .muted, into: &frame)
  }

  /// What the mean is over, and that B's stands beside it.
  private var headings: [[Span]] {
    guard other != nil else { return titles.map { [Span($0, .muted)] } }
    let areNorms = map.difference?.terms.areNorms == true
    let whose = areNorms == map.areNorms ? "B" : areNorms ? "B, its rms ‖term‖" : "B, its mean |term|"
    func marked(_ title: String, _ words: String) -> [Span] {
      [Span(title + "   ", .muted), Span(ComparisonPanel.mark, .counterpart), Span(" " + words, .muted)]
    }
    let titles = titles
    return titles.map { marked($0, whose) } + titles.suffix(1).flatMap { [marked($0, "B"), [Span($0, .muted)]] }
  }

  /// What the mean is over, from everything to the least.
  private var titles: [String] {
    let what = map.areNorms ? "root mean square of ‖term‖" : "mean of |term|"
    let short = map.areNorms ? "rms ‖term‖" : "mean |term|"
    let finite = map.analysis.trajectory.overflowAt == nil ? "all targets" : "the finite targets"
    let targets = map.areNorms && map.terms.isSampled ? "the targets shown" : finite
    let most = (profile.lags + (other?.lags ?? [])).reduce(1) { Swift.max($0, $1.count) }
    let pooled = most > 1 ? ", \(most) lags to a column" : ""
    let over = profile.pairsPerColumn.map { "over \($0) pairs of each column" } ?? "over \(targets)"
    let ownLag = profile.lastLag
    let isCut = map.state.cut.kind != .none && ownLag + 1 == Swift.min(map.state.cut.length, map.layout.steps)
    let shown = lastLag + 1 < map.layout.steps ? ", lags 0–\(lastLag)" : ""
    let rest = ownLag < lastLag ? ", A’s beyond lag \(ownLag) are cut" : shown.isEmpty ? "" : ", the rest is cut"
    let range = isCut ? shown + rest : shown
    return [
      "\(what) by lag, \(over)\(range)\(pooled)", "\(what) by lag, \(over)\(range)", "\(short) by lag, \(over)\(range)",
      isCut ? "\(short) by lag 0–\(ownLag), the rest cut" : "\(short) by lag, \(over)", "\(short) by lag",
    ]
  }
}
