import RNNCore

/// Every |term(k,i)|: k down, i across.
enum MapPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    let map = MapView(session, MapLayout(body: rect, steps: session.state.input.steps))
    drawRule(map, into: &frame)
    MapGrid.draw(map, into: &frame)
    MapAxes.draw(map, into: &frame)
    MapLegend.draw(map, into: &frame)
    MapInspector.draw(map, into: &frame)
  }

  /// What is shown, and over the sums of the rows what they are.
  private static func drawRule(_ map: MapView, into frame: inout Frame) {
    let (rule, arrow) = (map.layout.rule, map.layout.rowTotalsX)
    let name = BandRule.fitting(names(map), in: Swift.min(arrow - 11, rule.width - 6))
    BandRule.draw(name, into: &frame, in: rule)
    let total = "∂s_k/∂\(map.state.parameter.rawValue)"
    let sums = [" row sum \(total) ↓ ", " \(total) ↓ ", " Σ_i ↓ "].map { [Span($0, .muted)] }
    let room = arrow - name.columns - 4
    guard let sum = sums.first(where: { $0.columns <= room }) else { return }
    frame.write(sum, x: arrow + 2 - sum.columns, y: rule.y)
  }

  private static func names(_ map: MapView) -> [[Span]] {
    let total = "∂s_k/∂\(map.state.parameter.rawValue)"
    let (name, short) = ("every |term(k,i)| of \(total)", "|term(k,i)|")
    let (cell, directions) = (map.poolingText.map { "   " + $0 } ?? "", "   k down, i across")
    return [
      name + directions + cell, short + directions + cell, short + cell, name, "|term(k,i)| of \(total)", short,
      "|term|",
    ].map { [Span($0, .muted)] }
  }
}

/// What the parts of the Map view draw from.
struct MapView {
  let state: State
  let analysis: Analysis
  let layout: MapLayout
  let blocks: ContributionBlocks
  let totals: ContributionTotals
  let shades: DecadeShades
  /// How far back k hears; nil where it has no terms, or all are 0.
  let hearing: HearingRange?
  /// The backward pass that is being played.
  let playback: Playback?

  init(_ session: Session, _ layout: MapLayout) {
    (state, analysis, self.layout) = (session.state, session.analysis, layout)
    let (rows, columns) = (layout.rows, layout.columns)
    blocks = ContributionBlocks(
      of: analysis.trajectory, parameter: state.parameter, rows: rows, columns: columns)
    totals = ContributionTotals(of: analysis.trajectory, parameter: state.parameter, rows: rows, columns: columns)
    let depth = state.depth ?? state.scales?.termDepth ?? 9
    shades = DecadeShades(largest: blocks.largest?.value, depth: depth)
    playback = session.playback
    hearing = analysis.contributions.flatMap { HearingRange($0) }
  }

  /// Whether a cell of the target's row is still to come in the pass that is played.
  func isUnvisited(_ row: Int, _ column: Int) -> Bool {
    guard let playback, layout.rows[row].contains(state.target) else { return false }
    return layout.columns[column].upperBound < playback.position
  }

  /// What a cell stands for where that is not one pair.
  var poolingText: String? {
    let (targets, steps) = (layout.stepsPerRow, layout.stepsPerColumn)
    guard targets > 1 || steps > 1 else { return nil }
    let extent = steps == 1 ? "\(targets) targets" : targets == 1 ? "\(steps) steps" : "\(targets)×\(steps) terms"
    return "a cell: the largest of \(extent)"
  }
}
