import RNNCore
import Screen

extension DerivationText {
  /// ∂s_k/∂θ, or what else is said to be compared, by independent ways, digit under digit, and how many of the digits are
  /// the same.
  mutating func addCheck(_ check: DerivationCheck, of words: String = "") {
    begin("check")
    if !words.isEmpty { add(words: words) }
    addWays(check.ways)
    if let missing = check.missing { add(words: "central difference: " + missing) }
    add([agreement(check)])
  }

  /// The ways, digit under digit.
  private mutating func addWays(_ ways: [DerivationCheck.Way]) {
    guard !isDocument else { return add(block: .ways(ways)) }
    let texts = ways.map { NumberText.signedNumber($0.value, digits: DerivationCheck.limit) }
    let common = DerivationCheck.commonPrefix(texts)
    let isNarrow = texts.contains { 20 + $0.columns > room }
    for (way, text) in zip(ways, texts) {
      let name = way.name + String(repeating: " ", count: Swift.max(20 - way.name.columns, 1))
      let (same, rest) =
        way.value.isZero
        ? ("exactly 0", "") : (String(text.prefix(common)), String(text.dropFirst(common)))
      let number = [Span(same, .strong), Span(rest, .muted)]
      add([Span(name, .muted)] + (isNarrow ? [] : number))
      if isNarrow { add([Span("  ")] + number, sameUnit: true) }
    }
  }

  /// ∂g/∂θ along a direction by independent ways.
  mutating func addMatrixCheck(_ check: DerivationCheck) {
    let gradient = matrixSymbols.gradient(target).text
    let shape = matrixSymbols.parameterShape
    let seen = observedSymbol
    addCheck(
      check,
      of: analysis.observable.isVector
        ? "vᵀ·(\(gradient)·E) with v, n×1, and E, \(shape), drawn at random: one wrong element would show"
        : "\(gradient)·E, the slope of \(seen) along an E, \(shape), drawn at random: one wrong element would show")
  }

  private func agreement(_ check: DerivationCheck) -> Span {
    if check.ways.allSatisfy(\.value.isZero) { return Span("all are exactly 0", .strong) }
    let digits = "\(check.digits) \(check.digits == 1 ? "digit" : "digits")"
    return Span(
      check.digits == 0 ? "they agree to no digit" : "they agree to \(digits)", check.digits == 0 ? .alarm : .strong)
  }

  /// No number where there is none.
  mutating func addOverflow() {
    let step = trajectory.overflowAt ?? target
    begin("overflow", style: .alarm)
    add(
      words:
        "\(cell.isGated ? "a" : "s")\(symbols.sub(step)) is beyond 1.8e308, so ∂\(state(target).text)/∂\(analysis.parameter.rawValue)"
        + " has no number to show: choose a target before step \(step).", .text)
  }
}
