import RNNCore
import Testing

@Suite("Decimal text of numbers in extended range")
struct ScaledDoubleDecimalTests {
  @Test("Digits are correctly rounded, half to even, at every exponent")
  func references() throws {
    var file = try ReferenceFile("decimals.txt")
    var count = 0
    while !file.isAtEnd {
      let words = try file.next()
      let number = ScaledDouble(significand: try double(words[0]), exponent: try integer(words[1]))
      let (digits, power) = number.decimalDigits(try integer(words[2]))
      #expect(digits == words[3].drop { $0 == "-" }, "\(words)")
      #expect(power == (try integer(words[4])), "\(words)")
      count += 1
    }
    #expect(count > 600)
  }

  @Test("Scientific form: sign, point, exponent with a sign and two digits at least")
  func form() {
    #expect(ScaledDouble(2.5).decimal(significantDigits: 1) == "2e+00")
    #expect(ScaledDouble(0.125).decimal(significantDigits: 2) == "1.2e-01")
    #expect(ScaledDouble(-9.999999999).decimal(significantDigits: 3) == "-1.00e+01")
    #expect(ScaledDouble(1.25e12).decimal(significantDigits: 3) == "1.25e+12")
    #expect(ScaledDouble(4e-99).decimal(significantDigits: 2) == "4.0e-99")
    #expect(ScaledDouble(1e100).decimal(significantDigits: 5) == "1.0000e+100")
    #expect(ScaledDouble.zero.decimal(significantDigits: 4) == "0.000e+00")
    #expect(ScaledDouble.zero.decimal(significantDigits: 1) == "0e+00")
    #expect(ScaledDouble(significand: 1.5, exponent: -23456).decimal(significantDigits: 4) == "1.646e-7061")
  }

  @Test("17 digits name every Double")
  func roundTrip() {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      #expect(Double(ScaledDouble(value).decimal(significantDigits: 17)) == value)
    }
  }
}
