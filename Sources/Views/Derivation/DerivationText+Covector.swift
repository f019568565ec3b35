import RNNCore
import Screen

extension DerivationText {
  /// What is looked at as a row from the left, and how it runs backwards: λ_{j−1}ᵀ = λ_jᵀ·J_j.
  mutating func addCovector(_ contributions: Contributions, _ numbers: MatrixDerivationNumbers) {
    guard analysis.observable != .state else { return }
    addSeen()
    let recent = (0..<detail.recentTerms).map { target - 1 - $0 }
    let steps =
      detail.isWhole ? Array(1...target) : Set([1, inspected, target - 1, target] + recent).filter { $0 > 0 }.sorted()
    for (place, step) in steps.reversed().enumerated() {
      if place > 0, step < steps[steps.count - place] - 1 { addDots() }
      begin("back \(step)")
      addAdjoint(step, contributions, numbers)
    }
  }

  /// What is looked at and its value; beneath layers also what the next one asks of this one.
  mutating func addSeen() {
    begin("seen by")
    add(
      AlignedFormula(
        lead: [Span(observedSymbol)], summands: [Summand(factors: [Factor(symbol: seen)])],
        results: [0: observedValue]),
      reason: reasonForSeen, rows: 1)
    guard isUnderLayers else { return }
    add(
      words: "through the layer above, which asks U′ᵀ·δ′_j of \(cell.stateLetter)_j at every step: U′ is its U, δ′_j is"
        + " ∂\(observedSymbol)/∂a_j of it")
  }

  /// Whether a loss is looked at that other layers make of this one's state.
  var isUnderLayers: Bool { seesLoss && trajectory.next != nil }

  /// Whether every state has a part of its own in what is looked at, beside what it does to s_k.
  var isSeenAtEveryStep: Bool { isUnderLayers || analysis.observable == .totalLoss }

  private var seen: Span {
    let k = symbols.sub(target)
    switch analysis.observable {
    case .state: return state(target)
    case .cell: return Span("c\(k)")
    case .unit(let unit): return Span("e\(symbols.sub(unit))ᵀ · \(cell.stateLetter)\(k)")
    case .cellUnit(let unit): return Span("e\(symbols.sub(unit))ᵀ · c\(k)")
    case .loss: return Span(lossSymbols.loss(target, at: k))
    case .totalLoss: return Span(lossSymbols.total(through: target))
    }
  }

  private var observedValue: [Span] {
    let value = trajectory.value(of: analysis.observable, target: target)
    return value.map { [DerivationSymbols.outcome(ScaledDouble($0), .state)] } ?? []
  }

  private var reasonForSeen: String {
    switch analysis.observable {
    case .state, .cell: ""
    case .unit(let unit), .cellUnit(let unit): "unit \(unit) alone: 1 there, else 0"
    case .loss: lossSymbols.reason(target)
    case .totalLoss: lossSymbols.reason(nil)
    }
  }

  /// How the loss is written.
  var lossSymbols: LossSymbols { LossSymbols(trajectory) }

  /// λ_jᵀ from the right: what the step itself adds, and what comes back through the next one.
  private mutating func addAdjoint(_ step: Int, _ contributions: Contributions, _ numbers: MatrixDerivationNumbers) {
    var summands: [Summand] = []
    if isSeen(step) { summands.append(Summand(factors: ownFactors(step, numbers))) }
    let symbols = matrixSymbols
    var bound = summands.first.map { _ in ownBound(step, numbers) } ?? .zero
    if step < target {
      let (next, factor) = (contributions.flow(at: step + 1), numbers.factors[step + 1])
      bound = bound + (factor ?? .zero) * next.magnitude
      summands.append(Summand(factors: [symbols.covector(step + 1, next), symbols.jacobian(step + 1, factor)]))
    }
    if summands.isEmpty { summands = [Summand(factors: [MatrixSymbols.factor(Span("0", .blocked), "1×n", .zero)])] }
    let isUnit = step == target && !seesLoss
    add(
      AlignedFormula(
        lead: [symbols.covector(step, nil).symbol], leads: leads("1×n", contributions.flow(at: step), .target),
        summands: summands, relations: isUnit ? [:] : [2: "≤"],
        result: isUnit ? [] : [Span(MatrixSymbols.norm(bound), .muted)]),
      reason: step == target ? "a covector stands on the left" : step == target - 1 ? "so it runs backwards" : "",
      names: Self.rowNames, rows: 3)
  }

  /// Whether s_t itself is in what is looked at.
  private func isSeen(_ step: Int) -> Bool {
    if isUnderLayers { return true }
    return analysis.observable == .totalLoss ? trajectory.hasTarget(at: step) : step == target
  }

  private func ownFactors(_ step: Int, _ numbers: MatrixDerivationNumbers) -> [Factor] {
    let t = symbols.sub(step)
    if case .unit(let unit) = analysis.observable {
      return [MatrixSymbols.factor(Span("e\(symbols.sub(unit))ᵀ", .target), "1×n", .one)]
    }
    if let demand = numbers.demand {
      let rows = (demand.rowsPerUnit == 1 ? "" : "\(demand.rowsPerUnit)") + "n′"
      return [
        MatrixSymbols.factor(Span("δ′\(t)ᵀ", .target), "1×\(rows)", demand.delta(at: step)),
        MatrixSymbols.factor(Span("U′"), "\(rows)×n", demand.weights),
      ]
    }
    let error = Span(lossSymbols.error(step, at: t), .target)
    guard lossSymbols.hasHead else { return [MatrixSymbols.factor(error, "1×n", trajectory.errorNorm(at: step))] }
    return [
      MatrixSymbols.factor(error, "1×p", trajectory.errorNorm(at: step)),
      MatrixSymbols.factor(Span("V"), "p×n", numbers.weights.V),
    ]
  }

  private func ownBound(_ step: Int, _ numbers: MatrixDerivationNumbers) -> ScaledDouble {
    if let demand = numbers.demand { return demand.delta(at: step) * demand.weights }
    guard seesLoss else { return .one }
    return trajectory.errorNorm(at: step) * (lossSymbols.hasHead ? numbers.weights.V ?? .zero : .one)
  }
}
