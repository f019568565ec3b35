import RNNCore

/// Numbers as people read them on the screen: U+2212 for minus, few digits, exponents without padding.
package enum NumberText {
  /// A knob's value: a sign, and two decimals where they say it all, else up to five significant digits. `+0.90`
  package static func knob(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    if value.magnitude < 1000, hundredths / 100 == value {
      return signed(fixed(ScaledDouble(value), decimals: 2), value < 0)
    }
    return signed(compact(ScaledDouble(value).magnitude, digits: 5), value < 0)
  }

  /// A signed number with `digits` significant digits, plain between 10^−4 and 10^6 and scientific elsewhere.
  package static func signedNumber(_ value: ScaledDouble, digits: Int) -> String {
    if value.isOutOfRange { return outOfRange(value) }
    return signed(plainOrScientific(value.magnitude, digits: digits), value.signum < 0)
  }

  /// The same without a plus.
  package static func number(_ value: ScaledDouble, digits: Int) -> String {
    if value.isOutOfRange { return outOfRange(value) }
    return (value.signum < 0 ? "−" : "") + plainOrScientific(value.magnitude, digits: digits)
  }

  /// A number without trailing zeros behind the point: `0.9`, `8`, `1.5e−7`.
  package static func compact(_ value: ScaledDouble, digits: Int) -> String {
    trimmed(number(value, digits: digits))
  }

  /// Scientific form without trailing zeros: `−2.5e−4`; 0 as it is.
  static func scientificCompact(_ value: ScaledDouble, digits: Int) -> String {
    value.isZero ? "0" : trimmed(scientific(value, digits: digits))
  }

  private static func trimmed(_ text: String) -> String {
    let (mantissa, exponent) = split(text)
    guard mantissa.contains(".") else { return text }
    var trimmed = mantissa[...]
    while trimmed.last == "0" { trimmed = trimmed.dropLast() }
    if trimmed.last == "." { trimmed = trimmed.dropLast() }
    return String(trimmed + exponent)
  }

  /// Scientific form without padding in the exponent: `7.047e−06` reads `7.047e−6`.
  package static func scientific(_ value: ScaledDouble, digits: Int) -> String {
    if value.isOutOfRange { return outOfRange(value) }
    let (decimal, power) = value.decimalDigits(digits)
    let fraction = decimal.dropFirst()
    return (value.signum < 0 ? "−" : "") + decimal.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
      + exponent(power)
  }

  /// A number whose digits mean nothing (`ScaledDouble.isOutOfRange`): on which side it lies of what can be told,
  /// `<1e−3.47e17`, `>1e3.47e17`, and with a minus `>−1e−3.47e17` and `<−1e3.47e17`.
  private static func outOfRange(_ value: ScaledDouble) -> String {
    let (isTiny, isNegative) = (value.exponent < 0, value.signum < 0)
    return (isTiny == isNegative ? ">" : "<") + (isNegative ? "−" : "") + (isTiny ? "1e−" : "1e") + "3.47e17"
  }

  /// A power of ten as an axis label: `1`, `10`, `0.1`, `1e−3`.
  package static func powerOfTen(_ power: Int, mantissa: Int = 1) -> String {
    let value = ScaledDouble.powerOfTen(power)
    guard !value.isOutOfRange else { return outOfRange(value) }
    return switch power {
    case 0...2: "\(mantissa)" + String(repeating: "0", count: power)
    case -2 ... -1: "0." + String(repeating: "0", count: -power - 1) + "\(mantissa)"
    default: "\(mantissa)" + exponent(power)
    }
  }

  /// A whole number in subscript digits.
  package static func subscripted(_ number: Int) -> String {
    String("\(number)".utf8.map { $0 < 0x30 ? "₋" : subscripts[Int($0) - 0x30] })
  }
  private static let subscripts = Array("₀₁₂₃₄₅₆₇₈₉")

  private static func exponent(_ power: Int) -> String { power < 0 ? "e−\(power.magnitude)" : "e\(power)" }

  private static func signed(_ magnitude: String, _ isNegative: Bool) -> String {
    (isNegative ? "−" : "+") + magnitude.drop { $0 == "−" }
  }

  private static func split(_ text: String) -> (Substring, Substring) {
    let cut = text.firstIndex(of: "e") ?? text.endIndex
    return (text[..<cut], text[cut...])
  }

  private static func plainOrScientific(_ magnitude: ScaledDouble, digits: Int) -> String {
    guard !magnitude.isZero else { return "0" }
    let power = magnitude.decimalDigits(digits).power
    guard (-4..<Swift.max(digits, 6)).contains(power) else { return scientific(magnitude, digits: digits) }
    return fixed(magnitude, decimals: Swift.max(digits - 1 - power, 0))
  }

  /// The magnitude with that many decimals, for numbers of fewer than 30 digits in all.
  private static func fixed(_ value: ScaledDouble, decimals: Int) -> String {
    guard !value.isZero else { return decimals == 0 ? "0" : "0." + String(repeating: "0", count: decimals) }
    let power = value.decimalDigits(17).power
    let significant = power + 1 + decimals
    guard significant > 0 else {
      let isMoreThanHalf = significant == 0 && value * ScaledDouble(2) > .powerOfTen(-decimals)
      return fixed(isMoreThanHalf ? .powerOfTen(-decimals) : .zero, decimals: decimals)
    }
    let (digits, rounded) = value.decimalDigits(significant)
    let padded = (rounded > power ? digits + "0" : digits)
    let text = String(repeating: "0", count: Swift.max(decimals + 1 - padded.count, 0)) + padded
    return decimals == 0 ? text : String(text.dropLast(decimals)) + "." + text.suffix(decimals)
  }
}
