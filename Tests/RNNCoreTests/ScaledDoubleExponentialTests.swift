import RNNCore
import Testing

/// Expected values: mpmath, 40 digits.
@Suite("Exponential and logarithms in extended range")
struct ScaledDoubleExponentialTests {
  @Test(
    "e^x keeps its digits far beyond a Double's range",
    arguments: [
      (0.0, "1.000000000000000000000000"),
      (1.0, "2.718281828459045235360287"),
      (-1.0, "3.678794411714423215955238e-1"),
      (699.9, "9.177151136957066399058460e+303"),
      (700.0, "1.014232054735004509455330e+304"),
      (-700.25, "7.678723813110872211649887e-305"),
      (710.5, "3.683234689603571852523902e+308"),
      (-745.0, "2.822350730471937076353440e-324"),
      (-1000.0, "5.075958897549456765291809e-435"),
      (1000.0, "1.970071114017046993888879e+434"),
      (-12345.678, "2.188614366172653107709814e-5362"),
      (1000000.0, "3.033215396802087545086402e+434294"),
      (-1000000.0, "3.296831478088558578968908e-434295"),
      (-123456789.125, "5.364374760284908842699980e-53616603"),
      (1000000000.0, "8.002981770660972533041909e+434294481"),
    ])
  func exponential(x: Double, expected: String) throws {
    let error = try ReferenceNumber(expected).relativeError(of: .exp(x))
    #expect(error <= 4 * Double.ulpOfOne, "e^\(x)")
  }

  @Test("Logarithms keep their digits near 1 and far away")
  func logarithms() {
    #expect(ScaledDouble.one.log10 == 0)
    #expect(ScaledDouble.one.naturalLogarithm == 0)
    #expect(ScaledDouble.zero.log10 == -.infinity)
    #expect(ScaledDouble(-100).log10 == 2)
    expect(ScaledDouble(significand: 1.0000000000000002, exponent: 0).log10, 9.64327466553287e-17)
    expect(ScaledDouble(significand: 1.0000000000000002, exponent: 0).naturalLogarithm, 2.2204460492503128e-16)
    expect(ScaledDouble(significand: 1.9999999999999998, exponent: -1).log10, -4.821637332766436e-17)
    expect(ScaledDouble(significand: 1.9999999999999998, exponent: -1).naturalLogarithm, -1.1102230246251565e-16)
    expect(ScaledDouble(significand: 1.0000001, exponent: 0).log10, 4.3429446044209946e-08)
    expect(ScaledDouble(significand: 1.0000001, exponent: 0).naturalLogarithm, 9.999999505838704e-08)
    expect(ScaledDouble(significand: 1.5, exponent: 63).log10, 19.140980985886497)
    expect(ScaledDouble(significand: 1.5, exponent: 63).naturalLogarithm, 44.07373748338472)
    expect(ScaledDouble(significand: 1.5, exponent: -64).log10, -19.089828463439115)
    expect(ScaledDouble(significand: 1.5, exponent: -64).naturalLogarithm, -43.95595444772834)
    expect(ScaledDouble(significand: 1.5, exponent: 65).log10, 19.74304097721446)
    expect(ScaledDouble(significand: 1.5, exponent: 65).naturalLogarithm, 45.46003184450461)
    expect(ScaledDouble(significand: 1.25, exponent: -65).log10, -19.47003970515072)
    expect(ScaledDouble(significand: 1.25, exponent: -65).naturalLogarithm, -44.83142318508224)
    expect(ScaledDouble(significand: 1.7, exponent: -16610).log10, -4999.8777790573495)
    expect(ScaledDouble(significand: 1.7, exponent: -16610).naturalLogarithm, -11512.64404084963)
    expect(ScaledDouble(significand: 1.3, exponent: 10000000).log10, 3010300.070583164)
    expect(ScaledDouble(significand: 1.3, exponent: 10000000).naturalLogarithm, 6931472.0679637175)
  }

  @Test("Beyond any exponent it saturates on both sides")
  func saturation() {
    #expect(ScaledDouble.exp(1e300) > ScaledDouble(significand: 1, exponent: 1 << 59))
    #expect(ScaledDouble.exp(-1e300) < ScaledDouble(significand: 1, exponent: -(1 << 59)))
    #expect(!ScaledDouble.exp(-1e300).isZero)
  }

  private func expect(_ value: Double, _ expected: Double, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect((value - expected).magnitude <= 4 * expected.ulp, sourceLocation: sourceLocation)
  }
}
