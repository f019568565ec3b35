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

  /// Keeps the rows where they are or makes their order anew, as the state asks for.
  mutating func settleOrder() {
    guard state.start.network.hiddenSize > 1 else {
      unitOrder = nil
      return
    }
    if unitOrder?.holds(for: state) != true { unitOrder = UnitOrder(analysis, state) }
  }

  /// Whether rows are shown in an order that the present state would not give them.
  var hasStaleOrder: Bool {
    guard state.view == .flow, state.showsUnits, let unitOrder else { return false }
    return !unitOrder.isCurrent(for: state)
  }

  /// Sorts the rows by what the units have now.
  mutating func sortUnits() {
    guard hasStaleOrder else { return }
    settle()
    unitOrder = UnitOrder(analysis, state)
  }

  /// A moment has passed: rows are sorted when it was one in which nothing changed.
  mutating func sortWhenQuiet() {
    if lastQuiet == state { sortUnits() }
    lastQuiet = state
  }
}

extension State {
  /// Whether the states of all units are shown, a row each, and not the bars of one.
  var showsUnits: Bool {
    if case .unit = observable { return false }
    return start.network.hiddenSize > 1
  }
}

extension Analysis {
  /// Whether the network says something that can be wrong: at least two classes, and target classes to be told.
  var hasLosses: Bool {
    experiment.network.tellsClasses && experiment.inputs.classes?.contains { $0 != nil } == true
  }

  /// Why there are no contributions; nil where there are.
  var reasonForNone: ReasonForNone? {
    guard contributions == nil else { return nil }
    guard trajectory.isFinite(through: target) else { return .overflow(step: trajectory.overflowAt ?? target) }
    return experiment.inputs.classes?[target - 1] == nil ? .noTargetClass : .outputOverflow
  }

  /// Why a target has no contributions.
  enum ReasonForNone: Hashable {
    /// A state left the range of a Double.
    case overflow(step: Int)
    /// A loss is looked at, and the target step has no class to be told.
    case noTargetClass
    /// z_t left the range of a Double.
    case outputOverflow
  }
}
