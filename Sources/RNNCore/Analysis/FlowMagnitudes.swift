/// How far the flow from a target step reaches on its way: σ_max(P(k,i)) at one lag.
public struct FlowExtreme: Hashable, Sendable {
  /// k − i.
  public let lag: Int
  /// σ_max(P(k,i)); |P(k,i)| for n = 1.
  public let flow: ScaledDouble

  /// A flow at a lag.
  public init(lag: Int, flow: ScaledDouble) { (self.lag, self.flow) = (lag, flow) }
}

extension FlowExtreme {
  /// The mean growth per step from the target back to there, natural logarithm; nil at the target itself, and where the
  /// flow is 0.
  public var growth: Double? { lag > 0 && !flow.isZero ? flow.naturalLogarithm / Double(lag) : nil }
}

/// The peak and the trough of a flow; nil where it was not asked for one so small or so large.
struct FlowExtremes {
  let peak: FlowExtreme?
  let trough: FlowExtreme?
}

/// σ_max(P(k,i)) of a target step k over i = 1 … k, as far as it is known without a singular value decomposition for
/// each: exactly for n = 1, else at both ends, and between them from ‖P‖_F/√n ≤ σ_max(P) ≤ ‖P‖_F, or from what P makes of
/// a few covectors (`FlowProbe`).
struct FlowMagnitudes {
  /// σ_max(P(k,1)); 1 for k = 1.
  let toFirst: ScaledDouble
  /// At index i − 1 what σ_max(P(k,i)) is at most, ‖P(k,i)‖_F where that is known; of n = 1 P(k,i), whose sign does not
  /// count.
  private let upper: [ScaledDouble]
  /// What it is at least.
  private let lower: [ScaledDouble]
  /// How many numbers the state has.
  private let order: Int

  /// From the contributions, where they hold the flow of the whole state.
  init(of contributions: Contributions) {
    let (trajectory, n) = (contributions.trajectory, contributions.trajectory.stateSize)
    if contributions.rankOne == nil, !contributions.observable.isLoss, contributions.truncation == .none {
      self.init(norms: contributions.flows, toFirst: contributions.flow(at: 1).magnitude, order: 1)
    } else if n > 1, let flow = contributions.flowToFirst {
      self.init(norms: contributions.flows, toFirst: flow.largestSingularValue(order: n), order: n)
    } else {
      self.init(of: trajectory, target: contributions.target)
    }
  }

  /// From a sweep of its own; every step up to the target is finite.
  init(of trajectory: Trajectory, target: Int) {
    if trajectory.network.isScalar {
      let flows = ScalarBackwardPass.flows(trajectory, to: target)
      self.init(norms: flows, toFirst: flows[0].magnitude, order: 1)
    } else {
      self.init(gathering: trajectory, target: target)
    }
  }

  /// By vectors where these are fewer multiplications, and by matrices where they are not, or not enough.
  private init(gathering trajectory: Trajectory, target: Int) {
    if trajectory.prefersVectors(lag: target - 1) {
      var probe = FlowProbe(trajectory, target: target)
      while !probe.isComplete { _ = probe.advance() }
      if let toFirst = probe.toFirst {
        self.init(probe, toFirst: toFirst, order: trajectory.stateSize)
        return
      }
    }
    var sweep = FlowSweep(trajectory, target: target)
    while !sweep.isComplete { sweep.advance() }
    self.init(sweep)
  }

  /// From a sweep of a network of several units that has come to step 1.
  init(_ sweep: FlowSweep) {
    let n = sweep.flow.columns
    self.init(norms: sweep.norms, toFirst: sweep.flow.matrix().largestSingularValue(order: n), order: n)
  }

  /// From a probe that has come to an end.
  init(_ probe: FlowProbe, toFirst: ScaledDouble, order: Int) {
    (self.toFirst, upper, lower, self.order) = (toFirst, probe.upper, probe.lower, order)
  }

