import RNNCore
import Screen

/// The order in which the units of a network are shown: those first to whose parameters the contributions said most when
/// they were sorted.
///
/// The measure of unit r is `Contributions.unitShares`, its part of Σ_i ‖C_i‖². It follows from the state and is kept
/// until something changes that it depends on.
package struct UnitOrder: Sendable {
  /// All that the order depends on.
  package struct Key: Hashable {
    package let sorting: UnitSorting?
    package let base: InitializedNetwork?
    package let input: InputChoice
    package let parameter: Parameter

    package init(_ state: State) {
      sorting = state.sorting
      base = state.matrix?.base
      var input = state.input
      input.steps = 0
      (self.input, parameter) = (input, state.parameter)
    }
  }

  package let key: Key
  /// The units by rank.
  package let units: [Int]

  init(_ key: Key, _ analysis: Analysis, _ state: State, _ sources: [InputSource]) {
    self.key = key
    // Units that differ by rounding alone, as in an orthogonal network, stand in their own order on every processor.
    let shares = (Self.contributions(analysis, state, sources)?.unitShares ?? []).map { Float($0) }
    let all = 0..<state.start.network.hiddenSize
    units = shares.count == all.count ? all.sorted { (shares[$0], $1) > (shares[$1], $0) } : Array(all)
  }

  /// Those that decide; nil where there are none. What the present analysis has is taken from there.
  private static func contributions(_ analysis: Analysis, _ state: State, _ sources: [InputSource]) -> Contributions? {
    if state.sorting == state.freshSorting, state.sorting?.observable == state.observable {
      return analysis.contributions
    }
    guard let then = state.whenSorted(sources) else { return nil }
    let trajectory =
      then.start == state.start && then.input == state.input
      ? analysis.trajectory : Experiment(start: then.start, inputs: then.inputs(sources)).trajectory()
    guard trajectory.isFinite(through: then.target), trajectory.canObserve(then.observable, at: then.target) else {
      return nil
    }
    return Contributions(
      of: trajectory, target: then.target, parameter: then.parameter, observable: then.observable)
  }
}

extension State {
  /// What is fed to the network.
  fileprivate func inputs(_ sources: [InputSource]) -> InputSequence {
    source(of: sources).sequence(input, activation: start.network.activation)
  }
}
