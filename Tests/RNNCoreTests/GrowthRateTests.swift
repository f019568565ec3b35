import RNNCore
import Testing

@Suite("Rates that agree with their times")
struct GrowthRateTests {
  @Test("×1.0122 doubles in 57 steps, ×0.281 halves every 0.55")
  func known() {
    #expect(GrowthRate(logarithm: 0.012_126).factorDigits(forTimeDigits: 2) == 5)
    #expect(GrowthRate(logarithm: -1.2694).factorDigits(forTimeDigits: 2) == 3)
    let half = GrowthRate(logarithm: -0.693_147_180_559_945_3)
    #expect(half.factor == ScaledDouble(0.5) && half.time == 1 && half.printedTime(factorDigits: 3) == 1)
  }

  @Test("No growth has no time, and one that no digits show has none either")
  func none() {
    let still = GrowthRate(logarithm: 0)
    #expect(still.time == nil && still.factorDigits(forTimeDigits: 3) == 3 && still.printedTime(factorDigits: 3) == nil)
    let hidden = GrowthRate(logarithm: 1e-18)
    #expect(hidden.factorDigits(forTimeDigits: 3) == 17 && hidden.printedTime(factorDigits: 17) == nil)
  }

  @Test("The time that a reader computes from the printed factor has the digits of the true one", arguments: 1...4)
  func agreement(digits: Int) throws {
    var generator = SplitMix64(seed: UInt64(digits))
    for _ in 0..<2000 {
      // Below 10⁻⁹ a Double's last digit decides the fourth of the time.
      let size = Double.exp10(-9 + 12 * generator.nextUniform())
      let rate = GrowthRate(logarithm: generator.nextUniform() < 0.5 ? size : -size)
      let shown = rate.factorDigits(forTimeDigits: digits)
      let time = ScaledDouble(try #require(rate.time)).decimalDigits(digits)
      #expect(ScaledDouble(try #require(rate.printedTime(factorDigits: shown))).decimalDigits(digits) == time)
      #expect((3...17).contains(shown))
    }
  }

  @Test("Far beyond a Double the printed factor is read as it stands")
  func extremes() throws {
    for logarithm in [-1000.0, 1e5, -1e9] {
      let rate = GrowthRate(logarithm: logarithm)
      let time = try #require(rate.printedTime(factorDigits: rate.factorDigits(forTimeDigits: 3)))
      #expect((time * logarithm.magnitude / 0.693_147_180_559_945_3 - 1).magnitude < 5e-3)
    }
  }
}

extension Double {
  fileprivate static func exp10(_ x: Double) -> Double { ScaledDouble.exp(x * 2.302_585_092_994_045_7).doubleValue }
}
