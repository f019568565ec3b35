/// A running sum of extended-range numbers that carries its own rounding error along (Neumaier 1974).
///
/// The result is within 2 ulp of Σ|terms| of the exact sum, however many terms there are and however far their
/// exponents lie apart; terms more than 600 binary orders below the largest one do not count.
public struct ScaledSum: Sendable {
  private var sum = 0.0
  private var compensation = 0.0
  private var exponent = 0

  /// An empty sum: exactly 0.
  public init() {}

  /// Adds one term.
  @inline(__always)
  public mutating func add(_ term: ScaledDouble) {
    guard !term.isZero else { return }
    var shift = term.exponent - exponent
    if shift > 400 || (sum == 0 && compensation == 0) {
      rescale(to: term.exponent)
      shift = 0
    }
    guard shift > -1000 else { return }
    let value = term.significand * Double(bitPattern: UInt64(1023 + shift) << 52)
    let next = sum + value
    compensation += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  /// Adds what another sum has, with its rounding error.
  mutating func add(_ other: ScaledSum) {
    add(ScaledDouble(significand: other.sum, exponent: other.exponent))
    add(ScaledDouble(significand: other.compensation, exponent: other.exponent))
  }

  private mutating func rescale(to newExponent: Int) {
    let scale = ScaledDouble(significand: 1, exponent: exponent - newExponent).doubleValue
    if sum != 0 || compensation != 0 {
      sum *= scale
      compensation *= scale
    }
    exponent = newExponent
  }

  /// The sum so far.
  public var value: ScaledDouble { ScaledDouble(significand: sum + compensation, exponent: exponent) }
}

/// A product of many Doubles in extended range. It is normalised only when it drifts off, so that each factor costs
/// one multiplication of the chain; the roundings are those of `ScaledDouble`.
struct RunningProduct {
  private(set) var significand = 1.0
  private(set) var exponent = 0

  init() {}

  init(_ value: ScaledDouble) {
    significand = value.significand
    exponent = value.exponent
  }

  @inline(__always) var value: ScaledDouble { ScaledDouble(significand: significand, exponent: exponent) }

  /// Multiplies by a normal number. A product that stays between 2^−500 and 2^500 has been rounded as it should be; any
  /// other is made anew, with ordered parts.
  @inline(__always)
  mutating func multiply(by factor: Double) {
    let product = significand * factor
    if product.magnitude > 0x1p-500, product.magnitude < 0x1p500 {
      significand = product
    } else {
      self = RunningProduct(value * ScaledDouble(factor))
    }
  }
}

/// A number that is multiplied and added to over and over, in extended range: a sum by columns, a tangent of a
/// forward recursion. It is normalised only when it drifts off, so that a step costs what it costs with Doubles.
struct ScaledRecursion {
  private var significand: Double
  private var exponent: Int
  /// 2^−exponent; 0 where what is added cannot count, ∞ where it is for the careful path.
  private var scale: Double

  init(_ value: ScaledDouble) {
    (significand, exponent) = (value.significand, value.exponent)
    let isNear = exponent.magnitude <= 1000
    scale = exponent > 1600 ? 0 : isNear ? Double(sign: .plus, exponent: -exponent, significand: 1) : .infinity
  }

  @inline(__always) var value: ScaledDouble { ScaledDouble(significand: significand, exponent: exponent) }

  /// value·factor + addend, both finite.
  @inline(__always)
  mutating func advance(_ factor: Double, plus addend: Double) {
    let next = significand * factor + addend * scale
    if next.magnitude > 0x1p-400, next.magnitude < 0x1p400 {
      significand = next
    } else {
      advance(ScaledDouble(factor), plus: ScaledDouble(addend))
    }
  }

  /// The same, carefully.
  @inline(never)
  mutating func advance(_ factor: ScaledDouble, plus addend: ScaledDouble) {
    self = ScaledRecursion(value * factor + addend)
  }
}
