import Explorer
import RNNCore
import Screen

/// The terms in sentences.
enum TermWords {
  /// Which term is the largest, and how far back the gradient hears.
  static func all(_ setting: Setting) -> [String] {
    guard let contributions = setting.analysis.contributions, contributions.target > 1 else { return [] }
    let k = contributions.target
    let largest = contributions.sumAndLargest(over: 1...k).largest
    let term = contributions[largest]
    guard !term.value.isZero else { return ["All of the terms are 0."] }
    let said = "The largest term is that of step \(largest), \(back(term.lag)): \(value(term, contributions))."
    return [said + (largest == 1 ? "" : " That of step 1 is \(value(contributions[1], contributions)).")]
  }

  /// `12 steps back`.
  private static func back(_ lag: Int) -> String {
    lag == 0 ? "the target itself" : SpokenNumber.count(lag, "step") + " back"
  }

  private static func value(_ term: Contribution, _ contributions: Contributions) -> String {
    SpokenNumber.text(contributions.areNorms ? term.signed : term.value)
  }

  /// What the inspected term is made of.
  static func inspected(_ setting: Setting) -> [String] {
    let analysis = setting.analysis
    guard let contributions = analysis.contributions else { return [] }
    let term = contributions[setting.state.inspected]
    guard !analysis.isLostToUnderflow(term) else {
      return ["Inspected is term \(term.step), whose state has underflowed: no number can be told."]
    }
    let place = "Inspected is term \(term.step), \(back(term.lag))"
    let made =
      contributions.areProducts
      ? "the flow \(SpokenNumber.text(term.flow)) times the immediate derivative \(SpokenNumber.text(term.immediateDerivative)) is \(SpokenNumber.text(term.value))"
      : contributions.areNorms
        ? "its norm is \(SpokenNumber.text(term.value)), of which \(SpokenNumber.text(term.signed)) point along the total"
        : "it is \(SpokenNumber.text(term.value))"
    return ["\(place): \(made)\(share(of: term, contributions))."] + factor(term, setting)
  }

  private static func share(of term: Contribution, _ contributions: Contributions) -> String {
    let total = contributions.total
    guard !total.isZero, !total.isOutOfRange, !term.signed.isOutOfRange else { return "" }
    let percent = term.signed / total.magnitude * ScaledDouble(100)
    return ", \(SpokenNumber.text(percent, digits: 2)) percent of the total"
  }

  private static func factor(_ term: Contribution, _ setting: Setting) -> [String] {
    let factor = SpokenNumber.text(setting.analysis.stepFactor(at: term.step))
    guard setting.analysis.isScalar else { return ["The step factor there is at most \(factor)."] }
    let trajectory = setting.analysis.trajectory
    let state = SpokenNumber.text(trajectory.state(at: term.step - 1).first ?? 0)
    return ["The step factor there is \(factor), and the state before it \(state)."]
  }
}

/// What is cut or clipped, in sentences.
enum RemedyDescription {
  /// None where nothing is.
  static func sentences(_ setting: Setting) -> [String] {
    let state = setting.state
    let names = [cut(state), clipping(state)].compactMap { $0 } + (state.isAsRecorded ? ["the loss as recorded"] : [])
    guard !names.isEmpty, setting.analysis.contributions != nil else { return [] }
    let inForce = "In force: \(WordList.joined(names))."
    guard !setting.analysis.isRemedyTooCostly else {
      let isDue = setting.analysis.isRemedyDue
      return [
        inForce, isDue ? "What that changes is not computed yet." : "What that changes takes too long to compute here.",
      ]
    }
    guard let remedied = setting.analysis.remedied else { return [inForce] }
    return [inForce] + (remedied.bias.map { bias($0, remedied) } ?? []) + (remedied.clipped.map(clipped) ?? [])
  }

  /// `a window of 22 steps`; nil where nothing is cut.
  private static func cut(_ state: State) -> String? {
    switch state.cut.kind {
    case .none: nil
    case .window: "a window of \(SpokenNumber.count(state.cut.length, "step"))"
    case .detach where state.cut.boundaries.isEmpty: "detaching every \(SpokenNumber.count(state.cut.length, "step"))"
    case .detach: "detaching after \(SpokenNumber.count(state.cut.boundaries.count, "step")) of the sequence"
    }
  }

  private static func clipping(_ state: State) -> String? {
    guard let clipping = state.clipping else { return nil }
    let what =
      switch clipping {
      case .norm: "the norm of all parameters together"
      case .each: "the norm of each parameter"
      case .value: "every number"
      case .adjoint: "every number of the adjoint at every step"
      }
    return "clipping of \(what) at \(SpokenNumber.text(clipping.threshold))"
  }

  private static func bias(_ bias: TruncationBias, _ remedied: RemediedGradient) -> [String] {
    let (part, whole) = (SpokenNumber.text(bias.cutTotal), SpokenNumber.text(bias.total))
    let off =
      bias.bias.map { ", which is off by \(SpokenNumber.text($0 * ScaledDouble(100), digits: 3)) percent" } ?? ""
    let isWrong = bias.cosine.map { $0 < 0 } == true
    let way = isWrong ? (remedied.whole.areNorms ? " and points the wrong way" : " and has the wrong sign") : ""
    return ["What is left of the total is \(part) instead of \(whole)\(off)\(way)."] + enough(remedied)
  }

  private static func enough(_ remedied: RemediedGradient) -> [String] {
    guard let enough = remedied.enough, let within = enough.within, let sign = enough.rightSign else { return [] }
    let right = remedied.whole.areNorms ? "points the right way" : "has the right sign"
    let long = SpokenNumber.count(within, "step")
    return [
      "A window of \(long) or more is within 10 percent of it, and one of \(SpokenNumber.count(sign, "step")) or more \(right)."
    ]
  }

  private static func clipped(_ clipped: ClippedGradient) -> [String] {
    let (before, after) = (SpokenNumber.text(clipped.all.before), SpokenNumber.text(clipped.all.after))
    let isTurned = clipped.all.cosine.map { $0 < 1 - 1e-12 } == true
    let way = isTurned ? ", and its direction is another" : ", in the same direction"
    return ["Clipping makes the norm of the gradient of all parameters \(after) instead of \(before)\(way)."]
  }
}
