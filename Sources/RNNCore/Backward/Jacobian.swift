extension Trajectory {
  /// J_t = ∂s_t/∂s_{t−1} of all that the units keep, row by row; diag(f′(a_t))·W for Elman's cell.
  func jacobian(at step: Int) -> ScaledVector {
    let n = hiddenSize
    guard !layout.scalesWeights else {
      let derivatives = scaledDerivatives(at: step)
      let W = ScaledVector(network.recurrentWeights.elements)
      let elements = W.elements.indices.map { derivatives.elements[$0 / n] * W.elements[$0] }
      return ScaledVector(elements, exponent: derivatives.exponent + W.exponent)
    }
    return ScaledVector(jacobianNumbers(at: step))
  }

  /// Every number of J_t under an exponent of its own: a gate's part through W beside what the units pass on themselves.
  private func jacobianNumbers(at step: Int) -> [ScaledDouble] {
    let (n, size, block) = (hiddenSize, stateSize, network.cell.recurrentBlock)
    var numbers = [ScaledDouble](repeating: .zero, count: size * size)
    for (place, gate) in layout.gateDerivatives.enumerated() {
      guard let rows = block.gates.firstIndex(of: gate.gate) else { continue }
      for unit in 0..<n {
        let derivative = scaledDerivative(at: step, place, unit: unit)
        for column in 0..<n {
          let weight = ScaledDouble(block.weights.elements[(rows * n + unit) * n + column])
          numbers[(gate.part * n + unit) * size + column] += derivative * weight
        }
      }
    }
    for (place, passed) in layout.stateDerivatives.enumerated() {
      for unit in 0..<n {
        numbers[(passed.part * n + unit) * size + passed.previous * n + unit] +=
          scaledDerivative(at: step, layout.gateDerivatives.count + place, unit: unit)
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
  /// Complexity: O((k−i)·n²) a way back or forward of a vector, of which there are few where the flow soon forgets all but
  /// one direction; O((k−i)·n³) up to 32 numbers, and where vectors do not settle it.
  public func flowNorm(from step: Int, to target: Int) -> ScaledDouble {
    precondition(0 <= step && step <= target && isFinite(through: target), "finite steps 0 ≤ i ≤ k")
    if prefersVectors(lag: target - step) {
      var search = FlowLanczos(self, from: step, to: target)
      while !search.isComplete { _ = search.advance() }
      if let value = search.value { return value }
    }
    return flowMatrix(from: step, to: target).spectralNorm(order: stateSize)
  }

  /// J_t = ∂s_t/∂s_{t−1} with its sign where the state is one number, f′(a_t)·W for Elman's cell; σ_max(J_t) else. The
  /// step must be finite.
  ///
  /// Complexity: O(1) for n = 1, O(n³) otherwise.
  public func stepFactor(at step: Int) -> ScaledDouble {
    if network.isScalar { return scaledDerivative(at: step) * ScaledDouble(network.recurrentWeights.elements[0]) }
    let jacobian = jacobian(at: step)
    return stateSize == 1 ? jacobian.first : jacobian.spectralNorm(order: stateSize)
  }
}

/// Norms of what a derivation multiplies, without its tensors.
extension Trajectory {
  /// ‖diag f′(a_t)‖_F of a finite step t; of other cells the norm of all of h's derivatives by pre-activations.
  ///
  /// Complexity: O(n).
  public func derivativeNorm(at step: Int) -> ScaledDouble {
    derivativeNorm(at: step, gates: Array(0..<layout.gates))
  }

  /// The norm of h's derivatives, or of another part's, by the pre-activations of some gates.
  func derivativeNorm(at step: Int, gates: [Int], part: Int = 0) -> ScaledDouble {
    if layout.scalesWeights { return scaledDerivatives(at: step).norm }
    let chosen = layout.gateDerivatives.indices.filter {
      layout.gateDerivatives[$0].part == part && gates.contains(layout.gateDerivatives[$0].gate)
    }
    // Each by itself: others, of other gates, may be so much larger that these are lost beside them.
    let numbers = chosen.flatMap { place in
      (0..<hiddenSize).map { scaledDerivative(at: step, place, unit: $0) }
    }
    return ScaledVector(numbers).norm
  }

  /// ‖c_t‖₂ of what θ is multiplied by at step t: ‖s_{t−1}‖₂ for W, ‖x_t‖₂ for U and 1 for b.
  ///
  /// Complexity: O(n) for W, O(m) for U.
  public func layerInputNorm(at step: Int, _ parameter: Parameter) -> ScaledDouble {
    ScaledVector(Array(layerInput(at: step, block(parameter)))).norm
  }

  /// ‖∂s_t/∂θ_*‖_F = ‖diag f′(a_t)‖_F·‖c_t‖₂ of the n×n×n tensor for W, n×n×m for U and n×n for b.
  ///
  /// Complexity: O(n + m).
  public func immediateNorm(at step: Int, _ parameter: Parameter) -> ScaledDouble {
    derivativeNorm(at: step, gates: block(parameter).gates) * layerInputNorm(at: step, parameter)
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
