import Explorer
import RNNCore
import Screen

/// What the parts of the Map view draw from.
struct MapView {
  let state: State
  let analysis: Analysis
  let source: InputSource
  let layout: MapLayout
  /// The terms that are shown.
  let terms: MapTerms
  let shades: DecadeShades
  /// B beside them; nil where nothing is kept.
  let difference: MapDifference?
  /// By row, the mark of each column up to the diagonal; nil where nothing is known.
  let fills: [[MapFill?]]
  /// How far back the gradient of k reaches; nil where it has no terms, or all are 0.
  let receptiveField: ReceptiveField?
  /// The backward pass that is being played.
  let playback: Playback?

  init(_ session: Session, _ layout: MapLayout) {
    let (state, analysis) = (session.state, session.analysis)
    (self.state, self.analysis, self.layout) = (state, analysis, layout)
    source = session.source
    let part = MapPart.Key(session, layout).map { key in
      session.part(of: .map, for: key) ?? MapPart(key, session, previous: nil)
    }
    let terms =
      part?.shown.map { MapTerms($0.blocks) }
      ?? MapTerms(
        of: analysis.trajectory, state.parameter, state.cut.truncation, rows: layout.rows.ranges,
        columns: layout.columns.ranges)
    let difference = part?.other.flatMap { other in
      session.compared.flatMap { MapDifference(of: terms, against: other, $0, layout, depth: state.depth) }
    }
    let shades = DecadeShades(holding: terms.logarithms, depth: state.depth)
    (self.terms, self.difference, self.shades) = (terms, difference, shades)
    fills = difference?.fills ?? Self.fills(terms.blocks, shades)
    playback = session.playback
    receptiveField = analysis.keptContributions.flatMap { ReceptiveField($0) }
  }

  /// The blocks of what is shown.
  var blocks: ContributionBlocks { terms.blocks }

  /// What is left out, in words for the rule, from everything to the least: blank where nothing is.
  var cutTexts: [String] {
    let steps = state.cut.length == 1 ? "1 step" : "\(state.cut.length) steps"
    let whose = difference == nil ? "   " : "   A "
    switch state.cut.kind {
    case .none: return [""]
    case .window: return [whose + "cut to a window of \(steps)", whose + "window \(state.cut.length)"]
    case .detach where !state.cut.boundaries.isEmpty:
      return [whose + "cut by \(state.cut.detachWords)", whose + "detached"]
    case .detach: return [whose + "cut by detach() every \(steps)", whose + "detach \(state.cut.length)"]
    }
  }

  /// What the hatching means, from everything to the least.
  var cutMeanings: [String] {
    let what = state.cut.kind == .window ? "lag \(state.cut.length) and up" : "from before the last detach()"
    guard layout.rows.mostSteps > 1 || layout.columns.mostSteps > 1 else {
      return [what + ": cut, not in the sum", "cut, not in the sum", "cut"]
    }
    return [what + ": cut; partly cut: what is left", "cut; partly cut: what is left", "cut"]
  }

  /// Whether the cells are norms, which have no sign.
  var areNorms: Bool { terms.areNorms }

