import RNNCore

/// Every |term(k,i)|: k down, i across.
enum MapPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    let layout = MapLayout(body: rect, steps: session.state.input.steps)
    guard let map = MapView(session, layout) else { return drawTooLong(session, into: &frame, in: rect) }
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
    let total = map.gradientName
    let texts = map.areNorms ? [" sum of norms ↓ ", " Σ_i ↓ "] : [" row sum \(total) ↓ ", " \(total) ↓ ", " Σ_i ↓ "]
    let sums = texts.map { [Span($0, .muted)] }
    let room = arrow - name.columns - 4
    guard let sum = sums.first(where: { $0.columns <= room }) else { return }
    frame.write(sum, x: arrow + 2 - sum.columns, y: rule.y)
  }

  private static func names(_ map: MapView) -> [[Span]] {
    let total = map.gradientName
    let short = map.areNorms ? "‖term(k,i)‖" : "|term(k,i)|"
    let name = "every \(short) of \(total)"
    let (cell, directions) = (map.poolingText.map { "   " + $0 } ?? "", "   k down, i across")
    return [
      name + directions + cell, short + directions + cell, short + cell, name, "\(short) of \(total)", short,
      map.areNorms ? "‖term‖" : "|term|",
    ].map { [Span($0, .muted)] }
  }

  /// Where even one target for each row would take too long.
  private static func drawTooLong(_ session: Session, into frame: inout Frame, in rect: Rect) {
    let (n, steps) = (session.state.start.network.hiddenSize, session.state.input.steps)
    let text =
      "the map of \(n) units over \(steps) steps would take too long: "
      + "look at one unit or a loss (n), or shorten the sequence (T, or --steps)"
    TextWrap.draw(text, into: &frame, in: rect)
  }
}

/// What the parts of the Map view draw from.
struct MapView {
  let state: State
  let analysis: Analysis
  let source: InputSource
  let layout: MapLayout
  let blocks: ContributionBlocks
  let totals: ContributionTotals
  /// How many targets of each row were looked at; nil for all.
  let targetsPerRow: Int?
  let shades: DecadeShades
  /// How far back k hears; nil where it has no terms, or all are 0.
  let hearing: HearingRange?
  /// The backward pass that is being played.
  let playback: Playback?

  /// Nil where the map would take too long.
  init?(_ session: Session, _ layout: MapLayout) {
    (state, analysis, self.layout) = (session.state, session.analysis, layout)
    source = session.source
    let (rows, columns) = (layout.rows, layout.columns)
    if state.needsNormMap {
      let key = NormMap.Key(state, layout)
      let map = session.normMap.current(for: key) ?? NormMap(key, analysis.trajectory)
      guard let norms = map.blocks else { return nil }
      (blocks, totals, targetsPerRow) = (norms.blocks, norms.sums, norms.targetsPerRow)
    } else {
      blocks = ContributionBlocks(
        of: analysis.trajectory, parameter: state.parameter, rows: rows, columns: columns)
      totals = ContributionTotals(of: analysis.trajectory, parameter: state.parameter, rows: rows, columns: columns)
      targetsPerRow = nil
    }
    let depth = state.depth ?? state.scales?.termDepth ?? 9
    shades = DecadeShades(largest: blocks.largest?.value, depth: depth)
    playback = session.playback
    hearing = analysis.contributions.flatMap { HearingRange($0) }
  }

  /// Whether the cells are norms, which have no sign.
  var areNorms: Bool { state.needsNormMap }

  /// ∂s_k/∂W, ∂s_k[3]/∂W, ∂L_k/∂W …
  var gradientName: String {
    let what =
      switch state.observable {
      case .state: "∂s_k"
      case .unit(let unit): "∂s_k[\(unit)]"
      case .loss: "∂L_k"
      case .totalLoss: "∂(L₁+…+L_k)"
      }
    return "\(what)/∂\(state.parameter.rawValue)"
  }

  /// Whether a cell of the target's row is still to come in the pass that is played.
  func isUnvisited(_ row: Int, _ column: Int) -> Bool {
    guard let playback, layout.rows[row].contains(state.target) else { return false }
    return layout.columns[column].upperBound < playback.position
  }

  /// What a cell stands for where that is not one pair.
  var poolingText: String? {
    let (targets, steps) = (layout.stepsPerRow, layout.stepsPerColumn)
    if let targetsPerRow, targetsPerRow == 1 { return "a row: the last of \(targets) targets" }
    if let targetsPerRow { return "a row: \(targetsPerRow) of \(targets) targets" }
    guard targets > 1 || steps > 1 else { return nil }
    let extent = steps == 1 ? "\(targets) targets" : targets == 1 ? "\(steps) steps" : "\(targets)×\(steps) terms"
    return "a cell: the largest of \(extent)"
  }
}
