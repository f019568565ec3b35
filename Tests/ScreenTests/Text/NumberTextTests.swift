import RNNCore
import Testing

@testable import Screen

@Suite("Numbers as text")
struct NumberTextTests {
  /// 10^n · factor, far beyond a Double's range.
  private static func scaled(_ factor: Double, _ power: Int) -> ScaledDouble {
    ScaledDouble(factor) * ScaledDouble.powerOfTen(power)
  }

  @Test(
    "Four digits: plain from 10⁻⁴ to 10⁶, scientific elsewhere, carries included",
    arguments: [
      (0, "0"), (1, "1.000"), (-0.1634, "−0.1634"), (9.9996, "10.00"), (9.9994, "9.999"), (99.985, "99.98"),
      (999.96, "1000"), (999_949, "999949"), (999_999.5, "1.000e6"), (-123_456.7, "−123457"), (1e6, "1.000e6"),
      (1e-4, "0.0001000"), (0.000099996, "0.0001000"), (0.000099994, "9.999e−5"), (0.00006, "6.000e−5"),
      (7.047e-6, "7.047e−6"), (-1.7976931348623157e308, "−1.798e308"), (2.5e-308, "2.500e−308"), (0.5, "0.5000"),
    ])
  func four(value: Double, text: String) { #expect(NumberText.number(ScaledDouble(value), digits: 4) == text) }

  @Test(
    "Six digits with a sign",
    arguments: [
      (0.511626, "+0.511626"), (-0.511626, "−0.511626"), (0, "+0"), (123_456.4, "+123456"), (999_999.5, "+1.00000e6"),
      (0.9999996, "+1.00000"), (-1e-10, "−1.00000e−10"),
    ])
  func signed(value: Double, text: String) { #expect(NumberText.signedNumber(ScaledDouble(value), digits: 6) == text) }

  @Test(
    "One and two digits, as half-lives and shares have them",
    arguments: [
      (0.5, 1, "0.5"), (0.96, 1, "1"), (9.96, 2, "10"), (-0.00023, 2, "−0.00023"), (-0.000012, 2, "−1.2e−5"),
      (100, 2, "100"), (12.6, 2, "13"), (99.6, 2, "100"),
    ])
  func few(value: Double, digits: Int, text: String) {
    #expect(NumberText.number(ScaledDouble(value), digits: digits) == text)
  }

  @Test("Numbers that no Double holds keep their digits")
  func beyondDoubles() {
    #expect(NumberText.number(Self.scaled(1, -5000), digits: 4) == "1.000e−5000")
    #expect(NumberText.signedNumber(Self.scaled(-2.5, 5000), digits: 3) == "−2.50e5000")
    #expect(NumberText.scientific(Self.scaled(9.9996, -400), digits: 4) == "1.000e−399")
    #expect(NumberText.scientific(.zero, digits: 3) == "0.00e0")
  }

  @Test(
    "Digits that mean nothing are never printed: a number says on which side it lies of what can be told",
    arguments: [
      (1.5, -1, "<1e−3.47e17"), (-1.5, -1, ">−1e−3.47e17"), (1, 1, ">1e3.47e17"), (-1.9, 1, "<−1e3.47e17"),
    ])
  func outOfRange(significand: Double, sign: Int, text: String) {
    for exponent in [1 << 60, 1 << 61] {
      let number = ScaledDouble(significand: significand, exponent: sign * exponent)
      #expect(NumberText.number(number, digits: 4) == text && NumberText.signedNumber(number, digits: 6) == text)
      #expect(NumberText.compact(number, digits: 3) == text && NumberText.scientific(number, digits: 2) == text)
      #expect(NumberText.scientificCompact(number, digits: 3) == text)
    }
    let last = ScaledDouble(significand: significand, exponent: sign * (1 << 60 - 1))
    #expect(!NumberText.number(last, digits: 4).contains { "<>".contains($0) })
    #expect(NumberText.powerOfTen(sign * 694_127_911_065_419_640) == (sign < 0 ? "<1e−3.47e17" : ">1e3.47e17"))
    #expect(NumberText.powerOfTen(sign * 300_000_000_000_000_000).hasSuffix("300000000000000000"))
  }

  @Test(
    "Knobs: two decimals where they are exact, else up to five digits; zero has no minus",
    arguments: [
      (0.9, "+0.90"), (-0.05, "−0.05"), (0.15, "+0.15"), (0, "+0.00"), (-0.0, "+0.00"), (1, "+1.00"), (-8.25, "−8.25"),
      (999.99, "+999.99"), (1000, "+1000"), (0.001, "+0.001"), (-0.123456, "−0.12346"), (1234.5, "+1234.5"),
      (1e-7, "+1e−7"), (-1.5e300, "−1.5e300"), (1.7976931348623157e308, "+1.7977e308"), (0.1 + 0.2, "+0.3"),
    ])
  func knob(value: Double, text: String) { #expect(NumberText.knob(value) == text) }

  @Test(
    "Compact numbers lose the zeros behind the point, and only those",
    arguments: [
      (0.9, 3, "0.9"), (100, 3, "100"), (1000, 2, "1000"), (1.5e-7, 3, "1.5e−7"), (1e-6, 1, "1e−6"), (2e10, 3, "2e10"),
      (1, 7, "1"), (1.00001, 7, "1.00001"),
    ])
  func compact(value: Double, digits: Int, text: String) {
    #expect(NumberText.compact(ScaledDouble(value), digits: digits) == text)
  }

  @Test(
    "Axis labels",
    arguments: [
      (0, 1, "1"), (1, 1, "10"), (2, 5, "500"), (3, 1, "1e3"), (-1, 1, "0.1"), (-2, 2, "0.02"), (-3, 1, "1e−3"),
      (-5000, 5, "5e−5000"),
    ])
  func powerOfTen(power: Int, mantissa: Int, text: String) {
    #expect(NumberText.powerOfTen(power, mantissa: mantissa) == text)
  }

  @Test("Subscripts")
  func subscripts() {
    #expect(NumberText.subscripted(0) == "₀")
    #expect(NumberText.subscripted(1_234_567_890) == "₁₂₃₄₅₆₇₈₉₀")
    #expect(NumberText.subscripted(-1) == "₋₁")
  }

  @Test("Read back, a text of n digits is within half a unit of its last digit")
  func readBack() throws {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<3000 {
      let value =
        generator.nextNormal() * Double(sign: .plus, exponent: Int(generator.next() % 61) - 30, significand: 1)
      let digits = Int(generator.next() % 6) + 1
      let text = NumberText.number(ScaledDouble(value), digits: digits).replacing("−", with: "-")
      let read = try #require(Double(text), "\(text)")
      #expect((read - value).magnitude <= value.magnitude * 0.5001 * Self.unit(digits), "\(value) \(digits) \(text)")
    }
  }

  /// The last of n digits relative to a number that begins with 1.
  private static func unit(_ digits: Int) -> Double { (1..<digits).reduce(1) { unit, _ in unit / 10 } }
}
