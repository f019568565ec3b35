import ArgumentParser
import RNNCore
import RNNFiles

/// `gradflow check`: the gradient against independent ways of computing it.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Prove the numbers against independent ways of computing them.",
    discussion: """
      The sum of the terms is held against the forward recursion and against differences of the state itself: a line for \
      each with its value, agrees or disagrees, and how far off it is beside what is allowed. A gradient that is cut is held \
      to networks whose cut states are constants; one that is clipped is checked before it is clipped.

        gradflow check --activation gelu
        gradflow check --model builtin:sunspots --of loss
        gradflow check --of total-loss --detach 5

      Exit codes: 0 all agree, 1 one disagrees, 2 input that cannot be used, 64 usage.
      """)

  @OptionGroup var options: ExperimentOptions

  @OptionGroup var config: ConfigOptions

  func run() throws {
    let chosen = try options.chosen()
    try Self.refuseClampedAdjoints(chosen.clipping)
    let (experiment, target) = (chosen.experiment, chosen.target)
    let smaller = chosen.matrix == nil ? "a smaller --w" : "a smaller --gain"
    if let step = experiment.trajectory().overflowAt, step <= target {
      throw InputError(
        "the state overflows at step \(step): nothing to check there; use a --target below \(step), or \(smaller)")
    }
    let check = Progress.during("check") { _ in
      GradientCheck(
        of: experiment, target: target, parameter: chosen.parameter, observable: chosen.observable,
        truncation: chosen.cut.truncation)
    }
    guard !check.sumOfTerms.isOutOfRange else {
      throw InputError("the gradient's exponent is beyond ±10^17, where numbers are not told apart: use \(smaller)")
    }
    chosen.note?.announce()
    var output = StandardOutput()
    let sum = check.sumOfTerms.decimal(significantDigits: 17)
    print("\(head(chosen))\(sum)", to: &output)
    for comparison in check.comparisons { print(line(comparison, target), to: &output) }
    if isDirected(chosen) {
      print("D and v are drawn at random, so that an error in any element shows", to: &output)
    }
    for line in notes(chosen) { print(line, to: &output) }
    try output.flush()
    if !check.passes { throw ExitCode(1) }
  }

  /// No function has a gradient whose adjoints are clamped, so there is nothing to hold it to.
  private static func refuseClampedAdjoints(_ clipping: Clipping?) throws {
    guard let clipping, clipping.adjointLimit != nil else { return }
    throw InputError(
      "check --clip \(clipping.flag): no function has a gradient whose adjoints are clamped on their way back, so there is "
        + "nothing to hold it to: leave --clip out, or give --clip none")
  }

  /// `∂s_44/∂W, cut to a window of 22 steps: sum of 22 terms       `.
  private func head(_ chosen: ChosenExperiment) -> String {
    guard chosen.cut.kind != .none else { return "\(name(chosen))  sum of \(chosen.target) terms       " }
    let kept = terms(chosen)
    return "\(name(chosen)), cut \(chosen.cut.truncation.words): sum of \(kept) term\(kept == 1 ? "" : "s")       "
  }

  /// How many terms a truncation keeps: of a total loss every step of which some step's loss hears.
  private func terms(_ chosen: ChosenExperiment) -> Int {
    let (trajectory, target) = (chosen.experiment.trajectory(), chosen.target)
    return (1...target).count { step in
      chosen.cut.truncation.keeps(step, of: trajectory, target: target, observable: chosen.observable)
    }
  }

  private func notes(_ chosen: ChosenExperiment) -> [String] {
    let cut =
      chosen.cut.kind == .none
      ? [] : ["where it is cut the state is a constant: both ways are carried out on networks that begin there"]
    let clipped = chosen.clipping.map { ["this is the gradient before it is clipped (\($0.flag))"] } ?? []
    return cut + clipped
  }

  /// What is differentiated: of several units along a direction D of θ, the whole state weighed with a covector v.
  private func name(_ chosen: ChosenExperiment) -> String {
    let (k, isMatrix) = (chosen.target, isDirected(chosen))
    let observed =
      switch chosen.observable {
      case .state: isMatrix ? "(v·s_\(k))" : "s_\(k)"
      case .unit(let unit): "s_\(k)[\(unit)]"
      case .cell: isMatrix ? "(v·c_\(k))" : "c_\(k)"
      case .cellUnit(let unit): "c_\(k)[\(unit)]"
      case .loss: "L_\(k)"
      case .totalLoss: "L"
      }
    return "∂\(observed)/∂\(chosen.parameter.rawValue)" + (isMatrix ? "·D" : "")
  }

  /// Whether θ is more than a number, of one unit or of several: of an Elman network's unit it is looked at as one.
  private func isDirected(_ chosen: ChosenExperiment) -> Bool {
    let (network, parameter) = (chosen.experiment.network, chosen.parameter)
    guard network.hiddenSize == 1, network.cellKind != .elman else { return network.hiddenSize > 1 }
    let isOneRow = network.hasConstantGates || parameter.gate != nil
    return !isOneRow || parameter.kind == .inputWeights && network.inputSize > 1
  }

  private func line(_ comparison: GradientCheck.Comparison, _ target: Int) -> String {
    let head = comparison.method.rawValue + String(repeating: " ", count: 20 - comparison.method.rawValue.count)
    let value = comparison.value.map { $0.decimal(significantDigits: 17) + "  " } ?? ""
    return head + value + verdict(comparison)
  }

  private func verdict(_ comparison: GradientCheck.Comparison) -> String {
    let difference = comparison.relativeDifference.map { "relative difference \(short($0))" } ?? ""
    switch comparison.outcome {
    case .agrees: return "agrees: \(difference) ≤ \(short(comparison.tolerance))"
    case .disagrees: return "DISAGREES: \(difference) > \(short(comparison.tolerance))"
    case .skippedAtKink(let step):
      return "skipped: step \(step) lies at a kink of the activation, where no derivative exists"
    case .unresolved where comparison.method == .forwardRecursion:
      return "not decided: exponents beyond ±10^17 are not told apart"
    case .unresolved(let spread):
      return spread.isFinite
        ? "not decided: differences of s_k do not settle (spread \(short(spread))): the trajectory is chaotic, or s_k hardly moves"
        : "not decided: differences of s_k give no number where a state leaves the range of a Double"
    }
  }

  private func short(_ value: Double) -> String {
    value.isFinite ? ScaledDouble(value).decimal(significantDigits: 2) : "infinite"
  }
}
