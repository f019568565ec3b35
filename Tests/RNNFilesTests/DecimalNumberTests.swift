import Testing

@testable import RNNFiles

@Suite struct DecimalNumberTests {
  private func number(_ text: String) -> DecimalNumber {
    DecimalNumber(Array(text.utf8)[...])
  }

  @Test(arguments: [
    ("0", 0), ("007", 7), ("-1.5", -1.5), ("+2", 2), ("5.", 5), (".5", 0.5), ("-.25", -0.25), ("1e3", 1000),
    ("1E+3", 1000), ("25e-2", 0.25), ("0.1", 0.1), ("1.7976931348623157e308", Double.greatestFiniteMagnitude),
    ("4.9406564584124654e-324", Double.leastNonzeroMagnitude), ("1e-999", 0), ("0e999999999999", 0),
  ])
  func decimals(_ text: String, _ expected: Double) {
    #expect(number(text) == .value(expected))
  }

  @Test func longNumbersAreCorrectlyRounded() {
    let zeros = String(repeating: "0", count: 5000)
    #expect(number("0.\(zeros)1e5001") == .value(1))
    #expect(number("9007199254740993\(zeros)1e-5001") == .value(9_007_199_254_740_994))
    #expect(number("9007199254740993") == .value(9_007_199_254_740_992))
  }

  @Test func minusZeroKeepsItsSign() {
    guard case .value(let zero) = number("-0") else {
      Issue.record("-0 is not a value")
      return
    }
    #expect(zero == 0 && zero.sign == .minus)
  }

  @Test(arguments: ["nan", "NaN", "-nan", "inf", "+INF", "Infinity", "-infinity"])
  func wordsForNoNumber(_ text: String) {
    #expect(number(text) == .notFinite)
  }

  @Test(arguments: ["1e999", "-1e309", "1.7976931348623159e308", "1e99999999999999999999"])
  func beyondEveryDouble(_ text: String) {
    #expect(number(text) == .outOfRange)
  }

  @Test func beyondEveryDoubleWithoutAnExponent() {
    #expect(number("1" + String(repeating: "0", count: 400)) == .outOfRange)
  }

  @Test(arguments: [
    "n/a", "0x10", "0x1p3", "1e", "e5", "1e+", "1.2.3", "--1", "+-1", "+", "-", ".", "-.", "1 2", "1_000", "1f", "1d0",
    "nan(1)", "١", "1,234.5", "1,2,3", "½", "1e5.0", "$1", "12%",
  ])
  func anythingElse(_ text: String) {
    #expect(number(text) == .notANumber)
  }

  @Test func commonSlipsAreTold() {
    #expect(number("") == .empty)
    #expect(number("1,5") == .decimalComma)
    #expect(number("-0,5e3") == .decimalComma)
    #expect(number("−1.5") == .typographicMinus)
    #expect(number("−x") == .notANumber)
  }
}
