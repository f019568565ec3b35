/// How far an axis has to reach: it holds everything that is drawn, unless a few numbers, under a twentieth of all, would
/// take more than half of it. Those are marked at its end.
package struct HeldRange: Hashable {
  /// The lower end.
  package private(set) var low: Double
  /// The upper end.
  package private(set) var high: Double

  private static let mostSorted = 5_000

  /// The range of finite numbers; nil where there are none.
  ///
  /// - Parameter kept: numbers that it holds in any case, those at the cursor.
  /// - Parameter isOpenAbove: whether a few numbers far above the others may be cut off too, and not only those far below.
  package init?(_ numbers: [Double], keeping kept: [Double] = [], isOpenAbove: Bool = false) {
    let finite = (numbers + kept).filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else { return nil }
    // Of many, what a few are is found in some thousand of them.
    let every = Swift.max(finite.count / Self.mostSorted, 1)
    let sorted = stride(from: 0, to: finite.count, by: every).map { finite[$0] }.sorted()
    let few = sorted.count / 20
    let (below, above) = (sorted[few], isOpenAbove ? sorted[sorted.count - 1 - few] : most)
    let span = above - below
    low = span > 0 && below - least > span ? below : least
    high = span > 0 && most - above > span ? above : most
    for number in kept where number.isFinite { (low, high) = (Swift.min(low, number), Swift.max(high, number)) }
  }
}
