import RNNCore

/// The map of a network of several units: it costs more than the rest and is kept while it is current.
struct NormMap: Sendable {
  /// All that it depends on.
  struct Key: Hashable {
    let start: InitializedNetwork
    let input: InputChoice
    let parameter: Parameter
    let observable: Observable
    let layout: MapLayout
  }

  let key: Key
  /// Nil where it would take too long.
  let blocks: NormBlocks?

  /// The multiplications that a frame may cost: some tens of milliseconds.
  private static let budget = 1.2e9

  init(_ session: Session, _ layout: MapLayout) {
    key = Self.key(session, layout)
    blocks = NormBlocks(
      of: session.analysis.trajectory, parameter: key.parameter, observable: key.observable, rows: layout.rows,
      columns: layout.columns, budget: Self.budget)
  }

  static func key(_ session: Session, _ layout: MapLayout) -> Key {
    let state = session.state
    return Key(
      start: state.start, input: state.input, parameter: state.parameter, observable: state.observable, layout: layout)
  }
}

extension State {
  /// Whether the map's cells are norms: everything but the state of a scalar network.
  var needsNormMap: Bool { !isScalar || observable.isLoss }
}
