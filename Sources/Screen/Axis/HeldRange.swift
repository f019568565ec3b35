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
    var some = every == 1 ? finite : stride(from: 0, to: finite.count, by: every).map { finite[$0] }
    let few = some.count / 20
    let (below, above) = (some.select(few), isOpenAbove ? some.select(some.count - 1 - few) : most)
    let span = above - below
    low = span > 0 && below - least > span ? below : least
    high = span > 0 && most - above > span ? above : most
    for number in kept where number.isFinite { (low, high) = (Swift.min(low, number), Swift.max(high, number)) }
  }
}

extension [Double] {
  /// The number at a place of the sorted array, in linear time: what does not come to that place is only parted into
  /// smaller and larger (Hoare 1961). None of them is NaN.
  fileprivate mutating func select(_ place: Int) -> Double {
    var (first, last) = (0, count - 1)
    while first < last {
      let middle = self[first + (last - first) / 2]
      var (low, high) = (first, last)
      while low <= high {
        while self[low] < middle { low += 1 }
        while self[high] > middle { high -= 1 }
        guard low <= high else { break }
        swapAt(low, high)
        (low, high) = (low + 1, high - 1)
      }
      if place <= high { last = high } else if place >= low { first = low } else { break }
    }
    return self[place]
  }
}
