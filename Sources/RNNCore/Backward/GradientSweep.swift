/// The contributions to a target step and the regime of its flow, a part at a time, for whoever must not wait for all of
/// them at once.
///
///     var sweep = GradientSweep(of: trajectory, target: 1000, parameter: .bias, observable: .state)
///     while !sweep.isComplete { sweep.refine(budget: 1e9) }
///     sweep.regime           // as `Regime(of: contributions, extremes: .told)` has it, to the last bit
///
/// Complexity: as for `Contributions` and `Regime`; that of a part is that of a few covectors over all steps, of all of
/// them over one, or of one over some. A network of one unit is not taken apart: its contributions are one part.
public struct GradientSweep: Sendable {
  /// What the next part belongs to.
  public enum Stage: Hashable, Sendable {
    /// The contributions.
    case contributions
    /// The flow back to step 1.
    case flow
    /// Where between its ends the flow is largest, or smallest.
    case extremes
    /// Nothing is left.
    case complete
  }

  /// The contributions, once they are there; nil where there are none.
  public private(set) var contributions: Contributions?
  /// The regime, with the extremes that its verdict tells of; nil until it is complete.
  public private(set) var regime: Regime?
  private let trajectory: Trajectory
  private let target: Int
  private let parameter: Parameter
  /// Whether the regime is asked for.
  private let findsRegime: Bool
  /// nil where nothing is left.
  private var work: Part?

  private enum Part: Sendable {
    case contributions(ContributionSweep)
    case flow(FlowGathering)
    case extremes(FlowMagnitudes, FlowExtremeSweep)
  }

  /// Begins with a target step in 1…T.
  ///
  /// Complexity: O(k·(n + m)) for several units; for n = 1 that of all the work, O(k).
  public init(of trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable) {
    precondition((1...trajectory.steps).contains(target), "the target step is one of the trajectory's")
    (self.trajectory, self.target, self.parameter, findsRegime) = (trajectory, target, parameter, true)
    let exists = trajectory.isFinite(through: target) && trajectory.canObserve(observable, at: target)
    if trajectory.network.isScalar || !trajectory.isFinite(through: target) {
      contributions =
        exists
        ? Contributions(of: trajectory, target: target, parameter: parameter, observable: observable) : nil
      regime =
        contributions.map { Regime(of: $0, extremes: .told) } ?? Regime(of: trajectory, target: target, extremes: .told)
    } else if exists {
      work = .contributions(
        ContributionSweep(trajectory, target: target, parameter: parameter, observable: observable))
    } else {
      sweepFlow()
    }
  }

  /// Begins with contributions alone, of which a truncation leaves some out, or whose adjoints are clamped, as
  /// `Contributions` takes it. They exist. There is no regime.
  ///
  /// Complexity: O(k·(n + m)); for a network of one unit that of all the work.
  public init(
    contributionsOf trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable,
    truncation: Truncation, adjointLimit: Double? = nil
  ) {
    precondition(trajectory.isFinite(through: target), "the trajectory overflows before the target step")
    precondition(trajectory.canObserve(observable, at: target), "the trajectory has what is looked at")
    (self.trajectory, self.target, self.parameter, findsRegime) = (trajectory, target, parameter, false)
    if trajectory.network.isScalar {
      contributions = Contributions(
        of: trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation,
        adjointLimit: adjointLimit)
    } else {
      work = .contributions(
        ContributionSweep(
          trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation,
          adjointLimit: adjointLimit))
    }
  }

  /// Whether nothing is left to compute.
  public var isComplete: Bool { work == nil }

  /// What the next part belongs to.
  public var stage: Stage {
    switch work {
    case .contributions: .contributions
    case .flow: .flow
    case .extremes: .extremes
    case nil: .complete
    }
  }

  /// How much of the present stage is done, 0 … 1.
  public var progress: Double {
    switch work {
    case .contributions(let sweep): sweep.progress
    case .flow(let gathering): gathering.progress
    case .extremes(_, let sweep): sweep.progress
    case nil: 1
    }
  }

  /// Does more work, about so many multiplications on each of so many threads, 1 or less for this one alone, at least one
  /// part unless nothing is left. What comes of it in the end depends on neither.
  ///
  /// Complexity: O(`budget`), or that of one part where it is more.
  public mutating func refine(budget: Double, threads: Int = 1) {
    let threads = Swift.max(threads, 1)
    var spent = 0.0
    repeat {
      guard let part = work else { return }
      // Nothing but the part holds what it works on, so that no step copies it.
      work = nil
      spent += advance(part, threads)
    } while spent < budget
  }

  /// One part; returns what it cost.
  private mutating func advance(_ part: consuming Part, _ threads: Int) -> Double {
    switch consume part {
    case .contributions(var sweep):
      let cost = sweep.advance(batches: threads, threads: threads) / Double(threads)
      take(sweep)
      return cost
    case .flow(var sweep):
      let cost = sweep.advance(threads: threads)
      take(sweep)
      return cost
    case .extremes(let flow, var sweep):
      let cost = sweep.advance()
      take(sweep, flow)
      return cost
    }
  }

  private mutating func take(_ sweep: ContributionSweep) {
    guard sweep.isComplete else { return work = .contributions(sweep) }
    let found = Contributions(sweep, parameter: parameter)
    contributions = found
    guard findsRegime else { return }
    if found.flowToFirst == nil { sweepFlow() } else { find(FlowMagnitudes(of: found)) }
  }

  private mutating func sweepFlow() { take(FlowGathering(trajectory, target: target)) }

  private mutating func take(_ gathering: FlowGathering) {
    if let flow = gathering.magnitudes { find(flow) } else { work = .flow(gathering) }
  }

  private mutating func find(_ flow: FlowMagnitudes) {
    let wanted = Regime.wanted(.told, Regime.verdict(of: flow, target: target))
    take(FlowExtremeSweep(flow, trajectory, wanted), flow)
  }

  private mutating func take(_ sweep: FlowExtremeSweep, _ flow: FlowMagnitudes) {
    guard sweep.isComplete else { return work = .extremes(flow, sweep) }
    regime = Regime(trajectory, target: target, flow, sweep.extremes)
  }
}
