import RNNCore
import Screen

/// What is said of a scalar gated cell's chain, the way back in λ and δ, and the sum.
extension DerivationText {
  /// From ∂c_k/∂θ to what is looked at; nothing where that is what it is.
  mutating func addGatedSaid(_ chain: GatedChain, _ numbers: GatedNumbers) {
    if seesLoss { addLossItself() }
    guard let said = chain.said(at: target), !isCell, analysis.observable != .totalLoss else { return }
    let total = numbers.totals[target - 1]
    let own = chain.isOutputBias ? chain.immediate(target) : nil
    let result = said.value * total + (own?.value ?? .zero)
    let digits = NumberedExpression.digits([
      (
        result,
        { said.shown($0) * total.rounded(toDigits: $0) + (own?.shown($0) ?? .zero) }
      )
    ])
    let factors =
      (said.products.first ?? []).map {
        Factor(joint: "·", symbol: Span($0.symbol), value: Span($0.text(digits)))
      } + [
        Factor(
          joint: "·", symbol: symbols.total(target), value: Span(DerivationSymbols.operand(total, digits), .strong))
      ]
    let last = own.map { own in
      Summand(factors: [Factor(symbol: Span(own.symbols, .immediate), value: Span(own.numbers(digits), .immediate))])
    }
    begin("said")
    add(
      AlignedFormula(
        lead: [Span("∂\(state(target).text)/∂\(analysis.parameter.rawValue)", .strong)],
        summands: [Summand(factors: factors)] + [last].compactMap { $0 },
        result: [DerivationSymbols.outcome(result)]),
      reason: "since \(state(target).text) = o·tanh(c\(symbols.sub(target)))", rows: 2)
  }

  /// Whether c_k is looked at.
  private var isCell: Bool { [.cell, .cellUnit(0)].contains(analysis.observable) }

  /// λ and δ of the steps that are written out, from k down.
  mutating func addGatedWayBack(_ chain: GatedChain, _ numbers: GatedNumbers) {
    begin("way back")
    let (g, s) = (observedSymbol, cell.wholeState)
    add(
      words:
        "λ_j is ∂\(g)/∂\(s)_j, δ_j is ∂\(g)/∂a_j of the gate of \(analysis.parameter.rawValue): the same numbers from right to left",
      .text)
    for (place, step) in seenSteps.enumerated() {
      if place > 0, step < seenSteps[place - 1] - 1 { addDots() }
      begin("back \(step)", spaced: false)
      addOwnLoss(step, numbers.record)
      cell.parts == 2 ? addBackStepOfCell(step, chain, numbers.record) : addBackStep(step, chain, numbers.record)
      addDelta(step, chain, numbers.record)
    }
  }

  /// What step j itself has in what is looked at: 1 or 0 of a state, of a loss its slope.
  private func own(_ step: Int, _ record: AdjointRecord) -> ScaledDouble {
    guard seesLoss else { return step == target && !isCell ? .one : .zero }
    guard analysis.observable == .totalLoss || step == target else { return .zero }
    return trajectory.lossSlope(at: step) ?? .zero
  }

  /// ∂L_j/∂h_j, where step j has a loss that is looked at.
  private mutating func addOwnLoss(_ step: Int, _ record: AdjointRecord) {
    let own = own(step, record)
    guard seesLoss, !own.isZero, let V = trajectory.network.scalarHead else { return }
    let error = own / ScaledDouble(V)
    let weight = NumberedExpression.Operand(symbol: "V", value: ScaledDouble(V), weight: V)
    let symbol = lossSymbols.scalarError(step, at: symbols.sub(step))
    let expression = NumberedExpression([NumberedExpression.Operand(symbol: symbol, value: error), weight])
    let digits = NumberedExpression.digits([(own, expression.shown)])
    add(
      AlignedFormula(
        lead: [Span(ownSymbol(step), .target)],
        summands: [
          Summand(
            factors: expression.products[0].map {
              Factor(joint: "·", symbol: Span($0.symbol), value: Span($0.text(digits)))
            })
        ],
        result: [DerivationSymbols.outcome(own, .target)]),
      reason: lossSymbols.derivative, rows: 2)
  }

