/// What fills the upper and the lower half of a cell where there are colours enough, nil for the page; or a glyph's role
/// and that of its ground.
///
/// A role fills with its background or, where it has none, with its own colour. With fewer colours, in plain text and in
/// ASCII the cell's own glyph and style stand for both halves.
package struct CellHalves: Hashable, Sendable {
  /// The role of the upper half.
  package let upper: Style?
  /// The role of the lower half.
  package let lower: Style?
  /// Whether the lower role fills all of the cell, under the cell's own glyph in the upper role's colour.
  package let isGround: Bool

  /// Two halves, at most one of them the page.
  package init(upper: Style?, lower: Style?) {
    precondition(upper != nil || lower != nil, "a cell of two halves shows one of them")
    self.upper = upper
    self.lower = lower
    isGround = false
  }

  /// A cell's glyph on the colour of a role, in one that stands out from it: what is near the page on the shades that are
  /// far from it, and text on the rest.
  package init(glyphOn ground: Style) {
    let isFar = ground.shade.map { $0.level < MapShade.count / 2 } ?? false
    (upper, lower, isGround) = (isFar ? .mapFaint : .inspected, ground, true)
  }

  /// What stands in a cell: its own glyph, or the block in the foreground's colour, where the background has the other half's.
  package func glyph(of cell: Cell) -> Character { isGround ? cell.glyph : upper == nil ? "▄" : "▀" }

  /// Every two halves, or ink and ground, that a map can show.
  package static var all: [CellHalves] {
    let roles =
      Style.allCases.filter { $0.shade != nil || $0.mark != nil || $0 == .inspected }.map(Optional.some) + [nil]
    return roles.flatMap { upper in roles.filter { $0 != upper }.map { CellHalves(upper: upper, lower: $0) } }
  }
}

extension Palette {
  /// The look of two halves under the glyph that is theirs; nil where there are too few colours.
  package func appearance(of halves: CellHalves) -> Appearance? {
    guard depth.rawValue >= ColorDepth.cube.rawValue else { return nil }
    let lower = halves.lower.flatMap { filling(of: $0) }
    guard let upper = halves.upper else { return Appearance(foreground: lower) }
    return Appearance(foreground: filling(of: upper), background: lower)
  }

  /// What is drawn for a cell.
  package func shown(_ cell: Cell) -> (glyph: Character, appearance: Appearance) {
    if let halves = cell.halves, let look = appearance(of: halves) { return (halves.glyph(of: cell), look) }
    return (cell.glyph, appearance(of: cell.style))
  }

  /// What a terminal is sent for a cell.
  package func sent(_ cell: Cell) -> (glyph: Character, appearance: Appearance) {
    let shown = shown(cell)
    guard shown.glyph == cell.glyph, case let (glyph, isReversed) = cell.sent, isReversed else { return shown }
    var appearance = shown.appearance
    appearance.isReversed.toggle()
    return (glyph, appearance)
  }

  private func filling(of style: Style) -> Ink? {
    let look = appearance(of: style)
    return look.background ?? look.foreground
  }
}
