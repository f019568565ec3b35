import Explorer
import RNNCore
import Screen

/// What the parts of the Map view draw from.
struct MapView {
  let state: State
  let analysis: Analysis
  let source: InputSource
  let layout: MapLayout
  let blocks: ContributionBlocks
  let totals: ContributionTotals
  let shades: DecadeShades
  /// By row, the mark of each column up to the diagonal; nil where nothing is known.
  let fills: [[MapFill?]]
  /// How far back k hears; nil where it has no terms, or all are 0.
  let hearing: HearingRange?
  /// The backward pass that is being played.
  let playback: Playback?
  /// What visits targets for the blocks; nil of a scalar network's states.
  private let norms: NormBlocks?

  init(_ session: Session, _ layout: MapLayout) {
    (state, analysis, self.layout) = (session.state, session.analysis, layout)
    source = session.source
    if state.needsNormMap {
      let key = NormMap.Key(state, layout)
      let map = session.part(of: .map, for: key) ?? NormMap(key, analysis)
      (blocks, totals, norms) = (map.blocks.blocks, map.blocks.sums, map.blocks)
    } else {
      let (rows, columns) = (layout.rows.ranges, layout.columns.ranges)
      blocks = ContributionBlocks(
        of: analysis.trajectory, parameter: state.parameter, rows: rows, columns: columns)
      totals = ContributionTotals(of: analysis.trajectory, parameter: state.parameter, rows: rows, columns: columns)
      norms = nil
    }
    let shades = DecadeShades(holding: Self.logarithms(blocks, totals), depth: state.depth)
    (self.shades, fills) = (shades, Self.fills(blocks, shades))
    playback = session.playback
    hearing = analysis.contributions.flatMap { HearingRange($0) }
  }

  /// Whether the cells are norms, which have no sign.
  var areNorms: Bool { norms?.haveSigns == false }

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

  /// Those of all numbers that are drawn, cells and sums.
  private static func logarithms(_ blocks: ContributionBlocks, _ totals: ContributionTotals) -> [Double] {
    var logarithms = blocks.peaks.map(\.value.log10)
    for case let sum? in totals.rows + totals.columns where !sum.isZero { logarithms.append(sum.log10) }
    return logarithms
  }

  private static func fills(_ blocks: ContributionBlocks, _ shades: DecadeShades) -> [[MapFill?]] {
    blocks.rows.enumerated().map { row, targets in
      let count = blocks.columns.prefix { $0.lowerBound <= targets.upperBound }.count
      return (0..<count).map { MapFill(blocks[row: row, column: $0], shades) }
    }
  }

  /// The mark of a block; nil above the diagonal, and where the pass that is played has not come yet.
  func fill(row: Int, column: Int) -> MapFill? {
    guard column < fills[row].count, playback == nil || !isUnvisited(row, column) else { return nil }
    return fills[row][column]
  }

  /// The mark of a row's sum; nil where no target of it has what is looked at.
  func sum(ofRow row: Int) -> MapFill? {
    blocks[row: row, column: 0] == .outside ? nil : MapFill(sum: totals.rows[row], shades)
  }

  /// The mark of a column's sum; nil where no target reaches it.
  func sum(ofColumn column: Int) -> MapFill? {
    let isReached = norms.map { ($0.lastTarget ?? 0) >= layout.columns.steps(of: column).lowerBound } ?? true
    return isReached || totals.columns[column] == nil ? MapFill(sum: totals.columns[column], shades) : nil
  }

  private func isUnvisited(_ row: Int, _ column: Int) -> Bool {
    guard let playback, layout.rows.steps(of: row).contains(state.target) else { return false }
    return layout.columns.steps(of: column).upperBound < playback.position
  }

  /// |term| by lag, in so many columns.
  func lagProfile(columns: Int) -> LagProfile? {
    norms.map { $0.lagProfile(columns: columns, above: shades.floor) }
      ?? blocks.lagProfile(columns: columns, above: shades.floor, budget: Self.pairsInProfile)
  }

  /// The pairs that a profile may look at: some tenths of a millisecond.
  private static let pairsInProfile = 12_000
}

extension MapView {
  /// Of how many of the targets that have what is looked at the terms are there; nil for all.
  var coverageText: String? {
    guard let norms, norms.isSampled else { return nil }
    return "\(norms.targetCount) of \(norms.targetsInAll) targets computed"
  }

  /// What half a cell stands for where that is not one pair, from everything to the least; none where every cell has one
  /// pair.
  var poolingTexts: [String] {
    let (targets, steps) = (layout.rows.mostSteps, layout.columns.mostSteps)
    let sharesRows = (layout.grid.y..<layout.grid.y + layout.grid.height).contains {
      let (upper, lower) = layout.halves(atRow: $0)
      return upper != lower
    }
    // In ASCII a cell is never two halves.
    let isASCII = Notation.current.get() == .ascii
    if targets == 1, steps == 1 {
      return sharesRows ? [isASCII ? "a cell: the larger of two targets" : "half a cell: one target"] : []
    }
    let part = sharesRows && !isASCII ? "half a cell" : "a cell"
    let counted =
      steps == 1 ? "\(targets) targets" : targets == 1 ? "\(steps) steps" : "\(targets)×\(steps) terms"
    let most = (layout.rows.areEven && layout.columns.areEven ? "" : "up to ") + counted
    return ["\(part): the largest of \(most)", "\(part): \(most)"]
  }

  /// What the sums at the right are, from everything to the least.
  var rowSumTexts: [String] {
    let total = gradientName
    let largest = layout.rows.mostSteps > 1 ? "largest " : ""
    return areNorms
      ? ["\(largest)sum of norms over i", "sum of norms", "Σ_i"] : ["\(largest)row sum \(total)", total, "Σ_i"]
  }

  /// What the sums below are.
  var columnSumTexts: [String] {
    let largest = layout.columns.mostSteps > 1 ? "the largest " : ""
    let what = areNorms ? "sum of norms" : "sum of terms"
    return ["bottom row: \(largest)\(what) over k", "bottom row: Σ over k"]
  }
}
