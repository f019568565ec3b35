/// One character cell of the screen: a glyph and the role it plays.
package struct Cell: Hashable, Sendable {
  /// What stands in the cell. The right half of a double-width glyph is `Cell.continuation`.
  package var glyph: Character
  /// Why it stands there; a palette turns it into colours.
  package var style: Style
  /// What fills its halves where two roles share the cell and colours can tell them apart; else nil.
  package var halves: CellHalves?
  /// The height in the cell of a dot that stands at a value, for outputs that can draw it there, from 1 at the lower edge;
  /// 0 where there is none. Glyphs say it to an eighth, and not beside the end of a bar.
  @usableFromInline var dot: UInt8 = 0
  /// That of a line across the cell, likewise.
  @usableFromInline var line: UInt8 = 0
  /// The part of the cell that a bar fills, for outputs that are finer than glyphs; nil where the glyph says all.
  @usableFromInline var filled: CellFilling?

  /// A cell with a glyph.
  @inlinable package init(_ glyph: Character, _ style: Style = .text) {
    self.glyph = glyph
    self.style = style
  }

  /// A cell of which a bar fills a part; the glyph says it as well as it can.
  init(_ glyph: Character, _ style: Style, filled: CellFilling?) {
    self.init(glyph, style)
    self.filled = filled
  }

  /// The height of the cell's dot, from 0 to 1; nil where there is none.
  var dotHeight: Double? {
    get { dot == 0 ? nil : Double(dot - 1) / 254 }
    set { dot = newValue.map { 1 + UInt8(($0 * 254).rounded().clamped(0, 254)) } ?? 0 }
  }

  /// Whether nothing stands in it but a line to read heights by.
  package var isFree: Bool { glyph == " " || style == .rule }

  /// Whether a bar fills all of it.
  var isFull: Bool { glyph == "█" && filled == nil }

  /// The height of the line that runs across the cell, from 0 to 1; nil where there is none.
  var lineHeight: Double? {
    get { line == 0 ? nil : Double(line - 1) / 254 }
    set { line = newValue.map { 1 + UInt8(($0 * 254).rounded().clamped(0, 254)) } ?? 0 }
  }

  /// The glyph of the cell that the wide glyph on its left extends into.
  package static let continuation: Character = "\0"

  /// What a terminal is sent for the glyph: an upper block that fonts lack is the lower block that it leaves, in reverse
  /// video.
  package var sent: (glyph: Character, isReversed: Bool) {
    guard let scalar = glyph.unicodeScalars.first, (0x1fb82...0x1fb86).contains(scalar.value) else {
      return (glyph, false)
    }
    let eighths = Bars.hanging.firstIndex(of: glyph) ?? 8
    return (Bars.standing[8 - eighths], true)
  }
}

/// What a bar fills of a cell, whatever glyph stands there.
@usableFromInline struct CellFilling: Hashable, Sendable {
  /// The bar's role.
  let style: Style
  /// Of a hollow bar, which of its lines run through the cell; nil where there is none.
  private(set) var outline: Outline?
  /// Where the hollow bar ends, from 1 at the lower edge, behind a filled one that ends before it; 0 where all is hollow.
  private var edge: UInt8 = 0
  /// From where to where, 0 being the cell's lower edge and 1 the upper one.
  let low: Float
  let high: Float

  /// The lines of a hollow bar in a row of it: its two sides, and where it ends its upper or its lower edge as well.
  enum Outline: UInt8, Sendable {
    case sides, top, bottom
  }

  /// A part of a cell.
  init(_ style: Style, _ part: ClosedRange<Double>, _ outline: Outline? = nil) {
    (self.style, low, high) = (style, Float(part.lowerBound), Float(part.upperBound))
    self.outline = outline
  }

  /// From where to where.
  var part: ClosedRange<Double> { Double(low)...Double(high) }

  /// Whether it is filled nowhere.
  var isHollow: Bool { outline != nil && edge == 0 }

  /// What a hollow bar takes beyond the filled one before it; nil where there are not both.
  var beyond: CellFilling? {
    guard outline != nil, edge > 0 else { return nil }
    let (end, part) = (Double(edge - 1) / 254, part)
    // To a 254th, which may be on this side of the filled bar's end.
    let isAbove = end > (part.lowerBound + part.upperBound) / 2
    return CellFilling(
      style,
      isAbove ? part.upperBound...Swift.max(end, part.upperBound) : Swift.min(end, part.lowerBound)...part.lowerBound,
      outline)
  }

  /// The same before a hollow bar, which is seen where it reaches farther.
  func before(_ hollow: CellFilling) -> CellFilling {
    guard hollow.isHollow, let end = hollow.high > high ? hollow.high : hollow.low < low ? hollow.low : nil else {
      return self
    }
    var both = self
    (both.outline, both.edge) = (hollow.outline, 1 + UInt8((end * 254).rounded()))
    return both
  }
}

extension Cell {
  /// The end of a bar before the hollow bar of another cell, if it is one that reaches farther: the glyph has both as well as
  /// it can.
  func before(_ other: Cell) -> Cell {
    guard let hollow = other.filled, hollow.isHollow, let filled else { return self }
    guard glyph != " " else { return other }
    var cell = self
    cell.filled = filled.before(hollow)
    if let beyond = cell.filled?.beyond, beyond.outline != .sides, let glyph = Bars.glyph(filled.part, before: beyond) {
      cell.glyph = glyph
    }
    return cell
  }
}

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
  /// The appearance of two halves under the glyph that is theirs; nil where there are too few colours.
  package func appearance(of halves: CellHalves) -> Appearance? {
    guard depth.rawValue >= ColorDepth.cube.rawValue else { return nil }
    let lower = halves.lower.flatMap { filling(of: $0) }
    guard let upper = halves.upper else { return Appearance(foreground: lower) }
    return Appearance(foreground: filling(of: upper), background: lower)
  }

  /// What is drawn for a cell.
  package func shown(_ cell: Cell) -> (glyph: Character, appearance: Appearance) {
    if let halves = cell.halves, let appearance = appearance(of: halves) {
      return (halves.glyph(of: cell), appearance)
    }
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
    let appearance = appearance(of: style)
    return appearance.background ?? appearance.foreground
  }
}
