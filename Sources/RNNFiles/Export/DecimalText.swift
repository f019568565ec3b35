import RNNCore

extension Double {
  /// The shortest decimal number that reads back as the same Double: `0.1`, `5`, `1e-07`. Finite numbers only.
  var shortestDecimal: String {
    let digits = description
    return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
  }
}

extension ScaledDouble {
  /// The number with 17 significant digits, enough to tell any two apart: the form of every file.
  var fileDecimal: String { honestDecimal(significantDigits: 17) }

  /// The number in scientific form; of one that is out of range, on which side of what can be told:
  /// `<1e-347063955532709820`.
  func honestDecimal(significantDigits count: Int) -> String {
    guard isOutOfRange else { return decimal(significantDigits: count) }
    let (isTiny, isNegative) = (exponent < 0, signum < 0)
    return (isTiny == isNegative ? ">" : "<") + (isNegative ? "-" : "") + "1e" + (isTiny ? "-" : "+") + Self.lastPower
  }

  /// 2^2^60 is 5.9 times 10 to this power.
  private static let lastPower = "347063955532709820"

  /// The number for people: as written by hand from 0.001 to a million, in scientific form beyond, and 0 as `0`.
  func plainDecimal(significantDigits count: Int) -> String {
    guard !isZero else { return "0" }
    let (digits, power) = decimalDigits(count)
    guard (-3..<6).contains(power) else { return honestDecimal(significantDigits: count) }
    let sign = signum < 0 ? "-" : ""
    guard power < count - 1 else { return sign + digits + String(repeating: "0", count: power + 1 - count) }
    guard power >= 0 else { return sign + "0." + String(repeating: "0", count: -power - 1) + digits }
    return sign + digits.prefix(power + 1) + "." + digits.dropFirst(power + 1)
  }
}
