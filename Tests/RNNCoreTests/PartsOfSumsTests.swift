import Testing

@testable import RNNCore

/// What is summed up in two parts, against all of it at once.
@Suite("Sums and extents in two parts")
struct PartsOfSumsTests {
  private static let numbers =
    [
      1e300, -1e-300, 0, 3, -3, 1e-17, 2.5e10, -7, 1e-320,
    ].map { ScaledDouble($0) } + [ScaledDouble(1e-300) * ScaledDouble(1e-300), .exp(5000), -.exp(5000), .exp(-9000)]

  private func extent(_ numbers: some Sequence<ScaledDouble>) -> ContributionExtent {
    var extent = ContributionExtent()
    for number in numbers { extent.include(number) }
    return extent
  }

  @Test(
    "However they are cut, the extent is the same, and the sum within 2 ulp of its largest terms", arguments: 0...13)
  func parts(cut: Int) {
    for numbers in [Self.numbers, Self.numbers.filter { $0.magnitude < .one }, Self.numbers.map { $0 * .zero }] {
      let cut = min(cut, numbers.count)
      var whole = ScaledSum()
      for number in numbers { whole.add(number) }
      var (first, second) = (ScaledSum(), ScaledSum())
      for number in numbers[..<cut] { first.add(number) }
      for number in numbers[cut...] { second.add(number) }
      first.add(second)
      let largest = numbers.map(\.magnitude).max() ?? .zero
      #expect((first.value - whole.value).magnitude <= largest * ScaledDouble(0x1p-51))
      var parts = extent(numbers[..<cut])
      parts.include(extent(numbers[cut...]))
      #expect(parts == extent(numbers))
    }
  }

  @Test("What a part has lost by rounding is not lost with it")
  func compensation() {
    var (first, second) = (ScaledSum(), ScaledSum())
    first.add(.one)
    first.add(ScaledDouble(0x1p-60))
    second.add(-.one)
    second.add(ScaledDouble(0x1p-61))
    first.add(second)
    #expect(first.value == ScaledDouble(0x1p-60 + 0x1p-61))
  }
}
