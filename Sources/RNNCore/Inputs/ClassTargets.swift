/// y_1 … y_T where they are classes, from 0, with nil for a step that has no target; at index t − 1 that of step t.
///
/// What follows from the inputs by a rule takes no memory of its own.
public struct ClassTargets: Hashable, Sendable {
  private enum Storage: Sendable {
    case listed([Int?])
    /// 0 where the next of the inputs is above a threshold, else 1; of the last step what is next is told.
    case rising(inputs: [Double], next: Double?, Threshold)
  }

  /// A number that others are above or not.
  private struct Threshold: Sendable {
    /// What brings numbers to [−1, 1].
    let unit: Double
    /// The mean of some numbers, brought there.
    let mean: Double

    /// Whether a number is above it, by more than rounding of the mean decides.
    @inline(__always)
    func isBelow(_ value: Double) -> Bool { value * unit - mean > 1e-12 }
  }

  private let storage: Storage

  /// Classes one by one.
  public init(_ classes: some Sequence<Int?>) { storage = .listed(Array(classes)) }

  /// y_t = 0 where x_{t+1} is above the mean of x_1 … x_T, by more than rounding of the mean decides, else 1; of the last step nil
  /// without a `next`.
  init(rising inputs: [Double], next: Double?) {
    let largest = inputs.largestMagnitude
    // The mean of the numbers brought to [−1, 1], which cannot overflow.
    let unit = largest > 0 ? 1 / largest : 1
    let mean = inputs.reduce(0) { $0 + $1 * unit } / Double(inputs.count)
    storage = .rising(inputs: inputs, next: next, Threshold(unit: unit, mean: mean))
  }

  /// Whether both are the same classes, whatever they follow from.
  public static func == (a: ClassTargets, b: ClassTargets) -> Bool { a.elementsEqual(b) }

  /// Hashes the classes.
  public func hash(into hasher: inout Hasher) { for y in self { hasher.combine(y) } }
}

extension ClassTargets: RandomAccessCollection {
  /// 0.
  public var startIndex: Int { 0 }
  /// T.
  public var endIndex: Int {
    switch storage {
    case .listed(let classes): classes.count
    case .rising(let inputs, _, _): inputs.count
    }
  }

  /// The class of step `index` + 1.
  public subscript(index: Int) -> Int? {
    switch storage {
    case .listed(let classes): classes[index]
    case .rising(let inputs, let next, let threshold):
      (index == inputs.count - 1 ? next : inputs[index + 1]).map { threshold.isBelow($0) ? 0 : 1 }
    }
  }
}

extension ClassTargets: ExpressibleByArrayLiteral {
  /// Classes one by one.
  public init(arrayLiteral classes: Int?...) { self.init(classes) }
}
