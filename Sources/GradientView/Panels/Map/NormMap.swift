import RNNCore

/// The map of a network of several units, or of a loss.
struct NormMap: KeptPart {
  struct Key: Hashable, Sendable {
    let start: InitializedNetwork
    let input: InputChoice
    let parameter: Parameter
    let observable: Observable
    let layout: MapLayout
    /// k where its terms are all that is shown, else nil.
    let onlyTarget: Int?

    init(_ state: State, _ layout: MapLayout) {
      (start, input, parameter, observable) = (state.start, state.input, state.parameter, state.observable)
      self.layout = layout
      onlyTarget = NormMap.targetLimit(state) < 2 ? state.target : nil
    }
  }

  let key: Key
  let blocks: NormBlocks

  /// The multiplications that a frame may cost: some tens of milliseconds.
  private static let budget = 1.2e9

  init(_ key: Key, _ analysis: Analysis) {
    self.key = key
    let (rows, columns) = (key.layout.rows.ranges, key.layout.columns.ranges)
    if key.onlyTarget != nil, let contributions = analysis.contributions {
      blocks = NormBlocks(of: contributions, rows: rows, columns: columns)
    } else {
      blocks = NormBlocks(
        of: analysis.trajectory, parameter: key.parameter, observable: key.observable, rows: rows, columns: columns,
        budget: Self.budget)
    }
  }

  /// How many targets can have a row of their own without a frame taking long; at least 1, and of the states of a scalar
  /// network as many as there are.
  static func targetLimit(_ state: State) -> Int {
    guard state.needsNormMap else { return .max }
    return Swift.max(
      NormBlocks.affordableTargets(
        steps: state.input.steps, hiddenSize: state.start.network.hiddenSize, observable: state.observable,
        budget: budget), 1)
  }
}

extension Session {
  /// What the shown map of norms depends on; nil where none is shown.
  var normMapKey: NormMap.Key? {
    guard state.view == .map, state.needsNormMap else { return nil }
    return NormMap.Key(state, MapLayout(for: self))
  }
}

extension State {
  /// Whether the map's cells are norms: everything but the state of a scalar network.
  var needsNormMap: Bool { !isScalar || observable.isLoss }
}
