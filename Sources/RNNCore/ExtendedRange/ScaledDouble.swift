import RealModule

/// A real number with the precision of a `Double` and, for every practical purpose, no limit to its range.
///
/// The value is `significand × 2^exponent`. The significand is exactly 0, or its magnitude lies in [1, 2); zero has
/// exponent 0, so two equal numbers have equal parts. Products, quotients and sums round once, like a `Double`'s, and
/// neither underflow nor overflow: a product that a `Double` would flush to 0 stays apart from one that *is* 0.
///
///     var flow = ScaledDouble.one
///     for _ in 1...5000 { flow *= ScaledDouble(0.03) }
///     flow.decimal(significantDigits: 3)   // "4.04e-7615"
///
/// Exponents are limited to ±2^61 and saturate there instead of wrapping; no product of fewer than 2^50 Doubles gets
/// that far, but an exponential does (`isOutOfRange`). NaN and infinity have no representation: making one from them is
/// a programmer error.
public struct ScaledDouble: Sendable, Hashable {
  /// 0, or a number whose magnitude lies in [1, 2).
  public let significand: Double
  /// The power of two that scales the significand.
  public let exponent: Int

  @usableFromInline static let exponentLimit = 1 << 61

  @inlinable init(normalisedSignificand significand: Double, exponent: Int) {
    self.significand = significand
    self.exponent = exponent
  }

  /// The number `significand × 2^exponent`, for any finite significand; the exponent lies within ±2^62.
  @inlinable @inline(__always) public init(significand: Double, exponent: Int) {
    let biased = Int(truncatingIfNeeded: significand.bitPattern >> 52) & 0x7ff
    guard biased != 0, biased != 0x7ff else {
      self.init(subnormalSignificand: significand, exponent: exponent)
      return
    }
    let unit = Double(bitPattern: significand.bitPattern & 0x800f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
    self.init(normalisedSignificand: unit, exponent: Self.clamped(exponent + (biased &- 1023)))
  }

  /// The careful path of `init(significand:exponent:)`: zero and subnormal significands.
  @usableFromInline init(subnormalSignificand significand: Double, exponent: Int) {
    precondition(significand.isFinite, "a ScaledDouble has no NaN and no infinity")
    guard significand != 0 else {
      self.init(normalisedSignificand: 0, exponent: 0)
      return
    }
    self.init(significand: significand * 0x1p64, exponent: exponent - 64)
  }

  /// The same number as `value`, which must be finite. Negative zero becomes zero.
  @inlinable public init(_ value: Double) {
    self.init(significand: value, exponent: 0)
  }

  /// Exactly 0.
  public static let zero = ScaledDouble(normalisedSignificand: 0, exponent: 0)
  /// Exactly 1.
  public static let one = ScaledDouble(normalisedSignificand: 1, exponent: 0)

  @inlinable static func clamped(_ exponent: Int) -> Int {
    Swift.min(Swift.max(exponent, -exponentLimit), exponentLimit)
  }
}

extension ScaledDouble {
  /// Whether this is exactly 0. A number that is merely tiny is not.
  @inlinable public var isZero: Bool { significand == 0 }
  /// Whether the number is too large or too small for its digits to mean anything: beyond 2^±2^60, which is
  /// 10^±3.47·10^17. Its exponent, or that of a number it was made from, may have been at its limit.
  @inlinable public var isOutOfRange: Bool { exponent.magnitude >= 1 << 60 }
  /// −1, 0 or 1.
  @inlinable public var signum: Int { significand > 0 ? 1 : significand < 0 ? -1 : 0 }
  /// The absolute value.
  @inlinable public var magnitude: ScaledDouble {
    ScaledDouble(normalisedSignificand: significand.magnitude, exponent: exponent)
  }
  /// The nearest number of at most so large a magnitude.
  func clamped(toMagnitude limit: ScaledDouble) -> ScaledDouble {
    magnitude > limit ? signum < 0 ? -limit : limit : self
  }
  /// The nearest `Double`: ±∞ above its range, subnormal or ±0 below it.
  public var doubleValue: Double {
    guard exponent <= 1023 else { return significand < 0 ? -.infinity : .infinity }
    return Double(sign: .plus, exponent: Swift.max(exponent, -2000), significand: significand)
  }
}

extension ScaledDouble {
  /// The product, rounded once.
  @inlinable public static func * (a: ScaledDouble, b: ScaledDouble) -> ScaledDouble {
    ScaledDouble(significand: a.significand * b.significand, exponent: clamped(a.exponent &+ b.exponent))
  }

  /// The quotient, rounded once. The divisor must not be 0.
  @inlinable public static func / (a: ScaledDouble, b: ScaledDouble) -> ScaledDouble {
    precondition(!b.isZero, "division of a ScaledDouble by zero")
    return ScaledDouble(significand: a.significand / b.significand, exponent: clamped(a.exponent &- b.exponent))
  }

