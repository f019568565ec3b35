import Explorer
import RNNCore
import Screen

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

  /// λ₁ … λ_n. Over all steps λ₁ is the verdict's own number, which stands above it on the screen.
  var exponents: [FlowSpectrum.Exponent] {
    guard var exponents = flow?.lyapunovExponents, let first = exponents.first else { return [] }
    if lastLag == state.target - 1, first.value != nil, let verdict = analysis.regime.lyapunovExponent {
      exponents[0] = FlowSpectrum.Exponent(value: verdict, error: first.error)
    }
    return exponents
  }

  /// The largest lag that is shown.
  var lastLag: Int { flow?.lags.last?.lag ?? 0 }

  /// Which of the lags 0 … k−1 are shown, in words; nil where all are.
  var shownLags: String? {
    let (shown, all) = (flow?.lags.count ?? 0, state.target)
    guard let flow, shown < all else { return nil }
    let reached = (flow.lags.last?.lag ?? 0) + 1
    if reached == all { return "\(shown) of the \(all) lags" }
    return shown == reached
      ? "only the first \(shown) of \(all) lags" : "\(shown) of the first \(reached) of \(all) lags"
  }
}

extension FlowSpectrum.SingularValue {
  /// The value in up to so many digits, as many as rounding left; `?` where it left none.
  func text(digits: Int) -> String { value.map { NumberText.estimate($0, relativeError, digits) } ?? "?" }
}

extension FlowSpectrum.Exponent {
  /// The exponent in up to so many digits, as many as rounding left; 0 where it is no more than `rounding`.
  func text(digits: Int, rounding: Double) -> String {
    guard let value else { return "?" }
    guard value.isFinite else { return "−∞" }
    return value.magnitude <= rounding ? "0" : NumberText.estimate(ScaledDouble(value), error / value.magnitude, digits)
  }
}

extension NumberText {
  /// A number in at most so many digits, each of which stands within half a unit of the last; `?` where not one does.
  fileprivate static func estimate(_ value: ScaledDouble, _ relativeError: Double, _ digits: Int) -> String {
    var (known, unit) = (0, 0.1)
    while known < digits, 2 * relativeError <= unit { (known, unit) = (known + 1, unit / 10) }
    return known > 0 ? compact(value, digits: known) : "?"
  }
}
