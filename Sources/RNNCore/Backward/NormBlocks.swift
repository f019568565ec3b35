/// Every ‖C_i‖ of a network with several units, or of a loss, in blocks of targets k by steps i, with the sums of norms
/// beside them.
///
/// Norms of products of matrices do not separate as those of numbers do, so every target that takes part is visited. Where
/// that would cost more than a budget, only some targets of each range of rows are, its last one always.
///
/// Complexity: O(targets·T·n²) for a unit or a loss, O(targets·T·n³) for the whole state.
public struct NormBlocks: Sendable {
  /// The largest norm of each block; there is no sign.
  public let blocks: ContributionBlocks
  /// By row the largest Σ_i ‖C_i‖ of its targets; by column the largest Σ_k ‖C_i‖ of its steps, over the targets visited.
  public let sums: ContributionTotals
  /// How many targets were visited.
  public let targetCount: Int
  /// The last target that was visited; nil for none.
  public let lastTarget: Int?
  /// Whether targets that have what is looked at were passed over.
  public let isSampled: Bool
  private let lags: LagSquares

  /// The blocks of a trajectory. Rows and columns each cover 1…T in order, without gaps.
  ///
  /// Of each row as many targets are visited as `budget` multiplications are enough for, but at least one: with no more
  /// rows than `affordableTargets` the budget holds.
  public init(
    of trajectory: Trajectory, parameter: Parameter, observable: Observable, rows: [ClosedRange<Int>],
    columns: [ClosedRange<Int>], budget: Double
  ) {
    precondition(rows.cover(trajectory.steps) && columns.cover(trajectory.steps), "the ranges cover all steps in order")
    let last = (trajectory.overflowAt ?? trajectory.steps + 1) - 1
    let affordable = Self.affordableTargets(
      steps: last, hiddenSize: trajectory.hiddenSize, observable: observable, budget: budget)
    let perRow = Swift.max(affordable / rows.count, 1)
    let present = rows.map { row in
      row.filter { $0 <= last && trajectory.canObserve(observable, at: $0) }
    }
    let targets = present.flatMap { Self.some(of: $0, atMost: perRow) }
    var scan = NormScan(rows, columns)
    let atOnce = ContributionNorms.targetsAtOnce(hiddenSize: trajectory.hiddenSize, observable: observable)
    for first in stride(from: 0, to: targets.count, by: atOnce) {
      let chunk = Array(targets[first..<Swift.min(first + atOnce, targets.count)])
      scan.add(ContributionNorms(of: trajectory, targets: chunk, parameter: parameter, observable: observable))
    }
    self.init(scan, last: last, isSampled: present.contains { $0.count > perRow })
  }

  /// The blocks that a single target fills, whose contributions are at hand.
  public init(of contributions: Contributions, rows: [ClosedRange<Int>], columns: [ClosedRange<Int>]) {
    let trajectory = contributions.trajectory
    var scan = NormScan(rows, columns)
    scan.add(contributions.values().map(\.magnitude), of: contributions.target)
    self.init(scan, last: (trajectory.overflowAt ?? trajectory.steps + 1) - 1, isSampled: true)
  }

  private init(_ scan: NormScan, last: Int, isSampled: Bool) {
    blocks = ContributionBlocks(rows: scan.rows, columns: scan.columns, blocks: scan.blocks(last: last))
    sums = scan.sums(last: last)
    targetCount = scan.lags.targets.count
    lastTarget = scan.lags.targets.last
    lags = scan.lags
    self.isSampled = isSampled
  }

  /// How many targets, spread over T steps, so many multiplications are enough for; at least 0.
  public static func affordableTargets(
    steps: Int, hiddenSize n: Int, observable: Observable, budget: Double
  ) -> Int {
    let order = Double(n)
    let each = order * order * (observable == .state ? order : 1) + overhead
    return Int(Swift.min(budget / (Swift.max(Double(steps), 1) / 2 * each), 1e9))
  }

  /// What a pair costs beyond its multiplications, counted in them.
  private static let overhead = 1500.0

  /// Some targets of a row, evenly, the last one among them.
  private static func some(of targets: [Int], atMost count: Int) -> [Int] {
    guard targets.count > count else { return targets }
    return (1...count).map { targets[$0 * targets.count / count - 1] }
  }

  /// √(mean of ‖C_{k−ℓ}‖²) over the visited targets k > ℓ, from lag 0 to the last one that reaches `floor`; nil where no
  /// target was visited.
  public func lagProfile(columns: Int, above floor: ScaledDouble) -> LagProfile? {
    lags.profile(columns: columns, above: floor)
  }
}

