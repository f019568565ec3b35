/// A size in character cells.
package struct Size: Hashable, Sendable {
  /// The largest that is drawn.
  package static let largest = Size(width: 1000, height: 400)

  /// Columns.
  package var width: Int
  /// Rows.
  package var height: Int

  /// Whether another one fits into it.
  package func holds(_ other: Size) -> Bool { width >= other.width && height >= other.height }

  /// A size of width×height cells.
  @inlinable package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A rectangle of cells; `x` and `y` count from 0 at the top left.
package struct Rect: Hashable, Sendable {
  /// Leftmost column.
  package var x: Int
  /// Topmost row.
  package var y: Int
  /// Columns.
  package var width: Int
  /// Rows; an empty rectangle is a panel that has no room.
  package var height: Int

  /// A rectangle from its corner and its extent.
  @inlinable package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// That of a panel without room.
  package static let none = Rect(x: 0, y: 0, width: 0, height: 0)

  /// Whether a cell lies inside.
  @inlinable package func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < x + width && row >= y && row < y + height
  }
}

/// A finished picture: a grid of styled cells, all that a terminal, a text file or an SVG needs.
package struct Frame: Hashable, Sendable {
  /// Its extent; at least 1×1.
  package let size: Size
  /// The cells, row by row.
  @inlinable package var cells: [Cell] { grid }
  @usableFromInline var grid: [Cell]

  /// A blank frame.
  package init(size: Size) {
    precondition(size.width > 0 && size.height > 0, "a frame has at least one cell")
    self.size = size
    grid = Array(repeating: Cell(" "), count: size.width * size.height)
  }

  /// The cell at a column and a row. Writing outside the frame does nothing; reading there gives a blank.
  @inlinable package subscript(x: Int, y: Int) -> Cell {
    @inline(__always) get { contains(x, y) ? grid[y * size.width + x] : Cell(" ") }
    @inline(__always) set { if contains(x, y) { grid[y * size.width + x] = newValue } }
  }

  /// One row of cells, from 0 at the top.
  @inlinable package func row(_ y: Int) -> ArraySlice<Cell> { grid[y * size.width..<(y + 1) * size.width] }

  @inlinable func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < size.width && y < size.height }

  /// Told of every text that is cut when it is written, and of the columns that are left of it; for tests.
  @TaskLocal static var cutObserver: (any CutObserver)?

  /// Writes text from a cell to the right, cut at the frame's edge or at column `limit`, and returns the column behind
  /// it. Control characters, and glyphs of no width of their own, are written as `·`.
  @discardableResult
  package mutating func write(_ text: String, x: Int, y: Int, _ style: Style = .text, limit: Int = .max) -> Int {
    var column = x
    for (glyph, width) in text.cells {
      guard column + width <= Swift.min(limit, size.width) else {
        Self.cutObserver?.note(text, columns: column - x)
        break
      }
      self[column, y] = Cell(glyph, style)
      if width == 2 { self[column + 1, y] = Cell(Cell.continuation, style) }
      column += width
    }
    return column
  }

  /// Writes a run of differently styled texts and returns the column behind it.
  @discardableResult
  package mutating func write(_ spans: [Span], x: Int, y: Int, limit: Int = .max) -> Int {
    spans.reduce(x) { write($1.text, x: $0, y: y, $1.style, limit: limit) }
  }

  /// Fills a rectangle with one cell.
  package mutating func fill(_ rect: Rect, with cell: Cell) {
    for y in rect.y..<rect.y + rect.height {
      for x in rect.x..<rect.x + rect.width { self[x, y] = cell }
    }
  }
}

/// A stretch of text in one style.
package struct Span: Hashable, Sendable {
  /// The text.
  package var text: String
  /// Its role.
  package var style: Style

  /// A stretch of text.
  @inlinable package init(_ text: String, _ style: Style = .text) {
    self.text = text
    self.style = style
  }
}

extension [Span] {
  /// The columns that the spans take together.
  package var columns: Int { reduce(0) { $0 + $1.text.columns } }
}

/// What is told of texts that are cut.
protocol CutObserver: Sendable {
  /// A text was written of which only so many columns are left.
  func note(_ text: String, columns: Int)
}