  private func ownSymbol(_ step: Int) -> String {
    let t = symbols.sub(step)
    return seesLoss ? "∂L\(t)/∂h\(t)" : "1"
  }

  /// γ_j = λᶜ_j + λʰ_j·o·tanh′(c_j): all that c_j does, itself and through h_j.
  private mutating func addBackStepOfCell(_ step: Int, _ chain: GatedChain, _ record: AdjointRecord) {
    let (j, later) = (symbols.sub(step), symbols.sub(step + 1))
    let (ofH, ofC) = (record.adjoint(part: 0, at: step), record.adjoint(part: 1, at: step))
    let said = chain.said(at: step)?.products.first ?? []
    let through = said.reduce(ofH) { $0 * $1.value }
    let digits = NumberedExpression.digits([
      (
        ofC + through,
        { digits in
          ofC.rounded(toDigits: digits) + said.reduce(ofH.rounded(toDigits: digits)) { $0 * $1.shown(digits) }
        }
      )
    ])
    let own = own(step, record)
    let isLast = step == target
    let heard = isLast ? [] : ["W·δ\(later)[\(chain.cell.candidate?.rawValue ?? "")]"]
    let overH = ((own.isZero && !isLast ? [] : [own.isZero ? "0" : ownSymbol(step)]) + heard).joined(separator: " + ")
    let overC = isLast ? (isCell ? "1" : "0") : "f·γ\(later)"
    let first = Factor(
      over: [Span(overC, .muted)], symbol: Span("λᶜ\(j)", .target),
      value: Span(DerivationSymbols.operand(ofC, digits), .target))
    let second = Factor(
      over: [Span(overH, .muted)], symbol: Span("λʰ\(j)", .target),
      value: Span(DerivationSymbols.operand(ofH, digits), .target))
    let rest = said.map {
      Factor(joint: "·", over: [Span("")], symbol: Span($0.symbol), value: Span($0.text(digits)))
    }
    add(
      AlignedFormula(
        lead: [], leads: [1: Span("γ\(j)", .target)],
        summands: [Summand(factors: [first]), Summand(joint: " + ", factors: [second] + rest)], relations: [0: " "],
        result: [DerivationSymbols.outcome(ofC + through, .target)]),
      rows: 3)
  }

  /// λ_j = z·λ_{j+1} + r·W·δ_{j+1}[n] of a GRU.
  private mutating func addBackStep(_ step: Int, _ chain: GatedChain, _ record: AdjointRecord) {
    let own = own(step, record)
    var products: [[NumberedExpression.Operand]] = []
    if !own.isZero { products.append([NumberedExpression.Operand(symbol: ownSymbol(step), value: own)]) }
    if step < target {
      let later = symbols.sub(step + 1)
      func operand(_ symbol: String, _ value: ScaledDouble) -> NumberedExpression.Operand {
        NumberedExpression.Operand(symbol: symbol, value: value)
      }
      products += [
        [chain.gate(.updateGate), operand("λ\(later)", record.adjoint(at: step + 1))],
        [chain.gate(.resetGate), chain.W, operand("δ\(later)[n]", record.delta(.newGate, at: step + 1))],
      ]
    }
    let value = record.adjoint(at: step)
    let digits = NumberedExpression.digits([
      (value, { digits in products.reduce(ScaledDouble.zero) { $0 + $1.reduce(.one) { $0 * $1.shown(digits) } } })
    ])
    let summands = products.map { operands in
      Summand(
        joint: " + ",
        factors: operands.map { Factor(joint: "·", symbol: Span($0.symbol), value: Span($0.text(digits))) })
    }
    add(
      AlignedFormula(
        lead: [Span("λ\(symbols.sub(step))", .target)],
        summands: summands.isEmpty ? [Summand(factors: [Factor(symbol: Span("0"), value: Span("0"))])] : summands,
        result: [DerivationSymbols.outcome(value, .target)]),
      rows: 2)
  }

