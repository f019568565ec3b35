import RNNCore

extension Session {
  /// What `n` and `N` walk through: the whole state, the losses where there are any, then the units as they are shown.
  var observables: [Observable] {
    let units = unitOrder?.units ?? []
    return [.state] + (analysis.hasLosses ? [.loss, .totalLoss] : []) + units.map { .unit($0) }
  }

  /// Another quantity whose gradient is taken apart.
  mutating func cycleObservable(_ by: Int) {
    settle()
    let next = state.observable.neighbour(by, among: observables)
    modify {
      $0.observable = next
      $0.settleKnob()
    }
  }

  /// Whether rows are shown that were sorted by what the units had then, and not now.
  var hasStaleOrder: Bool { state.view == .flow && state.showsUnits && state.sorting != state.freshSorting }

  /// Sorts the rows by what the units have now. It is no change of its own: undo goes to what was before.
  mutating func sortUnits() {
    guard hasStaleOrder else { return }
    state.sortUnits()
    settle()
  }

  /// A moment has passed: rows are sorted when it was one in which nothing changed.
  mutating func sortWhenQuiet() {
    if lastQuiet == state { sortUnits() }
    lastQuiet = state
  }
}

extension State {
  /// Whether the states of all units are shown, a row each, and not the bars of one.
  package var showsUnits: Bool {
    if case .unit = observable { return false }
    return start.network.hiddenSize > 1
  }
}

extension Analysis {
  /// Whether the network says something that can be wrong: at least two classes, and target classes to be told.
  var hasLosses: Bool {
    experiment.network.hasClasses && experiment.inputs.classes?.contains { $0 != nil } == true
  }

  /// Why there are no contributions; nil where there are.
  package var reasonForNone: ReasonForNone? {
    guard contributions == nil else { return nil }
    guard trajectory.isFinite(through: target) else { return .overflow(step: trajectory.overflowAt ?? target) }
    return experiment.inputs.classes?[target - 1] == nil ? .noTargetClass(nearest: nearestWithClass) : .outputOverflow
  }

  /// The step nearest to k that has a target class, the earlier of two; nil where none has.
  private var nearestWithClass: Int? {
    guard let classes = experiment.inputs.classes else { return nil }
    let before = classes[..<target].lastIndex { $0 != nil }.map { $0 + 1 }
    let after = classes[target...].firstIndex { $0 != nil }.map { $0 + 1 }
    return [before, after].compactMap { $0 }.min { ($0 - target).magnitude < ($1 - target).magnitude }
  }

  /// Why a target has no contributions.
  package enum ReasonForNone: Hashable {
    /// A state left the range of a Double.
    case overflow(step: Int)
    /// A loss is looked at, and the target step has no class to be told; the nearest step that has one, if any has.
    case noTargetClass(nearest: Int?)
    /// z_t left the range of a Double.
    case outputOverflow
  }
}
