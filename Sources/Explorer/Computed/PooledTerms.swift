import RNNCore
import Screen

/// The terms by column, from a first step, as a rule 1, to the target. A column that stands for several has two numbers: the
/// largest of its terms, whose flow is shown with it, and their sum, for bars that add up.
///
/// Terms that are tensors have two numbers: the signed bar, which adds up to the norm of the total, and the norm, which does
/// not.
package struct PooledTerms: Sendable {
  /// The columns that have a number.
  package let columns: ClosedRange<Int>
  private let contributions: Contributions
  private let first: Int
  private let shown: ClosedRange<Int>
  private let sums: [ScaledDouble]
  private let largest: [Term]
  private let blocked: [Bool]

  /// The term of one step.
  private struct Term {
    let size: ScaledDouble
    let signum: Int
    let flow: ScaledDouble

    init(_ contributions: Contributions, _ step: Int) {
      let value = contributions.value(at: step)
      (size, flow) = (value.magnitude, contributions.flow(at: step).magnitude)
      signum = contributions.areNorms ? contributions.signed(at: step).signum : value.signum
    }
  }

  /// So many threads may share the columns, on which no number depends.
  package init(_ contributions: Contributions, _ columns: TimeColumns, from first: Int = 1, threads: Int = 1) {
    let last = Swift.min(columns.shown.upperBound, contributions.target)
    let shown = Swift.min(Swift.max(first, columns.shown.lowerBound), last)...last
    (self.contributions, self.first, self.shown) = (contributions, Swift.min(first, last), shown)
    self.columns = columns.column(ofStep: shown.lowerBound)...columns.column(ofStep: shown.upperBound)
    let ranges = self.columns.map { columns.steps(inColumn: $0).clamped(to: shown) }
    let pooled = Concurrent.map(count: ranges.count, threads: threads) { Self.pooled(contributions, ranges[$0]) }
    sums = pooled.map(\.sum)
    let largest = pooled.map { Term(contributions, $0.largest) }
    blocked = zip(largest, ranges).map { term, steps in
      term.size.isZero && steps.allSatisfy { Self.isBlocked(contributions, $0) }
    }
    self.largest = largest
  }

  private static func pooled(
    _ contributions: Contributions, _ steps: ClosedRange<Int>
  ) -> (sum: ScaledDouble, largest: Int) {
    let step = steps.lowerBound
    guard steps.count == 1 else { return contributions.sumAndLargest(over: steps) }
    return (contributions.areNorms ? contributions.signed(at: step) : contributions.value(at: step), step)
  }

  /// Σ of all steps from the first one on, whether they are shown or not.
  package var total: ScaledDouble {
    first == 1 ? contributions.total : contributions.sum(over: first...contributions.target)
  }

  /// The sum of a column's terms, with its sign: these add up.
  package subscript(column: Int) -> ScaledDouble { sums[column - columns.lowerBound] }

  /// The magnitude of a column's largest term, of tensors its norm.
  package func size(ofColumn column: Int) -> ScaledDouble { largest[column - columns.lowerBound].size }

  /// The sign of a column's largest term: −1, 0 or 1.
  package func signum(ofColumn column: Int) -> Int { largest[column - columns.lowerBound].signum }

  /// |∂s_k/∂s_i| of a column's largest term, of tensors its norm; where all terms are 0 the largest.
  package func flow(ofColumn column: Int) -> ScaledDouble { largest[column - columns.lowerBound].flow }

  /// Whether every flow of the column is 0, so that the column is blocked and not merely 0.
  package func isBlocked(_ column: Int) -> Bool { blocked[column - columns.lowerBound] }

  /// For each column the sum of its terms and of all later ones: what a window that begins there would give.
  package var runningSums: [ScaledDouble] {
    var sum = ScaledSum()
    if shown.upperBound < contributions.target {
      sum.add(contributions.sum(over: shown.upperBound + 1...contributions.target))
    }
    return Array(
      sums.reversed().map { term in
        sum.add(term)
        return sum.value
      }.reversed())
  }

  /// What the columns show over decades, terms and flows: the exponents of ten, without what is 0.
  package var logarithms: [Double] { (largest.map(\.size) + largest.map(\.flow)).filter { !$0.isZero }.map(\.log10) }

  /// The same of the terms alone.
  var termLogarithms: [Double] { largest.map(\.size).filter { !$0.isZero }.map(\.log10) }

  /// What the total reaches from 0.
  package var totalReach: ClosedRange<ScaledDouble> { Self.reach([total]) }

  /// What bars that add up reach, from 0 or below to 0 or above.
  var barReach: ClosedRange<ScaledDouble> { Self.reach(sums) }

  /// What their running sum reaches, from 0 or below to 0 or above.
  package var sumReach: ClosedRange<ScaledDouble> { Self.reach(runningSums + [total]) }

  private static func reach(_ numbers: [ScaledDouble]) -> ClosedRange<ScaledDouble> {
    Swift.min(numbers.min() ?? .zero, .zero)...Swift.max(numbers.max() ?? .zero, .zero)
  }

  private static func isBlocked(_ contributions: Contributions, _ step: Int) -> Bool {
    let trajectory = contributions.trajectory
    if contributions.flow(at: step).isZero { return true }
    // Gates are never exactly 0.
    return trajectory.network.elmanActivation != nil
      && (0..<trajectory.hiddenSize).allSatisfy { trajectory.scaledDerivative(at: step, unit: $0).isZero }
  }
}
