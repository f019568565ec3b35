/// The inputs x_1 … x_T, T vectors of m numbers, and where they are known the targets y_1 … y_T.
public struct InputSequence: Hashable, Sendable {
  /// What people call it.
  public let name: String
  /// m, at least 1.
  public let dimension: Int
  /// The T·m numbers, step by step.
  public let values: [Double]
  /// y_1 … y_T; nil where there are none at all.
  public let targets: Targets?

  /// A sequence from its numbers, step by step; their count must be a multiple of the dimension. `classes` has one
  /// entry for each step, from 0; a network that tells p classes apart takes none from p on. For numbers that a file or a
  /// user gives there are `init(name:validating:classes:)` and `init(name:oneHot:dimension:classes:)`, which throw.
  ///
  /// Complexity: O(T), for the classes.
  public init(name: String, dimension: Int = 1, values: [Double], classes: [Int?]? = nil) {
    precondition(classes?.allSatisfy { $0 ?? 0 >= 0 } ?? true, "classes are counted from 0")
    self.init(
      name: name, dimension: dimension, values: values, targets: classes.map { Targets(.classes(ClassTargets($0))) })
  }

  /// A sequence with targets of any kind, one for each step.
  ///
  /// Complexity: O(1).
  public init(name: String, dimension: Int = 1, values: [Double], targets: Targets?) {
    precondition(dimension > 0 && values.count % dimension == 0, "each step has \(dimension) numbers")
    precondition(targets.map { $0.steps == values.count / dimension } ?? true, "each step has a target or none")
    self.targets = targets
    self.name = name
    self.dimension = dimension
    self.values = values
  }

  /// A sequence from steps as a file or a user gives them: x_1, x_2, … of m numbers each.
  ///
  ///     let inputs = try InputSequence(name: "pairs", validating: [[1, 0], [0.5, 0.5], [0, 1]], classes: [0, nil, 1])
  ///
  /// - Throws: `ExperimentError` where there is no step, steps are uneven or empty, a number is NaN or infinite, there are
  ///   not as many classes as steps, or a class is below 0.
  /// - Complexity: O(T·m).
  public init(name: String, validating steps: [[Double]], classes: [Int?]? = nil) throws(ExperimentError) {
    guard let first = steps.first else { throw .noSteps }
    for (index, step) in steps.enumerated() {
      guard step.count == first.count, !step.isEmpty else {
        throw .unevenStep(index + 1, found: step.count, expected: Swift.max(first.count, 1))
      }
      if let place = step.firstIndex(where: { !$0.isFinite }) { throw .inputNotFinite(step: index + 1, place: place) }
    }
    try Self.check(classes, steps: steps.count)
    self.init(name: name, dimension: first.count, values: Array(steps.joined()), classes: classes)
  }

  /// The one-hot vectors of a sequence of symbols, of characters or words say: x_t is 1 at symbol t, from 0 to below m,
  /// and 0 elsewhere.
  ///
  ///     try InputSequence(name: "aba", oneHot: [0, 1, 0], dimension: 2).values        // [1, 0,  0, 1,  1, 0]
  ///
  /// - Parameters:
  ///   - name: what people call it.
  ///   - symbols: one of 0 … m−1 for each step.
  ///   - dimension: m, how many different symbols there can be.
  ///   - classes: y_1 … y_T; often the symbol behind each, nil for the last.
  /// - Throws: `ExperimentError` where there is no step, a symbol is none of m, there are not as many classes as steps, or a
  ///   class is below 0.
  /// - Complexity: O(T·m) time and memory.
  public init(
    name: String, oneHot symbols: [Int], dimension: Int, classes: [Int?]? = nil
  ) throws(ExperimentError) {
    guard !symbols.isEmpty else { throw .noSteps }
    if let place = symbols.firstIndex(where: { $0 < 0 || $0 >= dimension }) {
      throw .symbolOutOfRange(symbols[place], step: place + 1, dimension: dimension)
    }
    try Self.check(classes, steps: symbols.count)
    let values = Self.oneHotValues(symbols, dimension: dimension, amplitude: 1)
    self.init(name: name, dimension: dimension, values: values, classes: classes)
  }

