import RNNCore

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
    let (name, value) = element
    let symbol = Span("∂s_i/∂\(parameter)*", .immediate)
    if symbol.text.columns + name.columns + value.columns <= room {
      add([symbol, Span(name + value)])
    } else {
      add([symbol, Span(name)])
      add(words: value, .text, sameUnit: true)
    }
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

  /// The elements of the immediate derivative: their indices, and what they are.
  private var element: (name: String, value: String) {
    switch analysis.parameter {
    case .recurrentWeights: ("[r,q,c]", " = f′(a_i)[r]·s_i₋₁[c] where q = r, else 0")
    case .inputWeights: ("[r,q,c]", " = f′(a_i)[r]·x_i[c] where q = r, else 0")
    case .bias: ("[r,q]", " = f′(a_i)[r] where q = r, else 0")
    }
  }

  /// ∂g/∂θ along a direction by independent ways.
  mutating func addMatrixCheck(_ check: DerivationCheck) {
    let gradient = matrixSymbols.gradient(target).text
    let shape = analysis.parameter == .recurrentWeights ? "n×n" : analysis.parameter == .inputWeights ? "n×m" : "n×1"
    let seen = matrixSymbols.observed(target)
    addCheck(
      check,
      of: analysis.observable == .state
        ? "vᵀ·(\(gradient)·E) with v, n×1, and E, \(shape), drawn at random: one wrong element would show"
        : "\(gradient)·E, the slope of \(seen) along an E, \(shape), drawn at random: one wrong element would show")
  }
}
