/// How the gradient fares on its way from target step k back to step 1, measured along the trajectory.
public struct Regime: Hashable, Sendable {
  /// The word for it.
  public enum Verdict: String, CaseIterable, Sendable {
    /// The flow shrinks.
    case vanishing
    /// The flow grows.
    case exploding
    /// The flow neither changes by more than 3 % a step nor tenfold in all.
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
  /// The largest σ_max(P(k,i)) over i = 1 … k, at the smallest lag that has it: 1 at lag 0 or more. nil where a state
  /// overflowed at or before k, and where nobody asked (`Extremes`).
  public let peak: FlowExtreme?
  /// The smallest σ_max(P(k,i)) likewise: 1 at lag 0 or less, 0 where the way is blocked.
  public let trough: FlowExtreme?
  /// What happened between the two ends that the verdict speaks of.
  public let way: Way
  /// σ_max(W)·γ: below 1 gradients must vanish, and only above 1 can they explode (Pascanu, Mikolov, Bengio 2013). nil of
  /// cells of which that is not so.
  public let sufficientCondition: Double?

  /// The way from k back to step 1. A verdict of the two ends alone would lie about some.
  public enum Way: Hashable, Sendable {
    /// Nothing that the verdict does not say.
    case direct
    /// A flow that vanishes or is steady in the end had first grown to its peak, tenfold or more.
    case explodedFirst(FlowExtreme)
    /// A flow that explodes or is steady in the end had first shrunk to its trough, to a tenth or less.
    case vanishedFirst(FlowExtreme)
  }

  /// Which extremes of the flow are looked for: of several units they cost more than all else.
  public enum Extremes: Sendable {
    /// Both.
    case all
    /// Those that `way` tells of, which most networks do not have; others are nil.
    case told
  }

  /// ln 2/|λ|: the steps over which a vanishing flow halves. nil unless λ < 0, to more than its rounding.
  public var halfLife: Double? { resolvedRate.flatMap { $0 < 0 ? 0.69314718055994530942 / -$0 : nil } }
  /// ln 2/λ: the steps over which an exploding flow doubles. nil unless λ > 0, to more than its rounding.
  public var doublingTime: Double? { resolvedRate.flatMap { $0 > 0 ? 0.69314718055994530942 / $0 : nil } }
  /// e^λ, the factor per step: in extended range, since λ may lie below −745.
  public var factorPerStep: ScaledDouble? { lyapunovExponent.map { ScaledDouble.exp($0) } }

  /// The largest |λ| per step that may be nothing but the rounding of a product of n×n factors: an orthogonal network,
  /// whose λ is 0, comes out at some 10^−16 of either sign, and otherwise on another processor. A product of numbers is
  /// rounded less than any of its factors differs from 1, so 0 for n = 1.
  public static func rounding(hiddenSize n: Int) -> Double { n == 1 ? 0 : 4 * Double(n) * .ulpOfOne }

  private let rounding: Double
  private var resolvedRate: Double? { lyapunovExponent.flatMap { $0.magnitude > rounding ? $0 : nil } }

  /// |λ| up to which a flow is not vanishing or exploding by its rate alone.
  public static let steadyRate = 0.03
  /// The factor in all from which it is, whatever its rate.
  static let notable = ScaledDouble(10)

  /// The regime of a target step in 1…T.
  ///
  /// Complexity: O(k) for n = 1. Above 32 numbers of several units some twelve covectors over all steps, O(k·n²), where the
  /// flow soon forgets all directions but one, and O(n³) for each lag, mostly the first few, at which an extreme that is
  /// looked for could be; else O(k·n³), and as much again where an extreme is looked for that the ends do not settle.
  public init(of trajectory: Trajectory, target: Int, extremes: Extremes = .all) {
    precondition((1...trajectory.steps).contains(target), "the target step is one of the trajectory's")
    let flow = trajectory.isFinite(through: target) ? FlowMagnitudes(of: trajectory, target: target) : nil
    self.init(trajectory, target: target, flow, extremes)
  }

  /// The regime of a target step whose contributions are already there.
  ///
  /// Complexity: O(k) for n = 1; O(n³) of several units where the contributions hold the flow and no extreme is looked
  /// for, else as above.
  public init(of contributions: Contributions, extremes: Extremes = .all) {
    self.init(
      contributions.trajectory, target: contributions.target, FlowMagnitudes(of: contributions), extremes)
  }

  private init(_ trajectory: Trajectory, target: Int, _ flow: FlowMagnitudes?, _ extremes: Extremes) {
    let found = flow.map { $0.extremes(trajectory, Self.wanted(extremes, Self.verdict(of: $0, target: target))) }
    self.init(trajectory, target: target, flow, found)
  }

  /// From a flow, nil where a state overflowed at or before the target, and from those of its extremes that were looked
  /// for.
  init(_ trajectory: Trajectory, target: Int, _ flow: FlowMagnitudes?, _ found: FlowExtremes?) {
    rounding =
      trajectory.network.isScalar ? 0 : Self.rounding(hiddenSize: Swift.max(trajectory.stateSize, 2))
    lyapunovExponent = flow.flatMap { Self.rate(of: $0, target: target) }
    verdict = flow.map { Self.verdict(of: $0, target: target) } ?? .overflow
    blockedAt = flow == nil ? nil : trajectory.lastBlockedStep(through: target)
    sufficientCondition = trajectory.network.cell.derivativeSupremum.map {
      trajectory.network.recurrentWeights.spectralNorm * $0
    }
    (peak, trough) = (found?.peak, found?.trough)
    way = Self.way(verdict, peak: peak, trough: trough)
  }

