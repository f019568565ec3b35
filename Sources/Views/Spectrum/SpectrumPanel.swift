import Explorer
import RNNCore
import Screen

/// View 5: the eigenvalues of W against the unit circle, its singular values against 1, the Lyapunov spectrum of the
/// trajectory, and the singular values of the flow against lag.
enum SpectrumPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    guard let weights = session.analysis.weightSpectrum, let key = ShownFlowSpectrum.Key(session),
      let shown: ShownFlowSpectrum = session.part(of: .spectrum, for: key)
    else {
      let text = "the spectrum is for networks of several units: --hidden 16"
      return TextWrap.draw(text, into: &frame, in: rect.belowFirstRow)
    }
    let view = SpectrumView(session, weights, shown.spectrum, SpectrumLayout(rect))
    EigenvaluePlane(view).draw(into: &frame)
    RateBand.draw(view, into: &frame)
    FlowLagBand(view).draw(into: &frame)
    SpectrumReadOut.draw(view, into: &frame)
  }
}
