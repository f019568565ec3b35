import Explorer
import RNNCore
import Screen

/// What becomes of the flow on its way back, in a sentence.
enum VerdictWords {
  /// The verdict of a setting.
  static func verdict(_ setting: Setting) -> String {
    let (regime, k) = (setting.analysis.regime, setting.analysis.target)
    let way = k > 1 ? "On the way back from step \(k) to step 1 the gradient" : ""
    switch regime.verdict {
    case .undefined: return "The target is step 1: there is no step to flow back through."
    case .overflow:
      let step = setting.analysis.trajectory.overflowAt ?? k
      let wayOut = step > 1 ? "; a target before it has one" : ""
      return "The state overflows at step \(step): there is no gradient from there on\(wayOut)."
    case .blocked: return blocked(setting, way)
    case .vanishing: return "\(way) \(first(regime))vanishes: \(pace(regime, setting))."
    case .exploding: return "\(way) \(first(regime))explodes: \(pace(regime, setting))."
    case .steady: return "\(way) \(first(regime))is steady: \(pace(regime, setting))."
    }
  }

  private static func blocked(_ setting: Setting, _ way: String) -> String {
    guard let step = setting.analysis.regime.blockedAt else {
      return "\(way) \(first(setting.analysis.regime))is blocked: a factor is exactly 0."
    }
    let terms = step == 1 ? "term 1 is" : "terms 1 to \(step) are"
    return
      "\(way) \(first(setting.analysis.regime))is blocked at step \(step), where the derivative of the activation is exactly 0: \(terms) exactly 0."
  }

  /// What happens before the end that the verdict is of.
  private static func first(_ regime: Regime) -> String {
    switch regime.way {
    case .direct: return ""
    case .explodedFirst(let peak):
      return "first explodes, to \(SpokenNumber.text(peak.flow, digits: 3)) times its size within "
        + "\(SpokenNumber.count(peak.lag, "step")), and then "
    case .vanishedFirst(let trough):
      return "first vanishes, to \(SpokenNumber.text(trough.flow, digits: 3)) of its size within "
        + "\(SpokenNumber.count(trough.lag, "step")), and then "
    }
  }

  /// How fast: `it is multiplied by 0.281 at each step and halves every 0.55 steps`.
  private static func pace(_ regime: Regime, _ setting: Setting) -> String {
    guard let rate = regime.laterRate(target: setting.analysis.target) else { return "by more than can be told" }
    guard regime.verdict != .steady || regime.halfLife != nil || regime.doublingTime != nil else {
      return "it keeps its size"
    }
    let (factor, time) = VerdictPanel.numbers(GrowthRate(logarithm: rate))
    let pace = time.map { " and \(rate < 0 ? "halves" : "doubles") every \(SpokenNumber.said($0))" } ?? ""
    return "it is multiplied by \(SpokenNumber.said(factor)) at each step\(pace)"
  }
}

/// What the gradient lost most at, in sentences.
enum BrakeWords {
  /// `The strongest brake is step 38, which multiplies it by 0.029; then step 25 by 0.031 and step 15 by 0.043.`
  static func sentences(_ setting: Setting) -> [String] {
    let told = setting.analysis.strongestBrakes.told(count: 3)
    let (name, brakes) = told.brakes.isEmpty ? ("amplifier", told.amplifiers) : ("brake", told.brakes)
    guard let first = brakes.first else { return [] }
    let verb = setting.analysis.isScalar ? "multiplies it by" : "can multiply it by at most"
    let others = brakes.dropFirst().filter { !$0.factor.isZero }.map {
      "step \($0.step) by \(SpokenNumber.text($0.factor, digits: 3))"
    }
    guard !setting.analysis.strongestBrakes.areEqual else {
      let bound = setting.analysis.isScalar ? "multiplies it by" : "can multiply it by at most"
      return ["Every step \(bound) \(SpokenNumber.text(first.factor, digits: 3))."]
    }
    let size = first.factor.isZero ? "exactly 0" : SpokenNumber.text(first.factor, digits: 3)
    let next = others.isEmpty ? "" : "; then \(WordList.joined(others))"
    return [
      "The strongest \(name) is step \(first.step), which \(verb) \(size)\(next)."
    ]
  }
}
