/// Writes numbers with 17 significant digits, the same as `ScaledDouble.decimal(significantDigits: 17)`, many times as fast:
/// for whoever writes millions of them.
///
/// x = m·2^(e−52), m of 53 bits, has the digits N = m·2^(e−52)·10^(16−p), rounded half to even, where 10^p is the power of
/// ten at or below 2^e: or, where that has 18 digits, the same with p + 1. 2^(e−52)·10^(16−p) is kept for each e that was
/// met, cut off to 128 bits. N's fraction is then known to 2⁻⁵⁸; where it is that near to one half, as in ties, the
/// number goes the careful way, which carries 256 bits (Ryū printf, Adams 2019, decides the same with tables of all e
/// that a `Double` has; here e has no limit).
package struct FileDecimals: Sendable {
  /// What numbers of one binary exponent are multiplied by.
  private struct Scale: Sendable {
    let exponent: Int
    /// p.
    let power: Int
    let factor: Factor
    /// The same for p + 1.
    let next: Factor
  }

  /// mantissa·2^−(shift + 64), cut off.
  private struct Factor: Sendable {
    let mantissa: UInt128
    let shift: Int

    /// 2^(exponent−52)·10^power.
    init(exponent: Int, powerOfTen power: Int) {
      let ten = WideFloat.powerOfTen(power)
      mantissa = ten.high
      shift = -(ten.exponent + 128 + exponent - 52) - 64
    }

    /// m times it, rounded; nil where its fraction is too near to one half.
    func rounded(_ m: UInt64) -> UInt64? {
      let low = m.multipliedFullWidth(by: UInt64(truncatingIfNeeded: mantissa)).high
      let product = UInt128(m) * (mantissa >> 64) + UInt128(low)
      let fraction = UInt64(truncatingIfNeeded: (product << (128 - shift)) >> 64)
      let half: UInt64 = 1 << 63
      guard (fraction > half ? fraction - half : half - fraction) > 1 << 10 else { return nil }
      return UInt64(truncatingIfNeeded: product >> shift) + (fraction > half ? 1 : 0)
    }
  }

  /// By the lowest bits of the exponent.
  private var scales = [Scale?](repeating: nil, count: 1 << 14)

  package init() {}

  /// How many bytes a number takes at most.
  package static let mostBytes = 48

  /// Writes a number to a buffer with room for `mostBytes` from `place` on, which is left behind it.
  package mutating func write(_ number: ScaledDouble, to buffer: UnsafeMutableBufferPointer<UInt8>, at place: inout Int)
  {
    precondition(place >= 0 && place <= buffer.count - Self.mostBytes, "room for a number")
    let (digits, power) = decimal(number)
    if number.signum < 0 { buffer.write(UInt8(ascii: "-"), at: &place) }
    let (first, rest) = digits.quotientAndRemainder(dividingBy: 10_000_000_000_000_000)
    buffer.write(UInt8(ascii: "0") + UInt8(first), at: &place)
    buffer.write(UInt8(ascii: "."), at: &place)
    buffer.write(digits: rest, count: 16, at: &place)
    buffer.write(UInt8(ascii: "e"), at: &place)
    buffer.write(UInt8(ascii: power < 0 ? "-" : "+"), at: &place)
    if power.magnitude < 10 { buffer.write(UInt8(ascii: "0"), at: &place) }
    buffer.write(UInt64(power.magnitude), at: &place)
  }

  /// N and the power of ten of its first digit.
  private mutating func decimal(_ number: ScaledDouble) -> (digits: UInt64, power: Int) {
    guard !number.isZero else { return (0, 0) }
    let m = number.significand.significandBitPattern | 1 << 52
    let scale = scale(number.exponent)
    guard let digits = scale.factor.rounded(m) else { return Self.careful(number) }
    if digits < 100_000_000_000_000_000 { return (digits, scale.power) }
    guard let digits = scale.next.rounded(m) else { return Self.careful(number) }
    return (digits, scale.power + 1)
  }

  private mutating func scale(_ exponent: Int) -> Scale {
    let place = exponent & (scales.count - 1)
    if let scale = scales[place], scale.exponent == exponent { return scale }
    let power = ScaledDouble(significand: 1, exponent: exponent).decimalDigits(17).power
    let scale = Scale(
      exponent: exponent, power: power, factor: Factor(exponent: exponent, powerOfTen: 16 - power),
      next: Factor(exponent: exponent, powerOfTen: 15 - power))
    scales[place] = scale
    return scale
  }

  @inline(never)
  private static func careful(_ number: ScaledDouble) -> (digits: UInt64, power: Int) {
    let (digits, power) = number.decimalDigits(17)
    return (digits.utf8.reduce(0) { 10 * $0 + UInt64($1 & 15) }, power)
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Writes a byte, and goes on.
  @inline(__always)
  package func write(_ byte: UInt8, at place: inout Int) {
    self[place] = byte
    place += 1
  }

  /// Writes a whole number.
  @inline(__always)
  package func write(_ number: UInt64, at place: inout Int) {
    var (count, limit) = (1, UInt64(10))
    while count < 19, number >= limit { (count, limit) = (count + 1, limit * 10) }
    write(digits: number, count: count, at: &place)
  }

  /// Writes the last digits of a number.
  @inline(__always)
  fileprivate func write(digits number: UInt64, count: Int, at place: inout Int) {
    var rest = number
    for index in stride(from: place + count - 1, through: place, by: -1) {
      self[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    place += count
  }
}
