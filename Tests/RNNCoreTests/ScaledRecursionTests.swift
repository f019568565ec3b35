import Testing

@testable import RNNCore

@Suite("A number that is multiplied and added to over and over")
struct ScaledRecursionTests {
  /// One rounding for the product and one for the sum at every step, in either way of computing.
  private func expectSame(_ factors: [Double], _ addends: [Double], from start: ScaledDouble = .zero) {
    var (fast, careful) = (ScaledRecursion(start), start)
    var size = start.magnitude
    for (factor, addend) in zip(factors, addends) {
      fast.advance(factor, plus: addend)
      careful = careful * ScaledDouble(factor) + ScaledDouble(addend)
      size = size * ScaledDouble(factor.magnitude) + ScaledDouble(addend.magnitude)
      #expect((fast.value - careful).magnitude <= size * ScaledDouble(Double(factors.count) * .ulpOfOne))
    }
  }

  @Test("It is what single steps in extended range come to, on its way to 10^±9000 and back")
  func agrees() {
    var generator = SplitMix64(seed: 3)
    for scale in [1.0, 1e3, 1e-3, 1e30, 1e-30, 1e150, 1e-150] {
      let factors = (0..<120).map { scale * generator.nextNormal() * ($0 < 60 ? 1 : 1 / scale / scale) }
      expectSame(factors, (0..<120).map { _ in generator.nextNormal() })
      expectSame(factors, (0..<120).map { _ in generator.nextNormal() * 1e300 })
      expectSame(factors, (0..<120).map { $0 % 7 == 0 ? 1e-300 : 0 })
    }
  }

  @Test("What cannot count does not, and what begins anew does")
  func ends() {
    expectSame([0, 1, 1, 0, 2], [1, 0, -1, 0, 5e-324], from: ScaledDouble(significand: 1, exponent: 5000))
    expectSame(Array(repeating: 1e300, count: 12), Array(repeating: 1e308, count: 12))
    expectSame(Array(repeating: 1e-300, count: 12) + [0.5], Array(repeating: 0, count: 12) + [1], from: .one)
  }
}
