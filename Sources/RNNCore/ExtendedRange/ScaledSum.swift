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
