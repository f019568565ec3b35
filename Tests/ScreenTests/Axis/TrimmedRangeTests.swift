import Testing

@testable import Screen

@Suite("What an axis holds")
struct TrimmedRangeTests {
  private static let even = (0..<100).map { Double($0) }

  @Test("Everything, where nothing lies far from the rest")
  func everything() throws {
    for numbers in [Self.even, [3], [1, 1, 1, 1], [-5, 5], Self.even + [-60, 150]] {
      let held = try #require(TrimmedRange(numbers, isOpenAbove: true))
      #expect(held.low == numbers.min() && held.high == numbers.max())
    }
    #expect(TrimmedRange([]) == nil && TrimmedRange([.infinity, .nan]) == nil)
  }

  @Test(
    "Not a few that would take more than half of it, but those that are kept in any case; above only where asked for")
  func few() throws {
    let numbers = Self.even + [-1000, 5000]
    let (below, both) = try (#require(TrimmedRange(numbers)), #require(TrimmedRange(numbers, isOpenAbove: true)))
    #expect(below.high == 5000 && below.low == -1000, "of an axis up to 5000 it is a sixth")
    #expect(both.low == 4 && both.high == 95)
    let lower = try #require(TrimmedRange(Self.even + [-1000]))
    #expect(lower.low > 3 && lower.high == 99)
    #expect(TrimmedRange(Self.even, keeping: [-1000])?.low == -1000)
  }

  @Test("Many that lie far are not a few")
  func many() {
    #expect(TrimmedRange(Self.even + Array(repeating: -1000, count: 6))?.low == -1000)
    let large = (0..<40_000).map { Double($0 % 100) } + [-1e6]
    #expect(TrimmedRange(large)?.low ?? -1 >= 0)
  }
}
