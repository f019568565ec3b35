/// The extremes of a flow of several units: first what is certain, then exact values where that leaves open which lag it
/// is. Goes as far back as that takes: near lags by the matrix of each, and those far behind them by products with
/// vectors, one lag after the other, where that is less work than all matrices on the way.
struct FlowExtremeSweep: Sendable {
  /// More than rounding, and than what Lanczos leaves, could make of equal numbers: the smaller lag has it then.
  private static let slack = ScaledDouble(1 + 1e-9)

  private let wanted: FlowMagnitudes.Wanted
  private let flow: FlowMagnitudes
  private let trajectory: Trajectory
  private var search: FlowSearch
  /// The steps that could have the peak, or the trough.
  private let open: (peaks: Set<Int>, troughs: Set<Int>)
  private var sweep: FlowSweep
  /// The steps before those that the sweep goes back to, the nearest last.
  private var far: [Int]
  private let farCount: Int
  /// The steps gone there.
  private var gone = 0
  private var vectors: FlowLanczos?

  /// The pairs of ways after which vectors are given up; nil for what `FlowLanczos` does.
  private let limit: Int?

  init(_ flow: FlowMagnitudes, _ trajectory: Trajectory, _ wanted: FlowMagnitudes.Wanted, limit: Int? = nil) {
    (self.wanted, self.flow, self.trajectory, self.limit) = (wanted, flow, trajectory, limit)
    let target = flow.target
    search = FlowSearch(flow.ends, peakFrom: wanted.peakFrom, order: trajectory.stateSize, slack: Self.slack)
    open = flow.openSteps(search.peak.flow, search.trough.flow, wanted, slack: Self.slack)
    let steps = open.peaks.union(open.troughs).sorted()
    let split = Self.split(steps, target: target, trajectory)
    far = Array(steps[..<split])
    farCount = far.count
    sweep = FlowSweep(trajectory, target: target, last: split < steps.count ? steps[split] : target)
  }

  /// How many of the first of some steps are for vectors: where these take the shortest time.
  private static func split(_ steps: [Int], target: Int, _ trajectory: Trajectory) -> Int {
    let n = Double(trajectory.stateSize)
    var (best, least, vectors) = (0, Double.infinity, 0.0)
    for (place, step) in steps.enumerated() {
      let lag = Double(target - step)
      if lag * n + vectors < least { (best, least) = (place, lag * n + vectors) }
      guard trajectory.prefersVectors(lag: target - step) else { return best }
      // As was measured, a search takes 6 ways where the flow has forgotten all directions but one, and before some
      // 2·n/lag more; and a multiplication of a vector takes two and a half times as long as one of many.
      vectors += 2.5 * (6 * lag + 2 * n)
    }
    return vectors < least ? steps.count : best
  }

  var isComplete: Bool { sweep.isComplete && far.isEmpty && vectors == nil }
  /// The part that is done of the matrices; where there are lags behind them half of it, and then nearer to 1 with each
  /// step.
  var progress: Double {
    guard farCount > 0 else { return sweep.progress }
    return 0.5 * sweep.progress + 0.5 * Double(gone) / Double(gone + farCount * flow.target)
  }

  /// Goes by a step, and returns the multiplications that this took.
  mutating func advance() -> Double {
    if !sweep.isComplete {
      let step = sweep.advance()
      visit(step, sweep.flow)
      return sweep.costOfStep
    }
    gone += 1
    guard var current = vectors else {
      begin()
      return 0
    }
    // Nothing else holds what goes on, so that no step copies it.
    vectors = nil
    let steps = current.advance()
    gone += steps
    if current.isComplete { take(current) } else { vectors = current }
    return Double(steps * trajectory.weightCount)
  }

  private mutating func visit(_ step: Int, _ rows: ScaledRows) {
    let (isPeak, isTrough) = (open.peaks.contains(step), open.troughs.contains(step))
    if isPeak || isTrough { search.visit(step, of: flow.target, rows, mayBePeak: isPeak, mayBeTrough: isTrough) }
  }

  /// Begins with the next lag far behind, unless what was found meanwhile rules it out.
  private mutating func begin() {
    let step = far.removeLast()
    let mayBePeak = open.peaks.contains(step) && flow.couldBePeak(step, beside: search.peak.flow, slack: Self.slack)
    let mayBeTrough =
      open.troughs.contains(step) && flow.couldBeTrough(step, beside: search.trough.flow, slack: Self.slack)
    if mayBePeak || mayBeTrough { vectors = FlowLanczos(trajectory, from: step, to: flow.target, limit: limit) }
  }

  /// Takes what the vectors found; what they did not find is left, with all that is behind it, to the matrices.
  private mutating func take(_ found: FlowLanczos) {
    guard let value = found.value else {
      let last = Swift.min(found.step, far.first ?? found.step)
      far = []
      return sweep = FlowSweep(trajectory, target: flow.target, last: last)
    }
    search.meet(
      FlowExtreme(lag: flow.target - found.step, flow: value), mayBePeak: open.peaks.contains(found.step),
      mayBeTrough: open.troughs.contains(found.step))
  }

  /// What was found, once it is complete.
  var extremes: FlowExtremes { wanted.choice(of: search.peak, search.trough) }
}

/// The largest and the smallest σ_max met so far, going back in time.
private struct FlowSearch: Sendable {
  private(set) var peak: FlowExtreme
  private(set) var trough: FlowExtreme
  /// What no peak is below that counts.
  private let peakFrom: ScaledDouble
  private let slack: ScaledDouble
  private let order: Int

  /// Begins with the ends, the lag 0 first.
  init(_ ends: [FlowExtreme], peakFrom: ScaledDouble?, order: Int, slack: ScaledDouble) {
    (self.peakFrom, self.order, self.slack) = (peakFrom ?? .zero, order, slack)
    (peak, trough) = (ends[0], ends[0])
    for end in ends {
      if end.flow > peak.flow * slack { peak = end }
      if end.flow * slack < trough.flow { trough = end }
    }
  }

  mutating func visit(_ step: Int, of target: Int, _ rows: ScaledRows, mayBePeak: Bool, mayBeTrough: Bool) {
    let bound = rows.frobeniusNorm
    let isPeak = mayBePeak && bound * slack >= peakFrom && beats(peak, at: target - step, bound)
    guard isPeak || mayBeTrough else { return }
    let extreme = FlowExtreme(lag: target - step, flow: rows.matrix().largestSingularValue(order: order))
    meet(extreme, mayBePeak: isPeak, mayBeTrough: mayBeTrough)
  }

  /// Compares with the extremes so far.
  mutating func meet(_ extreme: FlowExtreme, mayBePeak: Bool, mayBeTrough: Bool) {
    if mayBePeak, beats(peak, at: extreme.lag, extreme.flow) { peak = extreme }
    if mayBeTrough, undercuts(trough, extreme) { trough = extreme }
  }

  /// Whether a flow is above the peak so far; an equal one is where its lag is smaller, as it is only against the far
  /// end.
  private func beats(_ peak: FlowExtreme, at lag: Int, _ flow: ScaledDouble) -> Bool {
    lag < peak.lag ? flow * slack >= peak.flow : flow > peak.flow * slack
  }

  private func undercuts(_ trough: FlowExtreme, _ other: FlowExtreme) -> Bool {
    other.lag < trough.lag ? other.flow <= trough.flow * slack : other.flow * slack < trough.flow
  }
}
