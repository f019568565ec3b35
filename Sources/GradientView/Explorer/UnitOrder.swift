import RNNCore

/// The order in which the units of a network are shown: those first to whose parameters the contributions say most.
///
/// The measure of unit r is `Contributions.unitShares`, its part of Σ_i ‖C_i‖². The order stays while only the gain, T and
/// k change, so that rows do not jump while a key is held; it is made anew when nothing has changed for a moment.
struct UnitOrder: Sendable {
  /// The units by rank.
  let units: [Int]
  /// What it was made for.
  private let made: State

  init(_ analysis: Analysis, _ state: State) {
    made = state
    // Units that differ by rounding alone, as in an orthogonal network, stand in their own order on every processor.
    let shares = (analysis.contributions?.unitShares ?? []).map { Float($0) }
    let all = 0..<state.start.network.hiddenSize
    units = shares.count == all.count ? all.sorted { (shares[$0], $1) > (shares[$1], $0) } : Array(all)
  }

  /// Whether the rows may stay as they are for a state: the network, the input and what is looked at are the same.
  func holds(for state: State) -> Bool {
    made.matrix?.base == state.matrix?.base && made.parameter == state.parameter
      && Self.isSameView(made.observable, state.observable) && made.input.source == state.input.source
      && made.input.seed == state.input.seed
  }

  /// Units are looked at one after the other in the order in which the whole state shows them.
  private static func isSameView(_ a: Observable, _ b: Observable) -> Bool {
    if case .unit = b { true } else { a == b }
  }

  /// Whether it is the order that would be made for a state.
  func isCurrent(for state: State) -> Bool {
    holds(for: state) && made.matrix?.gain == state.matrix?.gain && made.input == state.input
      && made.target == state.target
  }
}
