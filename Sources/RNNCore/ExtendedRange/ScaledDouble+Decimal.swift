import RealModule

extension ScaledDouble {
  /// The number in decimal scientific form, correctly rounded (half to even) to `significantDigits` digits.
  ///
  ///     ScaledDouble(significand: 1.5, exponent: -23456).decimal(significantDigits: 4)   // "1.646e-7061"
  ///
  /// Zero is `"0"` with as many zeros behind the point as other numbers have digits: `"0.000e+00"`. The exponent has a
  /// sign and at least two digits. Digits are correct at any exponent: the power of ten is carried in 256 bits, whose
  /// error stays below 2^−190 for every exponent a `ScaledDouble` can have.
  public func decimal(significantDigits: Int) -> String {
    let (digits, power) = decimalDigits(significantDigits)
    let fraction = digits.dropFirst()
    return (significand < 0 ? "-" : "") + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
      + Self.exponentSuffix(power)
  }

  /// The `count` leading decimal digits, rounded half to even, and the power of ten of the first: the number is
  /// d.ddd… × 10^power. All digits of zero are 0.
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
