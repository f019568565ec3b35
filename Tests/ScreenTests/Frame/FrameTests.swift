import Testing

@testable import Screen

@Suite("Frame")
struct FrameTests {
  private func glyphs(_ frame: Frame, row: Int = 0) -> [Character] { frame.row(row).map(\.glyph) }

  @Test("A new frame is blank ordinary text of the size asked for")
  func blank() {
    let frame = Frame(size: Size(width: 3, height: 2))
    #expect(frame.cells == Array(repeating: Cell(" ", .text), count: 6))
  }

  @Test("Text goes to the right from its cell, in its style, and the column behind it comes back")
  func write() {
    var frame = Frame(size: Size(width: 5, height: 2))
    #expect(frame.write("ab", x: 1, y: 1, .alarm) == 3)
    #expect(glyphs(frame, row: 0) == Array("     "))
    #expect(frame.row(1) == [Cell(" "), Cell("a", .alarm), Cell("b", .alarm), Cell(" "), Cell(" ")])
  }

  @Test("Text is cut at the right edge and at a limit, and what stood behind stays")
  func cut() {
    var frame = Frame(size: Size(width: 4, height: 1))
    #expect(frame.write("abcdef", x: 0, y: 0) == 4)
    #expect(glyphs(frame) == Array("abcd"))
    #expect(frame.write("xyz", x: 0, y: 0, limit: 2) == 2)
    #expect(glyphs(frame) == Array("xycd"))
  }

  @Test("What lies left of, above or below the frame is not shown and harms nothing")
  func outside() {
    var frame = Frame(size: Size(width: 3, height: 1))
    frame.write("abc", x: -2, y: 0)
    frame.write("zzz", x: 0, y: -1)
    frame.write("zzz", x: 0, y: 1)
    frame.fill(Rect(x: 2, y: -5, width: 9, height: 9), with: Cell("#"))
    #expect(glyphs(frame) == Array("c #"))
    #expect(frame[7, 7] == Cell(" "))
  }

  @Test("A wide glyph takes two cells, the second a continuation in the same style")
  func wide() {
    var frame = Frame(size: Size(width: 5, height: 1))
    #expect(frame.write("黒a", x: 0, y: 0, .title) == 3)
    #expect(glyphs(frame) == ["黒", Cell.continuation, "a", " ", " "])
    #expect(frame[1, 0].style == .title)
  }

  @Test("A wide glyph that would be cut in half is left out with all behind it", arguments: [3, 4])
  func wideAtTheEdge(limit: Int) {
    var frame = Frame(size: Size(width: 4, height: 1))
    frame.write("a黒黒", x: 0, y: 0, limit: limit)
    #expect(glyphs(frame) == ["a", "黒", Cell.continuation, " "])
  }

  @Test(
    "Controls and glyphs of no width become one visible cell: nothing reaches a terminal that it would obey",
    arguments: [
      "\u{1b}", "\u{7}", "\n", "\t", "\r\n", "\u{7f}", "\u{9b}", "\u{200b}", "\u{202e}", "\u{301}", "\u{feff}",
    ])
  func controls(glyph: String) {
    var frame = Frame(size: Size(width: 3, height: 1))
    #expect(frame.write(glyph + "x", x: 0, y: 0) == 2)
    #expect(glyphs(frame) == ["·", "x", " "])
  }

  @Test("A combining mark stays with its letter in one cell")
  func combining() {
    var frame = Frame(size: Size(width: 3, height: 1))
    #expect(frame.write("e\u{301}x", x: 0, y: 0) == 2)
    #expect(glyphs(frame) == ["e\u{301}", "x", " "])
  }

  @Test("Spans follow each other, each in its style, and count their columns")
  func spans() {
    var frame = Frame(size: Size(width: 6, height: 1))
    let spans = [Span("a", .strong), Span("黒", .muted), Span("b")]
    #expect(frame.write(spans, x: 1, y: 0) == 5)
    #expect(spans.columns == 4)
    #expect(frame.row(0).map(\.style) == [.text, .strong, .muted, .muted, .text, .text])
  }

  @Test("A rectangle contains its corners and nothing beyond; an empty one contains nothing")
  func rectangles() {
    let rect = Rect(x: 2, y: 3, width: 4, height: 2)
    #expect(rect.contains(x: 2, y: 3) && rect.contains(x: 5, y: 4))
    #expect(!rect.contains(x: 1, y: 3) && !rect.contains(x: 6, y: 3))
    #expect(!rect.contains(x: 2, y: 2) && !rect.contains(x: 2, y: 5))
    #expect(!Rect.none.contains(x: 0, y: 0))
  }
}
