import RNNCore

/// σ_max(J_1) … σ_max(J_t) over the finite steps of a network of several units: the most that each step can amplify.
/// Computed once for a trajectory, to 0.1 %.
package struct StepFactors: Sendable {
  private let values: [ScaledDouble]

  init(_ trajectory: Trajectory) {
    let finite = trajectory.lastFiniteStep
    values = stride(from: 1, through: finite, by: Self.stepsAtOnce).flatMap { first in
      trajectory.stepFactors(at: Array(first...Swift.min(first + Self.stepsAtOnce - 1, finite)))
    }
  }

  /// So many steps share the memory that their singular values take.
  private static let stepsAtOnce = 2048

  /// That of a finite step.
  package subscript(step: Int) -> ScaledDouble { values[step - 1] }

  /// The smallest and the largest over finite steps.
  func extremes(over steps: ClosedRange<Int>) -> (smallest: ScaledDouble, largest: ScaledDouble) {
    let range = values[steps.lowerBound - 1..<steps.upperBound]
    return (range.min() ?? .zero, range.max() ?? .zero)
  }

  /// The steps of the smallest and of the largest within a range, at most so many of each, of equal ones the later first.
  func extremeSteps(over steps: ClosedRange<Int>, count: Int) -> (smallest: [Int], largest: [Int]) {
    let order = steps.sorted { self[$0] == self[$1] ? $0 > $1 : self[$0] < self[$1] }
    return (Array(order.prefix(count)), Array(order.suffix(count).reversed()))
  }

  /// The smallest one that is not 0 and the largest; nil where all are 0.
  package var range: ClosedRange<ScaledDouble>? {
    let factors = values.filter { !$0.isZero }
    return factors.min().flatMap { smallest in factors.max().map { smallest...$0 } }
  }
}
