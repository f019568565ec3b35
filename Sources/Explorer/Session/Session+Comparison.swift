import RNNCore

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
    case .exchange:
      let count = checkpoints.count
      modify {
        $0.exchangeCounterpart()
        $0.checkpoint?.count = count
      }
    }
  }
}
