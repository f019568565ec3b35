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
