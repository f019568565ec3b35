import RNNCore

extension DerivationText {
  /// Steps 1, 2, 3; of more the first two, the inspected one and the last.
  mutating func addMatrixRecursion(_ numbers: MatrixDerivationNumbers) {
    let steps = target <= 3 ? Array(1...target) : Set([1, 2, inspected, target]).sorted()
    for (place, step) in steps.enumerated() {
      if place > 0, step > steps[place - 1] + 1 {
        begin("")
        add([Span("⋯", .muted)])
      }
      begin("step \(step)")
      step == 1 ? addFirstMatrixStep(numbers) : addMatrixStep(step, numbers)
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
    let first = MatrixSymbols.factor(Span("diag f′(a\(symbols.sub(step)))", style), "n×n", norm)
    let carried = trajectory.carriedNorm(at: step, analysis.parameter)
    switch analysis.parameter {
    case .recurrentWeights:
      return [first, MatrixSymbols.factor(state(step - 1), "n×1", carried, joint: " ⊗ ", valueJoint: " · ")]
    case .inputWeights:
      let symbol = Span("x" + symbols.sub(step))
      return [first, MatrixSymbols.factor(symbol, "m×1", carried, joint: " ⊗ ", valueJoint: " · ")]
    case .bias: return [first]
    }
  }

  /// Shape and norm under what stands left.
  func leads(_ shape: String, _ norm: ScaledDouble?, _ style: Style = .strong) -> [Int: Span] {
    [1: Span(shape, .muted), 2: Span(MatrixSymbols.norm(norm), style)]
  }

  /// ∂s_j/∂θ = ∂s_j/∂s_{j−1} · ∂s_{j−1}/∂θ + ∂s_j/∂θ*, its norm below what those of the right-hand side come to.
  private mutating func addMatrixStep(_ step: Int, _ numbers: MatrixDerivationNumbers) {
    let symbols = matrixSymbols
    let (factor, before) = (numbers.factors[step], numbers.totals[step - 1])
    let immediate = trajectory.immediateNorm(at: step, analysis.parameter)
    let bound = factor.flatMap { factor in before.map { factor * $0 + immediate } }
    add(
      AlignedFormula(
        lead: [self.symbols.total(step)], leads: leads(symbols.tensorShape, numbers.totals[step]),
        summands: [
          Summand(factors: [symbols.jacobian(step, factor), symbols.total(step - 1, before)]),
          Summand(factors: [symbols.immediate(step, immediate)]),
        ], relations: [2: "≤"], result: bound.map { [Span(MatrixSymbols.norm($0), .muted)] } ?? []),
      reason: "\(state(step - 1).text) depends on \(analysis.parameter.rawValue): product rule", names: Self.rowNames,
      rows: 3)
  }
}
