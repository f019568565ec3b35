import RNNCore

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
