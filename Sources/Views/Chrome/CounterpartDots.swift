import Screen

/// Curves and points of what is kept as B, in dots of its own colour among those of what is shown.
struct CounterpartDots {
  private var canvas: BrailleCanvas
  private let rect: Rect

  /// None yet, in a band.
  init(in rect: Rect) {
    self.rect = rect
    canvas = BrailleCanvas(columns: rect.width, rows: rect.height)
  }

  /// Dots across and down.
  var size: (width: Int, height: Int) { (canvas.width, canvas.height) }

  /// A dot at x from the left and y from the top; outside the band nothing.
  mutating func set(_ x: Int, _ y: Int) { canvas.set(x, y, .counterpart) }

  /// A line between two dots; or a dot in every third column of dots between them, and where it begins and ends if those are
  /// such columns.
  mutating func join(_ a: (x: Int, y: Int), _ b: (x: Int, y: Int), isDotted: Bool = false) {
    guard isDotted else { return canvas.line(from: a, to: b, .counterpart, .counterpart) }
    for x in a.x...Swift.max(a.x, b.x) where x.isMultiple(of: 3) {
      let part = a.x < b.x ? Double(x - a.x) / Double(b.x - a.x) : 0
      set(x, a.y + Int((Double(b.y - a.y) * part).rounded()))
    }
  }

  /// Puts them into a frame in which all that is shown stands already. What is of a role that gives way is hidden in the cells
  /// of B's dots. Any other cell that has dots of both has them all, and every other such cell is B's, so that neither hides
  /// the other.
  func draw(into frame: inout Frame, over weaker: Set<Style> = []) {
    guard rect.width > 0, rect.height > 0 else { return }
    var own = Frame(size: Size(width: rect.width, height: rect.height))
    canvas.draw(into: &own, x: 0, y: 0)
    for y in 0..<rect.height {
      for x in 0..<rect.width {
        guard let dots = BrailleCanvas.dots(of: own[x, y].glyph) else { continue }
        let cell = frame[rect.x + x, rect.y + y]
        let givesWay = cell.isFree || weaker.contains(cell.style)
        frame[rect.x + x, rect.y + y] =
          givesWay
          ? Cell(BrailleCanvas.glyph(of: dots), .counterpart) : Self.merged(dots, cell, isOwn: x.isMultiple(of: 2))
      }
    }
  }

  private static func merged(_ dots: UInt8, _ cell: Cell, isOwn: Bool) -> Cell {
    guard let others = BrailleCanvas.dots(of: cell.glyph) else { return cell }
    return Cell(BrailleCanvas.glyph(of: dots | others), isOwn ? .counterpart : cell.style)
  }

}

extension Frame {
  /// A mark of what is kept as B, where nothing else stands.
  mutating func markCounterpart(_ glyph: Character, x: Int, y: Int) {
    if self[x, y].isFree { self[x, y] = Cell(glyph, .counterpart) }
  }
}
