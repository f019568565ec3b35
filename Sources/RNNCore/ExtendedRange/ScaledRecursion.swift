/// A number that is multiplied and added to over and over, in extended range: a sum by columns, a tangent that is carried
/// forward. It is normalised only when it drifts off, so that a step costs what it costs with Doubles.
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
