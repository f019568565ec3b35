import RNNCore
import Testing

@Suite("Compensated sums in extended range")
struct ScaledSumTests {
  private func sum(_ terms: [ScaledDouble]) -> ScaledDouble {
    var sum = ScaledSum()
    for term in terms { sum.add(term) }
    return sum.value
  }

  @Test("The empty sum and sums of zeros are exactly 0")
  func empty() {
    #expect(ScaledSum().value.isZero)
    #expect(sum([.zero, .zero]).isZero)
    #expect(sum([.zero, ScaledDouble(significand: 1, exponent: -9000), .zero]).exponent == -9000)
  }

  @Test("What cancels leaves the small terms behind")
  func cancellation() {
    for exponent in [-20_000, 0, 20_000] {
      let terms = [1, 0x1p-60, -1, 0x1p-80].map { ScaledDouble(significand: $0, exponent: exponent) }
      #expect(sum(terms) == ScaledDouble(significand: 0x1p-60 + 0x1p-80, exponent: exponent))
    }
  }

  @Test("Order does not matter, and growing terms over 10⁴ binary orders do not overflow")
  func orders() {
    let terms = (0..<1000).map { ScaledDouble(significand: 1.1, exponent: $0 * 20 - 10_000) }
    let expected = ScaledDouble(significand: 1.1 * (1 + 0x1p-20 + 0x1p-40), exponent: 999 * 20 - 10_000)
    #expect(((sum(terms) - expected) / expected).magnitude <= ScaledDouble(Double.ulpOfOne))
    #expect(sum(terms) == sum(terms.reversed()))
    let alternating = terms.map { $0 } + terms.map { -$0 }
    #expect(sum(alternating).isZero || sum(alternating) < terms[998])
  }

  @Test("A million tenths are 100000 to the last bit")
  func manyTerms() {
    var total = ScaledSum()
    for _ in 0..<1_000_000 { total.add(ScaledDouble(0.1)) }
    #expect(total.value.doubleValue == 100_000)
  }
}
