import RNNCore

extension Counterpart {
  /// What a state shows.
  package init(_ state: State) {
    (start, matrix, checkpoint, input) = (state.start, state.matrix, state.checkpoint, state.input)
    (target, inspected) = (state.target, state.inspected)
    (parameter, observable) = (state.parameter, state.observable)
    (cut, clipping) = (state.cut, state.clipping)
  }

  /// It, looked at as a state is, with nothing beside it.
  package func shown(as state: State) -> State {
    var shown = state
    (shown.start, shown.matrix, shown.checkpoint, shown.input) = (start, matrix, checkpoint, input)
    (shown.target, shown.inspected) = (target, inspected)
    (shown.parameter, shown.observable) = (parameter, observable)
    (shown.cut, shown.clipping, shown.counterpart) = (cut, clipping, nil)
    if shown.view.needsSeveralUnits, !shown.isMatrix { shown.view = .flow }
    shown.settleKnob()
    return shown
  }
}

extension State {
  /// What is kept as B, as a state of its own; nil where nothing is.
  package var other: State? { counterpart?.shown(as: self) }

  /// Keeps what is shown as B, or lets go of what is kept.
  mutating func toggleCounterpart() { counterpart = counterpart == nil ? Counterpart(self) : nil }

  /// Shows what is kept as B, and keeps what is shown.
  mutating func exchangeCounterpart() {
    guard var shown = other else { return }
    shown.counterpart = Counterpart(self)
    self = shown
  }
}
