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

  private var verdictLine: String {
    let word = regime.verdict.rawValue
    switch regime.verdict {
    case .overflow:
      return [word, trajectory.overflowAt.map { "at step \($0)" }].compactMap { $0 }.joined(separator: " ")
    case .blocked: return regime.blockedAt.map { "\(word) at step \($0)" } ?? "\(word): the flow to step 1 is 0"
    case .undefined: return "\(word): no flow to step 1 from itself"
    case .vanishing, .exploding, .steady:
      let isKnown = regime.knownLyapunovExponent(target: target) != nil
      return "\(word): \(isKnown ? rate : "by more than can be told")"
    }
  }

  /// What the verdict does not say: extremes on the way, and states that a `Double` does not hold. One that underflows is 0
  /// from there on, and so is what it is a factor of.
  private var notes: String {
    let way: String? =
      switch regime.way {
      case .direct: nil
      case .explodedFirst(let peak): "but first exploded \(Self.text(peak))"
      case .vanishedFirst(let trough): "but first vanished \(Self.text(trough))"
      }
    let notes = [
      way, trajectory.underflowAt.map { "states underflow from step \($0)" },
      trajectory.roundingDecidesAt.map { "rounding decides the state from step \($0) on" },
    ]
    return notes.compactMap { $0 }.map { " · " + $0 }.joined()
  }

  /// `×460.0 within 7 steps`.
  private static func text(_ extreme: FlowExtreme) -> String {
    "×\(extreme.flow.plainDecimal(significantDigits: 4)) within \(extreme.lag) step\(extreme.lag == 1 ? "" : "s")"
  }

  /// The factor with as many digits as its time needs.
  private var rate: String {
    let parts = regime.lyapunovExponent.map { exponent in
      let rate = GrowthRate(logarithm: exponent)
      // A rate within its rounding has no time, and no digits beyond those of 1.
      let isFelt = regime.halfLife != nil || regime.doublingTime != nil
      let digits = isFelt ? rate.factorDigits(forTimeDigits: 4, least: 4) : 4
      let time = rate.printedTime(factorDigits: digits).map { ScaledDouble($0).plainDecimal(significantDigits: 4) }
      return [
        "×\(rate.factor.plainDecimal(significantDigits: digits)) per step",
        regime.halfLife == nil ? nil : time.map { "half-life \($0) steps" },
        regime.doublingTime == nil ? nil : time.map { "doubling time \($0) steps" },
      ]
    }
    return [parts].compactMap { $0 }.joined().compactMap { $0 }.joined(separator: ", ")
  }
}
