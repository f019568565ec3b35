/// The one time axis: which columns of the screen a step takes, for all bands alike. The steps that are shown take the whole
/// width; where they are more than there are cells, each cell shows the steps that fall into it.
package struct TimeColumns: Hashable, Sendable {
  /// Columns left of the first step: labels and the tick.
  package static let gutter = 9
  /// Columns right of the last step: room for its label and for the bar of the total.
  package static let margin = 4

  /// T.
  package let steps: Int
  /// The steps that are shown, within 1…T.
  package let shown: ClosedRange<Int>
  /// The cells that they share.
  package let room: Int

  /// The axis of a band so many cells wide, over all steps or a part of them.
  package init(width: Int, steps: Int, shown: ClosedRange<Int>? = nil) {
    room = Swift.max(width - Self.gutter - Self.margin, 1)
    self.steps = steps
    self.shown = shown ?? 1...steps
  }

  /// The number of columns: one for each step, or one for each cell.
  @inlinable package var count: Int { Swift.min(shown.count, room) }
  /// Whether a column stands for several steps.
  @inlinable package var isPooled: Bool { shown.count > room }
  /// Whether every column stands for several steps.
  @inlinable package var areAllPooled: Bool { shown.count >= 2 * room }
  /// The most steps that share a column: 1 while there is room.
  package var stepsPerColumn: Int { (shown.count + room - 1) / room }
  /// Whether a cell stays free between neighbouring bars; behind the last one none is needed.
  @inlinable package var hasGaps: Bool { room + 1 >= 2 * shown.count }
  /// The cells that columns with their gaps share.
  @inlinable var spread: Int { hasGaps ? room + 1 : room }
  /// The cell behind the last bar.
  @inlinable package var end: Int { Self.gutter + room }
  /// The last cell of the last column.
  @inlinable package var lastX: Int { end - 1 }

  /// The cell of the total's bar, right of the last step.
  @inlinable package func totalX(width: Int) -> Int { Swift.min(end + 1, width - 2) }

  /// The first cell of a column, counted from 0; that of `count` is the cell behind the last.
  @inlinable package func x(ofColumn column: Int) -> Int {
    Self.gutter + (isPooled ? column : column * spread / shown.count)
  }
  /// The cells of a column.
  @inlinable package func width(ofColumn column: Int) -> Int { x(ofColumn: column + 1) - x(ofColumn: column) }
  /// The cells of a column's bar: all of the column's, but for the one that stays free where there are gaps.
  @inlinable package func barWidth(ofColumn column: Int) -> Int { width(ofColumn: column) - (hasGaps ? 1 : 0) }
  /// The cell in the middle of a column's bar.
  @inlinable package func middle(ofColumn column: Int) -> Int {
    x(ofColumn: column) + (barWidth(ofColumn: column) - 1) / 2
  }
  /// The cell of a column's dot, in the same place of all columns: in the gaps behind bars of one or two cells, where it
  /// is in nobody's way, else in the middle of the bars.
  package func dotX(ofColumn column: Int) -> Int {
    hasGaps && spread < 4 * shown.count ? x(ofColumn: column + 1) - 1 : middle(ofColumn: column)
  }
  /// The first cell of a step's column; of a step that is not shown the nearest.
  @inlinable package func x(ofStep step: Int) -> Int { x(ofColumn: column(ofStep: step)) }
  /// The cell in the middle of a step's bar.
  @inlinable package func middle(ofStep step: Int) -> Int { middle(ofColumn: column(ofStep: step)) }

  /// The column of a step; of a step that is not shown the first or the last.
  @inlinable package func column(ofStep step: Int) -> Int {
    let place = Swift.min(Swift.max(step, shown.lowerBound), shown.upperBound) - shown.lowerBound
    return isPooled ? place * room / shown.count : place
  }

  /// The steps that a column stands for.
  @inlinable package func steps(inColumn column: Int) -> ClosedRange<Int> {
    let first = shown.lowerBound
    guard isPooled else { return first + column...first + column }
    func start(_ column: Int) -> Int { (column * shown.count + room - 1) / room }
    return first + start(column)...first + start(column + 1) - 1
  }

  /// The step under a cell: the last one of a column that stands for several; nil outside the columns.
  @inlinable package func step(at x: Int) -> Int? {
    let cell = x - Self.gutter
    guard (0..<room).contains(cell) else { return nil }
    let column = isPooled ? cell : ((cell + 1) * shown.count - 1) / spread
    return steps(inColumn: column).upperBound
  }

  /// The shown step nearest to a cell anywhere in the row.
  @inlinable package func nearestStep(to x: Int) -> Int {
    step(at: Swift.min(Swift.max(x, Self.gutter), end - 1)) ?? shown.upperBound
  }
}

/// How T steps share a number of cells, all of which belong to a step: where there are fewer steps than cells each step
/// has one or more neighbouring cells, else each cell has one or more neighbouring steps. A span is either.
///
///     StepSpans(steps: 3, cells: 7)     // cells 0…1, 2…3, 4…6
///     StepSpans(steps: 7, cells: 3)     // steps 1…2, 3…4, 5…7
package struct StepSpans: Hashable, Sendable {
  /// T.
  package let steps: Int
  package let cells: Int
  /// The number of spans.
  package let count: Int

  /// As many spans as there is room for, at most `limit`; at least one step and one cell.
  package init(steps: Int, cells: Int, limit: Int = .max) {
    self.steps = steps
    self.cells = cells
    count = Swift.max(Swift.min(steps, cells, limit), 1)
  }

  @inlinable package var indices: Range<Int> { 0..<count }

  /// The steps of every span.
  @inlinable package var ranges: [ClosedRange<Int>] { indices.map { steps(of: $0) } }

  /// The steps of a span, from 1.
  @inlinable package func steps(of span: Int) -> ClosedRange<Int> {
    span * steps / count + 1...(span + 1) * steps / count
  }
  /// The cells of a span, from 0.
  @inlinable package func cells(of span: Int) -> Range<Int> { span * cells / count..<(span + 1) * cells / count }
  /// The span of a step in 1…T.
  @inlinable package func span(ofStep step: Int) -> Int { (step * count - 1) / steps }
  /// The span of a cell.
  @inlinable package func span(atCell cell: Int) -> Int { ((cell + 1) * count - 1) / cells }

  /// The cells of a step's span.
  @inlinable package func cells(ofStep step: Int) -> Range<Int> { cells(of: span(ofStep: step)) }
  /// The most steps that share a span.
  @inlinable package var mostSteps: Int { (steps + count - 1) / count }
  /// Whether all spans have as many.
  @inlinable package var areEven: Bool { steps.isMultiple(of: count) }
}
