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

  private static let signColumns = 2

  /// The shades, and behind them, where it is shown, what is darker than the last of them.
  private var swatches: Int { MapShade.count + (marks.contains(.faint) ? 1 : 0) }

  /// Columns of the narrowest one: two to a shade behind a sign.
  var leastWidth: Int { 2 * swatches + Self.signColumns }

  /// Rows of the shades; norms have one sign.
  var height: Int { map.areNorms ? 2 : 3 }

  /// The powers of ten, each at the column where its shade begins, then the shades of each sign under it.
  func lines(in room: Int) -> [[Span]] {
    let width = Swift.min((room - Self.signColumns) / swatches, 6)
    return [[Span("  " + powers(width: width), .muted)]] + ramps(width: width).map { [$0.sign] + $0.ramp }
  }

  /// In one line: `+ █▓▒░ − ▙▚▖▏ 1 … 1e−9`.
  var line: [Span] {
    let ramps = ramps(width: 1).flatMap { (map.areNorms ? [] : [$0.sign]) + $0.ramp + [Span(" ")] }
    return ramps + [Span("\(NumberText.powerOfTen(map.shades.top)) … \(map.shades.floorText)", .muted)]
  }

  /// For each sign its shades, so many columns each.
  private func ramps(width: Int) -> [(sign: Span, ramp: [Span])] {
    (map.areNorms ? [true] : [true, false]).map { isPositive in
      let shades = (0..<MapShade.count).map { level in
        let shade = MapShade(isPositive: isPositive, level: level)
        return Span(String(repeating: shade.glyph, count: width), shade.style)
      }
      let faint = Span(String(repeating: MapMark.faint.glyph, count: width), MapMark.faint.style)
      let sign = map.areNorms ? Span("  ") : isPositive ? Span("+ ", .positive) : Span("− ", .negative)
      return (sign, shades + (swatches > MapShade.count ? [faint] : []))
    }
  }

  /// `1    0.1  0.01 …`: as many powers as keep a blank apart, and at what is darker than the last shade where that begins.
  private func powers(width: Int) -> String {
    let end = MapShade.count
    let floor = swatches > end ? [(text: map.shades.floorText, start: end * width)] : []
    let known = (0..<end).compactMap { level in
      map.shades.power(above: level).map { (text: NumberText.powerOfTen($0), start: level * width) }
    }
    var numbers = ""
    let limit = floor.first?.start ?? end * width
    for (text, start) in known where numbers.isEmpty || numbers.columns < start {
      if start + text.columns + floor.count <= limit { numbers += Self.blanks(start - numbers.columns) + text }
    }
    for (text, start) in floor { numbers += Self.blanks(start - numbers.columns) + text }
    return numbers + Self.blanks(swatches * width - numbers.columns)
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: Swift.max(count, 0)) }

  /// Line by line, each from everything to the least: the marks that there are, the sums, and how far the target hears.
  var words: [[[Span]]] {
    let floor = map.shades.floorText
    let meanings: [(mark: MapMark, long: String, short: String)] = [
      (.faint, "not 0, but below \(floor)", "below \(floor)"), (.overflow, "overflow", "overflow"),
      (.zero, "exactly 0", "exactly 0"), (.blocked, "0: a factor between is 0", "blocked"),
    ]
    let found = meanings.filter { marks.contains($0.mark) }.map { meaning in
      [meaning.long, meaning.short].map {
        [Span("\(meaning.mark.glyph)", meaning.mark.style), Span(" ", meaning.mark.style), Span(" " + $0, .muted)]
      }
    }
    let sums = [map.columnSumTexts].filter { _ in map.layout.columnTotals.height > 0 }.map { texts in
      texts.map { [Span($0, .muted)] }
    }
    let hearing = map.layout.inspector.height > 1 ? nil : map.hearing
    return found + sums + (hearing.map { $0.lines.map { [[Span($0)]] } } ?? [])
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