  /// What the terms add up to.
  var gradientName: String { state.gradientOfEveryTarget }

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
    if let difference { return difference.rowSums[row] }
    return blocks[row: row, column: 0] == .outside ? nil : MapFill(sum: terms.totals.rows[row], shades)
  }

  /// The mark of a column's sum; nil where no target reaches it.
  func sum(ofColumn column: Int) -> MapFill? {
    if let difference { return difference.columnSums[column] }
    // As long as targets are missing it is a sum of nothing that has a name.
    guard !terms.isSampled else { return nil }
    let sum = terms.totals.columns[column]
    return terms.isReached(column) || sum == nil ? MapFill(sum: sum, shades) : nil
  }

  private func isUnvisited(_ row: Int, _ column: Int) -> Bool {
    guard let playback, layout.rows.steps(of: row).contains(state.target) else { return false }
    return layout.columns.steps(of: column).upperBound < playback.position
  }

  /// |term| by lag, in so many columns, and where something is kept as B that of B over the same lags; nil where there is
  /// no target to take the mean over, or every term is 0.
  func lagProfiles(columns: Int) -> (shown: LagProfile, other: LagProfile?)? {
    guard let own = terms.lagProfile(columns: columns, above: shades.floor) else { return nil }
    guard let difference else { return blocks.largest == nil ? nil : (own, nil) }
    let beside = difference.terms
    let floor = DecadeShades(holding: beside.logarithms, depth: state.depth).floor
    guard let other = beside.lagProfile(columns: columns, above: floor) else { return (own, nil) }
    // Both as far as the one reaches that reaches farther.
    if other.lastLag > own.lastLag { return (terms.lagProfile(lags: other.lags) ?? own, other) }
    return (own, beside.lagProfile(lags: own.lags))
  }
}

extension State {
  /// The gradient of every target at once: ∂s_k/∂W, ∂s_k[3]/∂W, ∂L_k/∂W …
  var gradientOfEveryTarget: String {
    let what =
      switch observable {
      case .state: "∂\(cellKind.stateLetter)_k"
      case .unit(let unit): "∂\(cellKind.stateLetter)_k[\(unit)]"
      case .cell: "∂c_k"
      case .cellUnit(let unit): "∂c_k[\(unit)]"
      case .loss: "∂L_k"
      case .totalLoss: "∂(L₁+…+L_k)"
      }
    return "\(what)/∂\(parameter.rawValue)"
  }
}

extension MapView {
  /// Of how many of the targets that have what is looked at the terms are there; nil for all.
  var coverageText: String? {
    switch (terms.coverage, difference?.terms.coverage) {
    case (nil, nil): nil
    case (let own?, nil):
      difference == nil
        ? "\(own) targets computed" + (terms.percentDone.map { ", \($0) % done" } ?? "") : "A: \(own) targets computed"
    case (nil, let other?): "B: \(other) targets computed"
    case (let own?, let other?): "A \(own), B \(other) targets computed"
    }
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
      let larger = difference == nil ? "larger" : "larger difference"
      return sharesRows ? [isASCII ? "a cell: the \(larger) of two targets" : "half a cell: one target"] : []
    }
    let part = sharesRows && !isASCII ? "half a cell" : "a cell"
    let counted =
      steps == 1 ? "\(targets) targets" : targets == 1 ? "\(steps) steps" : "\(targets)×\(steps) terms"
    let most = (layout.rows.areEven && layout.columns.areEven ? "" : "up to ") + counted
    return ["\(part): the largest of \(most)\(difference == nil ? "" : " of each")", "\(part): \(most)"]
  }

  /// What the sums at the right are, from everything to the least.
  var rowSumTexts: [String] {
    let total = gradientName
    let largest = layout.rows.mostSteps > 1 ? "largest " : ""
    guard difference == nil else { return ["\(largest)row sums, A against B", "row sums", "Σ_i"] }
    return areNorms
      ? ["\(largest)sum of norms over i", "sum of norms", "Σ_i"] : ["\(largest)row sum \(total)", total, "Σ_i"]
  }

  /// What the sums below are.
  var columnSumTexts: [String] {
    let largest = layout.columns.mostSteps > 1 ? "the largest " : ""
    guard difference?.comparesColumns ?? !terms.isSampled else {
      return ["bottom row: no sums over k while targets are missing", "bottom row: targets are missing"]
    }
    if let difference {
      let what = "bottom row: \(largest)sums over k"
      let whose = difference.steps < layout.steps ? ", B's to step \(difference.steps)" : ", A against B"
      return [what + whose, "bottom row: sums over k" + whose, "bottom row: sums over k", "bottom row: Σ over k"]
    }
    let what = areNorms ? "sum of norms" : "sum of terms"
    return ["bottom row: \(largest)\(what) over k", "bottom row: Σ over k"]
  }
}

