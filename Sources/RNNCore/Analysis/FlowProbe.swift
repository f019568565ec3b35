/// σ_max(P(k,1)) of a network of several units, and bounds for σ_max(P(k,i)) at all i, without the matrices: from what
/// P(k,i)ᵀ makes of a few covectors.
///
/// Eight covectors ω of independent normal numbers go back. Each says σ_max(P) ≥ ‖Pᵀω‖/‖ω‖; and Σ‖Pᵀω‖² ≥
/// σ_max(P)²·χ², so that σ_max(P)² ≤ Σ‖Pᵀω‖²/x but for the probability 10⁻⁹ that χ² of eight degrees of freedom falls
/// below x (Halko, Martinsson, Tropp 2011, section 4.3, have the same with another constant). Beside them σ_max(P(k,1)) is
/// searched for (`FlowLanczos`), and then its left vector goes back: far back, where all that is left of P is its
/// largest direction, that is a bound from below that nearly is the value.
///
/// Complexity: O(k·n²), some thirteen covectors where the flow soon forgets all but one direction.
struct FlowProbe: Sendable {
  /// Bounds of σ_max(P(k,i)) at index i − 1.
  private(set) var lower: [ScaledDouble]
  private(set) var upper: [ScaledDouble]
  /// σ_max(P(k,1)); nil before it is complete, and where it was not to be found in this way.
  private(set) var toFirst: ScaledDouble?
  private let trajectory: Trajectory
  private let target: Int
  private var stage: Stage
  /// How many steps of one vector are gone at a time.
  private let stepsAtOnce: Int
  /// The steps that were gone.
  private var gone = 0

  private enum Stage: Sendable {
    case search(FlowLanczos, Covectors)
    case bound(BackwardSweep, next: Int)
    case ended
  }

  /// Begins for k > 1. At a time so many multiplications are made: a few milliseconds, beside which another thread begins soon.
  init(_ trajectory: Trajectory, target: Int, multiplicationsAtOnce: Int = 1 << 24) {
    (self.trajectory, self.target) = (trajectory, target)
    stepsAtOnce = Swift.max(multiplicationsAtOnce / trajectory.weightCount, 1)
    let covectors = Covectors(trajectory, target: target)
    stage = .search(FlowLanczos(trajectory, from: 1, to: target, start: covectors.starts[0]), covectors)
    lower = Array(repeating: .zero, count: target)
    upper = lower
    (lower[target - 1], upper[target - 1]) = (.one, .one)
  }

  /// Whether there is nothing more to do.
  var isComplete: Bool { if case .ended = stage { true } else { false } }
  /// How far it has come, nearer to 1 with each step: how many ways the search takes is not known before.
  var progress: Double { Double(gone) / Double(gone + target) }

  /// Goes by some steps, on two threads where there may be so many, and returns the multiplications that the longer of
  /// what they did at a time took.
  mutating func advance(threads: Int = 1) -> Double {
    // Nothing else holds what goes on, so that no step copies it.
    let current = stage
    stage = .ended
    switch current {
    case .search(let search, let covectors): return go(search, covectors, threads)
    case .bound(let sweep, let next):
      let steps = bound(sweep, next)
      gone += steps
      return Double(steps * trajectory.weightCount)
    case .ended: return 0
    }
  }

  /// The search and the covectors, of which neither waits for the other, by as many multiplications of each.
  private mutating func go(_ search: consuming FlowLanczos, _ covectors: consuming Covectors, _ threads: Int) -> Double
  {
    let (isEach, count) = (!search.isComplete && !covectors.isComplete, stepsAtOnce)
    let (one, other) = Concurrent.both(
      threads: isEach ? threads : 1, { [search] in search.gone(steps: count) },
      { [covectors] in covectors.gone(steps: count / Covectors.count) })
    for (step, bound) in other.bounds { (lower[step - 1], upper[step - 1]) = bound }
    gone += one.steps + other.bounds.count
    let (first, second) = (
      one.steps * trajectory.weightCount, other.bounds.count * Covectors.count * trajectory.weightCount
    )
    if one.search.isComplete, other.covectors.isComplete {
      stage = bound(by: one.search)
    } else {
      stage = .search(one.search, other.covectors)
    }
    return Double(threads > 1 ? Swift.max(first, second) : first + second)
  }

  private mutating func bound(_ sweep: consuming BackwardSweep, _ next: Int) -> Int {
    let last = Swift.max(next - trajectory.stepsAtOnce(rows: 1), 1)
    for step in stride(from: next, to: last, by: -1) {
      sweep.goBack(step)
      lower[step - 2] = Swift.max(lower[step - 2], sweep.adjoints.norm(0))
    }
    if last > 1 { stage = .bound(sweep, next: last) }
    return next - last
  }

  private mutating func bound(by search: FlowLanczos) -> Stage {
    toFirst = search.value
    guard toFirst != nil else { return .ended }
    let covector = ScaledRows(search.leftVector, columns: trajectory.stateSize)
    return .bound(BackwardSweep(trajectory, target: target, covectors: covector), next: target)
  }
}

/// The covectors ω/‖ω‖ on their way back.
private struct Covectors: Sendable {
  /// ω/‖ω‖, and ‖ω‖.
  let starts: [[Double]]
  private let lengths: [ScaledDouble]
  private var sweep: BackwardSweep
  /// The step that they go into next.
  private var next: Int

  static let count = 8
  /// χ² of eight degrees of freedom is below it with probability 10⁻⁹.
  private static let leastSquare = ScaledDouble(0.0249)

  init(_ trajectory: Trajectory, target: Int) {
    let n = trajectory.stateSize
    var generator = SplitMix64(seed: 2)
    let normals = (0..<Self.count).map { _ in ScaledVector((0..<n).map { _ in generator.nextNormal() }) }
    lengths = normals.map(\.norm)
    starts = normals.map { normal in normal.numbers.map { ($0 / normal.norm).doubleValue } }
    sweep = BackwardSweep(trajectory, target: target, covectors: ScaledRows(starts.flatMap { $0 }, columns: n))
    next = target
  }

  var isComplete: Bool { next == 1 }

  typealias Bound = (step: Int, values: (lower: ScaledDouble, upper: ScaledDouble))

  /// So many steps further, at least one as long as there are some, and the bounds met there.
  consuming func gone(steps: Int) -> (covectors: Covectors, bounds: [Bound]) {
    let last = Swift.max(next - Swift.max(steps, 1), 1)
    var bounds: [Bound] = []
    while next > last {
      sweep.goBack(next)
      next -= 1
      bounds.append((next, bound))
    }
    return (self, bounds)
  }

  private var bound: (lower: ScaledDouble, upper: ScaledDouble) {
    var sum = ScaledSum()
    var least = ScaledDouble.zero
    for row in 0..<Self.count {
      let norm = sweep.adjoints.norm(row)
      let product = norm * lengths[row]
      sum.add(product * product)
      least = Swift.max(least, norm)
    }
    return (least, (sum.value / Self.leastSquare).squareRoot())
  }
}

extension FlowLanczos {
  /// So many steps further, at least one as long as there are some.
  fileprivate consuming func gone(steps: Int) -> (search: FlowLanczos, steps: Int) {
    var gone = 0
    repeat { gone += advance() } while gone < steps && !isComplete
    return (self, gone)
  }
}
