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
