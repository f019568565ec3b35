import Testing

@testable import Screen

@Suite("Notes in a rule")
struct RuleNotesTests {
  @Test("The first is in full before the others are, and the last goes first")
  func notes() {
    let notes = [["first in full", "first"], ["the second", "second"], ["third"]]
    let gap = "   "
    for (width, text) in [
      (40, ["first in full", "the second", "third"]), (33, ["first in full", "second", "third"]),
      (26, ["first", "the second", "third"]), (20, ["first", "the second"]), (16, ["first", "second"]),
      (13, ["first", "third"]), (12, ["first"]),
      (6, ["first"]), (4, []),
    ] {
      let found = RuleNotes.text(notes, in: width)
      #expect(found.columns <= width && found == text.joined(separator: gap), "\(width): \(found)")
    }
  }
}
