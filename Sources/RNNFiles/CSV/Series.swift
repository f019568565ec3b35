import RNNCore

/// A sequence of input vectors x_1 … x_T, with a name for each of their m components.
public struct Series: Equatable, Sendable {
  /// The names of the m columns; a column without a name is called by its number in its file, from 1.
  public let columnNames: [String]
  /// The T×m values, row by row: all components of x_1, then all of x_2.
  public let values: [Double]

  /// The target y_t of each step; nil without target columns.
  public let targets: Targets?

  /// A series of rows of `columnNames.count` values.
  ///
  /// - Precondition: there is at least one column, `values` holds whole rows, and `classes`, if any, one entry for each.
  public init(columnNames: [String], values: [Double], classes: [Int?]? = nil) {
    self.init(columnNames: columnNames, values: values, targets: classes.map { Targets(.classes(ClassTargets($0))) })
  }

  /// A series of rows of `columnNames.count` values, with targets of any kind.
  ///
  /// - Precondition: there is at least one column, `values` holds whole rows, and `targets`, if any, one for each.
  public init(columnNames: [String], values: [Double], targets: Targets?) {
    precondition(!columnNames.isEmpty, "a series needs at least one column")
    precondition(values.count.isMultiple(of: columnNames.count), "the values of a series are not whole rows")
    precondition(
      targets.map { $0.steps == values.count / columnNames.count } ?? true, "each row of a series has a target or none")
    self.columnNames = columnNames
    self.values = values
    self.targets = targets
  }

  /// The class y_t of each step where targets are classes, from 0, and nil for a step without one.
  public var classes: ClassTargets? { targets?.classes }

  /// The number of columns m.
  public var columnCount: Int { columnNames.count }

  /// The number of steps T.
  public var stepCount: Int { values.count / columnCount }

  /// The `steps` rows after the first `offset` ones, as the input of a network; all the rest for `nil`.
  ///
  /// - Throws: ``SeriesError`` where there are not as many, `offset` is below 0 or `steps` below 1.
  /// - Complexity: O(steps·m).
  public func inputSequence(named name: String, offset: Int = 0, steps: Int? = nil) throws(SeriesError) -> InputSequence
  {
    guard offset >= 0, steps ?? 1 >= 1 else { throw .noPart(steps: steps, offset: offset) }
    guard offset < stepCount else { throw .offsetPastEnd(offset: offset, available: stepCount) }
    let rest = stepCount - offset
    let length = steps ?? rest
    guard length <= rest else { throw .notEnoughSteps(steps: length, offset: offset, available: stepCount) }
    let part = values[(offset * columnCount)..<((offset + length) * columnCount)]
    return InputSequence(
      name: name, dimension: columnCount, values: Array(part),
      targets: targets?.part(offset..<(offset + length)))
  }

  /// The values of one column, from 0, over all steps. Complexity: O(T).
  public func column(_ index: Int) -> [Double] {
    precondition((0..<columnCount).contains(index), "a column of a series counts from 0")
    return stride(from: index, to: values.count, by: columnCount).map { values[$0] }
  }
}

/// How the columns of a series are rescaled before the network sees them, each on its own.
public enum Scaling: String, CaseIterable, Sendable {
  /// The values as they are.
  case none
  /// Mean 0 and variance 1, the variance with the number of values as its divisor.
  case standard
  /// The minimum at −1 and the maximum at 1, exactly.
  case unit

  /// The series with every column rescaled.
  ///
  /// The result does not depend on the unit of a column, and nothing overflows: every column is brought near 1 by a
  /// power of two first.
  ///
  /// - Throws: ``SeriesError/constantColumn(name:scaling:)`` for `standard` and `unit` of a column whose values are all
  ///   equal (a single row is one): it has no scale, and 0 everywhere would hide that the input says nothing.
  /// - Complexity: O(T·m).
  public func applied(to series: Series) throws(SeriesError) -> Series {
    guard self != .none else { return series }
    var values = series.values
    for column in 0..<series.columnCount {
      guard let scaled = applied(to: series.column(column)) else {
        throw .constantColumn(name: series.columnNames[column], scaling: self)
      }
      for (step, value) in scaled.enumerated() { values[step * series.columnCount + column] = value }
    }
    return Series(columnNames: series.columnNames, values: values, targets: series.targets)
  }

  /// The rescaled values, or nil if they are all equal.
  private func applied(to values: [Double]) -> [Double]? {
    guard let minimum = values.min(), let maximum = values.max(), minimum < maximum else { return nil }
    let exponent = Int(max(minimum.magnitude, maximum.magnitude).exponent)
    func nearOne(_ value: Double) -> Double { Double(sign: .plus, exponent: -exponent, significand: value) }
    // Measured from the minimum: a small variation on a large mean keeps its digits.
    let heights = values.map { nearOne($0) - nearOne(minimum) }
    return self == .unit ? Self.unit(heights, top: nearOne(maximum) - nearOne(minimum)) : Self.standard(heights)
  }

  private static func unit(_ heights: [Double], top: Double) -> [Double] { heights.map { $0 / top * 2 - 1 } }

  private static func standard(_ heights: [Double]) -> [Double] {
    let count = Double(heights.count)
    let roughMean = heights.reduce(0, +) / count
    // The mean of what is left takes the rounding of the first sum out.
    let mean = roughMean + heights.reduce(0) { $0 + ($1 - roughMean) } / count
    let variance = heights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return heights.map { ($0 - mean) / variance.squareRoot() }
  }
}

/// Why a series cannot be the input of a network as it was asked for.
public enum SeriesError: Error, Equatable, Sendable {
  /// All values of the column are equal, so it has no scale.
  case constantColumn(name: String, scaling: Scaling)
  /// The first step is past the last row.
  case offsetPastEnd(offset: Int, available: Int)
  /// An offset below 0, or less than one step.
  case noPart(steps: Int?, offset: Int)
  /// Fewer rows than steps after the offset.
  case notEnoughSteps(steps: Int, offset: Int, available: Int)

  /// One line for a person; `file` is the name of the series as the user gave it.
  public func message(file: String) -> String {
    "\(Excerpt.printable(file)): \(explanation)"
  }

  private var explanation: String {
    switch self {
    case .constantColumn(let name, let scaling):
      "all values of column \(Excerpt.quoted(name)) are equal, --scale \(scaling.rawValue) needs two different ones: "
        + "use --scale none"
    case .noPart(let steps, let offset):
      "\(steps.map { "\($0) steps" } ?? "steps") from offset \(offset) are no part of it: "
        + "use an --offset from 0 on and at least 1 of --steps"
    case .offsetPastEnd(let offset, let available):
      "offset \(offset) is past the end, there are \(available) steps: use an --offset below \(available)"
    case .notEnoughSteps(let steps, let offset, let available):
      "\(steps) steps from offset \(offset) are more than there is data, \(available) steps: "
        + "use at most --steps \(available - offset)"
    }
  }
}
