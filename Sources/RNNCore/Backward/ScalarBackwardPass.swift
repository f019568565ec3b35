/// Back-propagation through the scalar network: one loop from the target step to the first.
struct ScalarBackwardPass {
  /// P(k,1) … P(k,k): P(k,k) = 1 and P(k,i−1) = P(k,i)·J_i. One rounding for the factor and one for the product.
  private(set) var flows: [ScaledDouble] = []
  /// Σ_i P(k,i)·∂s_i/∂θ_*.
  private(set) var total = ScaledDouble.zero
  /// How far the summands reach.
  private(set) var extent = ContributionExtent()

  /// The pass of s_k; what a truncation does not let through is 0.
  init(
    _ trajectory: Trajectory, target: Int, parameter: Parameter, truncation: Truncation = .none, threads: Int = 1
  ) {
    guard truncation == .none else {
      flows = Self.flows(trajectory, to: target)
      for index in 0..<truncation.firstStep(reaching: target) - 1 { flows[index] = .zero }
      sumUp(trajectory, parameter, threads)
      return
    }
    var sums = Sums()
    flows = Self.flows(trajectory, to: target) { sums = Sums($0, trajectory, parameter, threads) }
    (total, extent) = (sums.total, sums.extent)
  }

  /// The pass of a loss: λ_k = ∂L_k/∂s_k in the place of P(k,k) = 1. Of the total loss each earlier step adds its own,
  /// λ_{i−1} = J_i λ_i + ∂L_{i−1}/∂s_{i−1}.
  init(_ trajectory: Trajectory, target: Int, parameter: Parameter, loss: Observable, threads: Int = 1) {
    flows = Array(repeating: .zero, count: target)
    let losses = loss == .totalLoss ? OutputErrors(trajectory, through: target)?.covectors : nil
    var adjoint = losses?.number(target - 1) ?? trajectory.covector(of: .loss, at: target).first
    for step in stride(from: target, through: 1, by: -1) {
      flows[step - 1] = adjoint
      guard step > 1 else { break }
      adjoint *= trajectory.stepFactor(at: step)
      if let losses { adjoint += losses.number(step - 2) }
    }
    sumUp(trajectory, parameter, threads)
  }

  private mutating func sumUp(_ trajectory: Trajectory, _ parameter: Parameter, _ threads: Int) {
    let sums = flows.withUnsafeBufferPointer { Sums($0, trajectory, parameter, threads) }
    (total, extent) = (sums.total, sums.extent)
  }

  /// What the summands flow·∂s_i/∂θ_* of steps 1 … k come to.
  private struct Sums {
    var total = ScaledDouble.zero
    var extent = ContributionExtent()

    init() {}

    /// Of a long way in two halves, whether or not there is a thread for each: a sum rounds by its parts.
    init(
      _ flows: UnsafeBufferPointer<ScaledDouble>, _ trajectory: Trajectory, _ parameter: Parameter, _ threads: Int
    ) {
      let count = flows.count
      guard count >= Self.leastShared else {
        let (sum, extent) = Self.sums(flows, trajectory, parameter, 1...count)
        self.init(sum, extent)
        return
      }
      nonisolated(unsafe) let shared = flows
      var (first, second) = Concurrent.both(
        threads: threads, { Self.sums(shared, trajectory, parameter, 1...count / 2) },
        { Self.sums(shared, trajectory, parameter, count / 2 + 1...count) })
      first.sum.add(second.sum)
      first.extent.include(second.extent)
      self.init(first.sum, first.extent)
    }

    private init(_ sum: ScaledSum, _ extent: ContributionExtent) {
      (total, self.extent) = (sum.value, extent)
      self.extent.include(total: total)
    }

    private static func sums(
      _ flows: UnsafeBufferPointer<ScaledDouble>, _ trajectory: Trajectory, _ parameter: Parameter,
      _ steps: ClosedRange<Int>
    ) -> (sum: ScaledSum, extent: ContributionExtent) {
      var (sum, extent) = (ScaledSum(), ContributionExtent())
      ScalarSteps.forEachTerm(trajectory, parameter, flows, in: steps) { _, value in
        sum.add(value)
        extent.include(value)
      }
      return (sum, extent)
    }

    /// Fewer steps are summed up before another thread has begun.
    private static let leastShared = 1 << 17
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

extension Trajectory {
  /// Whether the contributions to a parameter are numbers that the scalar kernels make: n = 1, and for U m = 1.
  package func hasScalarTerms(_ parameter: Parameter) -> Bool {
    network.isScalar && (parameter != .inputWeights || inputs.dimension == 1)
  }

  /// ∂s_t/∂θ_* of the scalar network: f′(a_t) times s_{t−1}, x_t or 1.
  func immediateDerivative(at step: Int, _ parameter: Parameter) -> ScaledDouble {
    ScalarSteps.with(self, parameter) { $0.immediate(at: step) }
  }
}

/// The step factors and immediate derivatives of a scalar network, one by one and fast, for as long as a closure runs.
struct ScalarSteps {
  private let trajectory: Trajectory
  private let parameter: Parameter
  private let W: Double
  private let derivatives: UnsafeBufferPointer<Double>
  /// What θ is multiplied by, step by step: s_0 …, x_1 …, or nil for 1.
  private let layerInputs: UnsafeBufferPointer<Double>?

