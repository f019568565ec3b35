/// Back-propagation through the scalar network: one loop from the target step to the first.
struct ScalarBackwardPass {
  /// P(k,1) … P(k,k): P(k,k) = 1 and P(k,i−1) = P(k,i)·J_i. One rounding for the factor and one for the product.
  private(set) var flows: [ScaledDouble] = []
  /// Σ_i P(k,i)·∂s_i/∂θ_*.
  private(set) var total = ScaledDouble.zero
  /// How far the summands reach.
  private(set) var extent = ContributionExtent()

  init(_ trajectory: Trajectory, target: Int, parameter: Parameter) {
    let immediates = ImmediateDerivatives(trajectory, parameter)
    var (sum, extent) = (ScaledSum(), ContributionExtent())
    flows = Self.flows(trajectory, to: target) { flows in
      immediates.forEach(in: 1...target) { step, immediate in
        let value = flows[step - 1] * immediate
        sum.add(value)
        extent.include(value)
      }
    }
    total = sum.value
    extent.include(total: total)
    self.extent = extent
  }

  /// P(k,1) … P(k,k), which `body` sees before they are returned.
  static func flows(
    _ trajectory: Trajectory, to target: Int, _ body: (UnsafeMutableBufferPointer<ScaledDouble>) -> Void = { _ in }
  ) -> [ScaledDouble] {
    let W = trajectory.network.recurrentWeights.elements[0]
    return [ScaledDouble](unsafeUninitializedCapacity: target) { flows, count in
      trajectory.derivatives.withUnsafeBufferPointer { derivatives in
        var flow = ScaledDouble.one
        for step in stride(from: target, through: 2, by: -1) {
          flows.initializeElement(at: step - 1, to: flow)
          let derivative = derivatives[step - 1]
          let factor = derivative * W
          flow *= derivative.isNormal && factor.isNormal ? ScaledDouble(factor) : trajectory.stepFactor(at: step)
        }
        flows.initializeElement(at: 0, to: flow)
      }
      count = target
      body(flows)
    }
  }
}

/// ∂s_i/∂θ_* of the scalar network, f′(a_i) times s_{i−1}, x_i or 1, for many steps at once.
struct ImmediateDerivatives {
  private let trajectory: Trajectory
  private let carried: [Double]?

  init(_ trajectory: Trajectory, _ parameter: Parameter) {
    self.trajectory = trajectory
    switch parameter {
    case .recurrentWeights: carried = trajectory.states
    case .inputWeights: carried = trajectory.inputs.values
    case .bias: carried = nil
    }
  }

  /// Hands each step of a finite range and its derivative to `body`.
  @inline(__always)
  func forEach(in steps: ClosedRange<Int>, _ body: (Int, ScaledDouble) -> Void) {
    trajectory.derivatives.withUnsafeBufferPointer { derivatives in
      guard let carried else {
        for step in steps { body(step, product(derivatives[step - 1], 1, step)) }
        return
      }
      carried.withUnsafeBufferPointer { carried in
        for step in steps { body(step, product(derivatives[step - 1], carried[step - 1], step)) }
      }
    }
  }

  @inline(__always)
  private func product(_ derivative: Double, _ carried: Double, _ step: Int) -> ScaledDouble {
    let product = derivative * carried
    if derivative.isNormal, product.isNormal { return ScaledDouble(product) }
    return carefulProduct(carried, step)
  }

  /// The careful path where f′ or the product leaves the normal range.
  @inline(never)
  private func carefulProduct(_ carried: Double, _ step: Int) -> ScaledDouble {
    trajectory.scaledDerivative(at: step) * ScaledDouble(carried)
  }
}

extension Trajectory {
  /// J_t = ∂s_t/∂s_{t−1} = f′(a_t)·W with its sign for n = 1; σ_max(J_t) for n > 1. The step must be finite.
  public func stepFactor(at step: Int) -> ScaledDouble {
    guard hiddenSize > 1 else {
      return scaledDerivative(at: step) * ScaledDouble(network.recurrentWeights.elements[0])
    }
    return jacobian(at: step).spectralNorm(order: hiddenSize)
  }

  /// ∂s_t/∂θ_* of the scalar network: f′(a_t) times s_{t−1}, x_t or 1.
  func immediateDerivative(at step: Int, _ parameter: Parameter) -> ScaledDouble {
    var result = ScaledDouble.zero
    ImmediateDerivatives(self, parameter).forEach(in: step...step) { result = $1 }
    return result
  }
}
