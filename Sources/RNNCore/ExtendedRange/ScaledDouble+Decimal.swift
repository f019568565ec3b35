import RealModule

extension ScaledDouble {
  /// The number in decimal scientific form, correctly rounded (half to even) to `significantDigits` digits.
  ///
  ///     ScaledDouble(significand: 1.5, exponent: -23456).decimal(significantDigits: 4)   // "1.646e-7061"
  ///
  /// Zero is `"0"` with as many zeros behind the point as other numbers have digits: `"0.000e+00"`. The exponent has a
  /// sign and at least two digits. Digits are correct at any exponent: the power of ten is carried in 256 bits, whose
  /// error stays below 2^−190 for every exponent a `ScaledDouble` can have.
  ///
  /// Complexity: O(log |exponent|).
  public func decimal(significantDigits: Int) -> String {
    let (digits, power) = decimalDigits(significantDigits)
    let fraction = digits.dropFirst()
    return (significand < 0 ? "-" : "") + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
      + Self.exponentSuffix(power)
  }

  /// The `count` leading decimal digits, rounded half to even, and the power of ten of the first: the number is
  /// d.ddd… × 10^power. All digits of zero are 0.
  ///
  /// Complexity: O(log |exponent|).
  public func decimalDigits(_ count: Int) -> (digits: String, power: Int) {
    precondition((1...36).contains(count), "between 1 and 36 decimal digits")
    guard !isZero else { return (String(repeating: "0", count: count), 0) }
    var power = decimalPower
    var integer = scaledInteger(power: power, digits: count)
    let limit = Self.powersOfTen[count]
    if integer >= limit {
      power += 1
      integer = scaledInteger(power: power, digits: count)
    } else if integer <= Self.powersOfTen[count - 1] {
      // The logarithm was rounded up to a whole number, or the number is just above a power of ten.
      let finer = scaledInteger(power: power - 1, digits: count)
      if finer < limit { (integer, power) = (finer, power - 1) }
    }
    // Digits of 64 bits are had for a tenth of what those of 128 cost.
    return (UInt64(exactly: integer).map { String($0) } ?? String(integer), power)
  }

  /// ⌊log10 |self|⌋, at most 1 off: the exponent's share is taken in 128 bits, of which a `Double` would lose the last
  /// places from an exponent of about 2^50 on.
  private var decimalPower: Int {
    let log10Of2 = 5_553_023_288_523_357_133  // times 2^64
    let share = Int128(exponent) * Int128(log10Of2)
    let fraction = Double(UInt64(truncatingIfNeeded: share)) * 0x1p-64 + Double.log10(significand.magnitude)
    return Int(share >> 64) + Int(fraction.rounded(.down))
  }

  /// |self| · 10^(digits − 1 − power), rounded half to even.
  private func scaledInteger(power: Int, digits: Int) -> UInt128 {
    let mantissa = UInt64(significand.magnitude.significandBitPattern) | 1 << 52
    let number = WideFloat(integer: UInt128(mantissa), exponent: exponent - 52)
    return (number * WideFloat.powerOfTen(digits - 1 - power)).roundedInteger()
  }

  /// 1 … 10³⁶.
  private static let powersOfTen = (0..<36).reduce(into: [UInt128(1)]) { powers, last in
    powers.append(10 * powers[last])
  }

  private static func exponentSuffix(_ power: Int) -> String {
    let magnitude = String(power.magnitude)
    return (power < 0 ? "e-" : "e+") + (magnitude.count < 2 ? "0" : "") + magnitude
  }
}

/// A positive number with 256 significant bits: (high × 2^128 + low) × 2^exponent, the top bit of `high` set.
///
/// It serves one purpose, decimal printing, and has only what that needs. A product is short of the exact one by less
/// than 4 units of the last place.
struct WideFloat {
  let high: UInt128
  private let low: UInt128
  let exponent: Int

  /// The value `integer × 2^exponent`; the integer is not 0.
  init(integer: UInt128, exponent: Int) {
    let shift = integer.leadingZeroBitCount
    self.init(high: integer << shift, low: 0, exponent: exponent - 128 - shift)
  }

  private init(high: UInt128, low: UInt128, exponent: Int) {
    let top = high.leadingZeroBitCount
    self.high = top == 0 ? high : high << 1 | low >> 127
    self.low = top == 0 ? low : low << 1
    self.exponent = top == 0 ? exponent : exponent - 1
  }

  static func * (a: WideFloat, b: WideFloat) -> WideFloat {
    let top = a.high.multipliedFullWidth(by: b.high)
    var (low, high) = (top.low, top.high)
    for cross in [a.high.multipliedFullWidth(by: b.low).high, a.low.multipliedFullWidth(by: b.high).high] {
      let (sum, carry) = low.addingReportingOverflow(cross)
      low = sum
      high += carry ? 1 : 0
    }
    return WideFloat(high: high, low: low, exponent: a.exponent + b.exponent + 256)
  }

  /// 10^n. Exact for 0 ≤ n ≤ 55, else off by less than about 4·|n| units of the last place.
  static func powerOfTen(_ n: Int) -> WideFloat {
    n.magnitude <= kept ? powers[n + kept] : product(ofTens: n)
  }

  /// Powers of ten that most numbers on a screen ask for.
  private static let powers = (-kept...kept).map { product(ofTens: $0) }
  private static let kept = 40

  /// 10^n by repeated squaring.
  private static func product(ofTens n: Int) -> WideFloat {
    var base = n < 0 ? tenth : WideFloat(integer: 10, exponent: 0)
    var result = WideFloat(integer: 1, exponent: 0)
    var remaining = n.magnitude
    while remaining > 0 {
      if remaining & 1 == 1 { result = result * base }
      remaining >>= 1
      if remaining > 0 { base = base * base }
    }
    return result
  }

  /// 1/10 = 0.000110011001100…₂: the bits 1100 for ever behind the first one.
  private static let tenth = WideFloat(
    high: 0xcccc_cccc_cccc_cccc_cccc_cccc_cccc_cccc, low: 0xcccc_cccc_cccc_cccc_cccc_cccc_cccc_cccd, exponent: -259)

  /// The nearest integer below 2^127. A fraction within 2^−100 of one half is a tie and goes to the even side: where
  /// there can be ties the product is exact to more bits than that, and other 53-bit numbers do not come so close. (At
  /// 2^−60 there are some: 0x1.0b8d8817fd8efp-689 to 25 digits.)
  func roundedInteger() -> UInt128 {
    let integerBits = exponent + 256
    guard integerBits >= 0 else { return 0 }
    precondition(integerBits < 128, "the number has more than 127 integer bits")
    let integer = integerBits == 0 ? 0 : high >> (128 - integerBits)
    let fraction = integerBits == 0 ? high : high << integerBits | low >> (128 - integerBits)
    let half: UInt128 = 1 << 127
    let distance = fraction > half ? fraction - half : half - fraction
    if distance < 1 << 28 { return integer + (integer & 1) }
    return fraction > half ? integer + 1 : integer
  }
}
