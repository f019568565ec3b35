/// Where everything of the Map view stands, and which targets and steps its cells stand for.
struct MapLayout: Hashable, Sendable {
  /// The name of the view, and of the margin at the right.
  private(set) var rule = Rect.none
  /// The cells.
  private(set) var grid = Rect.none
  /// A row for ticks and ▲, its numbers, and the sums of the columns.
  private(set) var axis = Rect.none
  private(set) var labels = Rect.none
  private(set) var columnTotals = Rect.none
  private(set) var inspector = Rect.none
  /// T.
  let steps: Int
  /// Targets that share a row of cells, and steps that share a column.
  let stepsPerRow: Int
  let stepsPerColumn: Int
  /// A cell's extent on the screen.
  let cellWidth: Int
  let cellHeight: Int

  /// Columns left of the cells, as in the other views.
  static let gutter = TimeColumns.gutter
  /// Columns right of the cells: a gap and the sums.
  static let margin = 3

  init(for session: Session) {
    self.init(body: Layout(for: session).body, steps: session.state.input.steps)
  }

  /// The layout in the rectangle between verdict and hints. The cells get all rows that make them finer; what is then
  /// left goes to the inspector and to a blank row above it.
  init(body: Rect, steps: Int) {
    self.steps = steps
    let inspectorRows = body.height >= 7 ? 1 : 0
    let totalRows = body.height >= 8 ? 1 : 0
    let labelRows = body.height >= 10 ? 1 : 0
    let rowRoom = Swift.max(body.height - 2 - inspectorRows - totalRows - labelRows, 1)
    let columnRoom = Swift.max(body.width - Self.gutter - Self.margin, 1)
    stepsPerRow = (steps + rowRoom - 1) / rowRoom
    stepsPerColumn = (steps + columnRoom - 1) / columnRoom
    cellHeight = stepsPerRow > 1 ? 1 : Swift.min(Swift.max(Swift.min(rowRoom / steps, columnRoom / steps / 2), 1), 5)
    cellWidth = columnRoom >= 2 * steps ? 2 * cellHeight : 1
    let used = (steps + stepsPerRow - 1) / stepsPerRow * cellHeight
    let spare = rowRoom - used
    var y = body.y
    func take(_ height: Int) -> Rect {
      defer { y += height }
      return Rect(x: body.x, y: y, width: body.width, height: height)
    }
    rule = take(1)
    grid = Rect(
      x: body.x + Self.gutter, y: y, width: (steps + stepsPerColumn - 1) / stepsPerColumn * cellWidth, height: used)
    y += used
    axis = take(1)
    labels = take(labelRows)
    columnTotals = take(totalRows)
    if spare >= 2 { y += 1 }
    inspector = take(inspectorRows == 0 ? 0 : Swift.min(1 + (spare >= 2 ? spare - 1 : spare), 3))
  }

  /// The targets of each row of cells, and the steps of each column.
  var rows: [ClosedRange<Int>] { Self.ranges(steps, stepsPerRow) }
  var columns: [ClosedRange<Int>] { Self.ranges(steps, stepsPerColumn) }

  private static func ranges(_ steps: Int, _ count: Int) -> [ClosedRange<Int>] {
    stride(from: 1, through: steps, by: count).map { $0...Swift.min($0 + count - 1, steps) }
  }

  /// The first screen row and column of a target's and a step's cell.
  func y(ofTarget target: Int) -> Int { grid.y + (target - 1) / stepsPerRow * cellHeight }
  func x(ofStep step: Int) -> Int { grid.x + (step - 1) / stepsPerColumn * cellWidth }
  /// The cells of a pair.
  func cell(target: Int, step: Int) -> Rect {
    Rect(x: x(ofStep: step), y: y(ofTarget: target), width: cellWidth, height: cellHeight)
  }

  /// The first column of the rows' sums; they are as wide as a cell, at most 2.
  var rowTotalsX: Int { grid.x + grid.width + 1 }
  var rowTotalsWidth: Int { Swift.min(cellWidth, 2) }

  /// The last target and step of the cell under a point; nil outside the cells.
  func pair(x: Int, y: Int) -> (target: Int, step: Int)? {
    guard grid.contains(x: x, y: y) else { return nil }
    let target = Swift.min(((y - grid.y) / cellHeight + 1) * stepsPerRow, steps)
    let step = Swift.min(((x - grid.x) / cellWidth + 1) * stepsPerColumn, steps)
    return (target, Swift.min(step, target))
  }
}
