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
/// each: exactly for n = 1, else at both ends, and between them from ‖P‖_F/√n ≤ σ_max(P) ≤ ‖P‖_F.
struct FlowMagnitudes {
  /// σ_max(P(k,1)); 1 for k = 1.
  let toFirst: ScaledDouble
  /// ‖P(k,i)‖_F at index i − 1; of n = 1 P(k,i), whose sign does not count.
  private let norms: [ScaledDouble]
  /// How many numbers the state has.
  private let order: Int

  /// From the contributions, where they hold the flow of the whole state.
  init(of contributions: Contributions) {
    let (trajectory, n) = (contributions.trajectory, contributions.trajectory.stateSize)
    if contributions.rankOne == nil, !contributions.observable.isLoss, contributions.truncation == .none {
      self.init(norms: contributions.flows, toFirst: contributions.flow(at: 1).magnitude, order: 1)
    } else if n > 1, let flow = contributions.flowToFirst {
      self.init(norms: contributions.flows, toFirst: flow.spectralNorm(order: n), order: n)
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
      var sweep = FlowSweep(trajectory, target: target)
      while !sweep.isComplete { sweep.advance() }
      self.init(sweep)
    }
  }

  /// From a sweep of a network of several units that has come to step 1.
  init(_ sweep: FlowSweep) {
    let n = sweep.flow.columns
    self.init(norms: sweep.norms, toFirst: sweep.flow.matrix().spectralNorm(order: n), order: n)
  }

  private init(norms: [ScaledDouble], toFirst: ScaledDouble, order: Int) {
    (self.norms, self.toFirst, self.order) = (norms, toFirst, order)
  }

  /// Which extremes are looked for.
  struct Wanted {
    /// A peak below this is not; nil for no peak at all.
    var peakFrom: ScaledDouble? = .zero
    /// A trough above this is not; nil for no trough at all.
    var troughUpTo: ScaledDouble? = .one

    /// Those of two that are.
    fileprivate func choice(of peak: FlowExtreme, _ trough: FlowExtreme) -> FlowExtremes {
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
    while !sweep.isComplete { sweep.advance() }
    return sweep.extremes
  }

