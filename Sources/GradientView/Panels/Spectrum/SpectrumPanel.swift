import RNNCore

/// View 5: the eigenvalues of W against the unit circle, its singular values against 1, the Lyapunov spectrum of the
/// trajectory, and the singular values of the flow against lag.
enum SpectrumPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    guard let weights = session.analysis.weightSpectrum, let key = session.flowSpectrumKey,
      let shown = session.flowSpectrum.current(for: key)
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

/// What the parts of the Spectrum view draw from.
struct SpectrumView {
  let state: State
  let analysis: Analysis
  /// The spectrum of W.
  let weights: WeightSpectrum
  /// nil where the state overflows at or before k.
  let flow: FlowSpectrum?
  let layout: SpectrumLayout
  /// The scales in force.
  let scales: Scales

  init(_ session: Session, _ weights: WeightSpectrum, _ flow: FlowSpectrum?, _ layout: SpectrumLayout) {
    (state, analysis, self.weights, self.flow, self.layout) = (session.state, session.analysis, weights, flow, layout)
    scales = session.state.scales ?? Scales.adapted(to: session.analysis, nil, from: nil, depth: session.state.depth)
  }

  /// n.
  var units: Int { weights.singularValues.count }
  /// σ_r(W)·γ.
  var conditions: [ScaledDouble] {
    let supremum = ScaledDouble(state.start.network.activation.derivativeSupremum)
    return weights.singularValues.map { $0 * supremum }
  }
}
