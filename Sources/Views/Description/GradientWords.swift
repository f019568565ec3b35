import Explorer
import RNNCore

/// What is looked at and what it comes to, in sentences.
enum GradientWords {
  /// `the state at step 44`.
  static func observed(_ state: State) -> String {
    let step = "step \(state.target)"
    return switch state.observable {
    case .state where state.cellKind.isGated: "the state h at \(step)"
    case .state: "the state at \(step)"
    case .unit(let unit): "unit \(unit) of the state at \(step)"
    case .cell: "the cell state c at \(step)"
    case .cellUnit(let unit): "unit \(unit) of the cell state c at \(step)"
    case .loss: "the loss of \(step)"
    case .totalLoss: "the \(state.input.reduction == .mean ? "mean" : "sum") of the losses up to \(step)"
    }
  }

  /// `the recurrent weight W`, of a gated cell `the recurrent weights W of gate f`.
  static func parameter(_ state: State) -> String {
    let plural = state.isScalar ? "" : "s"
    let name = state.parameter.kind.rawValue
    let what =
      switch state.parameter.kind {
      case .recurrentWeights: "recurrent weight\(plural)"
      case .inputWeights: "input weight\(plural)"
      case .bias: "bias"
      case .hiddenBias: "bias of the recurrent part"
      }
    return "the \(what) \(name)" + (state.parameter.gate.map { " of gate \($0.rawValue)" } ?? "")
  }

  /// What the terms come to.
  static func total(_ setting: Setting) -> String {
    let state = setting.state
    let what = "The gradient of \(observed(state)) with respect to \(parameter(state))"
    guard let contributions = setting.analysis.contributions else { return "\(what) has no terms: \(reason(setting))." }
    let terms = SpokenNumber.count(contributions.target, "term")
    let total = SpokenNumber.text(contributions.total, digits: 6)
    guard contributions.areNorms else { return "\(what) is a sum of \(terms) and comes to \(total)." }
    let sum = SpokenNumber.text(contributions.sumOfNorms)
    return "\(what) is a sum of \(terms); its norm is \(total), and those of the terms add up to \(sum)."
  }

  private static func reason(_ setting: Setting) -> String {
    switch setting.analysis.reasonForNone {
    case .overflow(let step): "the state overflows at step \(step)"
    case .noTarget(let nearest?):
      "step \(setting.state.target) has no target, the nearest one that has is step \(nearest)"
    case .noTarget(nil): "no step has a target"
    case .outputOverflow, nil: "the output overflows"
    }
  }

  /// `Kept as B: …`, with what it comes to and its verdict.
  static func counterpart(_ other: Setting) -> String {
    "Kept as B: \(Description.uncapitalised(total(other))) \(VerdictWords.verdict(other))"
  }
}

extension Description {
  /// A sentence as it goes on behind a colon.
  static func uncapitalised(_ sentence: String) -> String { sentence.prefix(1).lowercased() + sentence.dropFirst() }
}
