import Explorer
import RNNCore
import Screen

extension State {
  /// What is cut and how it is clipped, as the title names it: `window 22`, `detach 8`, `clip norm 1`; before them that the loss
  /// is a recording's of another network.
  var remedyNames: [String] {
    let length = self.cut.boundaries.isEmpty ? " \(self.cut.length)" : ""
    let cut = self.cut.kind == .none ? [] : ["\(self.cut.kind.rawValue)\(length)"]
    return (isAsRecorded ? ["loss as recorded"] : []) + cut
      + (clipping.map { ["clip \($0.name) \(NumberText.compact(ScaledDouble($0.threshold), digits: 4))"] } ?? [])
  }
}

/// What is said of a gradient that is cut or clipped.
enum RemedyWords {
  /// The sum of what takes part beside the full one, how far off it is and whether it points the wrong way, then the windows
  /// that would be enough; from everything to the least. Nothing where it is as without.
  ///
  ///     cut: +11.98 of −12.26, bias 198 %, THE WRONG SIGN · enough: 43 for 10 %, 33 for the sign
  static func totals(_ analysis: Analysis, of plain: Contributions) -> (full: [[Span]], brief: [[Span]]) {
    if analysis.isRemedyTooCostly, analysis.isRemedyDue {
      return ([[Span("cut or clipped: not computed yet", .muted)], [Span("not computed yet", .muted)]], [])
    }
    if analysis.isRemedyTooCostly {
      return ([[Span("cut or clipped: not computed, it takes too long", .alarm)], [Span("not computed", .alarm)]], [])
    }
    guard let gradient = analysis.remedied else { return ([], []) }
    guard gradient.changesTerms else { return (shortened(gradient, plain.parameter), []) }
    let left = gradient.contributions
    guard left.truncation != .none else { return ([numbers("clipped", left.total, plain.total, plain)], []) }
    guard gradient.firstStep > 1 || plain.observable == .totalLoss else {
      return (
        [": nothing is left out at k = \(plain.target)", ": nothing is left out"].map { words in
          [Span("cut", .strong), Span(words)]
        }, []
      )
    }
    let numbers = numbers("cut", left.total, gradient.whole.total, plain)
    let yet = analysis.isRemedyDue ? " yet" : ""
    guard let bias = gradient.bias else { return ([numbers + [Span(", bias not computed" + yet)], numbers], []) }
    return totals(numbers, bias, enough(gradient, bias, yet), plain)
  }

  /// `clipped: 41271 → 0.9963`, the norm of what is looked at before and after; nothing where it stays as it is.
  private static func shortened(_ gradient: RemediedGradient, _ parameter: Parameter) -> [[Span]] {
    guard let change = gradient.clipped?.parts[ClippedGradient.Part(parameter.kind)], change.after < change.before
    else {
      return []
    }
    return [[Span("clipped: \(norm(change.before)) → \(norm(change.after))", .strong)]]
  }

  /// The numbers with all that can be said of them, and shorter. That they point the wrong way is not left out while there is
  /// room.
  private static func totals(
    _ numbers: [Span], _ bias: TruncationBias, _ enough: [String], _ plain: Contributions
  ) -> (full: [[Span]], brief: [[Span]]) {
    let (distance, way) = (distance(bias), way(bias, plain.areNorms))
    let full =
      enough.map { numbers + [Span(distance)] + way[0] + [Span($0)] } + way.map { numbers + [Span(distance)] + $0 }
    guard bias.pointsTheWrongWay else { return (full + [numbers], []) }
    let brief = [way[way.count - 1], Array(way[way.count - 1].dropFirst())]
    return (full + way.map { numbers + $0 }, [[Span("cut", .strong)] + brief[0], brief[1]])
  }

  private static func numbers(
    _ word: String, _ left: ScaledDouble, _ total: ScaledDouble, _ plain: Contributions
  ) -> [Span] {
    [Span("\(word): \(number(left, plain)) of \(number(total, plain))", .strong)]
  }

  private static func number(_ value: ScaledDouble, _ plain: Contributions) -> String {
    if value.isZero { return "0" }
    return plain.areNorms ? NumberText.number(value, digits: 4) : NumberText.signedNumber(value, digits: 4)
  }

  /// How far off it is, where that can be told.
  static func distance(_ bias: TruncationBias) -> String {
    guard !bias.total.isZero else { return ", of 0 there is no bias" }
    guard let ratio = bias.bias, !bias.total.isOutOfRange, !bias.cutTotal.isOutOfRange, !ratio.isOutOfRange else {
      return ", a bias that cannot be told"
    }
    return ratio.isZero ? ", bias 0" : ", bias \(NumberText.number(ratio * ScaledDouble(100), digits: 3)) %"
  }

  /// Whether it points the wrong way, in full and in short.
  private static func way(_ bias: TruncationBias, _ areNorms: Bool) -> [[Span]] {
    guard let cosine = bias.cosine else { return [[]] }
    guard areNorms else { return bias.pointsTheWrongWay ? [[Span(", "), Span("THE WRONG SIGN", .alarm)]] : [[]] }
    let angle = "cosine \(NumberText.compact(ScaledDouble(cosine), digits: 3))"
    guard bias.pointsTheWrongWay else { return [[Span(", \(angle)")], []] }
    return [
      [Span(", "), Span("POINTS THE WRONG WAY", .alarm), Span(" (\(angle))")],
      [Span(", "), Span("THE WRONG WAY", .alarm)],
    ]
  }

  /// How long a window must be.
  private static func enough(_ gradient: RemediedGradient, _ bias: TruncationBias, _ yet: String) -> [String] {
    guard !bias.total.isZero else { return [] }
    guard let enough = gradient.enough, let within = enough.within, let sign = enough.rightSign else {
      return [" · enough: not computed" + yet]
    }
    let way = bias.cosine != nil && gradient.contributions.areNorms ? "way" : "sign"
    return [
      " · enough: \(within) for 10 %, \(sign) for the \(way)", " · enough: \(within), \(sign) for the \(way)",
    ]
  }

  /// Why a term takes no part: `cut: lag 30 is outside the window of 22`.
  static func reason(_ term: Contribution, _ contributions: Contributions, isBrief: Bool) -> String {
    let (truncation, target) = (contributions.truncation, contributions.target)
    if contributions.observable == .totalLoss { return isBrief ? "cut" : "cut: no loss hears it" }
    guard truncation.window.map({ term.lag >= $0 }) == true, let window = truncation.window else {
      let boundary = truncation.firstStep(reaching: target) - 1
      return isBrief ? "cut: before step \(boundary)" : "cut: before the detach at step \(boundary)"
    }
    return isBrief ? "cut: lag \(term.lag) ≥ \(window)" : "cut: lag \(term.lag) is outside the window of \(window)"
  }

  /// The gradient before and after clipping, and whether its direction has changed.
  static func change(_ clipped: ClippedGradient, _ parameter: Parameter, isBrief: Bool) -> String {
    let all = clipped.all
    let numbers = "‖g‖ \(norm(all.before)) → \(norm(all.after))"
    let cosine = all.cosine.map { ", cosine \(NumberText.compact(ScaledDouble($0), digits: 4))" } ?? ""
    let part = clipped.parts[ClippedGradient.Part(parameter.kind)].map {
      ", of \(parameter.rawValue) \(norm($0.before)) → \(norm($0.after))"
    }
    return isBrief ? "clipped: \(numbers)" : "clipped: \(numbers)\(cosine)\(part ?? "")"
  }

  private static func norm(_ value: ScaledDouble) -> String {
    value.isZero ? "0" : NumberText.compact(value, digits: 4)
  }
}
