import Explorer
import RNNCore
import Screen

extension DerivationText {
  /// The first step that the target hears. Of a total loss every step's loss has its own, and no term is left out whole: 1.
  var firstKept: Int {
    analysis.observable == .totalLoss ? 1 : truncation.firstStep(reaching: target)
  }

  private var truncation: Truncation { analysis.choices.truncation }

  /// A range of steps in two where the boundary of what is cut runs through it.
  func splitAtCut(_ steps: ClosedRange<Int>) -> [ClosedRange<Int>] {
    let first = firstKept
    guard steps.lowerBound < first, first <= steps.upperBound else { return [steps] }
    return [steps.lowerBound...first - 1, first...steps.upperBound]
  }

  /// A summand as the sum has it: dim and in square brackets where it is left out. They change nothing in what is written, so
  /// that the line remains the whole sum.
  func marked(_ summand: Summand, of steps: ClosedRange<Int>) -> Summand {
    guard steps.upperBound < firstKept, let first = summand.factors.first else { return summand }
    func dim(_ span: Span) -> Span { Span(span.text, .beyond) }
    func bracket(_ text: String) -> Factor {
      Factor(
        joint: "", symbol: Span(text, .beyond), notes: first.notes.map { _ in Span("") }, value: Span(text, .beyond))
    }
    var factors = summand.factors.map { factor in
      var factor = factor
      (factor.symbol, factor.value) = (dim(factor.symbol), factor.value.map(dim))
      factor.notes = factor.notes.map(dim)
      return factor
    }
    factors[0].joint = ""
    var marked = summand
    marked.factors = [bracket("[")] + factors + [bracket("]")]
    marked.results = summand.results.map { [Span("[", .beyond)] + $0.map(dim) + [Span("]", .beyond)] }
    return marked
  }

  /// What truncation and clipping make of the sum; nothing where there are neither.
  mutating func addRemedies() {
    guard let remedied = analysis.remedied else { return }
    if let bias = remedied.bias { addCut(remedied, bias) }
    if let clipped = remedied.clipped { addClipping(clipped) }
  }

  private mutating func addCut(_ remedied: RemediedGradient, _ bias: TruncationBias) {
    begin("cut")
    add(words: ruleOfCut, .text)
    for line in [constant, beginning] {
      if let line { add(words: line, .text) }
    }
    if remedied.whole.adjointLimit != nil {
      add(words: "below, every λ is clamped on its way back as well, which changes the terms themselves", .text)
    }
    let areNorms = remedied.whole.areNorms
    areNorms ? addNorms(bias) : addNumbers(remedied, bias)
    begin("bias", spaced: false)
    add(
      parts: [distance(remedied, bias, areNorms), [Span(Self.percent(bias))]] + way(bias, areNorms).map { [$0] },
      between: [": ", ", "])
    addEnough(remedied.enough)
  }

  /// Which terms are left.
  private var ruleOfCut: String {
    let (window, chunk) = (truncation.window, truncation.isDetached ? truncation : nil)
    if analysis.observable == .totalLoss {
      let heard =
        window.map { $0 == 1 ? "step t alone" : "steps t−\($0 - 1) … t alone" } ?? "the steps of its own chunk up to t"
      return "\(nameOfCut): each loss L_t hears \(heard), so fewer losses add up to λ_i, and terms change"
    }
    guard firstKept > 1 else {
      let reach = window == nil ? "the chunk of step \(target) begins at step 1" : "it reaches back beyond step 1"
      return "\(nameOfCut): \(reach), so nothing is left out"
    }
    let left =
      window.map { $0 == 1 ? "lag 0 alone is left" : "the lags 0 … \($0 - 1) are left" }
      ?? "the chunk of step \(target) begins at step \(firstKept)"
    return
      "\(nameOfCut): \(left)\(chunk == nil || window == nil ? "" : " of the chunk"); what stands in [ ] is left out"
  }

  private var nameOfCut: String {
    let names = [
      truncation.window.map { "window \($0)" }, truncation.detachEvery.map { "detach() every \($0)" },
      truncation.detachAfter.isEmpty ? nil : "detach() at \(truncation.detachAfter.count) steps",
    ]
    return names.compactMap { $0 }.joined(separator: ", ")
  }

  /// Where the adjoint is set to 0; nil where it is not.
  private var constant: String? {
    if analysis.observable == .totalLoss {
      let boundaries = truncation.boundaries(before: target)
      guard !boundaries.isEmpty else { return nil }
      let states = boundaries.prefix(2).map { wholeState($0) }.joined(separator: ", ")
      return "λ := 0 as it crosses \(states)\(boundaries.count > 2 ? " …" : ""): these are constants, detach()"
    }
    guard firstKept > 1 else { return nil }
    let last = wholeState(firstKept - 1)
    let sensitivity = "∂\(observedSymbol)/∂\(last)"
    return "λ\(symbols.sub(firstKept - 1)) = \(sensitivity) := 0: \(last) is taken for a constant, as detach() makes it"
  }

  /// What the recursion is from there on; nil where it is the whole one.
  private var beginning: String? {
    guard firstKept > 1 else { return nil }
    return "so the recursion begins anew: \(symbols.total(firstKept).text) = \(symbols.immediate(firstKept).text)"
  }

