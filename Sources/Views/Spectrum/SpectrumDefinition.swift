import Explorer
import Screen

/// What the Spectrum view is to a session.
struct SpectrumDefinition: ViewDefinition {
  let view = View.spectrum
  let keys: ViewKeys = [.term, .decades]

  func key(_ session: Session) -> ShownFlowSpectrum.Key? { ShownFlowSpectrum.Key(session) }

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
  var flowSpectrum: ShownFlowSpectrum? { parts[.spectrum] as? ShownFlowSpectrum }
}
