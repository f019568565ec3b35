import Testing

@testable import RNNCore

@Suite struct WideFloatTests {
  @Test("Integers, their halves and what is far below one")
  func rounding() {
    #expect(WideFloat(integer: 7, exponent: 0).roundedInteger() == 7)
    #expect(WideFloat(integer: 7, exponent: -1).roundedInteger() == 4, "3.5 is a tie")
    #expect(WideFloat(integer: 5, exponent: -1).roundedInteger() == 2, "2.5 is a tie")
    #expect(WideFloat(integer: 1, exponent: -1).roundedInteger() == 0, "0.5 is a tie")
    #expect(WideFloat(integer: 3, exponent: -2).roundedInteger() == 1)
    #expect(WideFloat.powerOfTen(-3).roundedInteger() == 0)
    #expect((WideFloat.powerOfTen(-40) * WideFloat.powerOfTen(42)).roundedInteger() == 100)
  }
}
