import Explorer
import Screen

/// What the Derivation view is to a session.
struct DerivationDefinition: ViewDefinition {
  let view = View.derivation
  let keys: ViewKeys = [.term, .brakes, .lines]

  func key(_ session: Session) -> DerivationLines.Key? {
    session.state.view == .derivation ? DerivationLines.Key(session) : nil
  }

  func part(_ key: DerivationLines.Key, _ session: Session, previous: DerivationLines?) -> DerivationLines {
    DerivationLines(key, session.analysis, previous: previous)
  }

  func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    DerivationPanel.draw(session, into: &frame, in: rect)
  }

  func page(_ session: Session) -> ReadingPage? {
    let page = DerivationPage(session)
    return ReadingPage(
      units: page.text.units, shown: page.shown, halfScreens: page.halfScreens, limit: page.limit, half: page.half)
  }
}
