import RNNCore

extension DerivationText {
  /// What the numbers might be taken for and are not.
  mutating func addMatrixNotes(_ contributions: Contributions, _ numbers: MatrixDerivationNumbers) {
    begin("")
    addOrder(numbers)
    let gradient = matrixSymbols.gradient(target).text
    add(
      words:
        "Norms only bound: ‖A·B‖ ≤ ‖A‖·‖B‖ and ‖A + B‖ ≤ ‖A‖ + ‖B‖. The signed bars ⟨term i, \(gradient)⟩/‖\(gradient)‖"
        + " add up to ‖\(gradient)‖.")
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
    let (late, early) = (jacobianName(target), jacobianName(target - 1))
    add(
      words: defect == 0
        ? "Matrices need not commute, though \(late) and \(early) do."
        : "Matrices do not commute: \(early)·\(late) is off from \(late)·\(early) by \(Self.percent(defect)) of its size."
    )
  }

  private func jacobianName(_ step: Int) -> String { "∂s\(symbols.sub(step))/∂s\(symbols.sub(step - 1))" }

  private static func percent(_ part: Double) -> String {
    NumberText.compact(ScaledDouble(part * 100), digits: part < 1 ? 2 : 3) + " %"
  }

  /// How the norm of a term comes about without its tensor.
  private var termNote: String {
    let carried =
      switch analysis.parameter {
      case .recurrentWeights: "s_i₋₁"
      case .inputWeights: "x_i"
      case .bias: ""
      }
    let norm = carried.isEmpty ? "" : "·‖\(carried)‖₂"
    if analysis.observable == .state {
      return
        "‖term i‖_F = ‖J_k⋯J_i₊₁·diag f′(a_i)‖_F\(norm): the \(matrixSymbols.tensorShape) numbers are never stored."
    }
    let shape = carried.isEmpty ? "" : "·\(carried)ᵀ, of rank one"
    return "Term i is (f′(a_i) ⊙ λ_i)\(shape): its norm is ‖f′(a_i) ⊙ λ_i‖₂\(norm)."
  }

  /// The formula for every k, and what its symbols stand for.
  mutating func addMatrixAnyStep() {
    let parameter = analysis.parameter.rawValue
    let tensor = matrixSymbols.tensorShape
    func factor(_ joint: String, _ symbol: Span, _ shape: String) -> Factor {
      Factor(joint: joint, symbol: symbol, notes: [Span(shape, .muted)])
    }
    let seen = analysis.observable == .state ? [] : [factor(" ", Span("λ_kᵀ", .target), "1×n")]
    let path =
      analysis.observable == .totalLoss
      ? [factor(" ", Span("λ_iᵀ", .target), "1×n")]
      : seen + [factor(" ", Span("( J_k · J_k₋₁ ⋯ J_i₊₁ )"), "n×n")]
    begin("any step")
    add(
      AlignedFormula(
        lead: [anyGradient], leads: [1: Span(matrixSymbols.gradientShape, .muted)],
        summands: [
          Summand(
            factors: [factor("", Span("Σ_{i=1…k}"), "")] + path
              + [factor(" · ", Span("∂s_i/∂\(parameter)*", .immediate), tensor)])
        ]),
      reason: "by induction", names: [1: "shapes"], rows: 2)
    add(words: "J_j = ∂s_j/∂s_j₋₁ = diag(f′(a_j))·W, n×n: later steps stand on the left", .text)
    add([Span("∂s_i/∂\(parameter)*", .immediate), Span(element)])
  }

  private var anyGradient: Span {
    let parameter = analysis.parameter.rawValue
    switch analysis.observable {
    case .state: return Span("∂s_k/∂\(parameter)", .strong)
    case .unit(let unit): return Span("∂s_k[\(unit)]/∂\(parameter)", .strong)
    case .loss: return Span("∂L_k/∂\(parameter)", .strong)
    case .totalLoss: return Span("∂L/∂\(parameter)", .strong)
    }
  }

  /// The elements of the immediate derivative.
  private var element: String {
    switch analysis.parameter {
    case .recurrentWeights: "[r,q,c] = f′(a_i)[r]·s_i₋₁[c] where q = r, else 0"
    case .inputWeights: "[r,q,c] = f′(a_i)[r]·x_i[c] where q = r, else 0"
    case .bias: "[r,q] = f′(a_i)[r] where q = r, else 0"
    }
  }

  /// Which number the check compares.
  mutating func addProbe() {
    let (gradient, parameter) = (matrixSymbols.gradient(target).text, analysis.parameter.rawValue)
    begin("number")
    add(
      words: analysis.observable == .state
        ? "vᵀ·(\(gradient)·E) for numbers v, E drawn at random, E as large as \(parameter): one wrong element would show"
        : "\(gradient)·E, how fast \(matrixSymbols.observed(target)) grows along an E drawn at random, as large as"
          + " \(parameter): one wrong element would show")
  }
}
