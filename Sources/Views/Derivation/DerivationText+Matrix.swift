import RNNCore
import Screen

extension DerivationText {
  var matrixSymbols: MatrixSymbols { MatrixSymbols(analysis.parameter, analysis.observable) }

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
    addLegend()
  }

  private mutating func addLegend() {
    let network = trajectory.network
    func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }
    var sizes = [
      "n = \(count(network.hiddenSize, "unit", "units"))", "m = \(count(network.inputSize, "input", "inputs"))",
    ]
    if let V = network.outputWeights, seesLoss { sizes.append("p = \(count(V.rows, "class", "classes"))") }
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
    switch analysis.parameter {
    case .recurrentWeights: "[r,q,c] = f′(a_t)[r]·s_t₋₁[c] where q = r, else 0"
    case .inputWeights: "[r,q,c] = f′(a_t)[r]·x_t[c] where q = r, else 0"
    case .bias: "[r,q] = f′(a_t)[r] where q = r, else 0"
    }
  }

  /// Whether a loss is looked at.
  var seesLoss: Bool { analysis.observable == .loss || analysis.observable == .totalLoss }

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
