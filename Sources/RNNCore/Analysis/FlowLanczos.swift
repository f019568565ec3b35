/// σ_max(P(k,i)) of a network of several units from products with vectors, P(k,i)ᵀ u on the way back and P(k,i) w on the
/// way forward (`GolubKahan`), a step at a time. Where the flow has forgotten all directions but one, three ways are
/// enough.
///
/// Complexity: O((k − i)·n²) a way; n/2 ways at most.
struct FlowLanczos: Sendable {
  /// i.
  let step: Int
  private let target: Int
  private let trajectory: Trajectory
  private var search: GolubKahan
  private var way: Way

  private enum Way: Sendable {
    /// λ_j, to go into step j.
    case back(BackwardSweep, Int)
    /// v_{j−1}, to go into step j.
    case forward(TangentSweep, Int)
    case ended
  }

  /// Begins for 1 ≤ i < k. It gives up after `limit` pairs of ways, a quarter of n if none is given.
  init(_ trajectory: Trajectory, from step: Int, to target: Int, start: [Double]? = nil, limit: Int? = nil) {
    (self.trajectory, self.step, self.target) = (trajectory, step, target)
    let n = trajectory.stateSize
    search = GolubKahan(start: start ?? GolubKahan.start(order: n), limit: limit ?? n / 4)
    way = .ended
    begin()
  }

  /// Whether there is nothing more to do.
  var isComplete: Bool { if case .ended = way { true } else { false } }
  /// What was found; nil before, and where it was not to be found in this way.
  var value: ScaledDouble? { search.value }
  /// The left singular vector of it.
  var leftVector: [Double] { search.leftVector }

  /// Goes by some steps, some hundred thousand multiplications or one step, and returns how many it went.
  mutating func advance() -> Int {
    let count = trajectory.stepsAtOnce(rows: 1)
    switch way {
    case .back(var sweep, let next):
      // Nothing else holds the sweep, so that no step copies it.
      way = .ended
      let last = Swift.max(next - count, step)
      for step in stride(from: next, to: last, by: -1) { sweep.goBack(step) }
      if last > step { way = .back(sweep, last) } else { take(sweep.adjoints.vector(0)) }
      return next - last
    case .forward(var sweep, let next):
      way = .ended
      let last = Swift.min(next + count - 1, target)
      guard (next...last).allSatisfy({ sweep.enter($0) }) else { return last - next + 1 }
      if last < target { way = .forward(sweep, last + 1) } else { take(sweep.tangent.vector(0)) }
      return last - next + 1
    case .ended: return 0
    }
  }

  private mutating func take(_ product: ScaledVector) {
    search.take(product)
    begin()
  }

  /// Begins the next way, unless none is needed.
  private mutating func begin() {
    guard search.isOpen else { return }
    way =
      search.isTransposed
      ? .back(
        BackwardSweep(
          trajectory, target: target, covectors: ScaledRows(search.vector, columns: trajectory.stateSize)), target)
      : .forward(TangentSweep(trajectory, search.vector), step + 1)
  }
}

extension Trajectory {
  /// Whether products with vectors are fewer multiplications than the flow's own matrix.
  func prefersVectors(lag: Int) -> Bool { stateSize > 32 && lag >= 16 }

  /// How many steps a part of the way of some vectors has: some hundred thousand multiplications.
  func stepsAtOnce(rows: Int) -> Int { Swift.max(1, (1 << 18) / (rows * weightCount)) }

  /// The numbers of W, what a step multiplies a vector by.
  var weightCount: Int { network.cell.recurrentBlock.weights.elements.count }
}

extension BackwardSweep {
  /// From λ_i to λ_{i−1}.
  mutating func goBack(_ step: Int) {
    enter(step)
    leave()
  }
}
