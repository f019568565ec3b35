/// An orthonormal basis of covectors at a target step, in the order in which the flow back through time forgets them, with
/// the step at which each is forgotten.
///
/// All that is asked of the whole state, norms and inner products over all of its units, is the same in any orthonormal
/// basis. In that of the units every covector soon is nearly the same, the one that grows most; in this one the others
/// shrink beside it, and one that is 2^−56 of it needs to go no further. With Lyapunov exponents that spread by Δ per step
/// a lag ℓ is left with some 39·n/(Δ·ℓ) of n covectors.
///
/// Complexity: O(k·n³), less where covectors are soon forgotten; O(n²) memory.
struct FlowBasis: Sendable {
  /// The covectors that were forgotten, row by row, and the first step that each reaches; at the end all of them.
  private(set) var covectors: [[Double]] = []
  private(set) var firstSteps: [Int] = []
  private let trajectory: Trajectory
  private let target: Int
  private var sweep: BackwardSweep
  /// The covectors that are not forgotten, as they are at the target, row by row.
  private var present: [Double]
  /// i of P(k,i).
  private var step: Int
  /// The lag at which the rows are next taken apart.
  private var next = 8

  init(_ trajectory: Trajectory, target: Int) {
    (self.trajectory, self.target, step) = (trajectory, target, target)
    let identity = ScaledRows.identity(trajectory.stateSize)
    sweep = BackwardSweep(trajectory, target: target, covectors: identity, measuresFlows: false)
    present = identity.elements
  }

  /// Whether that is worth its while: where all units meet in W, so that nothing small is ever all that is left.
  static func isOf(_ trajectory: Trajectory, target: Int) -> Bool {
    trajectory.prefersVectors(lag: target - 1) && !trajectory.numbersCanGoApart
  }

  /// Whether all covectors have their first step.
  var isComplete: Bool { covectors.count == trajectory.stateSize }

  /// The part that is done.
  var progress: Double { Double(target - step) / Double(target - 1) }

  /// Goes back by a step, and returns the multiplications that this took.
  mutating func advance() -> Double {
    let cost = Double(sweep.activeCount * trajectory.weightCount)
    sweep.goBack(step)
    step -= 1
    if step == 1 {
      forget(from: 0)
    } else if target - step == next {
      compress()
    }
    return cost
  }

  /// Takes the rows apart and lets go of those that do not count.
  private mutating func compress() {
    let (before, found) = (sweep.activeCount, RowCompression(sweep.adjoints, above: -56))
    let kept = found.rows.count
    // Soon again where much was forgotten.
    next += Swift.max(next / (kept * 10 < before * 9 ? 4 : 2), 4)
    guard kept < before else { return }
    present = found.combined(present)
    forget(from: kept)
    sweep = BackwardSweep(trajectory, target: target, covectors: found.rows, measuresFlows: false)
  }

  private mutating func forget(from first: Int) {
    let n = trajectory.stateSize
    let count = present.count / n
    covectors += (first..<count).map { Array(present[$0 * n..<($0 + 1) * n]) }
    firstSteps += Array(repeating: step, count: count - first)
    present.removeLast((count - first) * n)
  }
}
