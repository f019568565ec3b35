import RNNCore

/// What is kept as B, to be seen beside what is shown: all that an analysis follows from, and nothing of how it is looked at.
///
/// It need not have the network, the input, the steps or the gradient of what is shown.
package struct Counterpart: Hashable, Sendable {
  /// The network and s_0.
  let start: InitializedNetwork
  /// What W is made from where the network has several units.
  let matrix: ScaledNetwork?
  private let input: InputChoice
  private let target: Int
  private let inspected: Int
  private let parameter: Parameter
  private let observable: Observable
  private let cut: Cut
  private let clipping: Clipping?

  /// What a state shows.
  package init(_ state: State) {
    (start, matrix, input) = (state.start, state.matrix, state.input)
    (target, inspected) = (state.target, state.inspected)
    (parameter, observable) = (state.parameter, state.observable)
    (cut, clipping) = (state.cut, state.clipping)
  }

  /// It, looked at as a state is, with nothing beside it.
  package func shown(as state: State) -> State {
    var shown = state
    (shown.start, shown.matrix, shown.input) = (start, matrix, input)
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

/// A setting and what follows from it: what is shown, or what is kept as B.
package struct Setting: Sendable {
  package let state: State
  package let analysis: Analysis
  /// What is fed to the network.
  package let source: InputSource
}

extension Session {
  /// What is shown.
  package var shown: Setting { Setting(state: state, analysis: analysis, source: source) }

  /// What is kept as B; nil where nothing is.
  package var compared: Setting? {
    state.other.map { other in
      Setting(
        state: other, analysis: counterpartAnalysis ?? Analysis(of: other, sources: sources),
        source: other.source(of: sources))
    }
  }

  mutating func perform(_ action: ComparisonAction) {
    switch action {
    case .toggle:
      modify { $0.toggleCounterpart() }
      notice =
        state.counterpart == nil
        ? "B is let go" : "kept as B: its marks stay while you change things; x exchanges, b lets go"
    case .exchange: modify { $0.exchangeCounterpart() }
    }
  }
}