  /// Nothing is known yet of a flow: no verdict, no rate, no extremes.
  package static let notYetKnown = Regime()

  private init() {
    (verdict, way, rounding) = (.undefined, .direct, 0)
    (lyapunovExponent, blockedAt, peak, trough, sufficientCondition) = (nil, nil, nil, nil, nil)
  }

  /// λ(k,1).
  private static func rate(of flow: FlowMagnitudes, target: Int) -> Double? {
    target == 1 || flow.toFirst.isZero ? nil : flow.toFirst.naturalLogarithm / Double(target - 1)
  }

  static func verdict(of flow: FlowMagnitudes, target: Int) -> Verdict {
    guard target > 1 else { return .undefined }
    guard let rate = rate(of: flow, target: target) else { return .blocked }
    let logarithm = flow.toFirst.naturalLogarithm
    if rate.magnitude <= steadyRate, logarithm.magnitude < 2.30258509299404568402 { return .steady }
    return logarithm < 0 ? .vanishing : .exploding
  }

  /// What a verdict alone would be silent about.
  static func wanted(_ extremes: Extremes, _ verdict: Verdict) -> FlowMagnitudes.Wanted {
    guard extremes == .told else { return FlowMagnitudes.Wanted() }
    return FlowMagnitudes.Wanted(
      peakFrom: verdict == .exploding ? nil : notable,
      troughUpTo: verdict == .exploding || verdict == .steady ? .one / notable : nil)
  }

  private static func way(_ verdict: Verdict, peak: FlowExtreme?, trough: FlowExtreme?) -> Way {
    if let peak, verdict != .exploding, peak.flow >= notable { return .explodedFirst(peak) }
    if let trough, verdict == .exploding || verdict == .steady, trough.flow <= .one / notable {
      return .vanishedFirst(trough)
    }
    return .direct
  }
}

extension Regime {
  /// λ(k,1); nil also where the flow that it follows from is out of range (`ScaledDouble.isOutOfRange`).
  public func knownLyapunovExponent(target: Int) -> Double? {
    lyapunovExponent.flatMap { ($0 * Double(target - 1)).magnitude < 0x1p60 * 0.69314718055994530942 ? $0 : nil }
  }

  /// The mean growth per step of the flow's second part, from the extreme that `way` tells of on to step 1, natural
  /// logarithm; all of the way where it is direct. nil where λ is not known.
  ///
  /// The extreme is in range where λ is: no weights bring a flow back from there, nor make one that large.
  public func laterRate(target: Int) -> Double? {
    guard let lyapunovExponent = knownLyapunovExponent(target: target) else { return nil }
    switch way {
    case .direct: return lyapunovExponent
    case .explodedFirst(let extreme), .vanishedFirst(let extreme):
      // The extreme is on the other side of 1 than the end, so it is not the end.
      let rest = target - 1 - extreme.lag
      let logarithm = lyapunovExponent * Double(target - 1) - extreme.flow.naturalLogarithm
      return logarithm / Double(rest)
    }
  }
}

/// A mean growth per step, and how to print it so that its numbers agree: a factor e^λ close to 1 needs more digits than
/// its doubling time.
public struct GrowthRate: Hashable, Sendable {
  /// λ per step, natural logarithm; finite.
  public let logarithm: Double

  /// A rate of a natural logarithm per step.
  public init(logarithm: Double) { self.logarithm = logarithm }

  /// e^λ: in extended range, since λ may lie below −745.
  public var factor: ScaledDouble { .exp(logarithm) }

  /// ln 2/|λ|: the steps over which a flow halves (λ < 0) or doubles (λ > 0). nil for λ = 0.
  public var time: Double? { Self.time(logarithm) }

  /// The number of significant digits that the factor is to be printed with, `least` or more: a reader who computes the
  /// time from the printed factor gets the digits of `time` then. At most 17.
  public func factorDigits(forTimeDigits digits: Int, least: Int = 3) -> Int {
    guard let time else { return least }
    let wanted = ScaledDouble(time).decimalDigits(digits)
    let enough = (least..<17).first { candidate in
      printedTime(factorDigits: candidate).map { ScaledDouble($0).decimalDigits(digits) == wanted } ?? false
    }
    return enough ?? 17
  }

  /// The time that follows from the factor as it is printed with so many significant digits; nil where that is 1.
  public func printedTime(factorDigits digits: Int) -> Double? {
    let (text, power) = factor.decimalDigits(digits)
    let shift = power - text.count + 1
    // Near 1 the decimal has to be read as a whole: its digits and its power would cancel.
    return Double("\(text)e\(shift)").flatMap { plain in
      if plain.isNormal { return Self.time(ScaledDouble(plain).naturalLogarithm) }
      return Double(text).flatMap {
        Self.time(ScaledDouble($0).naturalLogarithm + Double(shift) * 2.30258509299404568402)
      }
    }
  }

  private static func time(_ logarithm: Double) -> Double? {
    logarithm == 0 ? nil : 0.69314718055994530942 / logarithm.magnitude
  }
}
