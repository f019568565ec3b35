import Explorer
import Screen

/// Where everything of the Map view stands, and which targets and steps its cells stand for.
///
/// A row of cells is two rows of targets, one to each half; the cells fill the whole plot.
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
  /// The targets over the half rows of `grid`, counted from its top.
  let rows: StepSpans
  /// The steps over the columns of `grid`.
  let columns: StepSpans

  /// Columns left of the cells, as in the other views.
  static let gutter = TimeColumns.gutter
  /// Columns right of the cells: a gap, the sums, and a blank before the screen's edge.
  static let margin = 1 + rowTotalsWidth + 1
  /// Columns of the rows' sums.
  static let rowTotalsWidth = 1

  init(for session: Session) {
    self.init(body: Layout(for: session).body, session.state)
  }

  init(body: Rect, _ state: State) {
    self.init(body: body, steps: state.input.steps)
  }

  /// The layout in the rectangle between verdict and hints.
  init(body: Rect, steps: Int) {
    self.steps = steps
    let inspectorRows = body.height >= 32 ? 3 : body.height >= 7 ? 1 : 0
    let totalRows = body.height >= 8 ? 1 : 0
    let labelRows = body.height >= 10 ? 1 : 0
    let blankRows = body.height >= 36 ? 1 : 0
    let height = Swift.max(body.height - 2 - inspectorRows - totalRows - labelRows - blankRows, 1)
    let width = Swift.max(body.width - Self.gutter - Self.margin, 1)
    rows = StepSpans(steps: steps, cells: 2 * height)
    columns = StepSpans(steps: steps, cells: width)
    var y = body.y
    func take(_ height: Int) -> Rect {
      defer { y += height }
      return Rect(x: body.x, y: y, width: body.width, height: height)
    }
    rule = take(1)
    grid = Rect(x: body.x + Self.gutter, y: y, width: width, height: height)
    y += height
    axis = take(1)
    labels = take(labelRows)
    columnTotals = take(totalRows)
    y += blankRows
    inspector = take(inspectorRows)
  }

  /// The span of targets in the upper and in the lower half of a screen row of the cells.
  func halves(atRow y: Int) -> (upper: Int, lower: Int) {
    let half = 2 * (y - grid.y)
    return (rows.span(atCell: half), rows.span(atCell: half + 1))
  }

  /// The screen columns of a span of steps.
  func xs(ofColumn column: Int) -> Range<Int> {
    let cells = columns.cells(of: column)
    return grid.x + cells.lowerBound..<grid.x + cells.upperBound
  }

  /// The screen rows that a span of targets has at least half of.
  func ys(ofRow row: Int) -> ClosedRange<Int> {
    let halves = rows.cells(of: row)
    return grid.y + halves.lowerBound / 2...grid.y + (halves.upperBound - 1) / 2
  }

  /// The middle column of a step's cells, and the row in which the middle of a target's is.
  func x(ofStep step: Int) -> Int { Self.middle(xs(ofColumn: columns.span(ofStep: step))) }
  func y(ofTarget target: Int) -> Int { y(ofRow: rows.span(ofStep: target)) }
  func y(ofRow row: Int) -> Int { grid.y + Self.middle(rows.cells(of: row)) / 2 }

  private static func middle(_ cells: Range<Int>) -> Int { (cells.lowerBound + cells.upperBound - 1) / 2 }

  /// The column behind the last pair in a screen row of the cells.
  func end(ofRow y: Int) -> Int {
    xs(ofColumn: columns.span(ofStep: rows.steps(of: halves(atRow: y).lower).upperBound)).upperBound
  }

  /// The first column of the rows' sums.
  var rowTotalsX: Int { grid.x + grid.width + 1 }

  /// The last pair in the lower and then in the upper half of the cell under a point; none outside the cells.
  func pairs(x: Int, y: Int) -> [(target: Int, step: Int)] {
    guard grid.contains(x: x, y: y) else { return [] }
    let step = columns.steps(of: columns.span(atCell: x - grid.x)).upperBound
    let (upper, lower) = halves(atRow: y)
    return (upper == lower ? [lower] : [lower, upper]).map { row in
      let target = rows.steps(of: row).upperBound
      return (target, Swift.min(step, target))
    }
  }
}
