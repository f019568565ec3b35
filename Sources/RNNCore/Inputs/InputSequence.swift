/// The inputs x_1 … x_T, T vectors of m numbers, and where they are known the classes y_1 … y_T to be told.
public struct InputSequence: Hashable, Sendable {
  /// What people call it.
  public let name: String
  /// m, at least 1.
  public let dimension: Int
  /// The T·m numbers, step by step.
  public let values: [Double]
  /// y_1 … y_T, class indices from 0 with nil for a step that has no target; nil where there are none at all.
  public let classes: [Int?]?

  /// A sequence from its numbers, step by step; their count must be a multiple of the dimension. `classes` has one
  /// entry for each step, from 0; a network that tells p classes apart takes none from p on. For numbers that a file or a
  /// user gives there are `init(name:validating:classes:)` and `init(name:oneHot:dimension:classes:)`, which throw.
  ///
  /// Complexity: O(T), for the classes.
  public init(name: String, dimension: Int = 1, values: [Double], classes: [Int?]? = nil) {
    precondition(dimension > 0 && values.count % dimension == 0, "each step has \(dimension) numbers")
    precondition(classes.map { $0.count == values.count / dimension } ?? true, "each step has a class or nil")
    precondition(classes?.allSatisfy { $0 ?? 0 >= 0 } ?? true, "classes are counted from 0")
    self.classes = classes
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

  private static func check(_ classes: [Int?]?, steps: Int) throws(ExperimentError) {
    guard let classes else { return }
    guard classes.count == steps else { throw .classCount(classes.count, steps: steps) }
    for (index, value) in classes.enumerated() {
      if let value, value < 0 { throw .classOutOfRange(value, step: index + 1, classCount: nil) }
    }
  }

  /// T.
  public var steps: Int { values.count / dimension }

  /// x_t for a step t in 1…T.
  public subscript(step: Int) -> ArraySlice<Double> { values[(step - 1) * dimension..<step * dimension] }
}

extension InputSequence {
  /// The last step that has what is looked at: of a loss the last one with a target class, of all else T; T too where no
  /// step has a class.
  ///
  /// A text's last character has no next one to be told, and padding has no targets. Complexity: O(T).
  public func lastStep(having observable: Observable) -> Int {
    guard observable.isLoss, let place = classes?.lastIndex(where: { $0 != nil }) else { return steps }
    return place + 1
  }
}

extension InputSequence {
  /// The same inputs, each a number, with classes to be told: y_t = 0 where x_{t+1} is above the mean of x_1 … x_T, by
  /// more than rounding, and 1 where it is not.
  ///
  /// - Parameter next: x_{T+1}; without it the last step has no target.
  /// - Complexity: O(T).
  public func askingForNext(_ next: Double?) -> InputSequence {
    precondition(dimension == 1, "an input is a number")
    let largest = values.largestMagnitude
    // The mean of the numbers brought to [−1, 1], which cannot overflow.
    let unit = largest > 0 ? 1 / largest : 1
    let mean = values.reduce(0) { $0 + $1 * unit } / Double(steps)
    func classOf(_ value: Double) -> Int { value * unit - mean > 1e-12 ? 0 : 1 }
    let classes: [Int?] = values.dropFirst().map(classOf) + [next.map(classOf)]
    return InputSequence(name: name, values: values, classes: classes)
  }
}
