/// How far the flow from a target step reaches on its way: σ_max(P(k,i)) at one lag.
public struct FlowExtreme: Hashable, Sendable {
  /// k − i.
  public let lag: Int
  /// σ_max(P(k,i)); |P(k,i)| for n = 1.
  public let flow: ScaledDouble

  /// A flow at a lag.
  public init(lag: Int, flow: ScaledDouble) { (self.lag, self.flow) = (lag, flow) }
}

/// σ_max(P(k,i)) of a target step k over i = 1 … k, as far as it is known without a singular value decomposition for each:
/// exactly for n = 1, else at both ends, and between them from ‖P‖_F/√n ≤ σ_max(P) ≤ ‖P‖_F.
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
    let n = trajectory.stateSize
    if trajectory.network.isScalar {
      let flows = ScalarBackwardPass.flows(trajectory, to: target)
      self.init(norms: flows, toFirst: flows[0].magnitude, order: 1)
    } else {
      var norms = [ScaledDouble](repeating: .zero, count: target)
      let last = trajectory.sweepFlows(from: 1, to: target) { norms[$0 - 1] = $1.frobeniusNorm }
      self.init(norms: norms, toFirst: last.matrix().spectralNorm(order: n), order: n)
    }
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
  }

  /// The peak and the trough, as far as they are wanted.
  func extremes(_ trajectory: Trajectory, _ wanted: Wanted) -> (peak: FlowExtreme?, trough: FlowExtreme?) {
    let found = order == 1 ? scalarExtremes() : matrixExtremes(trajectory, wanted)
    return (
      wanted.peakFrom.flatMap { found.peak.flow >= $0 ? found.peak : nil },
      wanted.troughUpTo.flatMap { found.trough.flow <= $0 ? found.trough : nil }
    )
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

/// Of several units: first what is certain, then exact values where that leaves open which lag it is.
extension FlowMagnitudes {
  /// More than rounding, and than what Lanczos leaves, could make of equal numbers: the smaller lag has it then.
  private static let slack = ScaledDouble(1 + 1e-9)

  private func matrixExtremes(
    _ trajectory: Trajectory, _ wanted: Wanted
  ) -> (peak: FlowExtreme, trough: FlowExtreme) {
    let target = norms.count
    var ends = [FlowExtreme(lag: 0, flow: .one)]
    if target > 1 { ends.append(FlowExtreme(lag: target - 1, flow: toFirst)) }
    var search = FlowSearch(ends, slack: Self.slack)
    let open = openSteps(search, wanted)
    if let first = open.peaks.union(open.troughs).min() {
      _ = trajectory.sweepFlows(from: first, to: target) { step, rows in
        let (isPeak, isTrough) = (open.peaks.contains(step), open.troughs.contains(step))
        guard isPeak || isTrough, step < target else { return }
        search.visit(step, of: target, rows, mayBePeak: isPeak, mayBeTrough: isTrough)
      }
    }
    return search.result(order: order)
  }

  /// The steps between the ends that could have the peak or the trough, by their norms alone.
  private func openSteps(_ search: FlowSearch, _ wanted: Wanted) -> (peaks: Set<Int>, troughs: Set<Int>) {
    guard norms.count > 2 else { return ([], []) }
    let between = 2...norms.count - 1
    let root = ScaledDouble(Double(order).squareRoot())
    var (floor, ceiling) = (search.peak.flow, search.trough.flow)
    for step in between {
      floor = Swift.max(floor, norms[step - 1] / root)
      ceiling = Swift.min(ceiling, norms[step - 1])
    }
    let highest = wanted.peakFrom.map { Swift.max($0, floor) }
    let lowest = wanted.troughUpTo.map { Swift.min($0, ceiling) }
    return (
      Set(between.filter { step in highest.map { norms[step - 1] * Self.slack >= $0 } ?? false }),
      Set(between.filter { step in lowest.map { norms[step - 1] <= $0 * root * Self.slack } ?? false })
    )
  }
}

/// The largest and the smallest σ_max met so far, going back in time.
private struct FlowSearch {
  private(set) var peak: FlowExtreme
  private(set) var trough: FlowExtreme
  /// The matrices of those that lie between the ends.
  private var peakMatrix: ScaledVector?
  private var troughMatrix: ScaledVector?
  private let slack: ScaledDouble

  /// Begins with the ends, the lag 0 first.
  init(_ ends: [FlowExtreme], slack: ScaledDouble) {
    self.slack = slack
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
    let extreme = FlowExtreme(lag: target - step, flow: matrix.largestSingularValue(order: rows.columns))
    if isPeak, beats(peak, at: extreme.lag, extreme.flow) { (peak, peakMatrix) = (extreme, matrix) }
    if mayBeTrough, undercuts(trough, extreme) { (trough, troughMatrix) = (extreme, matrix) }
  }

  /// Whether a flow is above the peak so far; an equal one is where its lag is smaller, as it is only against the far end.
  private func beats(_ peak: FlowExtreme, at lag: Int, _ flow: ScaledDouble) -> Bool {
    lag < peak.lag ? flow * slack >= peak.flow : flow > peak.flow * slack
  }

  private func undercuts(_ trough: FlowExtreme, _ other: FlowExtreme) -> Bool {
    other.lag < trough.lag ? other.flow <= trough.flow * slack : other.flow * slack < trough.flow
  }

  /// The two, with all digits.
  func result(order n: Int) -> (peak: FlowExtreme, trough: FlowExtreme) {
    func exact(_ extreme: FlowExtreme, _ matrix: ScaledVector?) -> FlowExtreme {
      FlowExtreme(lag: extreme.lag, flow: matrix?.spectralNorm(order: n) ?? extreme.flow)
    }
    return (exact(peak, peakMatrix), exact(trough, troughMatrix))
  }
}

extension Trajectory {
  /// Runs P(k,i) from i = k, where it is the identity, back to i = `step`, and hands every one to `body`. Returns the last.
  fileprivate func sweepFlows(from step: Int, to target: Int, _ body: (Int, ScaledRows) -> Void) -> ScaledRows {
    var sweep = BackwardSweep(self, target: target, covectors: .identity(stateSize))
    body(target, sweep.adjoints)
    for j in stride(from: target, to: step, by: -1) {
      sweep.enter(j)
      sweep.leave()
      body(j - 1, sweep.adjoints)
    }
    return sweep.adjoints
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
