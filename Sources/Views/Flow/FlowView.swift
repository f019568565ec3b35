import Explorer
import RNNCore
import Screen

/// What the panels of the Flow view draw from.
struct FlowView {
  let state: State
  let analysis: Analysis
  /// The source that is fed to the network.
  let source: InputSource
  let columns: TimeColumns
  /// The backward pass that is being played.
  let playback: Playback?
  /// The terms by column; nil where there are none.
  let terms: PooledTerms?
  /// What truncation and clipping make of them; nil where there are none, and where they are as without.
  let remedied: RemediedTerms?
  /// The marks of what is kept as B; nil where nothing is.
  let other: CounterpartMarks?
  /// What the inspector says of B where no marks stand beside it, in full and in brief.
  let counterpartFact: (full: String, brief: String)?
  /// The units by rank; empty for one unit.
  let order: [Int]
  /// Whether they stand in the order of their shares, which may still have to be found.
  let isSorted: Bool
  /// Each unit's part of Σ ‖C_i‖²; nil where there are no contributions.
  let shares: [Double]?

  init(_ session: Session, columns: TimeColumns) {
    state = session.state
    analysis = session.analysis
    source = session.source
    playback = session.playback
    self.columns = columns
    (other, counterpartFact) = (CounterpartMarks(session, columns), nil)
    (order, isSorted) = (session.shownUnits, session.isOrdered)
    shares = analysis.contributions?.unitShares
    if playback == nil, let pooled = analysis.pooled, pooled.columns == columns {
      (terms, remedied) = (pooled.terms, pooled.remedied)
    } else {
      let first = playback?.position ?? 1
      terms = analysis.contributions.map { PooledTerms($0, columns, from: first) }
      remedied = RemediedTerms(analysis.remedied, columns, from: first)
    }
  }

  /// A view of what is there of an analysis that is under way: units stand in their own order as long as nothing says more.
  init(_ session: Session, early analysis: Analysis, columns: TimeColumns) {
    state = session.state
    self.analysis = analysis
    source = session.source
    self.columns = columns
    (playback, terms, remedied, other, counterpartFact) = (nil, nil, nil, nil, nil)
    let units = session.state.start.network.hiddenSize
    (order, isSorted, shares) = (units > 1 ? Array(0..<units) : [], false, nil)
  }

  /// A view for the inspector alone, whose terms stand one by one; with what it says of B.
  init(
    inspecting state: State, _ analysis: Analysis, _ source: InputSource, _ playback: Playback?,
    other fact: (full: String, brief: String)? = nil
  ) {
    counterpartFact = fact
    self.state = state
    self.analysis = analysis
    self.source = source
    columns = TimeColumns(width: state.input.steps + TimeColumns.gutter + TimeColumns.margin, steps: state.input.steps)
    (self.playback, terms, remedied, other) = (playback, nil, nil, nil)
    (order, isSorted, shares) = ([], true, nil)
  }

  /// Whether each unit has its strip.
  var showsUnits: Bool { state.showsUnits && order.count > 1 }

  /// The unit whose bars are shown; nil for the only one.
  var unit: Int? {
    if case .unit(let unit) = state.observable, state.start.network.hiddenSize > 1 { unit } else { nil }
  }

  /// p, the classes that the network tells apart.
  var classCount: Int { state.start.network.outputWeights?.rows ?? 0 }

  /// The scales in force.
  var scales: Scales {
    state.scales ?? Scales.adapted(to: analysis, terms, from: nil, depth: state.depth)
  }

  /// The axis of terms and flow over decades.
  func termAxis(rows: Int) -> ValueAxis {
    let top = Double(scales.termTop)
    return .logarithmic(from: top - Double(scales.termDepth), to: top, rows: rows)
  }

  /// How many steps a column stands for.
  var columnText: String {
    let count = columns.stepsPerColumn
    return columns.shown.count == count * columns.count ? "\(count) steps" : "up to \(count) steps"
  }

  /// Which steps are shown, where that is not all of them.
  var shownPart: String? {
    let shown = columns.shown
    return shown.count == columns.steps ? nil : "steps \(shown.lowerBound)–\(shown.upperBound) of \(columns.steps)"
  }

  /// The style of a column's bar: the target's own, or dimmed beyond it.
  func style(ofColumn column: Int, _ style: Style) -> Style {
    let steps = columns.steps(inColumn: column)
    if steps.contains(state.target) { return style == .state ? .target : style }
    return steps.lowerBound > state.target ? .beyond : style
  }

  /// A mark for a column: in its middle where bars keep apart, else in all of its cells, so that no column seems to have
  /// none.
  func mark(_ cell: Cell, _ column: Int, y: Int, into frame: inout Frame) {
    guard !columns.hasGaps else { return frame[columns.middle(ofColumn: column), y] = cell }
    for place in columns.x(ofColumn: column)..<columns.x(ofColumn: column + 1) { frame[place, y] = cell }
  }

  /// Whether rounding decides the states of a column, so that they are those of one orbit of the possible ones.
  func isDecidedByRounding(_ column: Int) -> Bool {
    analysis.roundingDecidesAt.map { columns.steps(inColumn: column).upperBound >= $0 } ?? false
  }

  /// What to say of states that rounding decides, and of those that underflow: each from the longest to the shortest.
  var stateNotes: [[String]] {
    [
      analysis.roundingDecidesAt.map {
        ["from step \($0) on rounding decides the state", "rounding decides from step \($0)", "rounding from \($0)"]
      },
      analysis.trajectory.underflowAt.map { ["states underflow from step \($0)", "underflow from step \($0)"] },
    ].compactMap { $0 }
  }

  /// Whether a column without terms has them only below what a `Double` holds of the states that they carry.
  func isLostToUnderflow(_ column: Int) -> Bool {
    guard terms?.isBlocked(column) == false else { return false }
    return columns.steps(inColumn: column).contains { $0 <= state.target && analysis.isCarriedStateLost(at: $0) }
  }

  /// Whether a column has a step whose contribution takes part.
  func takesPart(_ column: Int) -> Bool {
    guard let gradient = analysis.remedied else { return true }
    return columns.steps(inColumn: column).reversed().contains { $0 <= state.target && gradient.keeps($0) }
  }

  /// The style of a column's factor: while playing, the present one stands out and those that are still to come are dim.
  func style(ofFactor column: Int, _ style: Style) -> Style {
    guard let playback else { return self.style(ofColumn: column, style) }
    let steps = columns.steps(inColumn: column)
    if steps.contains(playback.position + 1) { return .inspected }
    return steps.upperBound <= playback.position ? .beyond : self.style(ofColumn: column, style)
  }

  /// The last step of a finite state.
  var lastFiniteStep: Int { analysis.trajectory.lastFiniteStep }
}
