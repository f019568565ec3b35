import Explorer
import Screen

/// What the Spectrum view is to a session.
struct SpectrumDefinition: ViewDefinition {
  let view = View.spectrum

  /// What the shown singular values depend on; nil where none are shown.
  func key(_ session: Session) -> ShownFlowSpectrum.Key? {
    let state = session.state
    guard state.view == .spectrum, state.isMatrix else { return nil }
    let layout = SpectrumLayout(Layout(for: session).body)
    return ShownFlowSpectrum.Key(
      input: state.input, start: state.start, target: state.target, columns: layout.flowColumns)
  }

  func part(
    _ key: ShownFlowSpectrum.Key, _ session: Session, previous: ShownFlowSpectrum?
  ) -> ShownFlowSpectrum {
    ShownFlowSpectrum(key, session.analysis.trajectory)
  }

  func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    SpectrumPanel.draw(session, into: &frame, in: rect)
  }
}

extension Session {
  /// The flow's singular values that were shown last.
  var flowSpectrum: ShownFlowSpectrum? { SpectrumDefinition().lastPart(self) }
}
