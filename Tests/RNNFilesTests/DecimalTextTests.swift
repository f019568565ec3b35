import RNNCore
import Testing

@testable import RNNFiles

@Suite struct DecimalTextTests {
  @Test(arguments: [
    (0, "0"), (1, "1.000"), (-0.28123, "-0.2812"), (0.58716, "0.5872"), (12.3456, "12.35"), (1234, "1234"),
    (12346, "12350"), (12345, "12340"), (123456, "123500"), (999_999, "1.000e+06"), (0.001, "0.001000"),
    (0.0009994, "9.994e-04"),
    (0.99999, "1.000"), (-1e9, "-1.000e+09"),
  ])
  func plainDecimals(_ value: Double, _ expected: String) {
    #expect(ScaledDouble(value).plainDecimal(significantDigits: 4) == expected)
  }

  @Test func plainDecimalsOfAnyNumberOfDigits() {
    #expect(ScaledDouble(7).plainDecimal(significantDigits: 1) == "7")
    #expect(ScaledDouble(70).plainDecimal(significantDigits: 1) == "70")
    #expect(ScaledDouble(1.25).plainDecimal(significantDigits: 2) == "1.2")
    #expect(ScaledDouble(123456).plainDecimal(significantDigits: 6) == "123456")
    #expect(ScaledDouble(123456).plainDecimal(significantDigits: 7) == "123456.0")
  }

  @Test func filesHaveSeventeenDigits() {
    #expect(ScaledDouble(0.1).fileDecimal == "1.0000000000000001e-01")
    #expect(ScaledDouble.zero.fileDecimal == "0.0000000000000000e+00")
  }

  @Test func shortestDecimalsHaveNoPointForWholeNumbers() {
    #expect(0.0.shortestDecimal == "0")
    #expect((-44.0).shortestDecimal == "-44")
    #expect(0.1.shortestDecimal == "0.1")
  }
}
