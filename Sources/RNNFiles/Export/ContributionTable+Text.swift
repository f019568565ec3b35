import RNNCore

extension ContributionTable {
  /// A line each on the network, the total and the verdict, then aligned columns: at most 80 characters wide unless exponents or step
  /// numbers are very long. Exactly 0 is `0`, a share that does not exist is `-`.
  func writeText(to output: inout some TextOutputStream) {
    output.write(networkLine + "\n" + totalLine + "\n" + verdictLine + notes + "\n")
    guard let contributions else { return }
    let layout = TextColumns(contributions)
    output.write("\n" + layout.header + "\n")
    for term in contributions { output.write(layout.row(term) + "\n") }
  }

  private var networkLine: String {
    let network = trajectory.network
    let inputs = "\(Excerpt.printable(trajectory.inputs.name)), \(trajectory.steps) steps"
    guard network.hiddenSize == 1, network.inputSize == 1 else {
      return "\(network.activation.rawValue)  n \(network.hiddenSize)  m \(network.inputSize) · \(inputs)"
    }
    let numbers = [
      ("W", network.recurrentWeights[0, 0]), ("U", network.inputWeights[0, 0]), ("b", network.bias[0]),
      ("s0", trajectory.initialState[0]),
    ]
    let parts = numbers.map { "\($0) \($1.shortestDecimal)" }.joined(separator: "  ")
    return "\(network.activation.rawValue)  \(parts) · \(inputs)"
  }

  private var totalLine: String {
    let name: String
    switch observable {
    case .state: name = "∂s_\(target)/∂\(parameter.rawValue)"
    case .unit(let unit): name = "∂s_\(target)[\(unit)]/∂\(parameter.rawValue)"
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
      let isFelt = regime.halfLife != nil || regime.doublingTime != nil
      return "\(word): \(Self.text(rate: regime.lyapunovExponent, isFelt: isFelt))"
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

  /// What the verdict does not say: states that a `Double` does not hold. One that underflows is 0 from there on, and so is
  /// what it is a factor of.
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

  /// A mean growth per step: the factor, with as many digits as its time needs where that is felt. nil for one that cannot
  /// be told.
  private static func text(rate logarithm: Double?, isFelt: Bool = true) -> String {
    guard let logarithm else { return "by more than can be told" }
    let rate = GrowthRate(logarithm: logarithm)
    let digits = isFelt ? rate.factorDigits(forTimeDigits: 4, least: 4) : 4
    let factor = "×\(rate.factor.plainDecimal(significantDigits: digits)) per step"
    guard isFelt, let time = rate.printedTime(factorDigits: digits) else { return factor }
    let name = logarithm < 0 ? "half-life" : "doubling time"
    return "\(factor), \(name) \(ScaledDouble(time).plainDecimal(significantDigits: 4)) steps"
  }
}
