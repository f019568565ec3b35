import Explorer
import RNNCore
import Screen

/// A sum of products, by the symbols and by the numbers of what is multiplied.
struct NumberedExpression {
  /// A number with its symbol; the network's own weights are shown as their knobs have them.
  struct Operand {
    /// What stands before the step's index and behind it.
    private let (head, tail): (String, String)
    private let step: Int?
    let value: ScaledDouble
    let weight: Double?

    /// A number that has its symbol whatever the step is.
    init(symbol: String, value: ScaledDouble, weight: Double? = nil) {
      (head, tail, step, self.value, self.weight) = (symbol, "", nil, value, weight)
    }

    /// A number of a step, whose symbol is only made where it is written.
    init(_ head: String, _ step: Int, _ tail: String = "", value: ScaledDouble) {
      (self.head, self.step, self.tail, self.value, weight) = (head, step, tail, value, nil)
    }

    var symbol: String { head + (step.map { NumberText.subscripted($0) } ?? "") + tail }

    /// The number as it is shown.
    func text(_ digits: Int) -> String {
      weight.map(DerivationSymbols.weight) ?? DerivationSymbols.operand(value, digits)
    }

    /// What that says.
    func shown(_ digits: Int) -> ScaledDouble {
      weight.map(DerivationSymbols.shownWeight) ?? value.rounded(toDigits: digits)
    }
  }

  let products: [[Operand]]

  init(_ products: [Operand]...) { self.products = products }

  /// `f·c₂ + i·g₃` with brackets where it is a sum that stands in a product.
  func bracketed(_ text: String) -> String { products.count > 1 ? "(\(text))" : text }

  var symbols: String { joined { $0.symbol } }
  func numbers(_ digits: Int) -> String { joined { $0.text(digits) } }
  /// What the numbers come to that are shown.
  func shown(_ digits: Int) -> ScaledDouble { sum { $0.shown(digits) } }
  var value: ScaledDouble { sum { $0.value } }

  private func joined(_ text: (Operand) -> String) -> String {
    products.map { $0.map(text).joined(separator: "·") }.joined(separator: " + ")
  }

  private func sum(_ number: (Operand) -> ScaledDouble) -> ScaledDouble {
    products.reduce(.zero) { $0 + $1.reduce(.one) { $0 * number($1) } }
  }

  /// The fewest digits, four at least, with which all that is claimed can be retraced from what is shown to the four digits of
  /// its result; where no number of digits does that for every claim, as many as the first needs.
  static func digits(_ claims: [(result: ScaledDouble, shown: (Int) -> ScaledDouble)]) -> Int {
    func least(_ claims: ArraySlice<(result: ScaledDouble, shown: (Int) -> ScaledDouble)>) -> Int? {
      (DerivationSymbols.digits...DerivationSymbols.digits + 8).first { digits in
        claims.allSatisfy { claim in
          DerivationSymbols.Claim(result: claim.result) { _ in claim.shown(digits) }.holds(for: [])
        }
      }
    }
    return least(claims[...]) ?? least(claims.prefix(1)) ?? DerivationSymbols.digits
  }
}

/// The scalar gated cell as a chain of single numbers: c_t of an LSTM, whose h_t is a function of it, and h_t of a GRU.
///
///     ∂c_j/∂θ = ∂c_j/∂c_{j−1} · ∂c_{j−1}/∂θ + ∂c_j/∂θ*        ∂c_j/∂c_{j−1} = f + i·g′_j·W·o·tanh′(c_{j−1})
///     ∂h_j/∂θ = ∂h_j/∂h_{j−1} · ∂h_{j−1}/∂θ + ∂h_j/∂θ*        ∂h_j/∂h_{j−1} = z + (1−z)·n′_j·r·W
///
/// An LSTM's output bias is the one θ that c_j does not depend on in step j: what it does to h_{j−1} is what c_j hears.
struct GatedChain {
  typealias Operand = NumberedExpression.Operand

  let trajectory: Trajectory
  let parameter: Parameter
  let cell: CellKind
  private let weight: Double

  init(_ trajectory: Trajectory, _ parameter: Parameter) {
    (self.trajectory, self.parameter, cell) = (trajectory, parameter, trajectory.network.cellKind)
    weight = trajectory.network.recurrentWeights.elements[0]
  }

  /// `c`, or `h`.
  var letter: String { cell.parts == 2 ? "c" : "h" }
  /// Whether θ is b_o of an LSTM.
  var isOutputBias: Bool { parameter.gate == .outputGate }
  /// Which gate θ is of.
  var gate: Gate? { parameter.gate ?? cell.candidate }

  /// A gate's constant number.
  func gate(_ gate: Gate) -> Operand { Operand(symbol: gate.rawValue, value: trajectory.gate(gate, at: 1)) }
  /// σ′ of a gate's bias.
  private func slope(_ gate: Gate) -> Operand {
    Operand(symbol: "σ′(b_\(gate.rawValue))", value: trajectory.gateSlope(gate, at: 1))
  }
  /// 1 − z.
  var open: Operand { Operand(symbol: "(1−z)", value: trajectory.complement(of: .updateGate, at: 1)) }
  /// g_j or n_j, and its slope.
  func candidate(_ step: Int) -> Operand {
    Operand(candidateGate.rawValue, step, value: trajectory.gate(candidateGate, at: step))
  }
  func candidateSlope(_ step: Int) -> Operand {
    Operand(isCell ? "g′" : "n′", step, value: trajectory.gateSlope(candidateGate, at: step))
  }
  private var candidateGate: Gate { cell.parts == 2 ? .cellCandidate : .newGate }
  private var isCell: Bool { cell.parts == 2 }

