import Testing

@testable import RNNCore

@Suite("The careful derivatives behind the plain ones")
struct CarefulDerivativeTests {
  /// Where the plain derivative is a normal number the careful one is the same, but for its own few roundings. Far out on
  /// the left they are two formulas.
  private func agree(_ careful: ScaledDouble, _ plain: Double) -> Bool {
    ((careful / ScaledDouble(plain)).doubleValue - 1).magnitude < 16 * .ulpOfOne
  }

  @Test("SiLU's are one on both sides of the seam at −100", arguments: [-1, -2.5, -99.9, -100.1, -600])
  func silu(a: Double) { #expect(agree(SiLU.scaledDerivative(a), SiLU.evaluate(a).derivative)) }

  @Test("GELU's are one on both sides of the seam at −36", arguments: [-0.5, -3, -35.9, -36.1, -37])
  func gelu(a: Double) { #expect(agree(GELU.scaledDerivative(a), GELU.evaluate(a).derivative)) }

  /// The natural logarithm of −f′, mpmath at 400 digits: −a²/2 + ln|a| − ln √(2π) to more digits than a Double has.
  @Test(
    "GELU's slope is a number below 0 however far out on the left",
    arguments: [
      (-1e5, -4999999989.406013), (-1e8, -4999999999999982.498), (-1e9, -5e17), (-1e20, -5e39), (-1e150, -5e299),
    ])
  func farOut(a: Double, logarithm: Double) {
    let slope = Activation.gelu.scaledDerivative(a)
    #expect(slope.signum < 0)
    // Beyond the exponents that there are only the side can be told.
    #expect(slope.isOutOfRange || (slope.naturalLogarithm / logarithm - 1).magnitude < 1e-15)
  }
}
