import RNNCore
import Screen

/// The numbers of the Spectrum view.
enum SpectrumReadOut {
  static func draw(_ view: SpectrumView, into frame: inout Frame) {
    let (rect, facts) = (view.layout.readOut, view.layout.facts)
    for (row, variants) in [weights(view), flow(view)].prefix(rect.height).enumerated() {
      frame.write(
        BandRule.fitting(variants, in: rect.width - 2), x: rect.x + 1, y: rect.y + row, limit: rect.x + rect.width)
    }
    for (row, variants) in brief(view).prefix(facts.height).enumerated() {
      frame.write(
        BandRule.fitting(variants, in: facts.width), x: facts.x, y: facts.y + row, limit: facts.x + facts.width)
    }
  }

  /// Where the eigenvalues are, from everything to the least.
  private static func counts(_ view: SpectrumView) -> [String] {
    let (n, on, outside) = (view.units, view.shown.weights.count(.on), view.shown.weights.count(.outside))
    if on == n { return ["all \(n) eigenvalues on the unit circle", "all on the circle", "all on circle"] }
    let far =
      outside == 0 ? "no eigenvalue outside the unit circle" : "\(outside) of \(n) eigenvalues outside the unit circle"
    let brief = outside == 0 ? "none outside" : "\(outside) of \(n) outside"
    return (on == 0 ? [far, brief] : [far + ", \(on) on it", brief + ", \(on) on"]) + [brief]
  }

  /// σ_max(W)·γ against 1, and what it says (Pascanu, Mikolov, Bengio 2013).
  private static func condition(_ view: SpectrumView) -> [String] {
    guard !view.state.cellKind.isGated else {
      let name = "σ_max(\(view.shown.matrix)) = "
      let value = NumberText.compact(view.shown.conditions[0], digits: 3, apartFrom: .one)
      return [name + value + ", of step \(view.state.target) alone", name + value, "σ \(value)"]
    }
    let largest = view.shown.conditions[0]
    let name = "σ_max(W)·γ = "
    let slack = ScaledDouble(4 * Double(view.units) * .ulpOfOne)
    if (largest - .one).magnitude <= slack { return [name + "1", "σγ 1"] }
    let (value, isAbove) = (NumberText.compact(largest, digits: 3, apartFrom: .one), largest > .one)
    let meaning = isAbove ? " > 1: may explode" : " < 1: must vanish"
    let short = isAbove ? " > 1" : " < 1"
    return [name + value + meaning, name + value + short, "σγ \(value)\(short)"]
  }

  private static func weights(_ view: SpectrumView) -> [[Span]] {
    let radius = "ρ(\(view.shown.matrix)) = " + Self.radius(of: view.shown)
    let (counts, condition) = (counts(view), condition(view))
    let all = [
      [radius, counts[0], condition[0]], [radius, counts[0], condition[1]], [radius, counts[1], condition[1]],
      [radius, counts[1]],
    ].map {
      [Span($0[0], .target), Span(" · " + $0.dropFirst().joined(separator: " · "))]
    }
    return beside(view.other.map { "B: ρ(\($0.matrix)) = " + Self.radius(of: $0) }, all)
  }

  /// Lines with what is said of B at their end, those that have room for it first.
  private static func beside(_ other: String?, _ lines: [[Span]]) -> [[Span]] {
    guard let other else { return lines }
    return lines.map { $0 + [Span("   "), Span(other, .counterpart)] } + lines
  }

  private static func radius(of spectra: Spectra) -> String {
    NumberText.compact(spectra.weights.spectralRadius, digits: 3, apartFrom: .one)
  }

  /// `λ₁ = 0.12`, of what is kept as B; nil where it has none.
  private static func firstExponent(_ other: Spectra?) -> String? {
    other.flatMap { other in
      other.exponents.first.map {
        "λ₁ = " + $0.text(digits: 3, rounding: Regime.rounding(hiddenSize: other.units))
      }
    }
  }

  /// λ₁ … λ_n, and over which steps where those are not all.
  private static func exponents(_ view: SpectrumView) -> [String] {
    guard let first = view.shown.exponents.first, let last = view.shown.exponents.last else {
      guard !view.shown.isUnderWay else { return ["λ₁: not computed yet"] }
      return view.shown.flow == nil ? ["the state overflows: no flow"] : ["k = 1: no step to flow through"]
    }
    let rounding = Regime.rounding(hiddenSize: view.units)
    let one = "λ₁ = \(first.text(digits: 3, rounding: rounding))"
    let all = one + " … λ\(NumberText.subscripted(view.units)) = \(last.text(digits: 3, rounding: rounding))"
    let isWhole = view.shown.lastLag == view.state.target - 1
    let steps = isWhole ? " per step" : " over \(view.shown.lastLag) steps"
    return [all + steps, one + steps, one]
  }

  /// The lag that is shown nearest to the inspected term's; the largest where i stands on k, at lag 0.
  private static func lag(_ view: SpectrumView) -> [String] {
    let isAtTarget = view.state.inspected == view.state.target
    let wanted = view.state.target - (isAtTarget ? 1 : view.state.inspected)
    let nearest = view.shown.flow?.lags.min { ($0.lag - wanted).magnitude < ($1.lag - wanted).magnitude }
    guard let nearest, let first = nearest.singularValues.first, let last = nearest.singularValues.last else {
      return []
    }
    let name = (isAtTarget ? "" : "▲ ") + "lag \(nearest.lag): σ₁ = \(first.text(digits: 3))"
    return [name + " … σ\(NumberText.subscripted(view.units)) = \(last.text(digits: 3))", name]
  }

  private static func flow(_ view: SpectrumView) -> [[Span]] {
    let (exponents, lag) = (exponents(view), lag(view))
    let all = lag.map { [Span(exponents[0] + "   "), Span($0, .inspected)] } + exponents.map { [Span($0)] }
    return beside(firstExponent(view.other).map { "B: " + $0 }, all)
  }

  /// The numbers one to a row, for narrow screens.
  private static func brief(_ view: SpectrumView) -> [[[Span]]] {
    let others = [
      view.other.map { "B: ρ(\($0.matrix)) " + radius(of: $0) }, firstExponent(view.other).map { "B: " + $0 },
    ]
    return [
      [[Span("ρ(\(view.shown.matrix)) " + radius(of: view.shown), .target)]], counts(view).map { [Span($0)] },
      condition(view).map { [Span($0)] }, exponents(view).map { [Span($0)] },
    ] + others.compactMap { $0 }.map { [[Span($0, .counterpart)]] }
  }
}

extension NumberText {
  /// A number in so many digits, or as many as show on which side of a bound it lies; the bound itself where rounding alone
  /// parts the two.
  static func compact(_ value: ScaledDouble, digits: Int, apartFrom bound: ScaledDouble) -> String {
    let isAbove = value > bound
    let enough = (digits...12).first { count in
      let shown = value.rounded(toDigits: count)
      return shown != bound && (shown > bound) == isAbove
    }
    return compact(value, digits: enough ?? digits)
  }
}