  /// δ_j of θ's gate and the term that it makes: δ_j·h_{j−1}, δ_j·x_j or δ_j itself.
  private mutating func addDelta(_ step: Int, _ chain: GatedChain, _ record: AdjointRecord) {
    guard let gate = chain.gate else { return }
    let (j, isHeard) = (
      symbols.sub(step), cell.parts == 1 && gate == .newGate && analysis.parameter == .recurrentWeights
    )
    let delta = record.delta(gate, behindReset: isHeard, at: step)
    let immediate = chain.immediate(step)
    let input = inputOfGate(step, chain)
    // What the term is but for what θ is multiplied by.
    let slopes = (immediate.products.first ?? []).filter { operand in operand.symbol != input?.symbol }
    let seen =
      cell.parts == 2 && !chain.isOutputBias
      ? (
        "γ\(j)",
        record.adjoint(part: 1, at: step) + record.adjoint(part: 0, at: step) * (chain.said(at: step)?.value ?? .one)
      )
      : (cell.parts == 2 ? "λʰ\(j)" : "λ\(j)", record.adjoint(at: step))
    let operands = [NumberedExpression.Operand(symbol: seen.0, value: seen.1)] + slopes
    let digits = NumberedExpression.digits([(delta, { digits in operands.reduce(.one) { $0 * $1.shown(digits) } })])
    add(
      AlignedFormula(
        lead: [Span("δ\(j)[\(gate.rawValue)]", .immediate)],
        summands: [
          Summand(
            factors: operands.map { Factor(joint: "·", symbol: Span($0.symbol), value: Span($0.text(digits))) })
        ],
        result: [DerivationSymbols.outcome(delta, .immediate)]),
      reason: "term \(step) is δ\(j)[\(gate.rawValue)]\(input.map { "·" + $0.symbol } ?? "")", rows: 2)
  }

  /// What θ is multiplied by at a step; nil for a bias.
  private func inputOfGate(_ step: Int, _ chain: GatedChain) -> NumberedExpression.Operand? {
    switch analysis.parameter.kind {
    case .recurrentWeights: chain.h(step - 1)
    case .inputWeights: chain.x(step)
    case .bias, .hiddenBias: nil
    }
  }
}

extension DerivationText {
  /// ∂g/∂θ as the sum of its terms, every factor over its value.
  mutating func addGatedUnrolled(_ chain: GatedChain, _ contributions: Contributions, _ numbers: GatedNumbers) {
    let groups = groups
    let sums = groups.map { sum(over: $0, contributions) }
    let digits = DerivationSymbols.digits(showing: sums, sum: contributions.total)
    let summands = zip(groups, sums).map { group, sum -> Summand in
      let result = [Span(DerivationSymbols.operand(sum, digits), DerivationSymbols.style(ofTerm: sum))]
      guard isWritten(group) else {
        let dots = Factor(symbol: Span("⋯", .muted), value: Span(Self.name(ofOmitted: group), .muted))
        return marked(Summand(name: name(of: group), factors: [dots], results: [result]), of: group)
      }
      return marked(
        Summand(
          name: name(of: group), factors: path(to: group.lowerBound, chain, contributions, numbers), results: [result]),
        of: group)
    }
    begin("unrolled")
    add(
      AlignedFormula(
        lead: [matrixSymbols.gradient(target)], summands: summands,
        result: [DerivationSymbols.outcome(contributions.total)]),
      names: [2: "terms"], rows: 3)
  }