  /// G_cut by its terms, and G.
  private mutating func addNumbers(_ remedied: RemediedGradient, _ bias: TruncationBias) {
    let kept = groups.filter { $0.upperBound >= firstKept }
    let sums = kept.map { remedied.contributions.sum(over: $0) }
    let digits = DerivationSymbols.digits(showing: sums, sum: bias.cutTotal)
    let summands = zip(kept, sums).map { group, sum in
      let name =
        isWritten(group) ? Span("term \(group.lowerBound)") : Span("⋯ \(Self.name(ofOmitted: group)) ⋯", .muted)
      return Summand(factors: [
        Factor(
          symbol: name,
          value: Span(DerivationSymbols.operand(sum, digits), DerivationSymbols.style(ofTerm: sum)))
      ])
    }
    begin("left", spaced: false)
    add(
      AlignedFormula(
        lead: [Span("G_cut", .strong)], summands: summands, result: [DerivationSymbols.outcome(bias.cutTotal)]),
      rows: 2)
    begin("whole", spaced: false)
    add(
      AlignedFormula(
        lead: [Span("G    ", .strong)], summands: [Summand(factors: [Factor(symbol: matrixSymbols.gradient(target))])],
        results: [0: [DerivationSymbols.outcome(bias.total)]]),
      rows: 1)
  }

  /// Of norms, which do not add up, only what they come to.
  private mutating func addNorms(_ bias: TruncationBias) {
    begin("left", spaced: false)
    add([Span("‖G_cut‖", .strong), Span(" = "), Span(MatrixSymbols.norm(bias.cutTotal), .strong)])
    begin("whole", spaced: false)
    add(
      parts: [
        [Span("‖G‖", .strong), Span("     = "), Span(MatrixSymbols.norm(bias.total), .strong)],
        [Span("G = \(matrixSymbols.gradient(target).text)", .muted)],
      ], between: ["   "])
  }

  /// `G_cut − G = +29.77`.
  private func distance(_ remedied: RemediedGradient, _ bias: TruncationBias, _ areNorms: Bool) -> [Span] {
    if areNorms { return [Span("‖G_cut − G‖ = "), Span(MatrixSymbols.norm(bias.difference), .strong)] }
    // Of what is left out by itself, so that a bias far below the digits of both has its sign.
    let rest =
      bias.difference.isZero
      ? .zero : firstKept > 1 ? -remedied.whole.sum(over: 1...firstKept - 1) : bias.cutTotal - bias.total
    return [Span("G_cut − G = "), DerivationSymbols.outcome(rest)]
  }

  private static func percent(_ bias: TruncationBias) -> String {
    guard let part = bias.bias else { return bias.difference.isZero ? "both are 0" : "G itself is 0" }
    guard !part.isZero else { return "no bias" }
    return "bias \(NumberText.compact(part * ScaledDouble(100), digits: 3)) %"
  }

  /// Whether it still points the way of G.
  private func way(_ bias: TruncationBias, _ areNorms: Bool) -> [Span] {
    guard let cosine = bias.cosine else { return bias.total.isZero ? [] : [Span("nothing is left")] }
    if !areNorms { return [cosine < 0 ? Span("the wrong sign", .alarm) : Span("the right sign")] }
    let text = "cosine " + NumberText.compact(ScaledDouble(cosine), digits: 3)
    return [cosine < 0 ? Span(text + ": away from G", .alarm) : Span(text + ": still the way of G")]
  }

  private mutating func addEnough(_ enough: EnoughWindow?) {
    guard let enough, let within = enough.within, let sign = enough.rightSign else { return }
    begin("enough", spaced: false)
    add(
      words:
        "from window \(sign) on the \(analysis.isScalar || analysis.isScalarGated ? "sign" : "way") is right, from \(within) on the bias is at most 10 %"
    )
  }

  /// The rule, and what it makes of the gradient.
  private mutating func addClipping(_ clipped: ClippedGradient) {
    let (c, name) = (NumberText.compact(ScaledDouble(clipped.clipping.threshold), digits: 4), clipped.clipping.name)
    let rule =
      switch clipped.clipping {
      case .norm: "g := g·min(1, \(c)/‖g‖), all parameters together"
      case .each: "g := g·min(1, \(c)/‖g‖), each parameter by itself"
      case .value: "every number of g is clamped to −\(c) … \(c)"
      case .adjoint: "every number of λ is clamped to −\(c) … \(c) at every step on its way back"
      }
    begin("clipped")
    add(words: "\(name) \(c): \(rule)", .text)
    begin("‖g‖", spaced: false)
    add(
      parts: [change(clipped.all), [Span("all parameters", .muted)]]
        + turned(clipped.all).map { [Span($0, .muted)] }, between: ["   ", ", "])
    let part = ClippedGradient.Part(analysis.parameter.kind)
    guard let own = clipped.parts[part] else { return }
    begin("of \(part.rawValue)", spaced: false)
    add(change(own))
  }

  private func change(_ change: ClippedGradient.Change) -> [Span] {
    func text(_ value: ScaledDouble) -> String { NumberText.number(value, digits: DerivationSymbols.digits) }
    return [Span(text(change.before)), Span(" → "), Span(text(change.after), .strong)]
  }

  /// Whether the direction is another.
  private func turned(_ change: ClippedGradient.Change) -> [String] {
    guard let cosine = change.cosine else { return [] }
    return [
      cosine > 1 - 1e-12
        ? "the same direction" : "turned: cosine \(NumberText.compact(ScaledDouble(cosine), digits: 3))"
    ]
  }

  /// Parts in one line with what stands between them, or where that is too wide each on a line of its own.
  private mutating func add(parts: [[Span]], between separators: [String]) {
    var line = parts[0]
    for (separator, part) in zip(separators, parts.dropFirst()) {
      let style: Style = part.first?.style == .muted && separator.contains(",") ? .muted : .text
      line += [Span(separator, style)] + part
    }
    guard line.columns > room else { return add(line) }
    for (place, part) in parts.enumerated() { add(part, sameUnit: place > 0) }
  }
}
