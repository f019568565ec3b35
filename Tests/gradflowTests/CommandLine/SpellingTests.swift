import Testing

@testable import gradflow

/// Words that may have been meant.
@Suite struct SpellingTests {
  /// Counted by hand: each is one letter in, out, other or exchanged.
  @Test(
    "Distances",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("table", "table", 0), ("tabel", "table", 1), ("tble", "table", 1),
      ("stable", "table", 1), ("tadle", "table", 1), ("kitten", "sitting", 3), ("abcd", "badc", 2),
    ])
  func distance(first: String, second: String, expected: Int) {
    #expect(Spelling.distance(first, second) == expected)
    #expect(Spelling.distance(second, first) == expected)
  }

  @Test("The nearest, the first of equals, none where little is right")
  func nearest() {
    #expect(Spelling.nearest(to: "rendr", among: ["explore", "render", "table"]) == "render")
    #expect(Spelling.nearest(to: "bat", among: ["bar", "bad"]) == "bar")
    #expect(Spelling.nearest(to: "nope", among: ["explore", "render", "table"]) == nil)
    #expect(Spelling.nearest(to: "x", among: []) == nil)
  }
}