  /// Hands the steps to `body`.
  static func with<Result>(
    _ trajectory: Trajectory, _ parameter: Parameter, _ body: (ScalarSteps) -> Result
  ) -> Result {
    let W = trajectory.network.recurrentWeights.elements[0]
    return trajectory.derivatives.withUnsafeBufferPointer { derivatives in
      func run(_ layerInputs: UnsafeBufferPointer<Double>?) -> Result {
        body(
          ScalarSteps(
            trajectory: trajectory, parameter: parameter, W: W, derivatives: derivatives,
            layerInputs: layerInputs))
      }
      switch parameter.kind {
      case .recurrentWeights: return trajectory.states.withUnsafeBufferPointer { run($0) }
      case .inputWeights: return trajectory.inputs.values.withUnsafeBufferPointer { run($0) }
      case .bias, .hiddenBias: return run(nil)
      }
    }
  }

  /// Hands each step of a finite range and flow·∂s_t/∂θ_* to `body`; the flow of step 1 is at index 0.
  @inline(__always)
  static func forEachTerm(
    _ trajectory: Trajectory, _ parameter: Parameter, _ flows: UnsafeBufferPointer<ScaledDouble>,
    in range: ClosedRange<Int>, _ body: (Int, ScaledDouble) -> Void
  ) {
    with(trajectory, parameter) { steps in
      for step in range { body(step, steps.term(flows[step - 1], at: step)) }
    }
  }

  /// Hands each step of a finite range and its ∂s_t/∂θ_* to `body`.
  @inline(__always)
  static func forEachImmediate(
    _ trajectory: Trajectory, _ parameter: Parameter, in range: ClosedRange<Int>, _ body: (Int, ScaledDouble) -> Void
  ) {
    with(trajectory, parameter) { steps in
      for step in range { body(step, steps.immediate(at: step)) }
    }
  }

  /// J_t of a finite step where it is a normal `Double`, made from one.
  @inline(__always)
  func normalFactor(at step: Int) -> Double? {
    let derivative = derivatives[step - 1]
    let factor = derivative * W
    return derivative.isNormal && factor.isNormal ? factor : nil
  }

  /// ∂s_t/∂θ_* where it is a normal `Double` made from one, or 0 because its layer input is.
  @inline(__always)
  func normalImmediate(at step: Int) -> Double? {
    let derivative = derivatives[step - 1]
    guard let layerInputs else { return derivative.isNormal ? derivative : nil }
    let immediate = derivative * layerInputs[step - 1]
    return derivative.isNormal && (immediate.isNormal || layerInputs[step - 1] == 0) ? immediate : nil
  }

  /// J_t.
  @inline(__always)
  func factor(at step: Int) -> ScaledDouble {
    normalFactor(at: step).map { ScaledDouble($0) } ?? trajectory.stepFactor(at: step)
  }

  /// ∂s_t/∂θ_*.
  @inline(__always)
  func immediate(at step: Int) -> ScaledDouble {
    normalImmediate(at: step).map { ScaledDouble($0) } ?? carefulImmediate(at: step)
  }

  /// flow·∂s_t/∂θ_*, rounded as the product of both is, but normalised once: powers of two do not round.
  @inline(__always)
  func term(_ flow: ScaledDouble, at step: Int) -> ScaledDouble {
    guard let immediate = normalImmediate(at: step), immediate.magnitude < 0x1p1000 else {
      return flow * self.immediate(at: step)
    }
    return ScaledDouble(significand: flow.significand * immediate, exponent: flow.exponent)
  }

  /// The careful path where f′ or the product leaves the normal range.
  @inline(never)
  private func carefulImmediate(at step: Int) -> ScaledDouble {
    trajectory.scaledDerivative(at: step) * ScaledDouble(layerInputs?[step - 1] ?? 1)
  }

  /// Whether f′(a_t) is exactly 0.
  func isDead(at step: Int) -> Bool { trajectory.scaledDerivative(at: step).isZero }
}

extension Trajectory {
  /// ∂s_1/∂θ … ∂s_k/∂θ of the scalar network by the forward recursion, index 0 being step 1:
  ///
  ///     ∂s_1/∂θ = ∂s_1/∂θ_*                                          s_0 is a constant
  ///     ∂s_t/∂θ = ∂s_t/∂s_{t−1} · ∂s_{t−1}/∂θ + ∂s_t/∂θ_*
  ///
  /// The last is the sum of the contributions of target step k, from the other end. `last` is a finite step in 1…T.
  ///
  /// Complexity: O(k) time, 16 bytes a step.
  public func totalDerivatives(through last: Int, _ parameter: Parameter) -> [ScaledDouble] {
    precondition(network.isScalar && inputs.dimension == 1, "a scalar network has one number for each step")
    precondition((1...steps).contains(last) && isFinite(through: last), "the last step is one that is reached")
    var total = ScaledDouble.zero
    var totals: [ScaledDouble] = []
    totals.reserveCapacity(last)
    ScalarSteps.forEachImmediate(self, parameter, in: 1...last) { step, immediate in
      total = step == 1 ? immediate : stepFactor(at: step) * total + immediate
      totals.append(total)
    }
    return totals
  }
}
