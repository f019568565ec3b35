import RNNCore

extension ContributionTable {
  /// A line each on the network, the total and the verdict, then aligned columns: at most 80 characters wide unless
  /// exponents or step numbers are very long. Exactly 0 is `0`, a share that does not exist is `-`.
  func writeText(to output: inout some TextOutputStream) {
    output.write(networkLine + "\n" + totalLine + "\n")
    for line in remedies?.lines(parameter) ?? [] { output.write(line + "\n") }
    output.write(verdictLine + notes + "\n")
    guard let contributions else { return }
    let layout = TextColumns(contributions)
    output.write("\n" + layout.header + "\n")
    for term in contributions {
      let isCut = remedies?.cut.map { !$0.keeps(term.step) } ?? false
      output.write(layout.row(term) + (isCut ? "  cut" : "") + "\n")
    }
  }

  private var networkLine: String {
    let network = trajectory.network
    let inputs = "\(Excerpt.printable(trajectory.inputs.name)), \(trajectory.steps) steps"
    let functions = network.elmanActivation?.rawValue ?? network.cellKind.rawValue
    let constants = network.constantGates
    guard network.elmanActivation != nil || constants != nil, network.hiddenSize == 1, network.inputSize == 1 else {
      return "\(functions)  n \(network.hiddenSize)  m \(network.inputSize) · \(inputs)"
    }
    let gates = constants?.biases.map { ("b\($0.gate.rawValue)", $0.bias) } ?? []
    let numbers =
      [
        ("W", network.recurrentWeights[0, 0]), ("U", network.inputWeights[0, 0]),
        ("b", (constants?.candidate ?? network.bias)[0]),
      ] + gates + [("s0", trajectory.initialState[0])]
    let parts = numbers.map { "\($0) \($1.shortestDecimal)" }.joined(separator: "  ")
    return "\(functions)  \(parts) · \(inputs)"
  }

  private var totalLine: String {
    let name: String
    switch observable {
    case .state: name = "∂s_\(target)/∂\(parameter.rawValue)"
    case .unit(let unit): name = "∂s_\(target)[\(unit)]/∂\(parameter.rawValue)"
    case .cell: name = "∂c_\(target)/∂\(parameter.rawValue)"
    case .cellUnit(let unit): name = "∂c_\(target)[\(unit)]/∂\(parameter.rawValue)"
    case .loss: name = "∂L_\(target)/∂\(parameter.rawValue)"
    case .totalLoss: name = "∂L/∂\(parameter.rawValue)"
    }
    guard let contributions else { return "\(name): not reached" }
    let total = contributions.total.isZero ? "0" : contributions.total.honestDecimal(significantDigits: 10)
    return "\(contributions.areNorms ? "‖\(name)‖" : name) = \(total)"
  }

  /// `exploding ×460.0 within 7 steps, then vanishing: ×0.02521 per step, …`: the way that the flow took, as the screen
  /// tells it, and what it came to over all of it.
  private var verdictLine: String {
    switch regime.way {
    case .direct: return ending
    case .explodedFirst(let peak): return "exploding \(Self.text(peak)), \(ending)\(wholeWay)"
    case .vanishedFirst(let trough): return "vanishing \(Self.text(trough)), \(ending)\(wholeWay)"
    }
  }

  /// The verdict, with the rate of what is left of the way behind the extreme that is told before.
  private var ending: String {
    let word = then + regime.verdict.rawValue
    switch regime.verdict {
    case .overflow:
      return [word, trajectory.overflowAt.map { "at step \($0)" }].compactMap { $0 }.joined(separator: " ")
    case .blocked: return regime.blockedAt.map { "\(word) at step \($0)" } ?? "\(word): the flow to step 1 is 0"
    case .undefined: return "\(word): no flow to step 1 from itself"
    case .vanishing, .exploding: return "\(word): \(Self.text(rate: regime.laterRate(target: target)))"
    case .steady:
      // A rate within its rounding has no time, and no digits beyond those of 1.
      let isResolved = regime.halfLife != nil || regime.doublingTime != nil
      return "\(word): \(Self.text(rate: regime.lyapunovExponent, isResolved: isResolved))"
    }
  }

  /// What joins the verdict to what came before it.
  private var then: String {
    guard regime.way != .direct else { return "" }
    return regime.verdict == .steady ? "then back: " : "then "
  }

  /// λ as such, where the verdict's rate is of a part of the way.
  private var wholeWay: String {
    guard regime.verdict != .steady, let rate = regime.knownLyapunovExponent(target: target) else { return "" }
    return " · over all steps ×\(ScaledDouble.exp(rate).plainDecimal(significantDigits: 4)) per step"
  }

