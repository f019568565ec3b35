extension Frame {
  /// The same picture in ASCII: every glyph becomes one character that says the same, so that all columns stay.
  ///
  /// A glyph without an equivalent becomes `?`; the second half of a wide one becomes a blank.
  public func transliteratedToASCII() -> Frame {
    var frame = self
    for y in 0..<size.height {
      for x in 0..<size.width { frame[x, y].glyph = isProduct(x, y) ? "*" : Self.ascii(self[x, y].glyph) }
    }
    return frame
  }

  /// Whether a `·` stands close between two factors: as a point it would make another number of them.
  private func isProduct(_ x: Int, _ y: Int) -> Bool {
    guard self[x, y].glyph == "·", x > 0, x + 1 < size.width else { return false }
    let (left, right) = (self[x - 1, y].glyph, self[x + 1, y].glyph)
    return (left.isLetter || left.isNumber || ")′‖ᵀ".contains(left))
      && (right.isLetter || right.isNumber || "(∂‖−".contains(right))
  }

  private static func ascii(_ glyph: Character) -> Character {
    if glyph == Cell.continuation { return " " }
    if let dots = BrailleCanvas.dots(of: glyph) {
      // Dots in the upper half, in the lower half, or in both.
      return [" ", "'", ".", ":"][(dots & 0b0001_1011 != 0 ? 1 : 0) + (dots & 0b1110_0100 != 0 ? 2 : 0)]
    }
    return glyph.isASCII ? glyph : asciiGlyphs[glyph] ?? "?"
  }

  private static let asciiGlyphs: [Character: Character] = [
    "▁": ".", "▂": ".", "▃": ".", "▄": ":", "▅": ":", "▆": "#", "▇": "#", "█": "#", "▔": "'", "▀": "\"",
    "▓": "&", "▒": "+", "░": ",", "▙": "=", "▚": "~", "▖": "-", "▏": "`", "▎": ".", "▍": ":", "▌": ":", "▋": ":",
    "▊": "#", "▉": "#", "◉": "@", "└": "+",
    "─": "-", "│": "|", "┤": "|", "┴": "+", "▲": "^", "◆": "*", "▾": "v", "▴": "^", "▸": ">", "×": "x", "·": ".",
    "⋯": ".",
    "−": "-", "–": "-", "—": "-", "…": "~", "’": "'", "′": "'", "≈": "~", "≤": "<", "≥": ">", "⇒": ">", "→": ">",
    "←": "<", "↑": "^", "↓": "v", "∂": "d", "Σ": "S", "Π": "P", "Φ": "P", "γ": "g", "λ": "l", "σ": "s", "θ": "t",
    "ρ": "r", "⊙": "o",
    "◀": "<", "■": "#", "‖": "|", "╌": "-", "∞": "?", "²": "2", "⁰": "0", "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₜ": "t",
    "₋": "-", "◇": "o", "┼": "+", "⊗": "x", "⟨": "<", "⟩": ">", "ᵀ": "T",
    "₊": "+", "½": "%",
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9",
  ]
}
