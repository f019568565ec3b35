/// The step factors and immediate derivatives of a scalar network, one by one and fast, for as long as a closure runs.
struct ScalarSteps {
  private let trajectory: Trajectory
  private let parameter: Parameter
  private let W: Double
  private let derivatives: UnsafeBufferPointer<Double>
  /// s_0 …, x_1 … or nothing.
  private let carried: UnsafeBufferPointer<Double>?

  /// Hands the steps to `body`.
  static func with<Result>(
    _ trajectory: Trajectory, _ parameter: Parameter, _ body: (ScalarSteps) -> Result
  ) -> Result {
    let W = trajectory.network.recurrentWeights.elements[0]
    return trajectory.derivatives.withUnsafeBufferPointer { derivatives in
      func run(_ carried: UnsafeBufferPointer<Double>?) -> Result {
        body(
          ScalarSteps(trajectory: trajectory, parameter: parameter, W: W, derivatives: derivatives, carried: carried))
      }
      switch parameter {
      case .recurrentWeights: return trajectory.states.withUnsafeBufferPointer { run($0) }
      case .inputWeights: return trajectory.inputs.values.withUnsafeBufferPointer { run($0) }
      case .bias: return run(nil)
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

  /// ∂s_t/∂θ_* where it is a normal `Double` made from one, or 0 because of what it carries.
  @inline(__always)
  func normalImmediate(at step: Int) -> Double? {
    let derivative = derivatives[step - 1]
    guard let carried else { return derivative.isNormal ? derivative : nil }
    let immediate = derivative * carried[step - 1]
    return derivative.isNormal && (immediate.isNormal || carried[step - 1] == 0) ? immediate : nil
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
    trajectory.scaledDerivative(at: step) * ScaledDouble(carried?[step - 1] ?? 1)
  }

  /// Whether f′(a_t) is exactly 0.
  func isDead(at step: Int) -> Bool { trajectory.scaledDerivative(at: step).isZero }
}
