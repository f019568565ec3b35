/// Back-propagation through the scalar network: one loop from the target step to the first.
struct ScalarBackwardPass {
  /// P(k,1) … P(k,k): P(k,k) = 1 and P(k,i−1) = P(k,i)·J_i. One rounding for the factor and one for the product.
  private(set) var flows: [ScaledDouble] = []
  /// Σ_i P(k,i)·∂s_i/∂θ_*.
  private(set) var total = ScaledDouble.zero
  /// How far the summands reach.
  private(set) var extent = ContributionExtent()

  /// The pass of s_k; what a truncation does not let through is 0.
  init(_ trajectory: Trajectory, target: Int, parameter: Parameter, truncation: Truncation = .none) {
    guard truncation == .none else {
      flows = Self.flows(trajectory, to: target)
      for index in 0..<truncation.firstStep(heardBy: target) - 1 { flows[index] = .zero }
      sumUp(trajectory, parameter)
      return
    }
    var sums = Sums()
    flows = Self.flows(trajectory, to: target) { sums = Sums($0, trajectory, parameter) }
    (total, extent) = (sums.total, sums.extent)
  }

  /// The pass of a loss: λ_k = ∂L_k/∂s_k in the place of P(k,k) = 1. Of the total loss each earlier step adds its own,
  /// λ_{i−1} = J_i λ_i + ∂L_{i−1}/∂s_{i−1}.
  init(_ trajectory: Trajectory, target: Int, parameter: Parameter, loss: Observable) {
    flows = Array(repeating: .zero, count: target)
    let losses = loss == .totalLoss ? OutputErrors(trajectory, through: target)?.covectors : nil
    var adjoint = losses?.number(target - 1) ?? trajectory.covector(of: .loss, at: target).first
    for step in stride(from: target, through: 1, by: -1) {
      flows[step - 1] = adjoint
      guard step > 1 else { break }
      adjoint *= trajectory.stepFactor(at: step)
      if let losses { adjoint += losses.number(step - 2) }
    }
    sumUp(trajectory, parameter)
  }

  private mutating func sumUp(_ trajectory: Trajectory, _ parameter: Parameter) {
    let sums = flows.withUnsafeBufferPointer { Sums($0, trajectory, parameter) }
    (total, extent) = (sums.total, sums.extent)
  }

  /// What the summands flow·∂s_i/∂θ_* of steps 1 … k come to.
  private struct Sums {
    var total = ScaledDouble.zero
    var extent = ContributionExtent()

    init() {}

    init(_ flows: UnsafeBufferPointer<ScaledDouble>, _ trajectory: Trajectory, _ parameter: Parameter) {
      var (sum, extent) = (ScaledSum(), ContributionExtent())
      ScalarSteps.forEachTerm(trajectory, parameter, flows, in: 1...flows.count) { _, value in
        sum.add(value)
        extent.include(value)
      }
      total = sum.value
      extent.include(total: total)
      self.extent = extent
    }
  }

  /// P(k,1) … P(k,k), which `body` sees before they are returned.
  static func flows(
    _ trajectory: Trajectory, to target: Int, _ body: (UnsafeBufferPointer<ScaledDouble>) -> Void = { _ in }
  ) -> [ScaledDouble] {
    let W = trajectory.network.recurrentWeights.elements[0]
    return [ScaledDouble](unsafeUninitializedCapacity: target) { flows, count in
      trajectory.derivatives.withUnsafeBufferPointer { derivatives in
        var flow = RunningProduct()
        for step in stride(from: target, through: 2, by: -1) {
          flows.initializeElement(at: step - 1, to: flow.value)
          let derivative = derivatives[step - 1]
          let factor = derivative * W
          if derivative.isNormal, factor.isNormal {
            flow.multiply(by: factor)
          } else {
            flow = RunningProduct(flow.value * trajectory.stepFactor(at: step))
          }
        }
        flows.initializeElement(at: 0, to: flow.value)
      }
      count = target
      body(UnsafeBufferPointer(flows))
    }
  }
}

/// A product of many Doubles in extended range. It is normalised only when it drifts off, so that each factor costs
/// one multiplication of the chain; the roundings are those of `ScaledDouble`.
struct RunningProduct {
  private(set) var significand = 1.0
  private(set) var exponent = 0

  init() {}

  init(_ value: ScaledDouble) {
    significand = value.significand
    exponent = value.exponent
  }

  @inline(__always) var value: ScaledDouble { ScaledDouble(significand: significand, exponent: exponent) }

  /// Multiplies by a normal number. A product that stays between 2^−500 and 2^500 has been rounded as it should be; any
  /// other is made anew, with ordered parts.
  @inline(__always)
  mutating func multiply(by factor: Double) {
    let product = significand * factor
    if product.magnitude > 0x1p-500, product.magnitude < 0x1p500 {
      significand = product
    } else {
      self = RunningProduct(value * ScaledDouble(factor))
    }
  }
}

extension Trajectory {
  /// ∂s_t/∂θ_* of the scalar network: f′(a_t) times s_{t−1}, x_t or 1.
  func immediateDerivative(at step: Int, _ parameter: Parameter) -> ScaledDouble {
    ScalarSteps.with(self, parameter) { $0.immediate(at: step) }
  }
}
