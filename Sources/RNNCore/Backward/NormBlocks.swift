/// Every ‖C_i‖ of a network with several units, in blocks of targets k by steps i, with the sums of norms beside them.
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
  /// How many targets of each row were visited at most; nil for all of them.
  public let targetsPerRow: Int?

  /// The blocks of a trajectory. Rows and columns each cover 1…T in order, without gaps.
  ///
  /// Nil where even one target for each row would cost more than `budget` multiplications.
  public init?(
    of trajectory: Trajectory, parameter: Parameter, observable: Observable, rows: [ClosedRange<Int>],
    columns: [ClosedRange<Int>], budget: Double
  ) {
    precondition(rows.cover(trajectory.steps) && columns.cover(trajectory.steps), "the ranges cover all steps in order")
    let last = (trajectory.overflowAt ?? trajectory.steps + 1) - 1
    let cost = Self.cost(ofTarget: Swift.max(last, 1), trajectory.hiddenSize, observable)
    let affordable = budget / (cost * Double(rows.count))
    guard affordable >= 1 else { return nil }
    let longest = rows.reduce(1) { Swift.max($0, $1.count) }
    targetsPerRow = affordable >= Double(longest) ? nil : Int(affordable)
    var scan = NormScan(rows, columns)
    let targets = rows.flatMap { Self.targets(in: $0, through: last, atMost: Int(Swift.min(affordable, 1e9))) }
    let atOnce = ContributionNorms.targetsAtOnce(hiddenSize: trajectory.hiddenSize, observable: observable)
    for first in stride(from: 0, to: targets.count, by: atOnce) {
      let chunk = Array(targets[first..<Swift.min(first + atOnce, targets.count)])
      scan.add(ContributionNorms(of: trajectory, targets: chunk, parameter: parameter, observable: observable))
    }
    blocks = ContributionBlocks(rows: rows, columns: columns, blocks: scan.blocks(last: last))
    sums = scan.sums(last: last)
  }

  /// Multiplications for one target at step k, on average.
  private static func cost(ofTarget last: Int, _ n: Int, _ observable: Observable) -> Double {
    Double(last) / 2 * Double(n) * Double(n) * (observable == .state ? Double(n) : 1)
  }

  /// Some targets of a row, evenly, the last that is reached among them.
  private static func targets(in range: ClosedRange<Int>, through last: Int, atMost count: Int) -> [Int] {
    guard range.lowerBound <= last else { return [] }
    let reached = Array(range.clamped(to: 1...last))
    guard reached.count > count else { return reached }
    return (1...count).map { reached[$0 * reached.count / count - 1] }
  }
}

/// The largest norms by block and the sums by row and column, target by target.
private struct NormScan {
  private let rows: [ClosedRange<Int>]
  private let columns: [ClosedRange<Int>]
  private var peaks: [ContributionPeak?]
  private var visited: [Bool]
  private var rowSums: [ScaledDouble]
  private var stepSums: [ScaledSum]

  init(_ rows: [ClosedRange<Int>], _ columns: [ClosedRange<Int>]) {
    (self.rows, self.columns) = (rows, columns)
    peaks = Array(repeating: nil, count: rows.count * columns.count)
    visited = Array(repeating: false, count: rows.count)
    rowSums = Array(repeating: .zero, count: rows.count)
    stepSums = Array(repeating: ScaledSum(), count: columns[columns.count - 1].upperBound)
  }

  mutating func add(_ norms: ContributionNorms) {
    var row = 0
    for (place, target) in norms.targets.enumerated() {
      while !rows[row].contains(target) { row += 1 }
      add(norms.norms(ofTargetAt: place), of: target, row)
    }
  }

  private mutating func add(_ norms: [ScaledDouble], of target: Int, _ row: Int) {
    guard !norms.isEmpty else { return }
    visited[row] = true
    var sum = ScaledSum()
    for (column, steps) in columns.enumerated() where steps.lowerBound <= target {
      let index = row * columns.count + column
      for step in steps.clamped(to: 1...target) {
        let norm = norms[step - 1]
        sum.add(norm)
        stepSums[step - 1].add(norm)
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
        return visited[row] && columns[column].lowerBound <= last ? .zero : .outside
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
