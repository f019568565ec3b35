import Foundation
import RNNCore
import Testing

@testable import RNNFiles

@Suite struct JSONValueTests {
  private func json(_ value: some JSONValue) -> String {
    var text = ""
    value.appendJSON(to: &text)
    return text
  }

  /// What Foundation, which shares no code with ours, reads back.
  private func parsed(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  @Test func strings() {
    #expect(json("") == "\"\"")
    #expect(json("s₀ é") == "\"s₀ é\"")
    #expect(json("a\"b\\c\n\t\r\u{1}\u{1F}/") == "\"a\\\"b\\\\c\\n\\t\\r\\u0001\\u001f/\"")
    #expect(json("a\u{7F}\u{9B}31m\u{A0}") == "\"a\\u007f\\u009b31m\u{A0}\"")
  }

  @Test func everyCharacterReadsBack() throws {
    let text = String(String.UnicodeScalarView((0..<0x250).compactMap { Unicode.Scalar($0) }))
    #expect(try parsed(json(text)) as? String == text)
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "-0"), (5, "5"), (-0.1, "-0.1"), (1e-7, "1e-07"), (1e16, "1e+16"),
    (0.1 + 0.2, "0.30000000000000004"),
    (Double.greatestFiniteMagnitude, "1.7976931348623157e+308"), (Double.leastNonzeroMagnitude, "5e-324"),
  ])
  func doublesAreShortestAndReadBack(_ value: Double, _ expected: String) throws {
    #expect(json(value) == expected)
    #expect(Double(expected) == value)
    #expect(try parsed(expected) is Double)
  }

  @Test func numbersBeyondADoubleAreStrings() {
    #expect(json(ScaledDouble.zero) == "\"0.0000000000000000e+00\"")
    #expect(json(-ScaledDouble(significand: 1, exponent: 40_000)) == "\"-1.5842603725730787e+12041\"")
  }

  @Test func listsAndMissingValues() {
    #expect(json([Double]()) == "[]")
    #expect(json([[1, 2], [3, 4]] as [[Double]]) == "[[1, 2], [3, 4]]")
    #expect(json([1, 2, 3][1...] as ArraySlice<Double>) == "[2, 3]")
    #expect(json(Double?.none) == "null")
    #expect(json(Optional([7])) == "[7]")
  }

  @Test func objectsKeepTheirOrder() {
    var object = JSONObject()
    #expect(json(object) == "{}")
    object.add("z", 1)
    object.add("a", "x")
    #expect(json(object) == "{\"z\": 1, \"a\": \"x\"}")
  }
}
