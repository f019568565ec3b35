import RNNCore
import Testing

/// Exponents of which a `Double` no longer holds every unit; the digits are mpmath's, at 80 digits.
@Suite struct DecimalAtExtremeExponentsTests {
  @Test(arguments: [
    (1.5, 1 << 61, "5.1420270371714445e+694127911065419641"),
    (-1.5, -(1 << 61), "-4.3757062802954315e-694127911065419642"),
    (1, (1 << 60) + 12345, "9.6120942431115702e+347063955532713536"),
    (1.9999999999999998, -(1 << 55) - 7, "1.9716734011388154e-10845748610397184"),
  ])
  func digits(_ significand: Double, _ exponent: Int, _ expected: String) {
    let number = ScaledDouble(significand: significand, exponent: exponent)
    #expect(number.decimal(significantDigits: 17) == expected)
  }

  @Test func derivativesFarInSaturationArePrinted() {
    #expect(Activation.tanh.scaledDerivative(1e160).decimal(significantDigits: 3).contains("e-6941279110654196"))
  }
}
