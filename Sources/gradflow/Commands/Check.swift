import ArgumentParser
import RNNCore

/// `gradflow check`: the gradient against independent ways of computing it.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prove the numbers against independent ways of computing them.",
    discussion: "Exit code 1 when one disagrees.")

  @OptionGroup var options: ExperimentOptions

  func run() throws {
    let beginning = try options.beginning()
    let (experiment, target) = (beginning.experiment, beginning.target)
    if let step = experiment.trajectory().overflowAt, step <= target {
      throw InputError(
        "the state overflows at step \(step): nothing to check there; use a --target below \(step), or a smaller --w")
    }
    let check = GradientCheck(of: experiment, target: target, parameter: options.parameter)
    guard check.sumOfTerms.exponent.magnitude < 1 << 60 else {
      throw InputError("the gradient's exponent is beyond ±10^17, where numbers are not told apart: use a smaller --w")
    }
    var output = StandardOutput()
    let sum = check.sumOfTerms.decimal(significantDigits: 17)
    print("∂s_\(target)/∂\(options.parameter.rawValue)  sum of \(target) terms       \(sum)", to: &output)
    for comparison in check.comparisons { print(line(comparison, target), to: &output) }
    try output.flush()
    if !check.passes { throw ExitCode(1) }
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
    case .unresolved(let spread):
      return spread.isFinite
        ? "not decided: differences of s_k do not settle (spread \(short(spread))): the trajectory is chaotic, or s_k hardly moves"
        : "not decided: differences of s_k give no number here"
    }
  }

  private func short(_ value: Double) -> String {
    value.isFinite ? ScaledDouble(value).decimal(significantDigits: 2) : "infinite"
  }
}