/// What fills the cells of a block, or of a sum: a shade, or a mark.
struct MapFill: Hashable {
  let style: Style
  /// |value|; 0 for a mark.
  let size: ScaledDouble
  /// Which of two fills stands for both where halves cannot be told apart: the larger number, and before all an overflow;
  /// what is cut yields to all, so that a cell in which anything is left shows that.
  private let rank: Int

  /// Nil above the diagonal.
  init?(_ block: ContributionBlocks.Block, _ shades: DecadeShades) {
    switch block {
    case .outside: return nil
    case .overflow: self.init(.overflow)
    case .blocked: self.init(.blocked)
    case .zero: self.init(.zero)
    case .faint: self.init(.faint)
    case .largest(let peak): self.init(peak.value, shades)
    case .cut: self.init(.cut)
    }
  }

  /// A number's.
  init(_ value: ScaledDouble, _ shades: DecadeShades) {
    if let shade = shades.shade(of: value) {
      self.init(style: shade.style, size: value.magnitude)
    } else {
      self.init(value.isZero ? .zero : .faint)
    }
  }

  /// A sum's; nil for one that overflows.
  init(sum: ScaledDouble?, _ shades: DecadeShades) {
    if let sum { self.init(sum, shades) } else { self.init(.overflow) }
  }

  init(_ mark: MapMark) {
    let rank =
      switch mark {
      case .overflow: 4
      case .alike: 3
      case .faint, .onlyShown, .onlyCounterpart: 2
      case .zero: 1
      case .blocked: 0
      case .cut: -1
      }
    self.init(style: mark.style, size: .zero, rank: rank)
  }

  /// The shade of something so large.
  init(style: Style, size: ScaledDouble) { self.init(style: style, size: size, rank: 3) }

  private init(style: Style, size: ScaledDouble, rank: Int) {
    (self.style, self.size, self.rank) = (style, size, rank)
  }

  /// A whole cell of it.
  var cell: Cell { Self.cells[Int(style.rawValue)] }

  /// By role: made once, since a map has thousands.
  private static let cells = Style.allCases.map { Cell($0.shade?.glyph ?? $0.mark?.glyph ?? " ", $0) }

  /// Whether it stands for both of two halves.
  func outranks(_ other: MapFill?) -> Bool {
    guard let other else { return true }
    return rank == other.rank ? size >= other.size : rank > other.rank
  }
}

/// The effective receptive field of a target, the steps that it hears: from the first one whose |term| is at least a
/// hundredth of the largest.
struct ReceptiveField: Hashable {
  /// k.
  let target: Int
  /// The first step of it.
  let first: Int

  /// nil where every term is 0.
  init?(_ contributions: Contributions) {
    let largest = contributions.extent.largest
    guard !largest.isZero else { return nil }
    target = contributions.target
    first = contributions.firstStep(reaching: largest, over: ScaledDouble(100)) ?? target
    isCut = first > 1 && !contributions.keeps(first - 1)
  }

  /// Whether the steps before the first were cut.
  private let isCut: Bool

  /// k − i of the first step.
  var lag: Int { target - first }

  /// In words, on two lines.
  var lines: [String] {
    let reason = isCut ? "all before it is cut" : "all before it is under 1 % of its largest"
    let (what, rest) = (texts[texts.count - 1], first > 1 ? reason : "")
    return rest.isEmpty ? [what] : [what, rest]
  }

  /// In words, from everything to the least.
  var texts: [String] {
    let what = lag == 0 ? "step \(target) hears only itself" : "step \(target) hears back to step \(first), lag \(lag)"
    guard first > 1 else { return [what + ": the first step there is", what] }
    guard !isCut else { return [what + ": all before it is cut", what] }
    return [
      what + ": every term before it is under 1 % of the largest in its row",
      what + ": all before it is under 1 % of its largest", what + ": before it all < 1 %", what,
    ]
  }
}
