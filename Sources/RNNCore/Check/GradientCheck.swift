/// Proves a gradient against independent ways of computing the same number.
///
/// The number is vᵀ(∂s_k/∂θ·D) for a covector v and a direction D in the space of θ: for the scalar network simply
/// ∂s_k/∂θ, for n > 1 with v and D drawn at random from a seed, so that an error in any element shows. Seen by a unit or
/// a loss g it is ∂g/∂θ·D, with nothing but D drawn at random.
///
///     sum of terms        Σ_i δ_iᵀ D c_i, the contributions of back-propagation
///     forward recursion   ∂s_t/∂θ·D = J_t ∂s_{t−1}/∂θ·D + ∂s_t/∂θ_*·D        (tangent, from the left)
///     central difference  of s_k or g itself at θ ± hD, extrapolated to h → 0 (Ridders 1982)
///
/// A gradient that is cut is no gradient of s_k or g, but it is one of networks whose cut states are constants: the two
/// independent ways are carried out on those (`Truncation`).
public struct GradientCheck: Sendable {
  /// An independent way of computing the gradient.
  public enum Method: String, CaseIterable, Sendable {
    /// ∂s_t/∂θ = J_t ∂s_{t−1}/∂θ + ∂s_t/∂θ_*.
    case forwardRecursion = "forward recursion"
    /// (s_k(θ+h) − s_k(θ−h))/2h, extrapolated.
    case centralDifference = "central difference"
  }

  /// How a comparison went.
  public enum Outcome: Hashable, Sendable {
    /// Within the tolerance.
    case agrees
    /// Beyond it.
    case disagrees
    /// The step size would cross a kink of the activation at that step, where no derivative exists.
    case skippedAtKink(step: Int)
    /// Differences of Doubles do not settle on a number: the trajectory is chaotic, or s_k hardly moves. For the forward
    /// recursion, what is left between the two is out of a `ScaledDouble`'s range, where nothing is told from 0.
    case unresolved(relativeSpread: Double)
  }

  /// One comparison.
  public struct Comparison: Sendable {
    /// The independent way.
    public let method: Method
    /// What it gives, where it gives anything.
    public let value: ScaledDouble?
    /// |value − sum of terms| relative to Σ|terms| (forward recursion) or to the sum (central difference).
    public let relativeDifference: Double?
    /// What that may be at most.
    public let tolerance: Double
    /// The result.
    public let outcome: Outcome
  }

  /// The number under test.
  public let sumOfTerms: ScaledDouble
  /// One comparison for each method.
  public let comparisons: [Comparison]
  /// Whether none disagrees.
  public var passes: Bool { !comparisons.contains { $0.outcome == .disagrees } }

  /// Checks ∂s_k/∂θ, or the gradient of what else is observed, or what a truncation leaves of it. The target must be a
  /// step that the trajectory reaches without overflow, at which the observable exists.
  ///
  /// - Parameters:
  ///   - experiment: what is run.
  ///   - target: k.
  ///   - parameter: θ.
  ///   - observable: what of s_k is looked at.
  ///   - truncation: what is left out of the sum.
  ///   - seed: of D and v.
  ///   - claimed: the number to put to the test instead of the sum of the contributions.
  ///   - methods: the ways to compare with; central differences cost some sixty forward passes.
  ///   - check: called at every step of the sum of terms and of the recursion, which take long for many units.
  /// - Throws: what `check` throws.
  /// - Complexity: O(k·n·(n + m)) for a forward pass or recursion and for the sum of terms; O(k·n) memory.
  public init(
    of experiment: Experiment, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none, seed: UInt64 = 1, claimed: ScaledDouble? = nil,
    methods: Set<Method> = Set(Method.allCases), check: (() throws -> Void)? = nil
  ) rethrows {
    let probe = GradientProbe(experiment, parameter: parameter, observable: observable, seed: seed)
    let trajectory = experiment.trajectory()
    precondition(trajectory.isFinite(through: target), "the trajectory overflows before the target step")
    precondition(trajectory.canObserve(observable, at: target), "the observable exists at the target step")
    let terms = try probe.terms(trajectory, target: target, truncation: truncation, check: check)
    sumOfTerms = claimed ?? terms.sum
    let sum = sumOfTerms
    let pieces = Pieces(trajectory, probe, parameter, target, observable, truncation, seed: seed)
    var comparisons: [Comparison] = []
    for method in Method.allCases where methods.contains(method) {
      switch method {
      case .forwardRecursion:
        let forward = try pieces.forwardRecursion(check)
        comparisons.append(Self.compareForward(sum, terms.magnitude, forward))
      case .centralDifference: comparisons.append(Self.compareCentral(sum, pieces.centralDifference))
      }
    }
    self.comparisons = comparisons
  }

