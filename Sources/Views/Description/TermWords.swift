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
    return [
      "The largest term is that of step \(largest), \(back(term.lag)): \(value(term, contributions)). "
        + "That of step 1 is \(value(contributions[1], contributions))."
    ]
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
    let names = setting.state.remedyNames
    guard !names.isEmpty, let contributions = setting.analysis.contributions else { return [] }
    let words = RemedyWords.totals(setting.analysis, of: contributions).full.first?.map(\.text).joined() ?? ""
    let plain = words.replacing(" · ", with: "; ").replacing("→", with: "to")
    let said = plain.split(separator: " ", omittingEmptySubsequences: false).map { SpokenNumber.said(String($0)) }
    return ["In force: \(WordList.joined(names))."]
      + (words.isEmpty ? [] : [Description.sentence(said.joined(separator: " "))])
  }
}