  /// The numbers of one-hot vectors, `amplitude` in the place of 1; every symbol is one of `dimension`.
  static func oneHotValues(_ symbols: some Collection<Int>, dimension: Int, amplitude: Double) -> [Double] {
    var values = [Double](repeating: 0, count: symbols.count * dimension)
    for (step, symbol) in symbols.enumerated() { values[step * dimension + symbol] = amplitude }
    return values
  }

  /// The rows of a table that symbols have in an embedding: x_t is row t's symbol, from 0 to below the number of rows.
  ///
  ///     try InputSequence(name: "ba", symbols: [1, 0], embedding: Matrix([[1, 2], [3, 4]])).values      // [3, 4,  1, 2]
  ///
  /// - Parameters:
  ///   - name: what people call it.
  ///   - symbols: the number of a row for each step.
  ///   - embedding: a row of m numbers for each symbol that there can be.
  ///   - classes: y_1 … y_T; often the symbol behind each, nil for the last.
  /// - Throws: `ExperimentError` where there is no step, a symbol has no row, there are not as many classes as steps, or a
  ///   class is below 0.
  /// - Complexity: O(T·m) time and memory.
  public init(
    name: String, symbols: [Int], embedding: Matrix, classes: [Int?]? = nil
  ) throws(ExperimentError) {
    guard !symbols.isEmpty else { throw .noSteps }
    if let place = symbols.firstIndex(where: { $0 < 0 || $0 >= embedding.rows }) {
      throw .symbolOutOfRange(symbols[place], step: place + 1, dimension: embedding.rows)
    }
    try Self.check(classes, steps: symbols.count)
    let values = Self.rows(symbols, of: embedding, amplitude: 1)
    self.init(name: name, dimension: embedding.columns, values: values, classes: classes)
  }

  /// Rows of a table one behind the other, each number multiplied by `amplitude`; every symbol is one of its rows.
  static func rows(_ symbols: some Collection<Int>, of table: Matrix, amplitude: Double) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(symbols.count * table.columns)
    for symbol in symbols { values += table.elements[symbol * table.columns..<(symbol + 1) * table.columns] }
    return amplitude == 1 ? values : values.map { $0 * amplitude }
  }

  private static func check(_ classes: [Int?]?, steps: Int) throws(ExperimentError) {
    guard let classes else { return }
    guard classes.count == steps else { throw .classCount(classes.count, steps: steps) }
    for (index, value) in classes.enumerated() {
      if let value, value < 0 { throw .classOutOfRange(value, step: index + 1, classCount: nil) }
    }
  }

  /// y_1 … y_T where they are classes, from 0 with nil for a step that has no target; nil where they are none.
  public var classes: ClassTargets? { targets?.classes }

  /// T.
  public var steps: Int { values.count / dimension }

  /// x_t for a step t in 1…T.
  public subscript(step: Int) -> ArraySlice<Double> { values[(step - 1) * dimension..<step * dimension] }
}

extension InputSequence {
  /// The last step that has what is looked at: of a loss the last one with a target, of all else T; T too where no step has
  /// one.
  ///
  /// A text's last character has no next one to be told, and padding has no targets. Complexity: O(T).
  public func lastStep(having observable: Observable) -> Int {
    observable.isLoss ? targets?.knownSteps.last ?? steps : steps
  }
}

extension InputSequence {
  /// What a target is called: `target class`, or of anything else `target`.
  package var targetWord: String { targets == nil || classes != nil ? "target class" : "target" }

  /// The same with other targets.
  package func with(_ targets: Targets?) -> InputSequence {
    InputSequence(name: name, dimension: dimension, values: values, targets: targets)
  }

  /// The same inputs, each a number, with classes to be told: y_t = 0 where x_{t+1} is above the mean of x_1 … x_T, by
  /// more than rounding, and 1 where it is not.
  ///
  /// - Parameter next: x_{T+1}; without it the last step has no target.
  /// - Complexity: O(T).
  public func askingForNext(_ next: Double?) -> InputSequence {
    precondition(dimension == 1, "an input is a number")
    return with(Targets(.classes(ClassTargets(rising: values, next: next))))
  }
}