  /// Checks a gradient that a file or a user names.
  ///
  /// - Throws: `ExperimentError` where there is no such gradient (`Trajectory.validate(_:at:)`).
  public init(
    validating experiment: Experiment, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none, seed: UInt64 = 1, methods: Set<Method> = Set(Method.allCases)
  ) throws(ExperimentError) {
    try experiment.trajectory().validate(observable, at: target)
    try experiment.network.validate(parameter)
    self.init(
      of: experiment, target: target, parameter: parameter, observable: observable, truncation: truncation,
      seed: seed, methods: methods)
  }

  /// The experiments whose gradients add up to the one under test: the experiment itself where nothing is cut.
  private struct Pieces {
    private let pieces: [(probe: GradientProbe, trajectory: Trajectory, target: Int, offset: Int)]

    init(
      _ trajectory: Trajectory, _ probe: GradientProbe, _ parameter: Parameter, _ target: Int, _ observable: Observable,
      _ truncation: Truncation, seed: UInt64
    ) {
      guard truncation != .none else {
        pieces = [(probe, trajectory, target, 0)]
        return
      }
      pieces = trajectory.pieces(truncation, target: target, observable: observable).map {
        let probe = GradientProbe($0.experiment, parameter: parameter, observable: $0.observable, seed: seed)
        return (probe, $0.experiment.trajectory(), $0.target, $0.offset)
      }
    }

    func forwardRecursion(_ check: (() throws -> Void)?) rethrows -> ScaledDouble {
      var sum = ScaledSum()
      for piece in pieces {
        sum.add(try piece.probe.forwardRecursion(piece.trajectory, target: piece.target, check: check))
      }
      return sum.value
    }

    var centralDifference: DifferenceEstimate {
      .sum(pieces.map { $0.probe.centralDifference($0.trajectory, target: $0.target).shifted(by: $0.offset) })
    }
  }

  private static func compareForward(
    _ sum: ScaledDouble, _ magnitude: ScaledDouble, _ forward: ScaledDouble
  ) -> Comparison {
    let tolerance = 1e-12
    let difference = (forward - sum).magnitude
    let relative = difference.isZero ? 0 : magnitude.isZero ? .infinity : (difference / magnitude).doubleValue
    let outcome: Outcome =
      relative <= tolerance
      ? .agrees : difference.isOutOfRange ? .unresolved(relativeSpread: .infinity) : .disagrees
    return Comparison(
      method: .forwardRecursion, value: forward, relativeDifference: relative, tolerance: tolerance, outcome: outcome)
  }

  private static func compareCentral(_ sum: ScaledDouble, _ estimate: DifferenceEstimate) -> Comparison {
    let tolerance = 1e-6
    func comparison(_ value: ScaledDouble?, _ relative: Double?, _ outcome: Outcome) -> Comparison {
      Comparison(
        method: .centralDifference, value: value, relativeDifference: relative, tolerance: tolerance, outcome: outcome)
    }
    switch estimate {
    case .kink(let step): return comparison(nil, nil, .skippedAtKink(step: step))
    case .overflow: return comparison(nil, nil, .unresolved(relativeSpread: .infinity))
    case .value(let value, let spread, let rounding):
      guard value.isFinite else { return comparison(nil, nil, .unresolved(relativeSpread: .infinity)) }
      let difference = (ScaledDouble(value) - sum).magnitude
      let relative = difference.isZero ? 0 : sum.isZero ? .infinity : (difference / sum.magnitude).doubleValue
      if relative <= tolerance { return comparison(ScaledDouble(value), relative, .agrees) }
      let isSettled = spread <= tolerance * value.magnitude + 10 * rounding
      let error = 10 * (spread + rounding)
      guard isSettled, error.isFinite, ScaledDouble(error) < difference else {
        let relativeSpread = value == 0 ? .infinity : (spread + rounding) / value.magnitude
        return comparison(ScaledDouble(value), relative, .unresolved(relativeSpread: relativeSpread))
      }
      return comparison(ScaledDouble(value), relative, .disagrees)
    }
  }
}
