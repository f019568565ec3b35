/// Points finer than cells: two across and four down in each, drawn as braille.
package struct BrailleCanvas {
  /// Dots across and down.
  package let width: Int
  package let height: Int
  private var bits: [UInt8]
  private var styles: [Style]

  /// A blank canvas of so many cells.
  package init(columns: Int, rows: Int) {
    width = 2 * columns
    height = 4 * rows
    bits = Array(repeating: 0, count: columns * rows)
    styles = Array(repeating: .text, count: columns * rows)
  }

  /// Sets the dot at x from the left and y from the top; outside the canvas nothing. The cell takes the style of the dot
  /// that was set last.
  package mutating func set(_ x: Int, _ y: Int, _ style: Style) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let cell = y / 4 * (width / 2) + x / 2
    bits[cell] |= Self.masks[y % 4][x % 2]
    styles[cell] = style
  }

  /// A straight line between two dots, with its ends; each dot has the style of the end it is nearer to.
  package mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int), _ first: Style, _ second: Style) {
    let steps = Swift.max((b.x - a.x).magnitude, (b.y - a.y).magnitude)
    guard steps > 0 else { return set(a.x, a.y, second) }
    for step in 0...Int(steps) {
      let part = Double(step) / Double(steps)
      let x = a.x + Int((Double(b.x - a.x) * part).rounded())
      let y = a.y + Int((Double(b.y - a.y) * part).rounded())
      set(x, y, part < 0.5 ? first : second)
    }
  }

  /// Puts the cells that have dots into a frame; those that lie over shades keep these as their ground.
  package func draw(into frame: inout Frame, x: Int, y: Int) {
    for (cell, mask) in bits.enumerated() where mask != 0 {
      let glyph = Unicode.Scalar(UInt32(0x2800) + UInt32(mask)).map(Character.init) ?? " "
      let place = (x: x + cell % (width / 2), y: y + cell / (width / 2))
      let ground = frame[place.x, place.y].style
      frame[place.x, place.y] = Cell(glyph, styles[cell])
      if ground.shade != nil { frame[place.x, place.y].halves = CellHalves(glyphOn: ground) }
    }
  }

  /// The bits of U+2800 … U+28FF by row and column.
  static let masks: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// The dots of a braille glyph, or nil for any other.
  package static func dots(of glyph: Character) -> UInt8? {
    guard let scalar = glyph.unicodeScalars.first, (0x2800...0x28ff).contains(scalar.value) else { return nil }
    return UInt8(truncatingIfNeeded: scalar.value)
  }
}