/// Σ ‖C_{k−ℓ}‖² over targets, by lag.
private struct LagSquares {
  /// In ascending order.
  private(set) var targets: [Int] = []
  private var sums: [ScaledSum]

  init(steps: Int) { sums = Array(repeating: ScaledSum(), count: steps) }

  /// Begins with a target, later than those before it.
  mutating func begin(_ target: Int) { targets.append(target) }

  @inline(__always)
  mutating func add(_ norm: ScaledDouble, lag: Int) { sums[lag].add(norm * norm) }

  func profile(columns: Int, above floor: ScaledDouble) -> LagProfile? {
    guard let latest = targets.last else { return nil }
    // The targets k > ℓ, by ℓ.
    var counts = Array(repeating: 0, count: latest)
    for target in targets { counts[target - 1] += 1 }
    for lag in (0..<latest).reversed() where lag + 1 < latest { counts[lag] += counts[lag + 1] }
    func mean(_ lags: ClosedRange<Int>) -> ScaledDouble {
      let sum = lags.reduce(ScaledDouble.zero) { $0 + sums[$1].value }
      return (sum / ScaledDouble(Double(lags.reduce(0) { $0 + counts[$1] }))).squareRoot()
    }
    let last = (0..<latest).last { mean($0...$0) >= floor } ?? 0
    let lags = LagProfile.ranges(through: last, atMost: columns)
    return LagProfile(lags: lags, means: lags.map(mean), pairsPerColumn: nil)
  }
}

/// The largest norms by block and the sums by row and column, target by target.
private struct NormScan {
  let rows: [ClosedRange<Int>]
  let columns: [ClosedRange<Int>]
  private(set) var lags: LagSquares
  private var peaks: [ContributionPeak?]
  /// By row, the last target visited; 0 for none.
  private var reached: [Int]
  private var rowSums: [ScaledDouble]
  private var stepSums: [ScaledSum]
  /// The row of the last target.
  private var row = 0

  init(_ rows: [ClosedRange<Int>], _ columns: [ClosedRange<Int>]) {
    (self.rows, self.columns) = (rows, columns)
    peaks = Array(repeating: nil, count: rows.count * columns.count)
    reached = Array(repeating: 0, count: rows.count)
    rowSums = Array(repeating: .zero, count: rows.count)
    stepSums = Array(repeating: ScaledSum(), count: columns[columns.count - 1].upperBound)
    lags = LagSquares(steps: stepSums.count)
  }

  /// Adds targets, later than those before them, that have what is looked at.
  mutating func add(_ norms: ContributionNorms) {
    for (place, target) in norms.targets.enumerated() { add(norms.norms(ofTargetAt: place), of: target) }
  }

  /// Adds a target, whose norms are those of steps 1 … k.
  mutating func add(_ norms: [ScaledDouble], of target: Int) {
    while !rows[row].contains(target) { row += 1 }
    lags.begin(target)
    reached[row] = target
    var sum = ScaledSum()
    for (column, steps) in columns.enumerated() where steps.lowerBound <= target {
      let index = row * columns.count + column
      for step in steps.clamped(to: 1...target) {
        let norm = norms[step - 1]
        sum.add(norm)
        stepSums[step - 1].add(norm)
        lags.add(norm, lag: target - step)
        if !norm.isZero, peaks[index].map({ $0.value < norm }) ?? true {
          peaks[index] = ContributionPeak(value: norm, target: target, step: step)
        }
      }
    }
    rowSums[row] = Swift.max(rowSums[row], sum.value)
  }

  func blocks(last: Int) -> [ContributionBlocks.Block] {
    rows.indices.flatMap { row in
      columns.indices.map { column in
        if rows[row].upperBound < columns[column].lowerBound { return .outside }
        if rows[row].lowerBound > last { return .overflow }
        if let peak = peaks[row * columns.count + column] { return .largest(peak) }
        return columns[column].lowerBound <= reached[row] ? .zero : .outside
      }
    }
  }

  func sums(last: Int) -> ContributionTotals {
    ContributionTotals(
      rows: rows.indices.map { rows[$0].lowerBound > last ? nil : rowSums[$0] },
      columns: columns.map { steps in
        steps.lowerBound > last ? nil : steps.map { stepSums[$0 - 1].value }.max()
      })
  }
}