  private init(norms: [ScaledDouble], toFirst: ScaledDouble, order: Int) {
    let root = ScaledDouble(Double(order).squareRoot())
    (upper, self.toFirst, self.order) = (norms, toFirst, order)
    lower = order == 1 ? norms : norms.map { $0 / root }
  }

  /// Which extremes are looked for.
  struct Wanted {
    /// A peak below this is not; nil for no peak at all.
    var peakFrom: ScaledDouble? = .zero
    /// A trough above this is not; nil for no trough at all.
    var troughUpTo: ScaledDouble? = .one

    /// Those of two that are.
    func choice(of peak: FlowExtreme, _ trough: FlowExtreme) -> FlowExtremes {
      FlowExtremes(
        peak: peakFrom.flatMap { peak.flow >= $0 ? peak : nil },
        trough: troughUpTo.flatMap { trough.flow <= $0 ? trough : nil })
    }
  }

  /// The peak and the trough, as far as they are wanted.
  func extremes(_ trajectory: Trajectory, _ wanted: Wanted) -> FlowExtremes {
    guard order > 1 else {
      let found = scalarExtremes()
      return wanted.choice(of: found.peak, found.trough)
    }
    var sweep = FlowExtremeSweep(self, trajectory, wanted)
    while !sweep.isComplete { _ = sweep.advance() }
    return sweep.extremes
  }

  private func scalarExtremes() -> (peak: FlowExtreme, trough: FlowExtreme) {
    var (peak, trough) = (ScaledDouble.one, ScaledDouble.one)
    var (peakStep, troughStep) = (target, target)
    upper.withUnsafeBufferPointer { flows in
      for index in stride(from: target - 1, through: 0, by: -1) {
        let flow = flows[index]
        if flow.exceeds(peak) {
          (peak, peakStep) = (flow, index + 1)
        } else if trough.exceeds(flow) {
          (trough, troughStep) = (flow, index + 1)
        }
      }
    }
    return (
      FlowExtreme(lag: target - peakStep, flow: peak.magnitude),
      FlowExtreme(lag: target - troughStep, flow: trough.magnitude)
    )
  }
}

extension FlowMagnitudes {
  var target: Int { upper.count }

  /// Lag 0, and the way to step 1.
  var ends: [FlowExtreme] {
    [FlowExtreme(lag: 0, flow: .one)] + (target > 1 ? [FlowExtreme(lag: target - 1, flow: toFirst)] : [])
  }

  /// Whether σ_max(P(k,i)) could be the peak, or the trough, where one of these flows is known.
  func couldBePeak(_ step: Int, beside flow: ScaledDouble, slack: ScaledDouble) -> Bool {
    upper[step - 1] * slack >= flow
  }

  func couldBeTrough(_ step: Int, beside flow: ScaledDouble, slack: ScaledDouble) -> Bool {
    lower[step - 1] <= flow * slack
  }

  /// The steps between the ends that could have the peak or the trough, by their bounds alone.
  func openSteps(
    _ peak: ScaledDouble, _ trough: ScaledDouble, _ wanted: Wanted, slack: ScaledDouble
  ) -> (peaks: Set<Int>, troughs: Set<Int>) {
    guard target > 2 else { return ([], []) }
    let between = 2...target - 1
    var (floor, ceiling) = (peak, trough)
    for step in between {
      floor = Swift.max(floor, lower[step - 1])
      ceiling = Swift.min(ceiling, upper[step - 1])
    }
    let highest = wanted.peakFrom.map { Swift.max($0, floor) }
    let lowest = wanted.troughUpTo.map { Swift.min($0, ceiling) }
    return (
      Set(between.filter { step in highest.map { couldBePeak(step, beside: $0, slack: slack) } ?? false }),
      Set(between.filter { step in lowest.map { couldBeTrough(step, beside: $0, slack: slack) } ?? false })
    )
  }
}
