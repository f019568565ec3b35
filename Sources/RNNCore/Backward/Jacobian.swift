import CLAPACK

extension Trajectory {
  /// J_t = diag(f′(a_t))·W, row by row.
  func jacobian(at step: Int) -> ScaledVector {
    let n = hiddenSize
    let derivatives = scaledDerivatives(at: step)
    let W = ScaledVector(network.recurrentWeights.elements)
    let elements = W.elements.indices.map { derivatives.elements[$0 / n] * W.elements[$0] }
    return ScaledVector(elements, exponent: derivatives.exponent + W.exponent)
  }

  /// P(k,i) = J_k · J_{k−1} ⋯ J_{i+1}, row by row: later steps stand on the left. The identity for i = k.
  func flowMatrix(from step: Int, to target: Int) -> ScaledVector {
    var sweep = AdjointSweep(self, covectors: ScaledRows(Matrix.identity(hiddenSize).elements, columns: hiddenSize))
    for j in stride(from: target, to: step, by: -1) {
      sweep.enter(j)
      sweep.leave()
    }
    return sweep.adjoints.matrix()
  }

  /// ‖P(k,i)‖₂ = σ_max(P(k,i)) for 0 ≤ i ≤ k ≤ T, all steps up to k finite; |P(k,i)| for n = 1.
  ///
  /// Complexity: O((k−i)·n³).
  public func flowNorm(from step: Int, to target: Int) -> ScaledDouble {
    precondition(0 <= step && step <= target && isFinite(through: target), "finite steps 0 ≤ i ≤ k")
    return flowMatrix(from: step, to: target).spectralNorm(order: hiddenSize)
  }
}

extension ScaledVector {
  /// σ_max of the block read as a square matrix of that order.
  func spectralNorm(order: Int) -> ScaledDouble {
    let values = LinearAlgebra.singularValues(elements, rows: order, columns: order)
    return ScaledDouble(significand: values[0], exponent: exponent)
  }
}
