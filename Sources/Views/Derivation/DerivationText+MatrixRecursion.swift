import RNNCore
import Screen

extension DerivationText {
  var matrixSymbols: MatrixSymbols { MatrixSymbols(analysis.parameter, analysis.observable, of: cell) }

  /// What the rows under the symbols hold.
  static let rowNames = [1: "shapes", 2: "norms"]

  /// s_k = f(U·x_k + W·s_{k−1} + b) over shapes and norms, and what the letters stand for.
  mutating func addMatrixDefinition(_ numbers: MatrixDerivationNumbers) {
    let network = trajectory.network
    func factor(_ joint: String, _ symbol: String, _ shape: String = "", _ norm: ScaledDouble? = nil) -> Factor {
      let text = norm.map { MatrixSymbols.norm($0) } ?? ""
      return Factor(joint: joint, symbol: Span(symbol), notes: [Span(shape, .muted), Span(text)])
    }
    var factors = [
      factor("", network.activation.rawValue + "("), factor("", "U", "n×m", numbers.weights.U),
      factor("·", "x" + symbols.sub(target), "m×1", trajectory.layerInputNorm(at: target, .inputWeights)),
      factor(" + ", "W", "n×n", numbers.weights.W),
      factor("·", state(target - 1).text, "n×1", trajectory.layerInputNorm(at: target, .recurrentWeights)),
    ]
    if analysis.parameter == .bias || network.bias.contains(where: { $0 != 0 }) {
      factors.append(factor(" + ", "b", "n×1", Self.norm(network.bias)))
    }
    factors.append(factor("", ")"))
    let norm = MatrixSymbols.norm(Self.norm(trajectory.state(at: target)))
    begin("state")
    add(
      AlignedFormula(
        lead: [state(target)], leads: [1: Span("n×1", .muted), 2: Span(norm, .state)],
        summands: [Summand(factors: factors)], relations: [1: " ", 2: " "]),
      reason: reasonForState, names: Self.rowNames, rows: 3)
    addLegend(numbers)
  }

  private mutating func addLegend(_ numbers: MatrixDerivationNumbers) {
    let network = trajectory.network
    func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }
    var sizes = [
      "n = \(count(network.hiddenSize, "unit", "units"))", "m = \(count(network.inputSize, "input", "inputs"))",
    ]
    if let demand = numbers.demand {
      sizes.append("n′ = \(count(demand.units, "unit", "units")) of the layer above")
    } else if let V = network.outputWeights, seesLoss {
      sizes.append(
        "p = \(lossSymbols.hasClasses ? count(V.rows, "class", "classes") : count(V.rows, "value", "values"))")
    }
    let parameter = analysis.parameter.rawValue
    begin("")
    add(words: sizes.joined(separator: ", ") + "; I is the identity, ⊗ multiplies every pair of elements")
    add(
      words:
        "norms: σ_max of weights and Jacobians, ‖·‖₂ of vectors, ‖·‖_F of diag f′ and of derivatives by \(parameter)")
  }

  /// What tells the immediate derivative from the total one, before either is used.
  mutating func addMatrixMeaning() {
    let parameter = analysis.parameter.rawValue
    begin(parameter + "*", style: .immediate)
    add(Span("∂s_t/∂\(parameter)*", .immediate), says: ": the immediate derivative, s_t₋₁ held fixed: \(element)")
    add(Span("∂s_t/∂\(parameter)", .strong), says: ": the total derivative, in which s_t₋₁ depends on \(parameter) too")
  }

  /// The elements of the immediate derivative: their indices, and what they are.
  private var element: String {
    switch analysis.parameter.kind {
    case .recurrentWeights: "[r,q,c] = f′(a_t)[r]·s_t₋₁[c] where q = r, else 0"
    case .inputWeights: "[r,q,c] = f′(a_t)[r]·x_t[c] where q = r, else 0"
    case .bias, .hiddenBias: "[r,q] = f′(a_t)[r] where q = r, else 0"
    }
  }

  /// Whether a loss is looked at.
  var seesLoss: Bool { analysis.observable.isLoss }

  /// ‖·‖₂ of finite numbers.
  static func norm(_ numbers: some Sequence<Double>) -> ScaledDouble {
    var sum = ScaledSum()
    for number in numbers { sum.add(ScaledDouble(number) * ScaledDouble(number)) }
    return sum.value.squareRoot()
  }

  /// No number where there is none.
  mutating func addNothing() {
    guard trajectory.isFinite(through: target) else { return addOverflow() }
    begin("no loss", style: .alarm)
    add(
      words: analysis.observable == .totalLoss
        ? "no step up to \(target) has a class to be told, so there is no loss: choose a later target"
        : "step \(target) has no class to be told, so L\(symbols.sub(target)) has no value: choose another target",
      .text)
  }
}

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
        lead: [Span(String(repeating: " ", count: self.symbols.total(1).text.columns))], subject: self.symbols.total(1),
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
    let input = trajectory.layerInputNorm(at: step, analysis.parameter)
    return [first, MatrixSymbols.factor(Span(name), shape, input, joint: " ⊗ ", valueJoint: " · ")]
  }

  private func diagonalName(_ step: Int) -> String { "diag f′(a\(symbols.sub(step)))" }

  /// What θ is multiplied by at a step; nil for the bias.
  private func layerInputName(_ step: Int) -> String? {
    switch analysis.parameter.kind {
    case .recurrentWeights: state(step - 1).text
    case .inputWeights: "x" + symbols.sub(step)
    case .bias, .hiddenBias: nil
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
        lead: [isWhole ? blank : total], subject: total,
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
