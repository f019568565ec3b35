/// How far the contributions of a target reach.
public struct ContributionExtent: Hashable, Sendable {
  /// The largest magnitude; 0 where all are 0.
  public private(set) var largest = ScaledDouble.zero
  /// The smallest magnitude that is not 0; 0 where all are 0.
  public private(set) var smallest = ScaledDouble.zero
  /// Whether a contribution, or their total, is above 0.
  public private(set) var hasPositive = false
  /// Whether one is below 0.
  public private(set) var hasNegative = false

  init() {}

  init(_ values: [ScaledDouble], signed: [ScaledDouble]) {
    for value in values { include(value) }
    hasPositive = signed.contains { $0.signum > 0 }
    hasNegative = signed.contains { $0.signum < 0 }
  }

  @inline(__always)
  mutating func include(_ value: ScaledDouble) {
    guard !value.isZero else { return }
    include(total: value)
    if value.exponent >= largest.exponent || largest.isZero { largest = Swift.max(largest, value.magnitude) }
    if value.exponent <= smallest.exponent || smallest.isZero {
      smallest = smallest.isZero ? value.magnitude : Swift.min(smallest, value.magnitude)
    }
  }

  @inline(__always)
  mutating func include(total: ScaledDouble) {
    hasPositive = hasPositive || total.significand > 0
    hasNegative = hasNegative || total.significand < 0
  }
}

extension Trajectory {
  /// The smallest and the largest state over finite steps within 0…T, of one unit or of all.
  public func stateRange(over steps: ClosedRange<Int>, unit: Int? = nil) -> ClosedRange<Double> {
    precondition((0...self.steps).contains(steps), "states of the steps 0…T")
    precondition(unit.map { (0..<hiddenSize).contains($0) } ?? true, "the unit is one of the network's")
    return states.withUnsafeBufferPointer { states in
      var (low, high) = (Double.infinity, -Double.infinity)
      let (n, first) = (hiddenSize, steps.lowerBound * hiddenSize)
      let indices = stride(
        from: first + (unit ?? 0), to: (steps.upperBound + 1) * n, by: unit == nil ? 1 : n)
      for index in indices {
        low = Swift.min(low, states[index])
        high = Swift.max(high, states[index])
      }
      return low...high
    }
  }

  /// The step factors of smallest and of largest magnitude over finite steps within 1…T, with their signs.
  public func stepFactorExtremes(over steps: ClosedRange<Int>) -> (smallest: ScaledDouble, largest: ScaledDouble) {
    precondition(steps.lowerBound > 0 && isFinite(through: steps.upperBound), "factors of finite steps within 1…T")
    guard hiddenSize == 1 else {
      return Self.extremes(over: steps) { stepFactor(at: $0) }
    }
    let (low, high) = derivativeExtremes(over: steps)
    let W = ScaledDouble(network.recurrentWeights.elements[0])
    return (low * W, high * W)
  }

  /// The f′ of smallest and of largest magnitude. Doubles decide as long as they are normal.
  private func derivativeExtremes(over steps: ClosedRange<Int>) -> (ScaledDouble, ScaledDouble) {
    var (low, high, isNormal) = (steps.lowerBound, steps.lowerBound, true)
    derivatives.withUnsafeBufferPointer { derivatives in
      for step in steps {
        let magnitude = derivatives[step - 1].magnitude
        if magnitude < derivatives[low - 1].magnitude { low = step }
        if magnitude > derivatives[high - 1].magnitude { high = step }
        isNormal = isNormal && magnitude >= .leastNormalMagnitude
      }
    }
    if isNormal { return (scaledDerivative(at: low), scaledDerivative(at: high)) }
    return Self.extremes(over: steps) { scaledDerivative(at: $0) }
  }

  private static func extremes(
    over steps: ClosedRange<Int>, of number: (Int) -> ScaledDouble
  ) -> (smallest: ScaledDouble, largest: ScaledDouble) {
    let first = number(steps.lowerBound)
    return steps.dropFirst().reduce((first, first)) { extremes, step in
      let (number, (smallest, largest)) = (number(step), extremes)
      return (
        number.magnitude < smallest.magnitude ? number : smallest,
        number.magnitude > largest.magnitude ? number : largest
      )
    }
  }

  /// For each of four limits, 10 say, how many of the step factors 1 … `last` that are not 0 have a magnitude from 1/limit
  /// to the limit, and how many factors are not 0 at all. The steps must be finite.
  public func countStepFactors(through last: Int, within limits: SIMD4<Double>) -> (within: SIMD4<Int64>, all: Int) {
    precondition(isFinite(through: last), "factors of finite steps within 1…T")
    var (within, all) = (SIMD4<Int64>.zero, 0)
    let W = network.recurrentWeights.elements[0]
    derivatives.withUnsafeBufferPointer { derivatives in
      for step in 0..<last {
        let factor = hiddenSize == 1 ? (derivatives[step] * W).magnitude : stepFactor(at: step + 1).doubleValue
        if factor == 0, stepFactor(at: step + 1).isZero { continue }
        all += 1
        let isWithin = (factor .<= limits) .& (factor * limits .>= 1)
        within.replace(with: within &+ 1, where: isWithin)
      }
    }
    return (within, all)
  }
}
