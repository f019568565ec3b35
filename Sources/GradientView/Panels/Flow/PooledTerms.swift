import RNNCore

/// A number for every column between two steps, as a rule 1 and the target: its term, or the sum of its terms.
///
/// Terms that are tensors have two: the signed bar, which adds up to the norm of the total, and the norm, which does not.
struct PooledTerms {
  /// The columns that have a number.
  let columns: ClosedRange<Int>
  private let contributions: Contributions
  private let shown: ClosedRange<Int>
  private let sums: [ScaledDouble]
  private let norms: [ScaledDouble]
  private let blocked: [Bool]

  init(_ contributions: Contributions, _ columns: TimeColumns, from first: Int = 1) {
    let shown = Swift.min(first, contributions.target)...contributions.target
    (self.contributions, self.shown) = (contributions, shown)
    self.columns = columns.column(ofStep: shown.lowerBound)...columns.column(ofStep: shown.upperBound)
    let ranges = self.columns.map { columns.steps(inColumn: $0).clamped(to: shown) }
    let sums = ranges.map { Self.sum(contributions, $0) }
    norms = contributions.areNorms ? ranges.map { Self.norm(contributions, $0) } : sums.map(\.magnitude)
    blocked = zip(norms, ranges).map { norm, steps in
      norm.isZero && steps.allSatisfy { Self.isBlocked(contributions, $0) }
    }
    self.sums = sums
  }

  private static func sum(_ contributions: Contributions, _ steps: ClosedRange<Int>) -> ScaledDouble {
    guard steps.count == 1 else { return contributions.sum(over: steps) }
    return contributions.areNorms
      ? contributions.signed(at: steps.lowerBound) : contributions.value(at: steps.lowerBound)
  }

  private static func norm(_ contributions: Contributions, _ steps: ClosedRange<Int>) -> ScaledDouble {
    steps.reduce(.zero) { $0 + contributions.value(at: $1) }
  }

  /// Σ of the steps between them.
  var total: ScaledDouble { shown.lowerBound == 1 ? contributions.total : contributions.sum(over: shown) }

  /// The number of a column, with its sign: these add up.
  subscript(column: Int) -> ScaledDouble { sums[column - columns.lowerBound] }

  /// How large a column's terms are: the magnitude of their sum, of tensors the sum of their norms.
  func size(ofColumn column: Int) -> ScaledDouble { norms[column - columns.lowerBound] }

  /// Whether every flow of the column is 0, so that the column is blocked and not merely 0.
  func isBlocked(_ column: Int) -> Bool { blocked[column - columns.lowerBound] }

  private static func isBlocked(_ contributions: Contributions, _ step: Int) -> Bool {
    let trajectory = contributions.trajectory
    return contributions.flow(at: step).isZero
      || (0..<trajectory.hiddenSize).allSatisfy { trajectory.scaledDerivative(at: step, unit: $0).isZero }
  }
}
