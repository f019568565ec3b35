import Screen
import Testing

@testable import CursesTerminal

/// The answer to the question whether updates are shown at once (DECRPM for mode 2026).
@Suite struct UpdateAnswerTests {
  @Test(
    "1 and 2, set and reset, are yes; all else is no",
    arguments: [("0", false), ("1", true), ("2", true), ("3", false), ("4", false), ("", false), ("12", false)])
  func answer(value: String, isYes: Bool) {
    var decoder = InputDecoder()
    #expect(decoder.showsUpdatesAtOnce == nil)
    decoder.feed("\u{1b}[?2026;\(value)$yq")
    #expect(decoder.showsUpdatesAtOnce == isYes)
    #expect(decoder.takeEvents() == [.key(Key(.character("q")))])
  }

  @Test("Other sequences are no answer", arguments: ["[?2004;1$y", "[?2026;1y", "[2026;1$y", "[?2026$y", "[?2026;1$p"])
  func otherSequences(sequence: String) {
    var decoder = InputDecoder()
    decoder.feed("\u{1b}" + sequence)
    #expect(decoder.showsUpdatesAtOnce == nil)
  }
}
