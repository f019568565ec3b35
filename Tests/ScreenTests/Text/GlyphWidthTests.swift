import Testing

@testable import Screen

@Suite("Glyph widths")
struct GlyphWidthTests {
  @Test(
    "One column: ASCII, Latin, Greek, mathematics, blocks, letters with marks, ambiguous glyphs",
    arguments: [
      "a", "~", "é", "e\u{301}", "∂", "Σ", "█", "▁", "─", "·", "−", "₄", "½", "◆", "‖", "\u{ad}", "ﾊ", "❤️", "1️⃣", "ב",
      "ش",
    ])
  func one(glyph: String) { #expect(glyph.columns == 1) }

  @Test(
    "Two columns: East Asian wide and full-width glyphs, emoji",
    arguments: ["黒", "あ", "カ", "한", "Ａ", "！", "、", "𠀀", "😀", "🚀", "👍🏽", "👨‍👩‍👧", "🇫🇷", "🏴‍☠️", "각"])
  func two(glyph: String) { #expect(glyph.columns == 2) }

  @Test(
    "No column of their own: controls, lone marks, formatting characters",
    arguments: ["\0", "\u{1b}", "\n", "\u{7f}", "\u{85}", "\u{200d}", "\u{202e}", "\u{2060}", "\u{301}", "\u{20dd}"]
      as [Character])
  func zero(glyph: Character) { #expect(glyph.columns == 0) }

  @Test("A cell is one character and its marks, so that all terminals give it the same columns")
  func cells() {
    func glyphs(_ text: String) -> [String] { text.cells.map { String($0.glyph) } }
    #expect(glyphs("e\u{301}\u{323}x") == ["e\u{301}\u{323}", "x"])
    #expect(glyphs("👍🏽👨‍👩‍👧🇫🇷❤️!") == ["👍", "👨", "\u{1f1eb}", "\u{1f1f7}", "❤", "!"])
    #expect(glyphs("का") == ["क", "ा"], "a vowel sign of a column of its own")
    #expect(glyphs("\u{1100}\u{1161}\u{11a8}") == ["\u{1100}\u{1161}\u{11a8}"])
    #expect(glyphs("a\u{1b}[31m\u{9b}\u{202e}\u{301}") == ["a", "·", "[", "3", "1", "m", "·", "·", "·"])
    #expect(glyphs("a" + String(repeating: "\u{301}", count: 90)) == ["a\u{301}\u{301}\u{301}\u{301}"])
    #expect(glyphs("\u{301}\u{200d}") == ["·", "·"])
    #expect(glyphs("\r\n\0") == ["·", "·"])
  }

  @Test("A text's columns are those it takes in a frame")
  func texts() {
    for text in ["", "abc", "黒点 x", "e\u{301}\u{1b}[0m", "∂s₄₄/∂W", "👍🏽!"] {
      var frame = Frame(size: Size(width: 40, height: 1))
      #expect(frame.write(text, x: 0, y: 0) == text.columns)
    }
  }

  @Test("What formulas are made of has the properties that are not looked up for it")
  func formulas() {
    for value in Unicode.Scalar.formulas.flatMap({ $0 }) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      #expect(!properties.isEmojiPresentation && !properties.isEmojiModifier, "\(scalar) U+\(String(value, radix: 16))")
      let others: [Unicode.GeneralCategory] = [
        .nonspacingMark, .enclosingMark, .spacingMark, .format, .lineSeparator, .paragraphSeparator, .control,
        .unassigned,
      ]
      #expect(!others.contains(properties.generalCategory), "\(scalar) U+\(String(value, radix: 16))")
    }
  }
}
