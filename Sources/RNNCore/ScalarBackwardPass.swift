/// Back-propagation through the scalar network: one loop from the target step to the first.
struct ScalarBackwardPass {
  private let trajectory: Trajectory
  private let W: Double

  init(_ trajectory: Trajectory) {
    self.trajectory = trajectory
    W = trajectory.network.recurrentWeights.elements[0]
  }

  /// P(k,1) … P(k,k): P(k,k) = 1 and P(k,i−1) = P(k,i)·J_i. One rounding for the factor and one for the product.
  func flows(to target: Int) -> [ScaledDouble] {
    [ScaledDouble](unsafeUninitializedCapacity: target) { flows, count in
      trajectory.derivatives.withUnsafeBufferPointer { derivatives in
        var flow = ScaledDouble.one
        for step in stride(from: target, through: 2, by: -1) {
          flows.initializeElement(at: step - 1, to: flow)
          let factor = derivatives[step - 1] * W
          flow *=
            derivatives[step - 1].isNormal && factor.isNormal
            ? ScaledDouble(factor) : trajectory.stepFactor(at: step)
        }
        flows.initializeElement(at: 0, to: flow)
      }
      count = target
    }
  }

  /// Σ_i P(k,i)·∂s_i/∂θ_*.
  func total(of parameter: Parameter, _ flows: [ScaledDouble]) -> ScaledDouble {
    var sum = ScaledSum()
    for index in flows.indices {
      sum.add(flows[index] * trajectory.immediateDerivative(at: index + 1, parameter))
    }
    return sum.value
  }
}

extension Trajectory {
  /// J_t = ∂s_t/∂s_{t−1} = f′(a_t)·W with its sign for n = 1; σ_max(J_t) for n > 1. The step must be finite.
  public func stepFactor(at step: Int) -> ScaledDouble {
    guard hiddenSize > 1 else { return .init(scaledDerivative(at: step), times: network.recurrentWeights.elements[0]) }
    return jacobian(at: step).spectralNorm(order: hiddenSize)
  }

  /// ∂s_t/∂θ_* of the scalar network: f′(a_t) times s_{t−1}, x_t or 1.
  @inline(__always)
  func immediateDerivative(at step: Int, _ parameter: Parameter) -> ScaledDouble {
    let carried: Double
    switch parameter {
    case .recurrentWeights: carried = states[step - 1]
    case .inputWeights: carried = inputs.values[step - 1]
    case .bias: carried = 1
    }
    let product = derivatives[step - 1] * carried
    guard derivatives[step - 1].isNormal, product.isNormal else {
      return ScaledDouble(scaledDerivative(at: step), times: carried)
    }
    return ScaledDouble(product)
  }
}

extension ScaledDouble {
  /// The product of a number and a finite `Double`.
  init(_ number: ScaledDouble, times factor: Double) { self = number * ScaledDouble(factor) }
}
