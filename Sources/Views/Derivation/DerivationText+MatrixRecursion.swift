import RNNCore
import Screen

extension DerivationText {
  /// ∂s_j/∂θ step by step, of a network with several units.
  mutating func addMatrixRecursion(_ numbers: MatrixDerivationNumbers) {
    addSteps { text, step in
      step == 1 ? text.addFirstMatrixStep(numbers) : text.addMatrixStep(step, numbers)
    }
  }

  /// ∂s₁/∂θ = ∂s₁/∂θ*, and that from its parts: the one place where norms multiply.
  private mutating func addFirstMatrixStep(_ numbers: MatrixDerivationNumbers) {
    let (symbols, norm) = (matrixSymbols, trajectory.immediateNorm(at: 1, analysis.parameter))
    add(
      AlignedFormula(
        lead: [self.symbols.total(1)], leads: leads(symbols.tensorShape, norm),
        summands: [Summand(factors: [symbols.immediate(1, norm)])]),
      reason: "s₀ is a constant", names: Self.rowNames, rows: 3)
    let parts = matrixParts(ofImmediate: 1)
    add(
      AlignedFormula(
        lead: [Span(String(repeating: " ", count: self.symbols.total(1).text.columns))],
        summands: [Summand(factors: parts)], result: parts.count > 1 ? [Span(MatrixSymbols.norm(norm))] : []),
      rows: 3)
  }

  /// diag f′(a_i) and what it is multiplied by.
  private func matrixParts(ofImmediate step: Int) -> [Factor] {
    let norm = trajectory.derivativeNorm(at: step)
    let style: Style = norm.isZero ? .blocked : .immediate
    let first = MatrixSymbols.factor(Span(diagonalName(step), style), "n×n", norm)
    guard let name = layerInputName(step) else { return [first] }
    let shape = analysis.parameter == .recurrentWeights ? "n×1" : "m×1"
    let carried = trajectory.layerInputNorm(at: step, analysis.parameter)
    return [first, MatrixSymbols.factor(Span(name), shape, carried, joint: " ⊗ ", valueJoint: " · ")]
  }

  private func diagonalName(_ step: Int) -> String { "diag f′(a\(symbols.sub(step)))" }

  /// What θ is multiplied by at a step; nil for the bias.
  private func layerInputName(_ step: Int) -> String? {
    switch analysis.parameter {
    case .recurrentWeights: state(step - 1).text
    case .inputWeights: "x" + symbols.sub(step)
    case .bias: nil
    }
  }

  /// Shape and norm under what stands left.
  func leads(_ shape: String, _ norm: ScaledDouble?, _ style: Style = .strong) -> [Int: Span] {
    [1: Span(shape, .muted), 2: Span(MatrixSymbols.norm(norm), style)]
  }

  /// ∂s_j/∂θ from ∂s_{j−1}/∂θ: the rule written out, its two parts, and their names with shapes and norms; the norm of the
  /// sum is below what those of the right-hand side come to.
  private mutating func addMatrixStep(_ step: Int, _ numbers: MatrixDerivationNumbers) {
    let isWhole = detail.wholeSteps.contains(step)
    if isWhole { addMatrixRule(step) }
    let symbols = matrixSymbols
    let (factor, before) = (numbers.factors[step], numbers.totals[step - 1])
    let immediate = trajectory.immediateNorm(at: step, analysis.parameter)
    let bound = factor.flatMap { factor in before.map { factor * $0 + immediate } }
    var (first, second, last) = (
      symbols.jacobian(step, factor), symbols.total(step - 1, before), symbols.immediate(step, immediate)
    )
    if isWhole {
      first.over = [Span(diagonalName(step) + "·W", first.symbol.style)]
      second.over = [second.symbol]
      last.over = [Span(diagonalName(step) + (layerInputName(step).map { " ⊗ " + $0 } ?? ""), .immediate)]
    }
    let total = self.symbols.total(step)
    let (rows, blank) = (isWhole ? 1 : 0, Span(String(repeating: " ", count: total.text.columns)))
    add(
      AlignedFormula(
        lead: [isWhole ? blank : total],
        leads: [
          1 + rows: Span(symbols.tensorShape, .muted),
          2 + rows: Span(MatrixSymbols.norm(numbers.totals[step]), .strong),
        ],
        summands: [Summand(factors: [first, second]), Summand(factors: [last])], relations: [2 + rows: "≤"],
        result: bound.map { [Span(MatrixSymbols.norm($0), .muted)] } ?? []),
      names: (isWhole ? [1: "by name"] : [:]).merging([1 + rows: "shapes", 2 + rows: "norms"]) { $1 }, rows: 3 + rows)
  }

  /// diag f′(a_j)·(W·∂s_{j−1}/∂θ + I ⊗ s_{j−1}): the derivative of f(U·x_j + W·s_{j−1} + b).
  private mutating func addMatrixRule(_ step: Int) {
    let factors = [
      Factor(symbol: Span(diagonalName(step))), Factor(joint: "·(", symbol: Span("W")),
      Factor(joint: "·", symbol: symbols.total(step - 1)),
      Factor(joint: " + ", symbol: Span(layerInputName(step).map { "I ⊗ " + $0 } ?? "I")),
      Factor(joint: "", symbol: Span(")")),
    ]
    add(
      AlignedFormula(lead: [symbols.total(step)], summands: [Summand(factors: factors)]),
      reason: reason(forRuleAt: step), rows: 1)
  }
}
