import Explorer
import RNNCore
import Screen

/// What the Spectrum view shows of a setting: of what is shown, or of what is kept as B.
struct Spectra {
  let state: State
  let analysis: Analysis
  /// The spectrum of W, of the scalar network of its one number; of a gated cell, whose W is no square matrix, that of J_k,
  /// the Jacobian of the target step.
  let weights: WeightSpectrum
  /// As far as it is computed; nil where the state overflows at or before k.
  private let shownFlow: ShownFlow?

  /// Nil of a gated cell without a Jacobian, since its states overflow.
  init?(_ setting: Setting, _ flow: ShownFlow?, step: WeightSpectrum?) {
    (state, analysis, shownFlow) = (setting.state, setting.analysis, flow)
    guard !state.cellKind.isGated else {
      guard let step else { return nil }
      weights = step
      return
    }
    weights = analysis.weightSpectrum ?? WeightSpectrum(of: state.start.network.recurrentWeights)
  }

  /// nil where the state overflows at or before k.
  var flow: FlowSpectrum? { shownFlow?.spectrum }
  /// Whether lags are still being computed.
  var isUnderWay: Bool { shownFlow.map { !$0.isComplete } ?? false }
  /// The largest lag that is shown once all are there.
  var plannedLag: Int { shownFlow?.lastLag ?? 0 }

  /// How many numbers the state has: n, and 2n of an LSTM.
  var units: Int { weights.singularValues.count }
  /// `W`, and of a gated cell `J₄₄`.
  var matrix: String { state.cellKind.isGated ? "J" + NumberText.subscripted(state.target) : "W" }
  /// What J_k is of: `∂(h,c)₄₄/∂(h,c)₄₃`.
  var jacobian: String {
    let (whole, k) = (state.cellKind.wholeState, state.target)
    return "∂\(whole)\(NumberText.subscripted(k))/∂\(whole)\(NumberText.subscripted(k - 1))"
  }
  /// γ; 1 where nothing of the kind is known.
  var supremum: Double { state.start.network.elmanActivation?.derivativeSupremum ?? 1 }
  /// σ_r(W)·γ; of a gated cell σ_r(J_k).
  var conditions: [ScaledDouble] { weights.singularValues.map { $0 * ScaledDouble(supremum) } }

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
    guard !isUnderWay else { return "so far up to lag \(lastLag)" }
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
