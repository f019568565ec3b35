import RNNCore

/// How far an axis has to reach: it holds everything that is drawn, unless a few numbers, under a twentieth of all, would
/// take more than half of it. Those are marked at its end.
package struct TrimmedRange: Hashable {
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

/// A round number 1, 2 or 5 × 10^n: n = ⌊index/3⌋. Any index is one, so scales never run out.
package struct RoundNumber: Hashable, Comparable, Sendable {
  /// Three to a decade: 0 is 1, 1 is 2, 2 is 5, 3 is 10, −1 is 0.5.
  package let index: Int

  /// The round number at an index.
  package init(index: Int) { self.index = index }

  /// The smallest round number that is not below a positive number.
  package init(holding value: ScaledDouble) {
    let decade = Int(value.log10.rounded(.down))
    var index = 3 * decade - 1
    while RoundNumber(index: index).value < value { index += 1 }
    self.index = index
  }

  /// 1, 2 or 5.
  package var mantissa: Int { [1, 2, 5][place] }
  /// The place of the mantissa among the three.
  package var place: Int { ((index % 3) + 3) % 3 }
  /// n.
  package var power: Int { index >= 0 ? index / 3 : (index - 2) / 3 }
  /// The number; exact for n up to 22, and within an ulp elsewhere in a Double's range.
  package var value: ScaledDouble { ScaledDouble(Double(mantissa)) * .powerOfTen(power) }

  /// The order of the numbers.
  package static func < (a: RoundNumber, b: RoundNumber) -> Bool { a.index < b.index }
}

extension ScaledDouble {
  /// 10^x for any finite x within ±10^17, to nearly the digits of a Double: its whole part does not lose those of the rest.
  package static func powerOfTen(_ x: Double) -> ScaledDouble {
    let whole = x.rounded(.down)
    return .exp((x - whole) * 2.302585092994046) * .powerOfTen(Int(whole))
  }

  /// 10^n by repeated multiplication: exact up to n = 22.
  package static func powerOfTen(_ n: Int) -> ScaledDouble {
    var (result, base, remaining) = (ScaledDouble.one, ScaledDouble(10), n.magnitude)
    while remaining > 0 {
      if remaining & 1 == 1 { result *= base }
      base *= base
      remaining >>= 1
    }
    return n < 0 ? .one / result : result
  }
}
