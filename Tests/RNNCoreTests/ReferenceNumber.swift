import RNNCore

/// A real number as decimal text gives it, d.ddd… × 10^power to 25 digits: a value to measure errors against at any
/// exponent, without a logarithm.
struct ReferenceNumber: Sendable {
  let text: String
  let isNegative: Bool
  /// 0, or an integer of 25 digits.
  let digits: UInt128
  /// The power of ten of the first digit.
  let power: Int

  static let digitCount = 25

  /// Reads text such as `-1.2345e-4742`.
  init(_ text: some StringProtocol) throws {
    var (digits, count, mantissaEnd) = (UInt128(0), 0, text.utf8.endIndex)
    for index in text.utf8.indices {
      let character = text.utf8[index]
      if character == UInt8(ascii: "e") {
        mantissaEnd = index
        break
      }
      guard (48...57).contains(character) else { continue }
      digits = digits * 10 + UInt128(character - 48)
      count += 1
    }
    let exponent = text[mantissaEnd...].dropFirst()
    guard (1...Self.digitCount).contains(count), let power = exponent.isEmpty ? 0 : Int(exponent) else {
      throw ReferenceError.notANumber(String(text))
    }
    for _ in count..<Self.digitCount { digits *= 10 }
    self.text = String(text)
    self.isNegative = text.utf8.first == UInt8(ascii: "-")
    self.digits = digits
    self.power = power
  }

  /// |value − self| / |self|; infinite where the sign is wrong, or where just one of the two is exactly 0.
  ///
  /// Rests on `ScaledDouble.decimalDigits`, which has references of its own.
  func relativeError(of value: ScaledDouble) -> Double {
    guard digits != 0, !value.isZero else { return (digits == 0) == value.isZero ? 0 : .infinity }
    guard (value.signum < 0) == isNegative else { return .infinity }
    let (text, valuePower) = value.decimalDigits(Self.digitCount)
    guard let valueDigits = UInt128(text), (valuePower - power).magnitude <= 1 else { return .infinity }
    let (a, b) = (digits * (valuePower < power ? 10 : 1), valueDigits * (valuePower > power ? 10 : 1))
    return Double(a > b ? a - b : b - a) / Double(a)
  }

  /// The error of a `Double` in units in the last place of the reference, a normal number.
  func ulps(of value: Double) -> Double {
    guard digits != 0 else { return value == 0 ? 0 : .infinity }
    return relativeError(of: ScaledDouble(value)) * (nearestDouble.magnitude / nearestDouble.ulp)
  }

  /// The nearest `Double`, where that is a normal number or 0.
  var nearestDouble: Double { Double(text) ?? .nan }

  /// Whether a `Double` holds the number with all its 53 bits.
  var isNormalDouble: Bool { digits != 0 && (-307...307).contains(power) }
}

enum ReferenceError: Error {
  case notANumber(String)
  case unexpectedLine(String, file: String)
}
