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
  /// entry for each step, from 0; a network that tells p classes apart takes none from p on.
  public init(name: String, dimension: Int = 1, values: [Double], classes: [Int?]? = nil) {
    precondition(dimension > 0 && values.count % dimension == 0, "each step has \(dimension) numbers")
    precondition(classes.map { $0.count == values.count / dimension } ?? true, "each step has a class or nil")
    precondition(classes?.allSatisfy { $0 ?? 0 >= 0 } ?? true, "classes are counted from 0")
    self.classes = classes
    self.name = name
    self.dimension = dimension
    self.values = values
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
  /// A text's last character has no next one to be told, and padding has no targets.
  public func lastStep(having observable: Observable) -> Int {
    guard observable.isLoss, let place = classes?.lastIndex(where: { $0 != nil }) else { return steps }
    return place + 1
  }
}

extension InputSequence {
  /// The same inputs, each a number, with classes to be told: y_t = 0 where x_{t+1} is above the mean of x_1 … x_T, by more
  /// than rounding, and 1 where it is not.
  ///
  /// - Parameter next: x_{T+1}; without it the last step has no target.
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