  /// The sum, rounded once.
  public static func + (a: ScaledDouble, b: ScaledDouble) -> ScaledDouble {
    guard !a.isZero else { return b }
    guard !b.isZero else { return a }
    let (large, small) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let shift = large.exponent - small.exponent
    guard shift < 128 else { return large }
    let aligned = small.significand * Double.powerOfTwo(-shift)
    return ScaledDouble(significand: large.significand + aligned, exponent: large.exponent)
  }

  /// The difference, rounded once.
  public static func - (a: ScaledDouble, b: ScaledDouble) -> ScaledDouble { a + (-b) }

  /// The number of the opposite sign.
  @inlinable public static prefix func - (a: ScaledDouble) -> ScaledDouble {
    a.isZero ? a : ScaledDouble(normalisedSignificand: -a.significand, exponent: a.exponent)
  }

  /// Multiplies in place.
  @inlinable public static func *= (a: inout ScaledDouble, b: ScaledDouble) { a = a * b }
  /// Adds in place.
  public static func += (a: inout ScaledDouble, b: ScaledDouble) { a = a + b }

  /// The square root of a number that is not negative. That of a number near the limit of the exponents, where a square
  /// may have saturated, is at the limit: it must not come back into the range where digits mean something.
  public func squareRoot() -> ScaledDouble {
    precondition(significand >= 0, "square root of a negative ScaledDouble")
    guard exponent.magnitude < Self.exponentLimit - 1 << 50 else {
      return ScaledDouble(
        normalisedSignificand: 1, exponent: exponent < 0 ? -Self.exponentLimit : Self.exponentLimit)
    }
    let odd = exponent & 1
    return ScaledDouble(
      significand: (odd == 0 ? significand : 2 * significand).squareRoot(), exponent: (exponent - odd) / 2)
  }
}

extension Double {
  /// 2^k of a whole k in −1022…1023, those of a normal number: exact, and faster than what scales any number by any power.
  @inline(__always)
  static func powerOfTwo(_ k: Int) -> Double {
    precondition((-1022...1023).contains(k))
    return Double(bitPattern: UInt64(truncatingIfNeeded: k + 1023) << 52)
  }
}

extension ScaledDouble: Comparable {
  /// The order of the real numbers.
  @inlinable public static func < (a: ScaledDouble, b: ScaledDouble) -> Bool {
    guard a.signum == b.signum else { return a.signum < b.signum }
    guard a.exponent != b.exponent else { return a.significand < b.significand }
    return (a.exponent < b.exponent) == (a.signum > 0)
  }
}

extension ScaledDouble {
  /// Whether |self| > |other|.
  @inline(__always)
  func exceeds(_ other: ScaledDouble) -> Bool {
    if other.isZero { return !isZero }
    guard exponent == other.exponent else { return exponent > other.exponent && !isZero }
    return significand.magnitude > other.significand.magnitude
  }
}

extension ScaledDouble {
  /// e^x at any x but NaN, to about 2 ulp.
  ///
  /// Beyond the range of a `Double`, x is reduced by a multiple k of ln 2 held in two parts, each step exact or rounded
  /// once (Cody and Waite), so that no digits are lost for |x| up to 2^52. For larger |x| the last digits of x itself
  /// decide; from about 10^18 on the exponent saturates.
  public static func exp(_ x: Double) -> ScaledDouble {
    if x.magnitude < 700 { return ScaledDouble(Double.exp(x)) }
    precondition(!x.isNaN, "the exponential of a number")
    let k = (x / naturalLogarithmOf2).rounded()
    guard k.magnitude < Double(exponentLimit) else {
      return ScaledDouble(normalisedSignificand: 1, exponent: x < 0 ? -exponentLimit : exponentLimit)
    }
    let reduced = x.addingProduct(-k, naturalLogarithmOf2).addingProduct(-k, naturalLogarithmOf2Tail)
    return ScaledDouble(significand: Double.exp(reduced), exponent: Int(k))
  }

  /// The natural logarithm of the magnitude; −∞ for 0.
  public var naturalLogarithm: Double {
    logarithm(ofMagnitude: { Double.log($0) }, of2: Self.naturalLogarithmOf2)
  }

  /// The decimal logarithm of the magnitude; −∞ for 0.
  public var log10: Double {
    logarithm(ofMagnitude: { Double.log10($0) }, of2: 0.30102999566398119521)
  }

  /// Near 1 the two summands would cancel, so the number itself is used where a `Double` holds it well.
  private func logarithm(ofMagnitude logarithm: (Double) -> Double, of2: Double) -> Double {
    guard !isZero else { return -.infinity }
    if (-64...64).contains(exponent) { return logarithm(doubleValue.magnitude) }
    return Double(exponent) * of2 + logarithm(significand.magnitude)
  }

  private static let naturalLogarithmOf2 = 0x1.62e42fefa39efp-1
  private static let naturalLogarithmOf2Tail = 0x1.abc9e3b39803fp-56
}
