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
}
