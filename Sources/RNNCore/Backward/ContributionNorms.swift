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
    var byTarget: [Int: [ScaledDouble]] = [:]
    if !seen.isEmpty {
      var sweep = ContributionNormSweep(trajectory, targets: seen, parameter: parameter, observable: observable)
      _ = sweep.advance(budget: .infinity)
      byTarget = Dictionary(uniqueKeysWithValues: zip(seen, sweep.values))
    }
    norms = targets.map { byTarget[$0] ?? [] }
  }

  /// The norms of the target at a place of `targets`, index 0 being step 1; empty where the observable does not exist.
  public func norms(ofTargetAt place: Int) -> [ScaledDouble] { norms[place] }

  /// As many targets as one matrix of some thousand rows holds.
  public static func targetsAtOnce(hiddenSize n: Int, observable: Observable) -> Int {
    observable.isVector ? Swift.max(1, 4096 / n) : 1024
  }
}

/// The terms of several targets, from the last step of the last one back to step 1, as far as it is asked to go: norms,
/// or of a network of one unit the terms with their signs.
struct ContributionNormSweep: Sendable {
  /// In ascending order, each with what is looked at.
  let targets: [Int]
  /// By target: the terms of steps 1 … k; those of steps that were not reached yet are 0.
  private(set) var values: [[ScaledDouble]]
  private let trajectory: Trajectory
  private let observable: Observable
  private let haveSigns: Bool
  private let block: ParameterBlock
  private let inputs: LayerInputs
  private var sweep: TargetSweep
  /// The next step; 0 at the end.
  private var step: Int

  /// At least one target.
  init(
    _ trajectory: Trajectory, targets: [Int], parameter: Parameter, observable: Observable, haveSigns: Bool = false
  ) {
    (self.targets, self.haveSigns) = (targets, haveSigns)
    (self.trajectory, self.observable) = (trajectory, observable)
    step = targets[targets.count - 1]
    values = targets.map { Array(repeating: .zero, count: $0) }
    block = trajectory.block(parameter)
    inputs = LayerInputs(trajectory, target: step, block)
    sweep = TargetSweep(trajectory, targets, observable, block, haveSigns: haveSigns)
  }

  /// Whether it has come to step 1.
  var isComplete: Bool { step == 0 }

  /// What a pair costs, counted in multiplications: its own, and what it takes beyond them.
  static func costOfPair(hiddenSize n: Int, observable: Observable) -> Double {
    let order = Double(n)
    return order * order * Double(observable.covectorCount(units: n)) + 1500
  }

  /// Goes back for about so many multiplications, at least one step, and returns how many it took.
  mutating func advance(budget: Double) -> Double {
    let cost = Self.costOfPair(hiddenSize: trajectory.hiddenSize, observable: observable)
    var spent = 0.0
    repeat {
      let step = step
      let factor = haveSigns ? inputs.rows.number(step - 1) : inputs.norm(at: step)
      sweep.visit(step) { place, size in values[place][step - 1] = size * factor }
      spent += cost * Double(sweep.started)
      self.step -= 1
    } while spent < budget && self.step > 0
    return spent
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
  private let haveSigns: Bool
  /// The gates of δ that count.
  private let gates: [Int]
  private var sweep: BackwardSweep
  /// The targets that are under way: the last ones.
  private(set) var started = 0

  init(
    _ trajectory: Trajectory, _ targets: [Int], _ observable: Observable, _ block: ParameterBlock, haveSigns: Bool
  ) {
    let (n, last) = (trajectory.hiddenSize, targets[targets.count - 1])
    gates = block.gates
    self.haveSigns = haveSigns
    (self.trajectory, self.targets, self.observable) = (trajectory, targets, observable)
    rowsPerTarget = observable.covectorCount(units: n)
    losses =
      observable == .totalLoss ? OutputErrors(trajectory, through: last)?.covectors : nil
    sweep = BackwardSweep(
      trajectory, target: last,
      covectors: ScaledRows(
        zeroRows: targets.count * rowsPerTarget,
        columns: observable.isLoss ? trajectory.top.stateSize : trajectory.stateSize),
      throughLayers: observable.isLoss, measuresFlows: false)
    sweep.activeCount = 0
  }

  /// Goes through a step and hands the place and ‖δ_i‖, or δ_i of one unit, of every target under way to `body`.
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
    if observable.isVector {
      for unit in 0..<rowsPerTarget {
        sweep.begin(row: first + unit, with: trajectory.covector(of: observable.unit(unit), at: step), at: step)
      }
    } else {
      sweep.begin(row: first, with: trajectory.covector(of: observable, at: step), at: step)
    }
  }

  private func norm(_ place: Int) -> ScaledDouble {
    if haveSigns { return sweep.deltaNumber(place, gate: gates[0]) }
    if rowsPerTarget == 1 { return sweep.deltaNorm(place, gates: gates) }
    var sum = ScaledSum()
    for row in place * rowsPerTarget..<(place + 1) * rowsPerTarget {
      let norm = sweep.deltaNorm(row, gates: gates)
      sum.add(norm * norm)
    }
    return sum.value.squareRoot()
  }
}
