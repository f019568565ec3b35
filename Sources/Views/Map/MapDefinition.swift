import Explorer
import RNNCore
import Screen

/// What the Map view is to a session.
struct MapDefinition: ViewDefinition {
  let view = View.map
  let keys: ViewKeys = [.term, .brakes, .decades]

  /// What the shown map depends on where its targets are visited or something is kept as B; nil where no such map is shown.
  func key(_ session: Session) -> MapPart.Key? {
    session.state.view == .map ? MapPart.Key(session, MapLayout(for: session)) : nil
  }

  func part(_ key: MapPart.Key, _ session: Session, previous: MapPart?) -> MapPart {
    MapPart(key, session, previous: previous)
  }

  func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    MapPanel.draw(session, into: &frame, in: rect)
  }

  /// Its targets are visited one by one; of B the terms are needed.
  func showsEarly(_ missing: Analysis.Missing, _ session: Session) -> Bool { session.state.other == nil }

  /// A press on a cell sets k and i; once more on the same one, those of its other half.
  func press(x: Int, y: Int, _ session: Session) -> Choice? {
    let pairs = MapLayout(for: session).pairs(x: x, y: y)
    let present = (session.state.target, session.state.inspected)
    return pairs.first { $0 != present }.map { .pair(target: $0.target, inspected: $0.step) }
  }

  /// Those of its own shades.
  func decades(_ session: Session) -> Int? {
    let map = MapView(session, MapLayout(for: session))
    return Swift.max(Int((map.difference?.shades.decades ?? map.shades.decades).rounded()), 1)
  }

  /// Shades round them up.
  func decades(askedFor depth: Int) -> Double { DecadeShades(top: 0, depth: Double(depth)).decades }
}

/// Every |term(k,i)|: k down, i across; beside what is kept as B, how much larger than B's it is.
enum MapPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    let map = MapView(session, MapLayout(body: rect, session.state))
    let corner = MapCorner(map)
    drawRule(map, legend: corner.hasLegend ? [] : MapLegend(map).line, into: &frame)
    MapGrid.draw(map, into: &frame)
    MapAxes.draw(map, into: &frame)
    corner.draw(into: &frame)
    MapInspector.draw(map, into: &frame)
  }

  /// What is shown, and over the sums of the rows what they are; the legend, where it has no room among the cells.
  private static func drawRule(_ map: MapView, legend: [Span], into frame: inout Frame) {
    let (rule, arrow) = (map.layout.rule, map.layout.rowTotalsX)
    let sums = map.rowSumTexts.map { [Span(" \($0) ↓ ", .muted)] }
    let least = sums[sums.count - 1]
    let names = names(map)
    let variants = legend.isEmpty ? names : names.map { $0 + [Span("   ")] + legend } + names
    let name = BandRule.fitting(variants, in: Swift.min(arrow - 4 - least.columns, rule.width - 6))
    BandRule.draw(name, into: &frame, in: rule)
    let room = arrow - name.columns - 4
    guard let sum = sums.first(where: { $0.columns <= room }) else { return }
    frame.write(sum, x: arrow + 2 - sum.columns, y: rule.y)
  }

  private static func names(_ map: MapView) -> [[Span]] {
    let total = map.gradientName
    let short = map.areNorms ? "‖term(k,i)‖" : "|term(k,i)|"
    let coverage = map.coverageText.map { "   " + $0 } ?? ""
    let every = (coverage.isEmpty ? "every " : "") + "\(short) of \(total)"
    let cuts = map.cutTexts
    let fewest = cuts[cuts.count - 1]
    let cells = (map.poolingTexts.isEmpty ? [""] : map.poolingTexts).map { coverage + ($0.isEmpty ? "" : "   " + $0) }
    let least = map.areNorms ? "‖term‖" : "|term|"
    if let difference = map.difference {
      return difference.names(beside: map, cells: cells, coverage: coverage).map { [Span($0, .muted)] }
    }
    // What a cell stands for, and what is left out, is said before whose terms they are.
    let texts =
      cuts.flatMap { cut in
        [every + cut + "   k down, i across" + cells[0]] + cells.map { every + cut + $0 }
      } + cells.map { short + fewest + $0 } + [short + fewest + coverage, least + fewest + coverage, least + fewest]
    return texts.map { [Span($0, .muted)] }
  }
}

/// The cursor's term written out, B's beside it, and how far back its target's gradient reaches.
enum MapInspector {
  static func draw(_ map: MapView, into frame: inout Frame) {
    let rect = map.layout.inspector
    guard rect.height > 0 else { return }
    guard map.analysis.missing == nil else {
      let text = "the terms of step \(map.state.target) are not computed yet"
      frame.write(text, x: rect.x + 1, y: rect.y, .muted, limit: rect.width)
      return
    }
    guard map.analysis.contributions != nil else {
      let step = map.analysis.trajectory.overflowAt ?? map.state.target
      frame.write("no terms: the state overflows at step \(step)", x: rect.x + 1, y: rect.y, .alarm, limit: rect.width)
      return
    }
    var lines = rect
    if rect.height > 1, let field = map.receptiveField {
      let line = BandRule.fitting(field.texts.map { [Span($0)] }, in: rect.width - 2)
      frame.write(line, x: rect.x + 1, y: rect.y + rect.height - 1, limit: rect.width)
      lines.height -= 1
    }
    let step = map.state.inspected
    let other = map.difference?.fact(at: step, beside: map.analysis.keptContributions?.value(at: step))
    let view = FlowView(inspecting: map.state, map.analysis, map.source, map.playback, other: other)
    InspectorPanel.draw(view, into: &frame, in: lines, isAlone: true)
  }
}