  /// What stands before the immediate derivative of a step, and that.
  private func path(
    to step: Int, _ chain: GatedChain, _ contributions: Contributions, _ numbers: GatedNumbers
  ) -> [Factor] {
    let own = chain.immediate(step)
    let letter = chain.isOutputBias ? "h" : chain.letter
    let last = Factor(
      symbol: Span("∂\(letter)\(symbols.sub(step))/∂\(analysis.parameter.rawValue)*", .immediate),
      value: Span(DerivationSymbols.operand(own.value), .immediate))
    guard analysis.observable != .totalLoss else {
      let seen = own.value.isZero ? numbers.record.adjoint(at: step) : contributions.value(at: step) / own.value
      return [seenFactor("∂L/∂\(letter)\(symbols.sub(step))", seen), last]
    }
    if chain.isOutputBias, step == target {
      return (isCell ? [seenFactor("0", .zero)] : lossFactors(chain, numbers)) + [last]
    }
    let said = chain.said(at: target).map { isCell ? [] : [numbered("∂h\(k)/∂c\(k)", $0.value)] } ?? []
    var factors = lossFactors(chain, numbers) + said
    let end = chain.isOutputBias ? step + 1 : step
    let all = stride(from: target, to: end, by: -1).map { symbols.factor($0, chain.factor($0).value) }
    if detail.hasAllFactors(term: step) || all.count <= 3 {
      factors += all
    } else {
      factors += [all[0], Factor(symbol: Span("⋯", .muted), value: Span("⋯", .muted)), all[all.count - 1]]
    }
    if chain.isOutputBias {
      let i = symbols.sub(step)
      factors.append(numbered("∂c\(symbols.sub(step + 1))/∂h\(i)", chain.heard(step + 1).value))
    }
    return factors + [last]
  }

  private var k: String { symbols.sub(target) }

  /// ∂L_k/∂h_k where a loss is looked at.
  private func lossFactors(_ chain: GatedChain, _ numbers: GatedNumbers) -> [Factor] {
    seesLoss ? [seenFactor("∂L\(k)/∂h\(k)", own(target, numbers.record))] : []
  }

  private func seenFactor(_ symbol: String, _ value: ScaledDouble) -> Factor {
    Factor(symbol: Span(symbol, .target), value: Span(DerivationSymbols.operand(value), .target))
  }

  private func numbered(_ symbol: String, _ value: ScaledDouble) -> Factor {
    let style = DerivationSymbols.style(ofFactor: value)
    return Factor(symbol: Span(symbol, style), value: Span(DerivationSymbols.operand(value), style))
  }

  /// The formula for every k by induction, what is said of it, and this k's terms.
  mutating func addGatedAnyStep(_ chain: GatedChain, _ contributions: Contributions) {
    let s = chain.letter
    addInduction(Span("∂\(s)_k/∂\(s)_k₋₁")) { upper in
      Factor(joint: " ", symbol: Span("(Π_{j=i+1…\(upper)} ∂\(s)_j/∂\(s)_j₋₁)"))
    }
    add(
      words: cell.parts == 2
        ? "∂c_j/∂c_j₋₁ = f + i·g′_j·W·o·tanh′(c_j₋₁): what is kept, and what comes round through h_j₋₁. Where f is near 1 it cannot fall"
          + " far below f unless W works against it: that is why an LSTM need not forget"
        : "∂h_j/∂h_j₋₁ = z + (1−z)·n′_j·r·W: what is kept, and what comes round through n_j", .text)
    if cell.parts == 2, !isCell {
      let own = chain.isOutputBias ? " + ∂h_k/∂\(analysis.parameter.rawValue)*" : ""
      add(
        words: "∂h_k/∂\(analysis.parameter.rawValue) = o·tanh′(c_k) · ∂c_k/∂\(analysis.parameter.rawValue)\(own)", .text
      )
    }
    addSumOfTerms(contributions)
  }

  /// The terms of this k and their sum.
  private mutating func addSumOfTerms(_ contributions: Contributions) {
    let sums = groups.map { sum(over: $0, contributions) }
    let digits = DerivationSymbols.digits(showing: sums, sum: contributions.total)
    let summands = zip(groups, sums).map { group, sum in
      let name =
        isWritten(group) ? Span("term \(group.lowerBound)") : Span("⋯ \(Self.name(ofOmitted: group)) ⋯", .muted)
      let value = Span(DerivationSymbols.operand(sum, digits), DerivationSymbols.style(ofTerm: sum))
      return marked(Summand(factors: [Factor(symbol: name, value: value)]), of: group)
    }
    begin("k = \(target)", spaced: false)
    add(
      AlignedFormula(
        lead: [matrixSymbols.gradient(target)], summands: summands,
        result: [DerivationSymbols.outcome(contributions.total)]),
      rows: 2)
  }
}
