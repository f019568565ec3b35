import CLAPACK

extension Trajectory {
  /// J_t = ∂s_t/∂s_{t−1} of all that the units keep, row by row; diag(f′(a_t))·W for Elman's cell.
  func jacobian(at step: Int) -> ScaledVector {
    let n = hiddenSize
    let derivatives = scaledDerivatives(at: step)
    guard network.elmanActivation == nil else {
      let W = ScaledVector(network.recurrentWeights.elements)
      let elements = W.elements.indices.map { derivatives.elements[$0 / n] * W.elements[$0] }
      return ScaledVector(elements, exponent: derivatives.exponent + W.exponent)
    }
    return ScaledVector(jacobianNumbers(derivatives))
  }

  /// Every number of J_t under an exponent of its own: a line's part through W beside what the units pass on themselves.
  private func jacobianNumbers(_ derivatives: ScaledVector) -> [ScaledDouble] {
    let (n, size, block) = (hiddenSize, stateSize, network.cell.recurrentBlock)
    func derivative(_ place: Int, _ unit: Int) -> ScaledDouble {
      ScaledDouble(significand: derivatives.elements[place * n + unit], exponent: derivatives.exponent)
    }
    var numbers = [ScaledDouble](repeating: .zero, count: size * size)
    for (place, line) in layout.lineDerivatives.enumerated() {
      guard let rows = block.lines.firstIndex(of: line.line) else { continue }
      for unit in 0..<n {
        for column in 0..<n {
          let weight = ScaledDouble(block.weights.elements[(rows * n + unit) * n + column])
          numbers[(line.part * n + unit) * size + column] += derivative(place, unit) * weight
        }
      }
    }
    for (place, passed) in layout.stateDerivatives.enumerated() {
      for unit in 0..<n {
        numbers[(passed.part * n + unit) * size + passed.previous * n + unit] +=
          derivative(layout.lineDerivatives.count + place, unit)
      }
    }
    return numbers
  }

  /// P(k,i) = J_k · J_{k−1} ⋯ J_{i+1}, row by row: later steps stand on the left. The identity for i = k.
  func flowMatrix(from step: Int, to target: Int) -> ScaledVector {
    var sweep = BackwardSweep(self, target: target, covectors: .identity(stateSize))
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
    return flowMatrix(from: step, to: target).spectralNorm(order: stateSize)
  }

  /// J_t = ∂s_t/∂s_{t−1} with its sign where the state is one number, f′(a_t)·W for Elman's cell; σ_max(J_t) else. The step
  /// must be finite.
  public func stepFactor(at step: Int) -> ScaledDouble {
    if network.isScalar { return scaledDerivative(at: step) * ScaledDouble(network.recurrentWeights.elements[0]) }
    let jacobian = jacobian(at: step)
    return stateSize == 1 ? jacobian.first : jacobian.spectralNorm(order: stateSize)
  }
}

extension ScaledRows {
  /// The n×n identity.
  static func identity(_ n: Int) -> ScaledRows { ScaledRows(Matrix.identity(n).elements, columns: n) }
}

extension ScaledVector {
  /// The first number.
  var first: ScaledDouble { ScaledDouble(significand: elements[0], exponent: exponent) }

  /// σ_max of the block read as a square matrix of that order.
  func spectralNorm(order: Int) -> ScaledDouble {
    let values = LinearAlgebra.singularValues(elements, rows: order, columns: order)
    return ScaledDouble(significand: values[0], exponent: exponent)
  }
}
