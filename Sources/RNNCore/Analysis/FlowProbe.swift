/// σ_max(P(k,1)) of a network of several units, and bounds for σ_max(P(k,i)) at all i, without the matrices: from what
/// P(k,i)ᵀ makes of a few covectors.
///
/// Eight covectors ω of independent normal numbers go back first. Each says σ_max(P) ≥ ‖Pᵀω‖/‖ω‖; and Σ‖Pᵀω‖² ≥
/// σ_max(P)²·χ², so that σ_max(P)² ≤ Σ‖Pᵀω‖²/x but for the probability 10⁻⁹ that χ² of eight degrees of freedom falls
/// below x (Halko, Martinsson, Tropp 2011, section 4.3, have the same with another constant). Then σ_max(P(k,1)) is
/// searched for (`FlowLanczos`), and its left vector goes back once more: far back, where all that is left of P is its
/// largest direction, that is a bound from below that nearly is the value.
///
/// Complexity: O(k·n²), some twelve covectors where the flow soon forgets all but one direction.
struct FlowProbe: Sendable {
  /// Bounds of σ_max(P(k,i)) at index i − 1.
  private(set) var lower: [ScaledDouble]
  private(set) var upper: [ScaledDouble]
  /// σ_max(P(k,1)); nil before it is complete, and where it was not to be found in this way.
  private(set) var toFirst: ScaledDouble?
  private let trajectory: Trajectory
  private let target: Int
  private var stage: Stage
  /// The steps that were gone.
  private var gone = 0

  private enum Stage: Sendable {
    case covectors(BackwardSweep, next: Int)
    case search(FlowLanczos)
    case bound(BackwardSweep, next: Int)
    case ended
  }

  private static let count = 8
  /// χ² of eight degrees of freedom is below it with probability 10⁻⁹.
  private static let leastSquare = ScaledDouble(0.0249)

  /// Begins for k > 1.
  init(_ trajectory: Trajectory, target: Int) {
    let n = trajectory.stateSize
    (self.trajectory, self.target) = (trajectory, target)
    var generator = SplitMix64(seed: 2)
    let normals = (0..<Self.count).map { _ in ScaledVector((0..<n).map { _ in generator.nextNormal() }) }
    lengths = normals.map(\.norm)
    starts = normals.map { normal in normal.numbers.map { ($0 / normal.norm).doubleValue } }
    let covectors = ScaledRows(starts.flatMap { $0 }, columns: n)
    stage = .covectors(BackwardSweep(trajectory, target: target, covectors: covectors), next: target)
    lower = Array(repeating: .zero, count: target)
    upper = lower
    (lower[target - 1], upper[target - 1]) = (.one, .one)
  }

  /// ω/‖ω‖, and ‖ω‖.
  private let starts: [[Double]]
  private let lengths: [ScaledDouble]

  /// Whether there is nothing more to do.
  var isComplete: Bool { if case .ended = stage { true } else { false } }
  /// How far it has come, nearer to 1 with each step: how many ways the search takes is not known before.
  var progress: Double { Double(gone) / Double(gone + target) }

  /// Goes by some steps, and returns the multiplications that this took.
  mutating func advance() -> Double {
    // Nothing else holds what goes on, so that no step copies it.
    let current = stage
    stage = .ended
    let (rows, steps): (Int, Int)
    switch current {
    case .covectors(let sweep, let next): (rows, steps) = (Self.count, goBack(sweep, next))
    case .search(var search):
      (rows, steps) = (1, search.advance())
      stage = search.isComplete ? bound(by: search) : .search(search)
    case .bound(let sweep, let next): (rows, steps) = (1, bound(sweep, next))
    case .ended: (rows, steps) = (0, 0)
    }
    gone += steps
    return Double(rows * steps * trajectory.weightCount)
  }

  private mutating func goBack(_ sweep: consuming BackwardSweep, _ next: Int) -> Int {
    let last = Swift.max(next - trajectory.stepsAtOnce(rows: Self.count), 1)
    for step in stride(from: next, to: last, by: -1) {
      sweep.goBack(step)
      note(sweep, at: step - 1)
    }
    stage = last > 1 ? .covectors(sweep, next: last) : begin(sweep.adjoints.vector(0))
    return next - last
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

  private mutating func note(_ sweep: BackwardSweep, at step: Int) {
    var sum = ScaledSum()
    var least = ScaledDouble.zero
    for row in 0..<Self.count {
      let norm = sweep.adjoints.norm(row)
      let product = norm * lengths[row]
      sum.add(product * product)
      least = Swift.max(least, norm)
    }
    (lower[step - 1], upper[step - 1]) = (least, (sum.value / Self.leastSquare).squareRoot())
  }

  /// The search begins with what is already known of the first covector.
  private mutating func begin(_ product: ScaledVector) -> Stage {
    let search = FlowLanczos(trajectory, from: 1, to: target, start: starts[0], first: product)
    return search.isComplete ? bound(by: search) : .search(search)
  }

  private mutating func bound(by search: FlowLanczos) -> Stage {
    toFirst = search.value
    guard toFirst != nil else { return .ended }
    let covector = ScaledRows(search.leftVector, columns: trajectory.stateSize)
    return .bound(BackwardSweep(trajectory, target: target, covectors: covector), next: target)
  }
}