  var W: Operand { Operand(symbol: "W", value: ScaledDouble(weight), weight: weight) }
  func h(_ step: Int) -> Operand {
    Operand("h", step, value: ScaledDouble(trajectory.state(at: step).first ?? 0))
  }
  func c(_ step: Int) -> Operand {
    Operand("c", step, value: ScaledDouble(trajectory.cellState(at: step).first ?? 0))
  }
  func x(_ step: Int) -> Operand {
    Operand("x", step, value: ScaledDouble(trajectory.inputs[step].first ?? 0))
  }
  /// tanh(c_j) and tanh′(c_j).
  private func said(_ step: Int) -> Operand {
    let c = trajectory.cellState(at: step).first ?? 0
    return Operand("tanh(c", step, ")", value: ScaledDouble(Activation.tanh.value(c)))
  }
  func saidSlope(_ step: Int) -> Operand {
    Operand("tanh′(c", step, ")", value: trajectory.cellSlope(at: step))
  }

  /// ∂c_j/∂c_{j−1} or ∂h_j/∂h_{j−1}, for a j of 2 or more: what is kept, and what comes round through the candidate.
  func factor(_ j: Int) -> NumberedExpression {
    cell.parts == 2
      ? NumberedExpression(
        [gate(.forgetGate)],
        [gate(.inputGate), candidateSlope(j), W, gate(.outputGate), saidSlope(j - 1)])
      : NumberedExpression([gate(.updateGate)], [open, candidateSlope(j), gate(.resetGate), W])
  }

  /// ∂c_j/∂h_{j−1} of an LSTM: what the candidate hears.
  func heard(_ j: Int) -> NumberedExpression { NumberedExpression([gate(.inputGate), candidateSlope(j), W]) }

  /// ∂c_j/∂θ* or ∂h_j/∂θ* of step j alone; of an LSTM's b_o ∂h_j/∂θ*, at a c_j held fixed.
  func immediate(_ j: Int) -> NumberedExpression {
    if isOutputBias { return NumberedExpression([slope(.outputGate), said(j)]) }
    switch gate {
    case .inputGate?: return NumberedExpression([slope(.inputGate), candidate(j)])
    case .forgetGate?: return NumberedExpression([slope(.forgetGate), c(j - 1)])
    case .updateGate?:
      let difference = Operand(
        symbol: "(\(h(j - 1).symbol) − \(candidate(j).symbol))", value: h(j - 1).value - candidate(j).value)
      return NumberedExpression([slope(.updateGate), difference])
    case .resetGate?: return NumberedExpression([open, candidateSlope(j), slope(.resetGate), W, h(j - 1)])
    default: return NumberedExpression((cell.parts == 2 ? [gate(.inputGate)] : [open]) + [candidateSlope(j)] + input(j))
    }
  }

  /// What the candidate's θ is multiplied by; nothing for b.
  private func input(_ j: Int) -> [Operand] {
    switch parameter.kind {
    case .recurrentWeights: cell.parts == 2 ? [h(j - 1)] : [gate(.resetGate), h(j - 1)]
    case .inputWeights: [x(j)]
    case .bias, .hiddenBias: []
    }
  }

  /// ∂h_k/∂c_k of an LSTM; nil where the chain is what is said.
  func said(at k: Int) -> NumberedExpression? {
    cell.parts == 2 ? NumberedExpression([gate(.outputGate), saidSlope(k)]) : nil
  }

  /// What step j adds to the chain's derivative: ∂c_j/∂θ*; of b_o what c_j hears of it.
  func added(_ j: Int) -> ScaledDouble {
    guard isOutputBias else { return immediate(j).value }
    return j == 1 ? .zero : heard(j).value * immediate(j - 1).value
  }

  /// ∂c_1/∂θ … ∂c_k/∂θ, or h.
  func totals(through k: Int) -> [ScaledDouble] {
    var totals: [ScaledDouble] = []
    for j in 1...k {
      totals.append(j == 1 ? added(1) : factor(j).value * totals[j - 2] + added(j))
    }
    return totals
  }

  /// ∂h_k/∂θ or, of an LSTM's cell, ∂c_k/∂θ from those; nil of a loss.
  func gradient(_ totals: [ScaledDouble], _ observable: Observable, at k: Int) -> ScaledDouble? {
    switch observable {
    case .cell, .cellUnit: return totals[k - 1]
    case .state, .unit:
      guard let said = said(at: k) else { return totals[k - 1] }
      return said.value * totals[k - 1] + (isOutputBias ? immediate(k).value : .zero)
    case .loss, .totalLoss: return nil
    }
  }

  /// ∂c_k/∂c_1, or h: 1 for k = 1.
  func flow(through k: Int) -> ScaledDouble {
    stride(from: 2, through: k, by: 1).reduce(.one) { $0 * factor($1).value }
  }

  /// What the gate that keeps the state would leave of it by itself in so many steps.
  func kept(over steps: Int) -> ScaledDouble {
    let kept = cell.keepingGate.map { gate($0).value } ?? .one
    return (0..<steps).reduce(.one) { product, _ in product * kept }
  }
}
