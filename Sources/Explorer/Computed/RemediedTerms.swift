import RNNCore
import Screen

/// The terms of columns as truncation and clipping leave them, beside those of the plain sum.
package struct RemediedTerms: Sendable {
  /// What takes part; 0 where it is cut.
  package let kept: PooledTerms
  /// The sum that nothing is left out of, where adjoints are clamped; else nil, for it is the plain one.
  private let whole: PooledTerms?

  /// Nil where all terms are the plain ones.
  package init?(_ remedied: RemediedGradient?, _ columns: TimeColumns, from first: Int = 1) {
    guard let remedied, remedied.changesTerms else { return nil }
    kept = PooledTerms(remedied.contributions, columns, from: first)
    whole =
      remedied.whole.adjointLimit == nil
      ? nil
      : remedied.contributions.truncation == .none ? kept : PooledTerms(remedied.whole, columns, from: first)
  }

  /// The terms whose running sum says what every window would give, where these are the plain ones.
  package func whole(or plain: PooledTerms) -> PooledTerms { whole ?? plain }

  /// What the bars that add up reach, from 0 or below to 0 or above.
  var barReach: ClosedRange<ScaledDouble> { kept.barReach }

  /// What the running sum and the rest's total reach likewise.
  package var sumReach: ClosedRange<ScaledDouble> {
    let total = Swift.min(kept.total, .zero)...Swift.max(kept.total, .zero)
    return whole.map { total.spanning($0.sumReach) } ?? total
  }
}

extension ClosedRange<ScaledDouble> {
  /// The least range that holds both.
  package func spanning(_ other: ClosedRange<ScaledDouble>?) -> ClosedRange<ScaledDouble> {
    guard let other else { return self }
    return Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
  }
}
