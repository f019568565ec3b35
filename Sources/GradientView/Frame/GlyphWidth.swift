extension Character {
  /// The columns a terminal gives the glyph: 2 for East Asian wide characters and emoji, 0 for controls and lone
  /// combining marks, else 1. Ambiguous widths count as 1.
  var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return first.value < 0x20 || (0x7f..<0xa0).contains(first.value) ? 0 : 1 }
    if first.isWide || unicodeScalars.contains(where: { $0.value == 0xfe0f }) { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .surrogate, .unassigned: return 0
    default: return 1
    }
  }
}

extension String {
  /// The columns that the text takes in a frame.
  var columns: Int { reduce(0) { $0 + Swift.max($1.columns, 1) } }
}

extension Unicode.Scalar {
  /// East Asian Width W or F (Unicode 15), by its large blocks, and everything shown as emoji.
  fileprivate var isWide: Bool {
    guard value >= 0x1100 else { return false }
    if properties.isEmojiPresentation { return true }
    return Self.wideRanges.contains { $0.contains(value) }
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
    0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6,
    0x16fe0...0x18aff, 0x1b000...0x1b2ff, 0x20000...0x3fffd,
  ]
}
