/// The inputs x_1 … x_T: T vectors of m numbers.
public struct InputSequence: Hashable, Sendable {
  /// What people call it.
  public let name: String
  /// m, at least 1.
  public let dimension: Int
  /// The T·m numbers, step by step.
  public let values: [Double]

  /// A sequence from its numbers, step by step; their count must be a multiple of the dimension.
  public init(name: String, dimension: Int = 1, values: [Double]) {
    precondition(dimension > 0 && values.count % dimension == 0, "each step has \(dimension) numbers")
    self.name = name
    self.dimension = dimension
    self.values = values
  }

  /// T.
  public var steps: Int { values.count / dimension }

  /// x_t for a step t in 1…T.
  public subscript(step: Int) -> ArraySlice<Double> { values[(step - 1) * dimension..<step * dimension] }
}
