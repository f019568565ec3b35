import Explorer
import RNNCore
import Screen

/// The views, and what lies around and over them.
struct ViewList: Pictures {
  func definition(of view: View) -> any ViewDefinition {
    switch view {
    case .flow: FlowDefinition()
    case .derivation: DerivationDefinition()
    case .map: MapDefinition()
    case .landscape: LandscapeDefinition()
    case .spectrum: SpectrumDefinition()
    }
  }

  var smallest: Size { Layout.smallest }

  func frame(_ session: Session) -> Frame { Picture(session).frame() }

  func helpLimit(_ session: Session) -> Int { HelpPanel.scrollLimit(session) }

  func card(of scenario: Scenario, _ session: Session) -> CardPlace {
    ScenarioPanel.place(of: scenario, session)
  }
}

extension Session {
  /// A session that begins with a state, with the views there are.
  package init(state: State, sources: [InputSource], size: Size, waitingFrom cost: Double = .infinity) {
    self.init(state: state, sources: sources, size: size, pictures: ViewList(), waitingFrom: cost)
  }
}
