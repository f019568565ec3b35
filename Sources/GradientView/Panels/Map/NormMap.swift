import RNNCore

/// The map of a network of several units, or of a loss.
struct NormMap: KeptPart {
  struct Key: Hashable, Sendable {
    let start: InitializedNetwork
    let input: InputChoice
    let parameter: Parameter
    let observable: Observable
    let layout: MapLayout

    init(_ state: State, _ layout: MapLayout) {
      (start, input, parameter, observable) = (state.start, state.input, state.parameter, state.observable)
      self.layout = layout
    }
  }

  let key: Key
  /// Nil where it would take too long.
  let blocks: NormBlocks?

  /// The multiplications that a frame may cost: some tens of milliseconds.
  private static let budget = 1.2e9

  init(_ key: Key, _ trajectory: Trajectory) {
    self.key = key
    blocks = NormBlocks(
      of: trajectory, parameter: key.parameter, observable: key.observable, rows: key.layout.rows,
      columns: key.layout.columns, budget: Self.budget)
  }
}

extension Session {
  /// What the shown map of norms depends on; nil where none is shown.
  var normMapKey: NormMap.Key? {
    guard state.view == .map, state.needsNormMap else { return nil }
    return NormMap.Key(state, MapLayout(body: Layout(for: self).body, steps: state.input.steps))
  }
}

extension State {
  /// Whether the map's cells are norms: everything but the state of a scalar network.
  var needsNormMap: Bool { !isScalar || observable.isLoss }
}
