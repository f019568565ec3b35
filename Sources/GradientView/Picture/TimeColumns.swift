/// The one time axis: which columns of the screen a step takes, for all bands alike.
struct TimeColumns: Hashable, Sendable {
  /// Columns left of the first step: labels and the tick.
  static let gutter = 9
  /// Columns right of the last step: room for its label and for the bar of the total.
  static let margin = 4

  /// T.
  let steps: Int
  /// Cells from one column to the next: 3, 2 or 1.
  let pitch: Int
  /// Steps that share a column: 1 while there is room.
  let stepsPerColumn: Int

  init(width: Int, steps: Int) {
    let room = Swift.max(width - Self.gutter - Self.margin, 1)
    self.steps = steps
    pitch = [3, 2].first { $0 * steps - 1 <= room } ?? 1
    stepsPerColumn = (steps + room - 1) / room
  }

  /// The number of columns.
  var count: Int { (steps + stepsPerColumn - 1) / stepsPerColumn }
  /// Cells that a bar is wide.
  var barWidth: Int { pitch == 3 ? 2 : 1 }
  /// Whether a column stands for several steps.
  var isPooled: Bool { stepsPerColumn > 1 }
  /// The last cell of the last bar.
  var lastX: Int { x(ofColumn: count - 1) + barWidth - 1 }

  /// The cell of the total's bar, right of the last step.
  func totalX(width: Int) -> Int { Swift.min(lastX + 3, width - 2) }

  /// The first cell of a column, counted from 0.
  func x(ofColumn column: Int) -> Int { Self.gutter + pitch * column }
  /// The first cell of a step's column.
  func x(ofStep step: Int) -> Int { x(ofColumn: column(ofStep: step)) }
  /// The column of a step.
  func column(ofStep step: Int) -> Int { (step - 1) / stepsPerColumn }
  /// The steps that a column stands for.
  func steps(inColumn column: Int) -> ClosedRange<Int> {
    let first = column * stepsPerColumn + 1
    return first...Swift.min(first + stepsPerColumn - 1, steps)
  }

  /// The step under a cell: the last one of a column that stands for several; nil outside the columns.
  func step(at x: Int) -> Int? {
    let column = (x - Self.gutter) / pitch
    guard x >= Self.gutter, column < count else { return nil }
    return steps(inColumn: column).upperBound
  }

  /// The step nearest to a cell anywhere in the row.
  func nearestStep(to x: Int) -> Int {
    step(at: Swift.min(Swift.max(x, Self.gutter), self.x(ofColumn: count - 1))) ?? steps
  }
}