  private func scalarExtremes() -> (peak: FlowExtreme, trough: FlowExtreme) {
    let target = norms.count
    var (peak, trough) = (ScaledDouble.one, ScaledDouble.one)
    var (peakStep, troughStep) = (target, target)
    norms.withUnsafeBufferPointer { flows in
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

/// The extremes of a flow of several units: first what is certain, then exact values where that leaves open which lag it
/// is. Goes as far back as that takes.
struct FlowExtremeSweep: Sendable {
  /// More than rounding, and than what Lanczos leaves, could make of equal numbers: the smaller lag has it then.
  private static let slack = ScaledDouble(1 + 1e-9)

  private let wanted: FlowMagnitudes.Wanted
  private let target: Int
  private var search: FlowSearch
  /// The steps that could have the peak, or the trough.
  private let open: (peaks: Set<Int>, troughs: Set<Int>)
  private var sweep: FlowSweep

  init(_ flow: FlowMagnitudes, _ trajectory: Trajectory, _ wanted: FlowMagnitudes.Wanted) {
    (self.wanted, target) = (wanted, flow.target)
    search = FlowSearch(flow.ends, order: trajectory.stateSize, slack: Self.slack)
    open = flow.openSteps(search.peak.flow, search.trough.flow, wanted, slack: Self.slack)
    sweep = FlowSweep(trajectory, target: target, last: open.peaks.union(open.troughs).min() ?? target)
  }

  var isComplete: Bool { sweep.isComplete }
  /// The steps that it has gone back, of all that it will.
  var progress: Double { sweep.progress }

  /// Goes back by a step.
  mutating func advance() {
    let step = sweep.advance()
    let (isPeak, isTrough) = (open.peaks.contains(step), open.troughs.contains(step))
    if isPeak || isTrough { search.visit(step, of: target, sweep.flow, mayBePeak: isPeak, mayBeTrough: isTrough) }
  }

  /// What was found, once it is complete.
  var extremes: FlowExtremes {
    let found = search.result
    return wanted.choice(of: found.peak, found.trough)
  }
}

extension FlowMagnitudes {
  fileprivate var target: Int { norms.count }

  /// Lag 0, and the way to step 1.
  fileprivate var ends: [FlowExtreme] {
    [FlowExtreme(lag: 0, flow: .one)] + (target > 1 ? [FlowExtreme(lag: target - 1, flow: toFirst)] : [])
  }

  /// The steps between the ends that could have the peak or the trough, by their norms alone.
  fileprivate func openSteps(
    _ peak: ScaledDouble, _ trough: ScaledDouble, _ wanted: Wanted, slack: ScaledDouble
  ) -> (peaks: Set<Int>, troughs: Set<Int>) {
    guard norms.count > 2 else { return ([], []) }
    let between = 2...norms.count - 1
    let root = ScaledDouble(Double(order).squareRoot())
    var (floor, ceiling) = (peak, trough)
    for step in between {
      floor = Swift.max(floor, norms[step - 1] / root)
      ceiling = Swift.min(ceiling, norms[step - 1])
    }
    let highest = wanted.peakFrom.map { Swift.max($0, floor) }
    let lowest = wanted.troughUpTo.map { Swift.min($0, ceiling) }
    return (
      Set(between.filter { step in highest.map { norms[step - 1] * slack >= $0 } ?? false }),
      Set(between.filter { step in lowest.map { norms[step - 1] <= $0 * root * slack } ?? false })
    )
  }
}

/// The largest and the smallest σ_max met so far, going back in time.
private struct FlowSearch: Sendable {
  private(set) var peak: FlowExtreme
  private(set) var trough: FlowExtreme
  /// The matrices of those that lie between the ends.
  private var peakMatrix: ScaledVector?
  private var troughMatrix: ScaledVector?
  private let slack: ScaledDouble
  private let order: Int

  /// Begins with the ends, the lag 0 first.
  init(_ ends: [FlowExtreme], order: Int, slack: ScaledDouble) {
    (self.order, self.slack) = (order, slack)
    (peak, trough) = (ends[0], ends[0])
    for end in ends {
      if end.flow > peak.flow * slack { peak = end }
      if end.flow * slack < trough.flow { trough = end }
    }
  }

  mutating func visit(_ step: Int, of target: Int, _ rows: ScaledRows, mayBePeak: Bool, mayBeTrough: Bool) {
    let isPeak = mayBePeak && beats(peak, at: target - step, rows.frobeniusNorm)
    guard isPeak || mayBeTrough else { return }
    let matrix = rows.matrix()
    let extreme = FlowExtreme(lag: target - step, flow: matrix.largestSingularValue(order: order))
    if isPeak, beats(peak, at: extreme.lag, extreme.flow) { (peak, peakMatrix) = (extreme, matrix) }
    if mayBeTrough, undercuts(trough, extreme) { (trough, troughMatrix) = (extreme, matrix) }
  }

  /// Whether a flow is above the peak so far; an equal one is where its lag is smaller, as it is only against the far
  /// end.
  private func beats(_ peak: FlowExtreme, at lag: Int, _ flow: ScaledDouble) -> Bool {
    lag < peak.lag ? flow * slack >= peak.flow : flow > peak.flow * slack
  }

  private func undercuts(_ trough: FlowExtreme, _ other: FlowExtreme) -> Bool {
    other.lag < trough.lag ? other.flow <= trough.flow * slack : other.flow * slack < trough.flow
  }

  /// The two, with all digits.
  var result: (peak: FlowExtreme, trough: FlowExtreme) {
    func exact(_ extreme: FlowExtreme, _ matrix: ScaledVector?) -> FlowExtreme {
      FlowExtreme(lag: extreme.lag, flow: matrix?.spectralNorm(order: order) ?? extreme.flow)
    }
    return (exact(peak, peakMatrix), exact(trough, troughMatrix))
  }
}

/// P(k,i) of a network of several units, from i = k, where it is the identity, back to a last step.
struct FlowSweep: Sendable {
  /// ‖P(k,i)‖_F at index i − 1; 0 before the steps that were reached.
  private(set) var norms: [ScaledDouble]
  private var sweep: BackwardSweep
  /// i.
  private var step: Int
  private let last: Int

  init(_ trajectory: Trajectory, target: Int, last: Int = 1) {
    sweep = BackwardSweep(trajectory, target: target, covectors: .identity(trajectory.stateSize))
    (step, self.last) = (target, last)
    norms = Array(repeating: .zero, count: target)
    norms[target - 1] = sweep.adjoints.frobeniusNorm
  }

  /// P(k,i).
  var flow: ScaledRows { sweep.adjoints }
  var isComplete: Bool { step <= last }
  /// The part of its steps that it has gone back.
  var progress: Double { Double(norms.count - step) / Double(Swift.max(norms.count - last, 1)) }

  /// Goes back by a step, and returns the i that it has come to.
  @discardableResult
  mutating func advance() -> Int {
    sweep.enter(step)
    sweep.leave()
    step -= 1
    norms[step - 1] = flow.frobeniusNorm
    return step
  }
}

extension ScaledRows {
  /// ‖·‖_F of all rows.
  fileprivate var frobeniusNorm: ScaledDouble {
    let top = (0..<count).reduce(Int.min) { squares[$1] == 0 ? $0 : Swift.max($0, exponents[$1]) }
    var sum = 0.0
    for row in 0..<count where squares[row] != 0 {
      let shift = exponents[row] - top
      sum +=
        shift == 0
        ? squares[row] : squares[row] * Double(sign: .plus, exponent: Swift.max(2 * shift, -1000), significand: 1)
    }
    return sum == 0 ? .zero : ScaledDouble(significand: sum.squareRoot(), exponent: top)
  }
}
