import CNcurses
import Testing

@testable import CursesTerminal

struct RowDigestTests {
  private func row(_ text: String, attributes: attr_t = 0) -> RowDigest {
    RowDigest(cursesRow(text, attributes: attributes))
  }

  @Test("Rows differ by their characters, and by their looks alone")
  func differences() {
    #expect(row("ab") == row("ab"))
    #expect(row("ab").characters != row("ba").characters)
    let bold = row("ab", attributes: curses_bold)
    #expect(bold.characters == row("ab").characters)
    #expect(bold != row("ab"))
  }

  @Test("A page of text that scrolls did move")
  func text() {
    let page = (0..<20).map { row("line \($0)") }
    #expect(RowDigest.seemingShift(from: page, to: page) == nil)
    #expect(RowDigest.seemingShift(from: page, to: page.dropFirst(3) + ["x", "y", "z"].map { row($0) }) == nil)
    #expect(RowDigest.seemingShift(from: page, to: [row("new")] + page.dropLast()) == nil)
  }

  @Test("Bars that grow by two rows seem to have moved by two, up or down")
  func bars() {
    let low = ["", "", "a   ", "ab  ", "abc ", "abcd"].map { row($0) }
    let high = ["a   ", "abx ", "abcd", "abcd", "abcd", "abcd"].map { row($0) }
    #expect(RowDigest.seemingShift(from: low, to: high) == 2)
    #expect(RowDigest.seemingShift(from: high, to: low) == 2)
  }

  @Test("Rows that moved in other looks did not move; the commonest shift is told, of several the least")
  func looks() {
    let page = (0..<6).map { row("line \($0)") }
    let bold = (0..<6).map { row("line \($0)", attributes: curses_bold) }
    #expect(RowDigest.seemingShift(from: page, to: bold) == nil)
    #expect(RowDigest.seemingShift(from: page, to: Array(bold[1...] + [row("")])) == 1)
    #expect(RowDigest.seemingShift(from: page, to: [bold[3], bold[4], bold[1], bold[2], bold[2], bold[2]]) == 3)
    #expect(RowDigest.seemingShift(from: page, to: [bold[3], bold[2], bold[1], bold[0], bold[4], bold[5]]) == 1)
  }

  @Test("Rows of which there are several have not moved")
  func repeated() {
    let page = ["a", "a", "b", "c"].map { row($0) }
    #expect(RowDigest.seemingShift(from: page, to: ["b", "x", "y", "b"].map { row($0) }) == nil)
  }
}
