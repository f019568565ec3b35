import RNNCore
import Screen

/// A number that a scenario promises, to the digits that it is written with.
package struct Expectation: Sendable {
  /// What the number is of.
  package enum Quantity: Hashable, Sendable {
    /// s_t.
    case state(Int)
    /// ∂s_t/∂s_{t−1}.
    case stepFactor(Int)
    /// P(k,1), and P(k,0), which goes back to the initial state.
    case flow, flowFromInitialState
    /// e^λ, the factor a step of P(k,1).
    case perStep
    /// |W|·γ.
    case sufficientCondition
    /// ∂s_k/∂θ, and the sum of the magnitudes of its terms.
    case total, sumOfMagnitudes
    /// The last step with f′ = 0.
    case blockedAt
  }

  /// What the number is of.
  package let quantity: Quantity
  /// The number, with U+2212 for minus.
  package let value: String

  init(_ quantity: Quantity, _ value: String) {
    self.quantity = quantity
    self.value = value
  }

  /// `s₄₄ = 0.957504`.
  package func text(_ state: State) -> String {
    let (k, theta) = (NumberText.subscripted(state.target), state.parameter.rawValue)
    let name =
      switch quantity {
      case .state(let step): "s\(NumberText.subscripted(step))"
      case .stepFactor(let step): "∂s\(NumberText.subscripted(step))/∂s\(NumberText.subscripted(step - 1))"
      case .flow: "∂s\(k)/∂s₁"
      case .flowFromInitialState: "∂s\(k)/∂s₀"
      case .perStep: "per step ×"
      case .sufficientCondition: "|W|γ"
      case .total: "∂s\(k)/∂\(theta)"
      case .sumOfMagnitudes: "Σ|termᵢ|"
      case .blockedAt: "blocked at step"
      }
    return name + (name.hasSuffix("×") ? "" : name.hasSuffix("step") ? " " : " = ") + value
  }

  /// What the core computes; nil where there is no such number.
  func actual(_ analysis: Analysis) -> ScaledDouble? {
    guard let terms = analysis.contributions else { return nil }
    switch quantity {
    case .state(let step): return analysis.trajectory.state(at: step).first.map { ScaledDouble($0) }
    case .stepFactor(let step): return analysis.trajectory.stepFactor(at: step)
    case .flow: return terms.flow(at: 1)
    case .flowFromInitialState: return terms.flow(at: 1) * analysis.trajectory.stepFactor(at: 1)
    case .perStep: return analysis.regime.factorPerStep
    case .sufficientCondition: return analysis.regime.sufficientCondition.map { ScaledDouble($0) }
    case .total: return terms.total
    case .sumOfMagnitudes: return terms.values().reduce(.zero) { $0 + $1.magnitude }
    case .blockedAt: return analysis.regime.blockedAt.map { ScaledDouble(Double($0)) }
    }
  }
}
