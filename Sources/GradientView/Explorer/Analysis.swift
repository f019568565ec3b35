import RNNCore

/// All that follows from a state: computed in one place, stored nowhere but for reuse.
public struct Analysis: Sendable {
  /// The input choice it was made for.
  let input: InputChoice
  /// The network, s_0 and the inputs.
  public let experiment: Experiment
  /// The forward pass.
  public let trajectory: Trajectory
  /// k.
  public let target: Int
  /// θ.
  public let parameter: Parameter
  /// The terms of ∂s_k/∂θ; nil when the trajectory overflows at or before k.
  public let contributions: Contributions?
  /// The flow from k to step 1.
  public let regime: Regime
  /// The first lag at which |P(k,i)| is below the smallest subnormal of binary16, if there is one.
  public let halfPrecisionLoss: Int?
  /// How far the numbers reach, for the scales.
  let extent: Extent

  /// Analyses a state. What `previous` has already computed for the same choices is taken from there.
  public init(of state: State, sources: [InputSource], reusing previous: Analysis? = nil) {
    let sameRun = previous.map { $0.input == state.input && $0.experiment.start == state.start } ?? false
    let sameInputs = previous.map { $0.input == state.input } ?? false
    let inputs =
      sameInputs
      ? previous?.experiment.inputs ?? sources[state.input.source].sequence(state.input)
      : sources[state.input.source].sequence(state.input)
    let experiment = Experiment(start: state.start, inputs: inputs)
    let trajectory = sameRun ? previous?.trajectory ?? experiment.trajectory() : experiment.trajectory()
    if let previous, sameRun, previous.target == state.target, previous.parameter == state.parameter {
      self = previous
      return
    }
    self.init(state: state, experiment: experiment, trajectory: trajectory)
  }

  private init(state: State, experiment: Experiment, trajectory: Trajectory) {
    input = state.input
    self.experiment = experiment
    self.trajectory = trajectory
    target = state.target
    parameter = state.parameter
    let reachesTarget = trajectory.isFinite(through: state.target)
    contributions =
      reachesTarget ? Contributions(of: trajectory, target: state.target, parameter: state.parameter) : nil
    regime = contributions.map { Regime(of: $0) } ?? Regime(of: trajectory, target: state.target)
    halfPrecisionLoss = contributions.flatMap { Self.firstLag(below: Self.smallestHalf, in: $0) }
    extent = Extent(trajectory, contributions)
  }

  /// 2^−24, the smallest subnormal of IEEE binary16.
  private static let smallestHalf = ScaledDouble(significand: 1, exponent: -24)

  private static func firstLag(below limit: ScaledDouble, in terms: Contributions) -> Int? {
    for lag in 0..<terms.target {
      let flow = terms.flow(at: terms.target - lag)
      if flow.isZero { return nil }
      if flow.magnitude < limit { return lag }
    }
    return nil
  }
}

/// How far states, factors and terms reach.
struct Extent: Sendable {
  private(set) var largestState = ScaledDouble.zero
  private(set) var side = Scales.Side.above
  /// How many factors, not counting those that are 0, lie within each of `factorLadder`'s decades of 1.
  private(set) var factorsWithin = [0, 0, 0, 0]
  private(set) var factorCount = 0
  private(set) var largestTerm = ScaledDouble.zero
  /// The smallest |term| that is not 0.
  private(set) var smallestTerm = ScaledDouble.zero
  /// The largest of all |term| and |total|.
  private(set) var largestBar = ScaledDouble.zero
  /// Where the terms and their total lie.
  private(set) var termSide = Scales.Side.above

  init(_ trajectory: Trajectory, _ contributions: Contributions?) {
    let finite = (trajectory.overflowAt ?? trajectory.steps + 1) - 1
    measureStates(trajectory, finite)
    measureFactors(trajectory, finite)
    if let contributions { measureTerms(contributions) }
  }

  private mutating func measureStates(_ trajectory: Trajectory, _ finite: Int) {
    var (low, high) = (0.0, 0.0)
    for step in 0..<finite {
      let state = trajectory.state(at: step + 1)[(step + 1) * trajectory.hiddenSize]
      low = Swift.min(low, state)
      high = Swift.max(high, state)
    }
    largestState = ScaledDouble(Swift.max(high, -low))
    side = low < 0 ? (high > 0 ? .both : .below) : .above
  }

  /// Decades to each side of 1 that the factor band may show.
  static let factorLadder = [1, 2, 3, 6]
  private static let factorBounds = factorLadder.map { (ScaledDouble.powerOfTen(-$0), ScaledDouble.powerOfTen($0)) }

  private mutating func measureFactors(_ trajectory: Trajectory, _ finite: Int) {
    for step in 0..<finite {
      let factor = trajectory.stepFactor(at: step + 1).magnitude
      if factor.isZero { continue }
      factorCount += 1
      for (place, bounds) in Self.factorBounds.enumerated().reversed() {
        guard bounds.0 <= factor, factor <= bounds.1 else { break }
        factorsWithin[place] += 1
      }
    }
  }

  /// The fewest decades that hold that part of the factors.
  func factorDecades(holding part: Double) -> Int {
    let needed = Int((Double(factorCount) * part).rounded(.up))
    return zip(Self.factorLadder, factorsWithin).first { $0.1 >= needed }?.0 ?? 6
  }

  private mutating func measureTerms(_ contributions: Contributions) {
    var (hasPositive, hasNegative) = (contributions.total.signum > 0, contributions.total.signum < 0)
    for step in 1...contributions.target {
      let value = contributions.value(at: step)
      if value.isZero { continue }
      if value.signum > 0 { hasPositive = true } else { hasNegative = true }
      let term = value.magnitude
      if term > largestTerm { largestTerm = term }
      if smallestTerm.isZero || term < smallestTerm { smallestTerm = term }
    }
    largestBar = Swift.max(largestTerm, contributions.total.magnitude)
    termSide = hasNegative ? (hasPositive ? .both : .below) : .above
  }
}
