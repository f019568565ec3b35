import Explorer
import RNNCore
import Screen

/// What is kept as B in the landscape: curves of its own over the same knob, its other numbers as they are; or, where it has no
/// such knob, what it is whatever the knob is.
struct LandscapeCounterpart {
  let state: State
  let analysis: Analysis
  let names: CurveNames
  /// Its curves as far as they are computed; nil where it has none.
  let curves: CurveSamples?
  /// Whether these are the curves of what is shown, since only the knob's value differs: then they are drawn once.
  let sharesCurves: Bool
  /// Its value of the knob; nil where it has none.
  let value: Double?

  /// Nil where nothing is kept.
  init?(_ session: Session, _ landscape: Landscape) {
    guard let setting = session.compared else { return nil }
    (state, analysis, names) = (setting.state, setting.analysis, CurveNames(setting.state))
    curves = landscape.otherCurves
    sharesCurves = landscape.key.other == landscape.key.shown
    let knob = session.sweptKnob
    let hasKnob = landscape.key.other != nil || session.showsSurface && setting.state.isScalar
    value = hasKnob ? setting.state.value(of: knob) : nil
  }

  /// Its responses so far; none where it has no curves.
  var responses: [Response] { curves?.responses ?? [] }

  /// The state of a response where it is one number. Those of several units are no single number, and none of them belongs to
  /// one of what is shown.
  func state(of response: Response) -> Double? { names.latest == nil ? nil : response.states.last }

  /// What takes part of the gradient.
  func gradient(of response: Response) -> ScaledDouble? { response.cutTotal ?? response.total }

  /// s_k where it is one number; nil of several units, and where it overflows.
  var lastState: Double? {
    guard names.latest != nil, analysis.trajectory.isFinite(through: state.target) else { return nil }
    let unit: Int = if case .unit(let unit) = state.observable { unit } else { 0 }
    return Array(analysis.trajectory.state(at: state.target))[unit]
  }

  /// What takes part of its gradient; nil where it has none.
  var gradient: ScaledDouble? { analysis.plainCutTotal ?? analysis.contributions?.total }

  /// Its λ; nil where there is none.
  var growth: Double? { analysis.regime.lyapunovExponent }
}

extension LandscapeCounterpart {
  /// The states that its curves or its line have.
  var allStates: [Double] { responses.compactMap(state) + [lastState].compactMap { $0 } }

  /// The range that its functions hold them in; nil where it holds none, and without states.
  var range: ClosedRange<Double>? { allStates.isEmpty ? nil : state.start.network.stateRange }

  var allGradients: [ScaledDouble] { responses.compactMap(gradient) + [gradient].compactMap { $0 } }

  var allRates: [Double] { responses.compactMap(\.lyapunovExponent) + [growth].compactMap { $0 } }

  /// Whether it is blocked at some value.
  var isBlocked: Bool { responses.contains { $0.flow?.isZero == true } }

  /// What a legend says of a band: that B is there, and what it is of where that is not what A is of. From everything to the
  /// least.
  func legends(_ name: String, beside own: String?) -> [Span] {
    let mark = ComparisonPanel.mark + " B"
    let line = curves == nil ? ", as it is" : sharesCurves ? ": the same curve" : ""
    let names = name == own ? [mark + line] : ["\(mark): \(name)\(line)", "\(mark): \(name)"]
    return (names + [mark]).map { Span($0, .counterpart) }
  }
}
