/// A mean growth per step, and how to print it so that its numbers agree: a factor e^λ close to 1 needs more digits than
/// its doubling time.
public struct GrowthRate: Hashable, Sendable {
  /// λ per step, natural logarithm; finite.
  public let logarithm: Double

  /// A rate of a natural logarithm per step.
  public init(logarithm: Double) { self.logarithm = logarithm }

  /// e^λ: in extended range, since λ may lie below −745.
  public var factor: ScaledDouble { .exp(logarithm) }

  /// ln 2/|λ|: the steps over which a flow halves (λ < 0) or doubles (λ > 0). nil for λ = 0.
  public var time: Double? { Self.time(logarithm) }

  /// The number of significant digits that the factor is to be printed with, `least` or more: a reader who computes the time
  /// from the printed factor gets the digits of `time` then. At most 17.
  public func factorDigits(forTimeDigits digits: Int, least: Int = 3) -> Int {
    guard let time else { return least }
    let wanted = ScaledDouble(time).decimalDigits(digits)
    let enough = (least..<17).first { candidate in
      printedTime(factorDigits: candidate).map { ScaledDouble($0).decimalDigits(digits) == wanted } ?? false
    }
    return enough ?? 17
  }

  /// The time that follows from the factor as it is printed with so many significant digits; nil where that is 1.
  public func printedTime(factorDigits digits: Int) -> Double? {
    let (text, power) = factor.decimalDigits(digits)
    let shift = power - text.count + 1
    // Near 1 the decimal has to be read as a whole: its digits and its power would cancel.
    return Double("\(text)e\(shift)").flatMap { plain in
      if plain.isNormal { return Self.time(ScaledDouble(plain).naturalLogarithm) }
      return Double(text).flatMap {
        Self.time(ScaledDouble($0).naturalLogarithm + Double(shift) * 2.30258509299404568402)
      }
    }
  }

  private static func time(_ logarithm: Double) -> Double? {
    logarithm == 0 ? nil : 0.69314718055994530942 / logarithm.magnitude
  }
}
