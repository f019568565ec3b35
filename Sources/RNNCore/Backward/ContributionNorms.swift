/// ‖C_i‖_F of every step i, for several targets k at once: the rows of the map of a network with several units.
///
/// The adjoints of all targets run back through time as one matrix, which a target joins at its own step. Every target's
/// rows have exponents of their own.
///
/// Complexity: O(Σ k·n²) time for a unit or a loss, O(Σ k·n³) for the whole state, less where a target's rows soon are
/// nearly the same and fewer take their place (`RowCompression`); memory for the numbers and one row for each target (n of
/// the whole state).
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
  /// How many rows a target begins with: n for the whole state.
  private let rowsPerTarget: Int
  private let losses: ScaledRows?
  private let haveSigns: Bool
  /// The gates of δ that count.
  private let gates: [Int]
  private var sweep: BackwardSweep
  /// Of the targets under way, latest first, the first row of each, and the row behind the last one's.
  private var firstRows = [0]
  /// By target under way, the lag from which on its rows are to be compressed.
  private var compressionLags: [Int] = []
  /// The step at which there is no room for more targets, and rows are compressed; 0 where they never are.
  private var fullAt: Int

  /// The targets that are under way: the last ones.
  var started: Int { compressionLags.count }

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
    let compresses = observable.isVector && FlowBasis.isOf(trajectory, target: last)
    let fullAt = compresses ? last - Self.period : 0
    self.fullAt = fullAt
    let columns = observable.isLoss ? trajectory.top.stateSize : trajectory.stateSize
    sweep = BackwardSweep(
      trajectory, target: last,
      covectors: ScaledRows(zeroRows: targets.count { $0 > fullAt } * rowsPerTarget, columns: columns),
      throughLayers: observable.isLoss, measuresFlows: false)
    sweep.activeCount = 0
  }

  /// The steps between two moments at which rows are compressed, and the lag of the first time.
  private static let (period, firstCompression) = (8, 24)

  /// Goes through a step and hands the place and ‖δ_i‖, or δ_i of one unit, of every target under way to `body`.
  mutating func visit(_ step: Int, _ body: (_ place: Int, _ norm: ScaledDouble) -> Void) {
    if started > 0 { sweep.leave() }
    if step == fullAt { compress(step) }
    if started < targets.count, targets[targets.count - 1 - started] == step { start(step) }
    if let losses {
      for row in 0..<started { sweep.add(losses, row: step - 1, toRow: row) }
    }
    sweep.enter(step)
    for place in 0..<started { body(targets.count - 1 - place, norm(place)) }
  }

  private mutating func start(_ step: Int) {
    let first = firstRows[started]
    compressionLags.append(Self.firstCompression)
    firstRows.append(first + rowsPerTarget)
    sweep.activeCount = first + rowsPerTarget
    if observable.isVector {
      for unit in 0..<rowsPerTarget {
        sweep.begin(row: first + unit, with: trajectory.covector(of: observable.unit(unit), at: step), at: step)
      }
    } else {
      sweep.begin(row: first, with: trajectory.covector(of: observable, at: step), at: step)
    }
  }

  /// Compresses the rows of the targets that have gone far enough, each time half as far again, and makes room for those that
  /// begin until the next moment.
  private mutating func compress(_ step: Int) {
    fullAt = Swift.max(step - Self.period, 0)
    let present = (0..<started).map { compressedRows(ofPlace: $0, lag: targets[targets.count - 1 - $0] - step) }
    firstRows = present.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let coming = targets.count { $0 > fullAt && $0 <= step } * rowsPerTarget
    var rows = ScaledRows(zeroRows: firstRows[started] + coming, columns: trajectory.stateSize)
    for (place, some) in present.enumerated() { rows.copy(some, to: firstRows[place]) }
    sweep = BackwardSweep(trajectory, target: step, covectors: rows, measuresFlows: false)
    sweep.activeCount = firstRows[started]
  }

  private mutating func compressedRows(ofPlace place: Int, lag: Int) -> ScaledRows {
    let rows = sweep.adjoints.rows(firstRows[place]..<firstRows[place + 1])
    guard lag >= compressionLags[place] else { return rows }
    compressionLags[place] = lag * 3 / 2
    return RowCompression(rows, above: -45).rows
  }

  private func norm(_ place: Int) -> ScaledDouble {
    if haveSigns { return sweep.deltaNumber(place, gate: gates[0]) }
    if rowsPerTarget == 1 { return sweep.deltaNorm(place, gates: gates) }
    var sum = ScaledSum()
    for row in firstRows[place]..<firstRows[place + 1] { sum.add(sweep.deltaSquare(row, gates: gates)) }
    return sum.value.squareRoot()
  }
}
