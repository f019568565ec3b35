/// How the gradient fares on its way from target step k back to step 1, measured along the trajectory.
public struct Regime: Hashable, Sendable {
  /// The word for it.
  public enum Verdict: String, CaseIterable, Sendable {
    /// The flow shrinks.
    case vanishing
    /// The flow grows.
    case exploding
    /// The flow keeps its size to within a factor of ten.
    case steady
    /// A factor is exactly 0: nothing arrives.
    case blocked
    /// A state left the range of a `Double` at or before k.
    case overflow
    /// k = 1: there is no step to flow through.
    case undefined
  }

  /// The verdict on P(k,1).
  public let verdict: Verdict
  /// λ(k,1) = ln σ_max(P(k,1))/(k−1) per step, natural logarithm; nil for k = 1, blocked or overflowed.
  public let lyapunovExponent: Double?
  /// The largest j ≤ k at which f′ is exactly 0 for every unit: contributions 1…j are exactly 0.
  public let blockedAt: Int?
  /// σ_max(W)·γ: below 1 gradients must vanish, and only above 1 can they explode (Pascanu, Mikolov, Bengio 2013).
  public let sufficientCondition: Double

  /// ln 2/|λ|: the steps over which a vanishing flow halves. nil unless λ < 0, to more than its rounding.
  public var halfLife: Double? { felt.flatMap { $0 < 0 ? 0.69314718055994530942 / -$0 : nil } }
  /// ln 2/λ: the steps over which an exploding flow doubles. nil unless λ > 0, to more than its rounding.
  public var doublingTime: Double? { felt.flatMap { $0 > 0 ? 0.69314718055994530942 / $0 : nil } }
  /// e^λ, the factor per step: in extended range, since λ may lie below −745.
  public var factorPerStep: ScaledDouble? { lyapunovExponent.map { ScaledDouble.exp($0) } }

  /// The largest |λ| per step that may be nothing but the rounding of a product of n×n factors: an orthogonal network,
  /// whose λ is 0, comes out at some 10^−16 of either sign, and otherwise on another processor. A product of numbers is
  /// rounded less than any of its factors differs from 1, so 0 for n = 1.
  public static func rounding(hiddenSize n: Int) -> Double { n == 1 ? 0 : 4 * Double(n) * .ulpOfOne }

  private let rounding: Double
  private var felt: Double? { lyapunovExponent.flatMap { $0.magnitude > rounding ? $0 : nil } }

  /// |λ| up to which a flow is not vanishing or exploding by its rate alone.
  public static let steadyRate = 0.01

  /// The regime of a target step in 1…T.
  public init(of trajectory: Trajectory, target: Int) {
    precondition((1...trajectory.steps).contains(target), "the target step is one of the trajectory's")
    let isFinite = trajectory.isFinite(through: target)
    self.init(
      trajectory, target: target,
      flow: isFinite && target > 1 ? trajectory.flowMagnitude(to: target) : nil)
  }

  /// The regime of a target step whose contributions are already there.
  public init(of contributions: Contributions) {
    let (trajectory, target) = (contributions.trajectory, contributions.target)
    let isScalar = trajectory.hiddenSize == 1 && !contributions.observable.isLoss
    let flow =
      isScalar
      ? contributions.flow(at: 1).magnitude
      : contributions.flowToFirst?.spectralNorm(order: trajectory.hiddenSize) ?? trajectory.flowMagnitude(to: target)
    self.init(trajectory, target: target, flow: target > 1 ? flow : nil)
  }

  private init(_ trajectory: Trajectory, target: Int, flow: ScaledDouble?) {
    let isFinite = trajectory.isFinite(through: target)
    rounding = Self.rounding(hiddenSize: trajectory.hiddenSize)
    let logarithm = flow.flatMap { $0.isZero ? nil : $0.naturalLogarithm }
    lyapunovExponent = logarithm.map { $0 / Double(target - 1) }
    verdict = !isFinite ? .overflow : Self.verdict(flow: flow, logarithm: logarithm, rate: lyapunovExponent)
    blockedAt = isFinite ? trajectory.lastBlockedStep(through: target) : nil
    sufficientCondition =
      trajectory.network.recurrentWeights.spectralNorm * trajectory.network.activation.derivativeSupremum
  }

  private static func verdict(flow: ScaledDouble?, logarithm: Double?, rate: Double?) -> Verdict {
    guard flow != nil else { return .undefined }
    guard let logarithm, let rate else { return .blocked }
    if rate.magnitude <= steadyRate, logarithm.magnitude < 2.30258509299404568402 { return .steady }
    return logarithm < 0 ? .vanishing : .exploding
  }
}

extension Trajectory {
  /// σ_max(P(k,1)) for finite k.
  fileprivate func flowMagnitude(to target: Int) -> ScaledDouble {
    guard hiddenSize == 1 else { return flowNorm(from: 1, to: target) }
    return ScalarBackwardPass.flows(self, to: target)[0].magnitude
  }
}
