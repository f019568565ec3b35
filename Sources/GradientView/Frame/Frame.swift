/// One character cell of the screen: a glyph and the role it plays.
public struct Cell: Hashable, Sendable {
  /// What stands in the cell. The right half of a double-width glyph is `Cell.continuation`.
  public var glyph: Character
  /// Why it stands there; a palette turns it into colours.
  public var style: Style
  /// What the glyph stands for more exactly than glyphs can say, for outputs that can: of a block element the part of the
  /// cell that is filled, from below or, where it is negative, from above; of a dot its height in the cell. 0 for what the
  /// glyph says.
  var exact: Float = 0

  /// A cell with a glyph.
  public init(_ glyph: Character, _ style: Style = .text) {
    self.glyph = glyph
    self.style = style
  }

  /// A cell of which a bar fills a part.
  init(_ glyph: Character, _ style: Style, filled part: Double) {
    self.init(glyph, style)
    exact = Float(part)
  }

  /// A cell with a dot at a height from 0 to 1.
  init(_ glyph: Character, _ style: Style, dotAt height: Double) {
    self.init(glyph, style)
    exact = Float(Swift.max(height, 1e-3))
  }

  /// The glyph of the cell that the wide glyph on its left extends into.
  public static let continuation: Character = "\0"

  /// How a terminal shows the glyph: an upper block that fonts lack is the lower block that it leaves, in reverse video.
  public var shown: (glyph: Character, isReversed: Bool) {
    guard let scalar = glyph.unicodeScalars.first, (0x1fb82...0x1fb86).contains(scalar.value) else {
      return (glyph, false)
    }
    let eighths = Bars.hanging.firstIndex(of: glyph) ?? 8
    return (Bars.standing[8 - eighths], true)
  }
}

/// A size in character cells.
public struct Size: Hashable, Sendable {
  /// The largest that is drawn.
  public static let largest = Size(width: 1000, height: 400)

  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// A size of width×height cells.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A rectangle of cells; `x` and `y` count from 0 at the top left.
public struct Rect: Hashable, Sendable {
  /// Leftmost column.
  public var x: Int
  /// Topmost row.
  public var y: Int
  /// Columns.
  public var width: Int
  /// Rows; an empty rectangle is a panel that has no room.
  public var height: Int

  /// A rectangle from its corner and its extent.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Whether a cell lies inside.
  public func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < x + width && row >= y && row < y + height
  }
}

/// A finished picture: a grid of styled cells, all that a terminal, a text file or an SVG needs.
public struct Frame: Hashable, Sendable {
  /// Its extent; at least 1×1.
  public let size: Size
  /// The cells, row by row.
  public private(set) var cells: [Cell]

  /// A blank frame.
  public init(size: Size) {
    precondition(size.width > 0 && size.height > 0, "a frame has at least one cell")
    self.size = size
    cells = Array(repeating: Cell(" "), count: size.width * size.height)
  }

  /// The cell at a column and a row. Writing outside the frame does nothing; reading there gives a blank.
  public subscript(x: Int, y: Int) -> Cell {
    get { contains(x, y) ? cells[y * size.width + x] : Cell(" ") }
    set { if contains(x, y) { cells[y * size.width + x] = newValue } }
  }

  /// One row of cells, from 0 at the top.
  public func row(_ y: Int) -> ArraySlice<Cell> { cells[y * size.width..<(y + 1) * size.width] }

  private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < size.width && y < size.height }

  /// Writes text from a cell to the right, cut at the frame's edge or at column `limit`, and returns the column behind
  /// it. Control characters, and glyphs of no width of their own, are written as `·`.
  @discardableResult
  public mutating func write(_ text: String, x: Int, y: Int, _ style: Style = .text, limit: Int = .max) -> Int {
    var column = x
    for (glyph, width) in text.cells {
      guard column + width <= Swift.min(limit, size.width) else { break }
      self[column, y] = Cell(glyph, style)
      if width == 2 { self[column + 1, y] = Cell(Cell.continuation, style) }
      column += width
    }
    return column
  }

  /// Writes a run of differently styled texts and returns the column behind it.
  @discardableResult
  public mutating func write(_ spans: [Span], x: Int, y: Int, limit: Int = .max) -> Int {
    spans.reduce(x) { write($1.text, x: $0, y: y, $1.style, limit: limit) }
  }

  /// Fills a rectangle with one cell.
  public mutating func fill(_ rect: Rect, with cell: Cell) {
    for y in rect.y..<rect.y + rect.height {
      for x in rect.x..<rect.x + rect.width { self[x, y] = cell }
    }
  }
}

/// A stretch of text in one style.
public struct Span: Hashable, Sendable {
  /// The text.
  public var text: String
  /// Its role.
  public var style: Style

  /// A stretch of text.
  public init(_ text: String, _ style: Style = .text) {
    self.text = text
    self.style = style
  }
}

extension [Span] {
  /// The columns that the spans take together.
  public var columns: Int { reduce(0) { $0 + $1.text.columns } }
}
