import RealModule

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
