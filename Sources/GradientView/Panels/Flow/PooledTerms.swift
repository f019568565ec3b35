import RNNCore

/// The terms by column, from a first step, as a rule 1, to the target: a column's term, or what its terms add up to.
///
/// Terms that are tensors have two numbers: the signed bar, which adds up to the norm of the total, and the norm, which does
/// not.
struct PooledTerms: Sendable {
  /// The columns that have a number.
  let columns: ClosedRange<Int>
  private let contributions: Contributions
  private let first: Int
  private let shown: ClosedRange<Int>
  private let sums: [ScaledDouble]
  private let norms: [ScaledDouble]
  private let flows: [ScaledDouble]
  private let blocked: [Bool]

  init(_ contributions: Contributions, _ columns: TimeColumns, from first: Int = 1) {
    let last = Swift.min(columns.shown.upperBound, contributions.target)
    let shown = Swift.min(Swift.max(first, columns.shown.lowerBound), last)...last
    (self.contributions, self.first, self.shown) = (contributions, Swift.min(first, last), shown)
    self.columns = columns.column(ofStep: shown.lowerBound)...columns.column(ofStep: shown.upperBound)
    let ranges = self.columns.map { columns.steps(inColumn: $0).clamped(to: shown) }
    let sums = ranges.map { Self.sum(contributions, $0) }
    norms = contributions.areNorms ? ranges.map { Self.norm(contributions, $0) } : sums.map(\.magnitude)
    flows = ranges.map { contributions.largestFlow(over: $0) }
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

  /// Σ of all steps from the first one on, whether they are shown or not.
  var total: ScaledDouble {
    first == 1 ? contributions.total : contributions.sum(over: first...contributions.target)
  }

  /// The number of a column, with its sign: these add up.
  subscript(column: Int) -> ScaledDouble { sums[column - columns.lowerBound] }

  /// How large a column's terms are: the magnitude of their sum, of tensors the sum of their norms.
  func size(ofColumn column: Int) -> ScaledDouble { norms[column - columns.lowerBound] }

  /// The largest |∂s_k/∂s_i| of a column, of tensors its norm.
  func flow(ofColumn column: Int) -> ScaledDouble { flows[column - columns.lowerBound] }

  /// Whether every flow of the column is 0, so that the column is blocked and not merely 0.
  func isBlocked(_ column: Int) -> Bool { blocked[column - columns.lowerBound] }

  /// For each column the sum of its terms and of all later ones: what a window that begins there would give.
  var runningSums: [ScaledDouble] {
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

  /// From the least to the largest of what the columns show, sums and flows: the exponents of ten, without what is 0.
  var logarithms: [Double] { (norms + flows).filter { !$0.isZero }.map(\.log10) }

  /// What bars that add up reach, with the running sum: from below 0 to above it.
  var linearReach: (below: ScaledDouble, above: ScaledDouble) {
    let all = sums + runningSums
    return (Swift.min(all.min() ?? .zero, .zero), Swift.max(all.max() ?? .zero, .zero))
  }

  private static func isBlocked(_ contributions: Contributions, _ step: Int) -> Bool {
    let trajectory = contributions.trajectory
    return contributions.flow(at: step).isZero
      || (0..<trajectory.hiddenSize).allSatisfy { trajectory.scaledDerivative(at: step, unit: $0).isZero }
  }
}
