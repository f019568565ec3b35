import RNNCore
import Testing

@testable import Screen

@Suite("Round numbers")
struct RoundNumberTests {
  @Test("Three to a decade: 1, 2, 5, on both sides of 1")
  func values() {
    let values = (-4...4).map { RoundNumber(index: $0).value.doubleValue }
    #expect(values == [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20])
  }

  @Test(
    "The number that holds a value is the smallest not below it",
    arguments: [
      (1, 0), (1.0000001, 1), (2, 1), (2.1, 2), (5, 2), (5.1, 3), (10, 3), (0.99, 0), (0.5, -1), (0.11, -2), (1e22, 66),
      (0.0999, -3),
    ])
  func holding(value: Double, index: Int) { #expect(RoundNumber(holding: ScaledDouble(value)).index == index) }

  @Test("It holds a value, and the next smaller one does not, over sixty decades and far beyond a Double")
  func smallest() {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<1000 {
      let power = Int(generator.next() % 20_001) - 10_000
      let value = ScaledDouble(significand: generator.nextUniform(), exponent: power)
      let round = RoundNumber(holding: value)
      #expect(round.value >= value)
      #expect(RoundNumber(index: round.index - 1).value < value)
    }
  }

  @Test("Mantissa and power make the value; the order is that of the indices")
  func parts() {
    for index in -12...12 {
      let number = RoundNumber(index: index)
      #expect([1, 2, 5].contains(number.mantissa))
      #expect(number.index == 3 * number.power + ([1: 0, 2: 1, 5: 2][number.mantissa] ?? -1))
      #expect(number < RoundNumber(index: index + 1) && number.value < RoundNumber(index: index + 1).value)
    }
  }

  @Test("Powers of ten are exact up to 22, and their inverses the nearest Doubles that division gives")
  func powersOfTen() {
    for (n, power) in [(0, 1.0), (1, 10), (2, 100), (15, 1e15), (22, 1e22), (-1, 0.1), (-2, 0.01), (-22, 1e-22)] {
      #expect(ScaledDouble.powerOfTen(n).doubleValue == power)
    }
    #expect((ScaledDouble.powerOfTen(5000).log10 - 5000).magnitude < 1e-10)
  }
}
