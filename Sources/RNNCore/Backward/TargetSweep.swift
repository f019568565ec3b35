/// The adjoints of many targets in one matrix, latest target first, so that those under way stand at its beginning, from the
/// last target back to some step.
struct TargetSweep: Sendable {
  private let trajectory: Trajectory
  private let observable: Observable
  /// Ascending.
  let targets: [Int]
  /// The step at which it ends.
  private let first: Int
  /// The next step; below `first` at the end.
  private(set) var step: Int
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
  private var started: Int { compressionLags.count }

  /// At least one target, none of them before the step at which it ends.
  init(
    _ trajectory: Trajectory, _ targets: [Int], _ observable: Observable, _ block: ParameterBlock, haveSigns: Bool,
    through first: Int
  ) {
    let (n, last) = (trajectory.hiddenSize, targets[targets.count - 1])
    (self.first, step) = (first, last)
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

  /// Whether it has come to the step at which it ends.
  var isComplete: Bool { step < first }

  /// Goes through the next step and hands the place and ‖δ_i‖, or δ_i of one unit, of every target under way to `body`.
  mutating func advance(_ body: (_ place: Int, _ norm: ScaledDouble) -> Void) {
    let step = step
    self.step -= 1
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
