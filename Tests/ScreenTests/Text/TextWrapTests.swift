import Testing

@testable import Screen

@Suite("Text broken into lines")
struct TextWrapTests {
  @Test("It breaks at blanks, as late as it can")
  func breaks() {
    #expect(TextWrap.lines("the flow shrinks", width: 16) == ["the flow shrinks"])
    #expect(TextWrap.lines("the flow shrinks", width: 15) == ["the flow", "shrinks"])
    #expect(TextWrap.lines("the flow shrinks", width: 7) == ["the", "flow", "shrinks"])
    #expect(TextWrap.lines("", width: 7) == [""])
  }

  @Test("A word longer than a line is cut, by columns")
  func cuts() {
    #expect(TextWrap.lines("a shrinks", width: 3) == ["a", "shr", "ink", "s"])
    #expect(TextWrap.lines("黒点黒点", width: 5) == ["黒点", "黒点"])
  }

  @Test("No line is wider than asked for, and none of the text is lost", arguments: 2...40)
  func complete(width: Int) {
    let text = "gradflow --input '黒点 of 1800.csv' --activation leakyrelu --keys '<Tab><Tab>s.' --w −0.95 é e\u{301}"
    let lines = TextWrap.lines(text, width: width)
    #expect(lines.allSatisfy { $0.columns <= width })
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
  }

  @Test("Several blanks stay several: a file may be called so")
  func blanks() { #expect(TextWrap.lines("'a   b.csv' c", width: 30) == ["'a   b.csv' c"]) }
}
