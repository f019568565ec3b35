import RNNCore

/// A sequence of input vectors x_1 … x_T, with a name for each of their m components.
public struct Series: Equatable, Sendable {
  /// The names of the m columns; a column without a name is called by its number in its file, from 1.
  public let columnNames: [String]
  /// The T×m values, row by row: all components of x_1, then all of x_2.
  public let values: [Double]

  /// The class y_t of each step, from 0, and nil for a step without a target; nil without a target column.
  public let classes: [Int?]?

  /// A series of rows of `columnNames.count` values.
  ///
  /// - Precondition: there is at least one column, and `values` holds whole rows.
  public init(columnNames: [String], values: [Double], classes: [Int?]? = nil) {
    precondition(!columnNames.isEmpty, "a series needs at least one column")
    precondition(values.count.isMultiple(of: columnNames.count), "the values of a series are not whole rows")
    self.columnNames = columnNames
    self.values = values
    self.classes = classes
  }

  /// The number of columns m.
  public var columnCount: Int { columnNames.count }

  /// The number of steps T.
  public var stepCount: Int { values.count / columnCount }

  /// The `steps` rows after the first `offset` ones, as the input of a network; all the rest for `nil`.
  ///
  /// - Precondition: `offset` is at least 0 and `steps` at least 1.
  /// - Throws: ``SeriesError`` where there are not as many.
  public func inputSequence(named name: String, offset: Int = 0, steps: Int? = nil) throws(SeriesError) -> InputSequence
  {
    precondition(offset >= 0 && steps ?? 1 >= 1, "a part of a series starts in it and is not empty")
    guard offset < stepCount else { throw .offsetPastEnd(offset: offset, available: stepCount) }
    let rest = stepCount - offset
    let length = steps ?? rest
    guard length <= rest else { throw .notEnoughSteps(steps: length, offset: offset, available: stepCount) }
    let part = values[(offset * columnCount)..<((offset + length) * columnCount)]
    return InputSequence(
      name: name, dimension: columnCount, values: Array(part),
      classes: classes.map { Array($0[offset..<(offset + length)]) })
  }

  /// The values of one column, from 0, over all steps.
  public func column(_ index: Int) -> [Double] {
    stride(from: index, to: values.count, by: columnCount).map { values[$0] }
  }
}
