import RNNCore

extension Analysis {
  /// Whether a unit's state at a finite step in 0…T is 0 only because a `Double` holds nothing smaller: what it would be
  /// cannot be told. It is exactly 0 before the first state that underflows, and where the unit is off.
  package func hasUnderflowed(at step: Int, unit: Int = 0) -> Bool {
    guard let first = trajectory.underflowAt, step >= first else { return false }
    return trajectory.state(at: step)[step * trajectory.hiddenSize + unit] == 0
      && !trajectory.scaledDerivative(at: step, unit: unit).isZero
  }

  /// Whether a term is 0 only because the state that it carries has underflowed.
  package func isLostToUnderflow(_ term: Contribution) -> Bool {
    isCarriedStateLost(at: term.step) && term.value.isZero && !term.flow.isZero
  }

  /// Whether s_{i−1}, which the term of W at step i carries, has units that have underflowed.
  package func isCarriedStateLost(at step: Int) -> Bool {
    guard parameter == .recurrentWeights, let first = trajectory.underflowAt, step > first else { return false }
    return (0..<trajectory.hiddenSize).contains { hasUnderflowed(at: step - 1, unit: $0) }
  }
}
