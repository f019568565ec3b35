import Explorer
import RNNCore
import Screen

/// Every |term(k,i)|: k down, i across.
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
    let cells = (map.poolingTexts.isEmpty ? [""] : map.poolingTexts).map { coverage + ($0.isEmpty ? "" : "   " + $0) }
    let least = map.areNorms ? "‖term‖" : "|term|"
    // What a cell stands for, and what is left out, is said before whose terms they are.
    let texts =
      [every + "   k down, i across" + cells[0]] + cells.map { every + $0 } + cells.map { short + $0 }
      + [short + coverage, least + coverage, least]
    return texts.map { [Span($0, .muted)] }
  }
}
