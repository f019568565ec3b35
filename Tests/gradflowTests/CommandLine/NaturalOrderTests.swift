import Testing

@testable import gradflow

@Suite struct NaturalOrderTests {
  @Test(
    "Numbers count, of any length; folders come first",
    arguments: [
      [], ["a"], ["step2", "step10", "step100"], ["step2.pt", "step10.pt"],
      ["run1/step10", "run2/step1", "run10/step1"],
      ["a", "a1", "ab"], ["a1b2", "a1b10", "a2b1"], ["7", "007", "8"].sorted { NaturalOrder.precedes($0, $1) },
      ["x9", "x123456789012345678901234567890", "x123456789012345678901234567891"], ["é1", "é2"], ["", "0", "a"],
    ])
  func sorted(names: [String]) {
    #expect(NaturalOrder.sorted(names.reversed()) == names)
    #expect(NaturalOrder.sorted(names) == names)
  }

  @Test("It is an order: no name precedes itself, of two one does, and leading zeros decide last")
  func order() {
    let names = ["a01", "a1", "a001", "a10", "b", "", "1", "01", "1a", "ä", "a 1", "a-1"]
    for a in names {
      #expect(!NaturalOrder.precedes(a, a))
      for b in names where a != b { #expect(NaturalOrder.precedes(a, b) != NaturalOrder.precedes(b, a)) }
    }
    #expect(NaturalOrder.sorted(["a1b", "a01a"]) == ["a01a", "a1b"])
  }
}
