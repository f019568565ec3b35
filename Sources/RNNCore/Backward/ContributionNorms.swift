/// ‖C_i‖_F of every step i, for several targets k at once: the rows of the map of a network with several units.
///
/// The adjoints of all targets run back through time as one matrix, which a target joins at its own step. Every target's
/// rows have exponents of their own.
///
/// Complexity: O(Σ k·n²) time for a unit or a loss, O(Σ k·n³) for the whole state; memory for the numbers and one row for
/// each target (n of the whole state).
public struct ContributionNorms: Sendable {
  /// The targets, in ascending order.
  public let targets: [Int]
  /// By target: the norms of steps 1 … k; empty where the observable does not exist there.
  private let norms: [[ScaledDouble]]

  /// The norms for targets in ascending order, each a step that the trajectory reaches without overflow.
  public init(of trajectory: Trajectory, targets: [Int], parameter: Parameter, observable: Observable) {
    precondition(zip(targets, targets.dropFirst()).allSatisfy { $0 < $1 }, "targets ascend")
    precondition(targets.allSatisfy { $0 >= 1 && trajectory.isFinite(through: $0) }, "targets are reached")
    self.targets = targets
    let seen = trajectory.targets(targets, observing: observable)
    var found = seen.map { Array(repeating: ScaledDouble.zero, count: $0) }
    if let last = seen.last {
      let carried = CarriedFactors(trajectory, target: last, parameter: parameter)
      var sweep = TargetSweep(trajectory, seen, observable)
      for step in stride(from: last, through: 1, by: -1) {
        sweep.visit(step) { place, norm in found[place][step - 1] = norm * carried.norm(at: step) }
      }
    }
    let byTarget = Dictionary(uniqueKeysWithValues: zip(seen, found))
    norms = targets.map { byTarget[$0] ?? [] }
  }

  /// The norms of the target at a place of `targets`, index 0 being step 1; empty where the observable does not exist.
  public func norms(ofTargetAt place: Int) -> [ScaledDouble] { norms[place] }

  /// As many targets as one matrix of some thousand rows holds.
  public static func targetsAtOnce(hiddenSize n: Int, observable: Observable) -> Int {
    observable == .state ? Swift.max(1, 4096 / n) : 1024
  }
}

/// The adjoints of many targets in one matrix, latest target first, so that those under way stand at its beginning.
private struct TargetSweep {
  private let trajectory: Trajectory
  private let observable: Observable
  /// Ascending.
  private let targets: [Int]
  /// n for the whole state.
  private let rowsPerTarget: Int
  private let losses: ScaledRows?
  private var sweep: AdjointSweep
  /// The targets that are under way: the last ones.
  private var started = 0

  init(_ trajectory: Trajectory, _ targets: [Int], _ observable: Observable) {
    let n = trajectory.hiddenSize
    (self.trajectory, self.targets, self.observable) = (trajectory, targets, observable)
    rowsPerTarget = observable == .state ? n : 1
    losses =
      observable == .totalLoss ? OutputErrors(trajectory, through: targets[targets.count - 1])?.covectors : nil
    sweep = AdjointSweep(
      trajectory, covectors: ScaledRows(zeroRows: targets.count * rowsPerTarget, columns: n), measuresFlows: false)
    sweep.activeCount = 0
  }

  /// Goes through a step and hands the place and ‖δ_i‖ of every target under way to `body`.
  mutating func visit(_ step: Int, _ body: (_ place: Int, _ norm: ScaledDouble) -> Void) {
    if started > 0 { sweep.leave() }
    if started < targets.count, targets[targets.count - 1 - started] == step { start(step) }
    if let losses {
      for row in 0..<started { sweep.add(losses, row: step - 1, toRow: row) }
    }
    sweep.enter(step)
    for place in 0..<started { body(targets.count - 1 - place, norm(place)) }
  }

  private mutating func start(_ step: Int) {
    let first = started * rowsPerTarget
    started += 1
    sweep.activeCount = started * rowsPerTarget
    if observable == .state {
      for unit in 0..<rowsPerTarget {
        sweep.begin(row: first + unit, with: trajectory.covector(of: .unit(unit), at: step))
      }
    } else {
      sweep.begin(row: first, with: trajectory.covector(of: observable, at: step))
    }
  }

  private func norm(_ place: Int) -> ScaledDouble {
    if rowsPerTarget == 1 { return sweep.deltas.norm(place) }
    var sum = ScaledSum()
    for row in place * rowsPerTarget..<(place + 1) * rowsPerTarget {
      let norm = sweep.deltas.norm(row)
      sum.add(norm * norm)
    }
    return sum.value.squareRoot()
  }
}