  /// What the verdict does not say: states that a `Double` does not hold. One that underflows is 0 from there on, and
  /// so is what it is a factor of.
  private var notes: String {
    let notes = [
      trajectory.underflowAt.map { "states underflow from step \($0)" },
      trajectory.roundingDecidesAt.map { "rounding decides the state from step \($0) on" },
    ]
    return notes.compactMap { $0 }.map { " · " + $0 }.joined()
  }

  /// `×460.0 within 7 steps`.
  private static func text(_ extreme: FlowExtreme) -> String {
    "×\(extreme.flow.plainDecimal(significantDigits: 4)) within \(extreme.lag) step\(extreme.lag == 1 ? "" : "s")"
  }

  /// A mean growth per step: the factor, with as many digits as its time needs where that is resolved. nil for one that
  /// cannot be told.
  private static func text(rate logarithm: Double?, isResolved: Bool = true) -> String {
    guard let logarithm else { return "by more than can be told" }
    let rate = GrowthRate(logarithm: logarithm)
    let digits = isResolved ? rate.factorDigits(forTimeDigits: 4, least: 4) : 4
    let factor = "×\(rate.factor.plainDecimal(significantDigits: digits)) per step"
    guard isResolved, let time = rate.printedTime(factorDigits: digits) else { return factor }
    let name = logarithm < 0 ? "half-life" : "doubling time"
    return "\(factor), \(name) \(ScaledDouble(time).plainDecimal(significantDigits: 4)) steps"
  }
}

/// The columns of the text table: what they are called, how wide they are, and how a term fills them.
struct TextColumns {
  private let titles: [String]
  private let widths: [Int]
  private let gap: String
  private let numbers: TermNumbers

  /// Columns wide enough for every term. For n > 1 there is one for the signed bar, and one digit less.
  init(_ terms: Contributions) {
    numbers = TermNumbers(terms)
    titles = ["step", "lag"] + numbers.titles
    var widest = titles.map(\.count)
    let stepWidth = String(terms.target).count
    for column in 0...1 { widest[column] = max(widest[column], stepWidth) }
    for term in terms {
      for (column, number) in numbers[term].enumerated() {
        widest[column + 2] = max(widest[column + 2], Self.width(of: number, digits: numbers.digits))
      }
    }
    widths = widest
    gap = widest.reduce(2 * (widest.count - 1), +) <= 80 ? "  " : " "
  }

  /// The titles, each over the end of its column.
  var header: String { line(titles) }

  /// A term's row.
  func row(_ term: Contribution) -> String {
    let cells = numbers[term].map { number in
      number.map { $0.isZero ? "0" : $0.honestDecimal(significantDigits: numbers.digits) } ?? "-"
    }
    return line(["\(term.step)", "\(term.lag)"] + cells)
  }

  private func line(_ cells: [String]) -> String {
    zip(cells, widths).map { cell, width in
      String(repeating: " ", count: max(0, width - cell.utf8.count)) + cell
    }.joined(separator: gap)
  }

  /// The length of `-d.ddde±xx` without making it.
  private static func width(of number: ScaledDouble?, digits: Int) -> Int {
    guard let number, !number.isZero else { return 1 }
    guard !number.isOutOfRange else { return number.honestDecimal(significantDigits: digits).utf8.count }
    let exponentDigits = max(2, String(Int(number.log10.rounded(.down)).magnitude).count)
    return (number.signum < 0 ? 1 : 0) + digits + 1 + 2 + exponentDigits
  }
}

/// The numbers of a term's row behind its step and lag.
private struct TermNumbers {
  /// Whether there is a column for the signed bar.
  private let hasSigns: Bool
  private let terms: Contributions
  /// σ_max(J_i) of every step for n > 1, to 0.1 %; the factors of a single unit are made as they are needed.
  private let stepFactors: [ScaledDouble]?

  init(_ terms: Contributions) {
    self.terms = terms
    hasSigns = terms.areNorms
    stepFactors = terms.trajectory.hiddenSize > 1 ? terms.trajectory.stepFactors(at: Array(terms.indices)) : nil
  }

  var titles: [String] {
    ["stepFactor", "flow", "immediate", "contribution"] + (hasSigns ? ["signed"] : []) + ["share"]
  }

  /// So many significant digits are shown.
  var digits: Int { hasSigns ? 3 : 4 }

  /// nil for a share that does not exist.
  subscript(term: Contribution) -> [ScaledDouble?] {
    let stepFactor = stepFactors?[term.step - 1] ?? terms.stepFactor(at: term.step)
    let common: [ScaledDouble?] = [stepFactor, term.flow, term.immediateDerivative, term.value]
    return common + (hasSigns ? [term.signed] : []) + [term.share.map { ScaledDouble($0) }]
  }
}
