import Explorer
import RNNCore
import Screen

/// What the Spectrum view shows of a setting: of what is shown, or of what is kept as B.
struct Spectra {
  let state: State
  let analysis: Analysis
  /// The spectrum of W; of the scalar network, of its one number.
  let weights: WeightSpectrum
  /// nil where the state overflows at or before k.
  let flow: FlowSpectrum?

  init(_ setting: Setting, _ flow: FlowSpectrum?) {
    (state, analysis, self.flow) = (setting.state, setting.analysis, flow)
    weights = analysis.weightSpectrum ?? WeightSpectrum(of: state.start.network.recurrentWeights)
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

  /// `σ₁₆`, the last singular value.
  var lastValue: String { "σ" + NumberText.subscripted(units) }
}
