/// Norms of what a derivation multiplies, without its tensors.
extension Trajectory {
  /// ‖diag f′(a_t)‖_F of a finite step t; of other cells the norm of all of h's derivatives by pre-activations.
  public func derivativeNorm(at step: Int) -> ScaledDouble {
    derivativeNorm(at: step, lines: Array(0..<layout.lines))
  }

  /// The norm of h's derivatives by the pre-activations of some lines.
  func derivativeNorm(at step: Int, lines: [Int]) -> ScaledDouble {
    let (n, derivatives) = (hiddenSize, scaledDerivatives(at: step))
    if layout.derivatives == 1 { return derivatives.norm }
    let chosen = layout.lineDerivatives.indices.filter {
      layout.lineDerivatives[$0].part == 0 && lines.contains(layout.lineDerivatives[$0].line)
    }
    let elements = chosen.flatMap { derivatives.elements[$0 * n..<($0 + 1) * n] }
    return ScaledVector(elements, exponent: derivatives.exponent).norm
  }

  /// ‖c_t‖₂ of what θ is multiplied by at step t: ‖s_{t−1}‖₂ for W, ‖x_t‖₂ for U and 1 for b.
  public func layerInputNorm(at step: Int, _ parameter: Parameter) -> ScaledDouble {
    ScaledVector(Array(layerInput(at: step, block(parameter)))).norm
  }

  /// ‖∂s_t/∂θ_*‖_F = ‖diag f′(a_t)‖_F·‖c_t‖₂ of the n×n×n tensor for W, n×n×m for U and n×n for b.
  public func immediateNorm(at step: Int, _ parameter: Parameter) -> ScaledDouble {
    derivativeNorm(at: step, lines: block(parameter).lines) * layerInputNorm(at: step, parameter)
  }

  /// How wrong the product of two neighbouring Jacobians would be in the other order:
  /// ‖J_t J_{t−1} − J_{t−1} J_t‖_F / ‖J_t J_{t−1}‖_F for a finite step t ≥ 2. nil where the product is 0.
  ///
  /// Complexity: O(n³).
  public func orderDefect(at step: Int) -> Double? {
    let (n, later, earlier) = (stateSize, jacobian(at: step), jacobian(at: step - 1))
    func product(_ a: ScaledVector, _ b: ScaledVector) -> ScaledVector {
      ScaledVector(
        LinearAlgebra.product(a.elements, b.elements, rows: n, inner: n, columns: n),
        exponent: a.exponent + b.exponent)
    }
    let (right, swapped) = (product(later, earlier), product(earlier, later))
    guard !right.isZero else { return nil }
    let difference = right + swapped.scaled(by: ScaledVector(Array(repeating: -1, count: n * n)))
    // Elements more than 2^900 apart do not meet in one matrix: a Double holds it.
    return (difference.norm / right.norm).doubleValue
  }
}
