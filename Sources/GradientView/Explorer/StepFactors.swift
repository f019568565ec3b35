import RNNCore

/// σ_max(J_1) … σ_max(J_t) over the finite steps of a network of several units: the most that each step can amplify.
/// Computed once for a trajectory, to 0.1 %.
struct StepFactors: Sendable {
  private let values: [ScaledDouble]

  init(_ trajectory: Trajectory) {
    let finite = (trajectory.overflowAt ?? trajectory.steps + 1) - 1
    values = stride(from: 1, through: finite, by: Self.stepsAtOnce).flatMap { first in
      trajectory.stepFactors(at: Array(first...Swift.min(first + Self.stepsAtOnce - 1, finite)))
    }
  }

  /// So many steps share the memory that their singular values take.
  private static let stepsAtOnce = 2048

  /// That of a finite step.
  subscript(step: Int) -> ScaledDouble { values[step - 1] }

  /// The smallest and the largest over finite steps.
  func extremes(over steps: ClosedRange<Int>) -> (smallest: ScaledDouble, largest: ScaledDouble) {
    let range = values[steps.lowerBound - 1..<steps.upperBound]
    return (range.min() ?? .zero, range.max() ?? .zero)
  }

  /// For each limit, how many of those that are not 0 lie from 1/limit to the limit, and how many there are.
  func count(within limits: SIMD4<Double>) -> (within: SIMD4<Int64>, all: Int) {
    var (within, all) = (SIMD4<Int64>.zero, 0)
    for value in values where !value.isZero {
      all += 1
      let factor = value.doubleValue
      within.replace(with: within &+ 1, where: (factor .<= limits) .& (factor * limits .>= 1))
    }
    return (within, all)
  }
}

extension Analysis {
  /// ∂s_j/∂s_{j−1}, of several units σ_max, of a finite step.
  func stepFactor(at step: Int) -> ScaledDouble { stepFactors?[step] ?? trajectory.stepFactor(at: step) }

  /// The step factors of smallest and of largest magnitude over finite steps.
  func stepFactorExtremes(over steps: ClosedRange<Int>) -> (smallest: ScaledDouble, largest: ScaledDouble) {
    stepFactors?.extremes(over: steps) ?? trajectory.stepFactorExtremes(over: steps)
  }
}
