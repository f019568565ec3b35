import RNNCore
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
  @Test("The published sequence for seed 1234567")
  func published() {
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.indices.map { _ in generator.next() } == expected)
  }

  @Test("Uniform numbers lie in (0, 1] and have mean 1/2")
  func uniform() {
    var generator = SplitMix64(seed: 1)
    let numbers = (0..<20_000).map { _ in generator.nextUniform() }
    #expect(numbers.allSatisfy { $0 > 0 && $0 <= 1 })
    let mean = numbers.reduce(0, +) / 20_000
    #expect((mean - 0.5).magnitude < 4 * 0.289 / 141.4, "four standard deviations of the mean")
  }

  @Test("Normal numbers have mean 0, variance 1 and the tails of the normal distribution")
  func normal() {
    var generator = SplitMix64(seed: 2)
    let numbers = (0..<20_000).map { _ in generator.nextNormal() }
    let mean = numbers.reduce(0, +) / 20_000
    let variance = numbers.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(mean.magnitude < 4 / 141.4)
    #expect((variance - 1).magnitude < 4 * 1.414 / 141.4)
    let beyondTwo = Double(numbers.count { $0.magnitude > 2 }) / 20_000
    #expect((beyondTwo - 0.0455).magnitude < 4 * 0.2084 / 141.4)
  }

  @Test("The same seed gives the same numbers, another seed others")
  func seeds() {
    var (a, b, c) = (SplitMix64(seed: 9), SplitMix64(seed: 9), SplitMix64(seed: 10))
    #expect(a.nextNormal() == b.nextNormal())
    #expect(a.next() != c.next())
  }
}
