import RNNCore
import Screen

extension DerivationText {
  /// What the numbers might be taken for and are not.
  mutating func addMatrixNotes(_ contributions: Contributions, _ numbers: MatrixDerivationNumbers) {
    begin("")
    addOrder(numbers)
    add(words: "Norms only bound: ‖A·B‖ ≤ ‖A‖·‖B‖ and ‖A + B‖ ≤ ‖A‖ + ‖B‖.")
    add(words: "Signed bars ⟨term i, G⟩/‖G‖ of G = \(matrixSymbols.gradient(target).text) add up to ‖G‖.")
    add(words: termNote)
    if let step = analysis.regime.blockedAt {
      add(words: VerdictPanel.consequence(ofDeadStep: step) + " (blocked at step \(step))", .blocked)
    }
  }

  private mutating func addOrder(_ numbers: MatrixDerivationNumbers) {
    guard target >= 2 else {
      add(
        words: "k = 1: no Jacobian stands before the immediate derivative. P(1,1) is the empty product, the identity.")
      return
    }
    guard let defect = numbers.orderDefect else { return }
    let swapped = "\(jacobianName(target - 1))·\(jacobianName(target))"
    add(
      words: defect == 0
        ? "Matrices need not commute, though here \(swapped) is the same."
        : "Matrices do not commute: in the other order \(swapped) is off by \(Self.percent(defect)).")
  }

  private func jacobianName(_ step: Int) -> String { "∂s\(symbols.sub(step))/∂s\(symbols.sub(step - 1))" }

  private static func percent(_ part: Double) -> String {
    NumberText.compact(ScaledDouble(part * 100), digits: part < 1 ? 2 : 3) + " %"
  }

  /// How the norm of a term comes about without its tensor.
  private var termNote: String {
    let input = layerInput("i")
    let norm = input.map { "·‖\($0)‖₂" } ?? ""
    if analysis.observable == .state {
      return
        "‖term i‖_F = ‖J_k⋯J_i₊₁·diag f′(a_i)‖_F\(norm): the \(matrixSymbols.tensorShape) numbers are never stored."
    }
    let shape = input.map { "·\($0)ᵀ, of rank one" } ?? ""
    return "Term i is (f′(a_i) ⊙ λ_i)\(shape): its norm is ‖f′(a_i) ⊙ λ_i‖₂\(norm)."
  }

  /// The formula for every k by induction, carried out, then for what is looked at, with this k's numbers beneath it.
  mutating func addMatrixAnyStep(_ contributions: Contributions) {
    addInduction(Span("J_k")) { upper in Factor(joint: " ", symbol: Span("(J_\(upper == "k" ? "k" : "k₋₁") ⋯ J_i₊₁)")) }
    add(words: "J_j = ∂s_j/∂s_j₋₁ = diag(f′(a_j))·W, n×n: later steps stand on the left", .text)
    if isSeenAtEveryStep {
      addSeenAtEveryStep()
    } else if !analysis.observable.isVector {
      addSeenFromLeft()
    }
    addSigned(contributions)
  }

  /// ∂g/∂θ: λ_kᵀ sees every term from the left, which makes it λ_iᵀ·∂s_i/∂θ*.
  private mutating func addSeenFromLeft() {
    let immediate = Span("∂s_i/∂\(analysis.parameter.rawValue)*", .immediate)
    let factors = [
      Factor(symbol: Span("Σ_{i=1…k}")), Factor(joint: " ", symbol: Span("λ_kᵀ", .target)),
      Factor(joint: " ", symbol: Span("(J_k ⋯ J_i₊₁)")), Factor(joint: " ", symbol: immediate),
    ]
    add(
      AlignedFormula(lead: [anyGradient], summands: [Summand(factors: factors)]), reason: "λ_kᵀ sees it from the left",
      rows: 1)
    add(
      AlignedFormula(lead: [blank(under: anyGradient)], summands: [covered(immediate)]),
      reason: "λ_i₋₁ᵀ = λ_iᵀ·J_i, from λ_kᵀ down", rows: 1)
  }

  /// ∂L/∂θ: every loss, or every step of the layer above, sees what came before it; summed from i on that is λ_iᵀ.
  private mutating func addSeenAtEveryStep() {
    let immediate = Span("∂s_i/∂\(analysis.parameter.rawValue)*", .immediate)
    let own = isUnderLayers ? "δ′_tᵀ U′" : "(∂L_t/∂s_t)ᵀ"
    let factors = [
      Factor(symbol: Span("Σ_{t=1…k}")), Factor(joint: " ", symbol: Span(own, .target)),
      Factor(joint: " ", symbol: Span("Σ_{i=1…t}")), Factor(joint: " ", symbol: Span("(J_t ⋯ J_i₊₁)")),
      Factor(joint: " ", symbol: immediate),
    ]
    add(
      AlignedFormula(lead: [anyGradient], summands: [Summand(factors: factors)]),
      reason: isUnderLayers ? "each demand seen from its left" : "each loss seen from its left", rows: 1)
    add(
      AlignedFormula(lead: [blank(under: anyGradient)], summands: [covered(immediate)]),
      reason: "λ_iᵀ = Σ_{t=i…k} \(own) (J_t ⋯ J_i₊₁)", rows: 1)
  }

  private func covered(_ immediate: Span) -> Summand {
    Summand(factors: [
      Factor(symbol: Span("Σ_{i=1…k}")), Factor(joint: " ", symbol: Span("λ_iᵀ", .target)),
      Factor(joint: " ", symbol: immediate),
    ])
  }

  private func blank(under lead: Span) -> Span { Span(String(repeating: " ", count: lead.text.columns)) }

  /// The signed bars of this k's terms, which add up to the norm of the gradient.
  mutating func addSigned(_ contributions: Contributions) {
    let bars = groups.map { bar(over: $0, contributions) }
    let digits = DerivationSymbols.digits(showing: bars, sum: contributions.total.magnitude)
    let summands = zip(groups, bars).map { group, bar in
      let name =
        isWritten(group) ? Span("term \(group.lowerBound)") : Span("⋯ \(Self.name(ofOmitted: group)) ⋯", .muted)
      return marked(Summand(factors: [Factor(symbol: name, value: signedBar(bar, digits))]), of: group)
    }
    begin("k = \(target)", spaced: false)
    add(
      AlignedFormula(
        lead: [Span("‖\(matrixSymbols.gradient(target).text)‖", .strong)], summands: summands,
        result: [Span(MatrixSymbols.norm(contributions.total), .strong)]),
      names: [1: "signed"], rows: 2)
  }

  var anyGradient: Span {
    let parameter = analysis.parameter.rawValue
    switch analysis.observable {
    case .state: return Span("∂\(cell.stateLetter)_k/∂\(parameter)", .strong)
    case .unit(let unit): return Span("∂\(cell.stateLetter)_k[\(unit)]/∂\(parameter)", .strong)
    case .cell: return Span("∂c_k/∂\(parameter)", .strong)
    case .cellUnit(let unit): return Span("∂c_k[\(unit)]/∂\(parameter)", .strong)
    case .loss: return Span("∂L_k/∂\(parameter)", .strong)
    case .totalLoss: return Span("∂L/∂\(parameter)", .strong)
    }
  }
}
