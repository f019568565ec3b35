import Testing

@testable import Screen

@Suite("Frame in ASCII")
struct FrameASCIITests {
  @Test("Styles and places stay; a wide glyph becomes ? and a blank, so that all columns stay")
  func columns() {
    var frame = Frame(size: Size(width: 6, height: 1))
    frame.write([Span("a", .strong), Span("黒", .muted), Span("−█")], x: 0, y: 0)
    let ascii = frame.transliteratedToASCII()
    #expect(ascii.plainText == "a? -#\n")
    #expect(ascii.row(0).map(\.style) == frame.row(0).map(\.style))
  }

  @Test(
    "Marks that stand in one picture stay apart: signs, clipped ends, what is 0, the smallest bar", arguments: pictures)
  func distinct(glyphs: String) {
    let ascii = glyphs.map { glyph in
      var frame = Frame(size: Size(width: 1, height: 1))
      frame[0, 0] = Cell(glyph)
      return frame.transliteratedToASCII()[0, 0].glyph
    }
    #expect(Set(ascii).count == glyphs.count, "\(ascii)")
  }

  /// The marks of the terms and their axes, of the states, of a landscape's curves, of its surface, of the map.
  private static let pictures = [
    "+−◆▲×▾█▁·!", "█▁▔▀·!┤─", "│◇▾▴⠁⠄⠅·!", "█▓▒░◆!", "█▓▒░▙▚▖▏·×▾!◉◆▲[]",
  ]

  @Test("The head of an arrow shows its direction")
  func heads() {
    var frame = Frame(size: Size(width: 8, height: 1))
    for (x, glyph) in "←↖↑↗→↘↓↙".enumerated() { frame[x, 0] = Cell(glyph) }
    #expect(frame.transliteratedToASCII().plainText == "<\\^/>\\v/\n")
  }

  @Test("No letter of another alphabet becomes one of this: words are spelt before they are drawn")
  func letters() {
    for letter in "γδλσθρφΣΠΦωεμτ₀₁ₖᵢᵀ∂∇" {
      var frame = Frame(size: Size(width: 1, height: 1))
      frame[0, 0] = Cell(letter)
      #expect(frame.transliteratedToASCII()[0, 0].glyph == "?", "\(letter)")
    }
  }
}
