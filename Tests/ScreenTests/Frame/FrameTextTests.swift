import Testing

@testable import Screen

@Suite("Frame as text")
struct FrameTextTests {
  @Test("A line a row, without trailing blanks; blanks inside and before stay")
  func trailingBlanks() {
    var frame = Frame(size: Size(width: 8, height: 4))
    frame.write(" a  b   ", x: 0, y: 0)
    frame.write("12345678", x: 0, y: 2)
    frame.fill(Rect(x: 0, y: 3, width: 8, height: 1), with: Cell(" ", .title))
    #expect(frame.plainText == " a  b\n\n12345678\n\n")
  }

  @Test("A wide glyph is written once, also at the end of a line")
  func wide() {
    var frame = Frame(size: Size(width: 6, height: 1))
    frame.write("a黒b黒", x: 0, y: 0)
    #expect(frame.plainText == "a黒b黒\n")
  }
}
