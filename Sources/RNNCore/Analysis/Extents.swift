extension Contributions {
  /// The sum of a range of steps within 1…k (`sum(over:)`), and the step whose contribution is the largest in
  /// magnitude, of equal ones the last; where all are 0 that of the largest |P(k,i)|. Of tensors norms decide.
  ///
  /// Complexity: O(steps).
  public func sumAndLargest(over steps: ClosedRange<Int>) -> (sum: ScaledDouble, largest: Int) {
    precondition((1...target).contains(steps), "contributions are those of the steps 1…k")
    var (sum, largest) = (ScaledSum(), LargestTerm())
    if let rankOne {
      for step in steps {
        sum.add(rankOne.summands[step - 1])
        largest.include(rankOne.values[step - 1], at: step)
      }
    } else {
      forEachTerm(in: steps) { step, term in
        sum.add(term)
        largest.include(term, at: step)
      }
    }
    return (sum.value, largest.step ?? largestFlow(over: steps))
  }

  private func largestFlow(over steps: ClosedRange<Int>) -> Int {
    steps.reduce(steps.upperBound) { flows[$1 - 1].magnitude >= flows[$0 - 1].magnitude ? $1 : $0 }
  }

  /// The first step whose contribution is at least a part, 1/`divisor`, of a magnitude; nil where none is.
  ///
  /// Complexity: O(k).
  public func firstStep(reaching magnitude: ScaledDouble, over divisor: ScaledDouble) -> Int? {
    if let rankOne { return rankOne.values.firstIndex { $0 * divisor >= magnitude }.map { $0 + 1 } }
    return flows.withUnsafeBufferPointer { flows in
      ScalarSteps.with(trajectory, parameter) { steps in
        (1...target).first { steps.term(flows[$0 - 1], at: $0).magnitude * divisor >= magnitude }
      }
    }
  }
}

extension Trajectory {
  /// The smallest and the largest state over finite steps within 0…T, of one unit or of all. Complexity: O(steps·n).
  public func stateRange(over steps: ClosedRange<Int>, unit: Int? = nil) -> ClosedRange<Double> {
    precondition((0...self.steps).contains(steps), "states of the steps 0…T")
    precondition(unit.map { (0..<hiddenSize).contains($0) } ?? true, "the unit is one of the network's")
    return states.withUnsafeBufferPointer { states in
      var (low, high) = (Double.infinity, -Double.infinity)
      let (n, width) = (hiddenSize, stateSize)
      func include(_ indices: StrideTo<Int>) {
        for index in indices {
          low = Swift.min(low, states[index])
          high = Swift.max(high, states[index])
        }
      }
      let (first, end) = (steps.lowerBound * width, (steps.upperBound + 1) * width)
      if let unit {
        include(stride(from: first + unit, to: end, by: width))
      } else if n == width {
        include(stride(from: first, to: end, by: 1))
      } else {
        for step in steps { include(stride(from: step * width, to: step * width + n, by: 1)) }
      }
      return low...high
    }
  }

  /// The step factors of smallest and of largest magnitude over finite steps within 1…T, with their signs.
  ///
  /// Complexity: O(steps) for n = 1, O(steps·n³) otherwise.
  public func stepFactorExtremes(over steps: ClosedRange<Int>) -> (smallest: ScaledDouble, largest: ScaledDouble) {
    precondition(steps.lowerBound > 0 && isFinite(through: steps.upperBound), "factors of finite steps within 1…T")
    guard network.isScalar else {
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

  /// The magnitudes of the smallest of the step factors 1 … `last` that is not 0 and of the largest; nil where
  /// every one is 0. The steps must be finite.
  ///
  /// Complexity: O(`last`) for n = 1; O(`last`·n³) otherwise.
  public func stepFactorRange(through last: Int) -> ClosedRange<ScaledDouble>? {
    precondition(last == 0 || isFinite(through: last), "factors of finite steps within 1…T")
    guard network.isScalar, let derivatives = normalDerivatives(through: last) else {
      let factors = stride(from: 1, through: last, by: 1).lazy.map { self.stepFactor(at: $0).magnitude }
        .filter { !$0.isZero }
      return factors.min().flatMap { smallest in factors.max().map { smallest...$0 } }
    }
    let W = ScaledDouble(network.recurrentWeights.elements[0]).magnitude
    guard derivatives.lowerBound <= derivatives.upperBound, !W.isZero else { return nil }
    return ScaledDouble(derivatives.lowerBound) * W...ScaledDouble(derivatives.upperBound) * W
  }

  /// The magnitudes of the smallest f′ that is not 0 and of the largest, (∞, 0) where all are 0; nil where one is so
  /// small that a Double does not tell.
  private func normalDerivatives(through last: Int) -> (lowerBound: Double, upperBound: Double)? {
    var (low, high) = (Double.infinity, 0.0)
    let isNormal = derivatives.withUnsafeBufferPointer { derivatives in
      for step in 0..<last {
        let magnitude = derivatives[step].magnitude
        if magnitude < .leastNormalMagnitude {
          guard magnitude == 0, scaledDerivative(at: step + 1).isZero else { return false }
        } else {
          low = Swift.min(low, magnitude)
          high = Swift.max(high, magnitude)
        }
      }
      return true
    }
    return isNormal ? (low, high) : nil
  }
}

extension Trajectory {
  /// The steps of a range of finite steps within 1…T whose factors are the smallest and the largest in magnitude: at most
  /// `count` of each, in order, of equal ones the later step first.
  ///
  /// Complexity: O(steps·n³), and for each that is chosen O(`count`).
  public func extremeSteps(over steps: ClosedRange<Int>, count: Int) -> (smallest: [Int], largest: [Int]) {
    precondition(steps.lowerBound >= 1 && isFinite(through: steps.upperBound), "factors of finite steps within 1…T")
    var (smallest, largest) = (
      ExtremeSteps(count: count, isSmallest: true), ExtremeSteps(count: count, isSmallest: false)
    )
    for step in steps {
      // W is the same factor at every step.
      let rough = network.isScalar ? derivatives[step - 1].magnitude : stepFactor(at: step).doubleValue
      if smallest.mayTake(rough) { smallest.take(step, stepFactor(at: step).magnitude, rough) }
      if largest.mayTake(rough) { largest.take(step, stepFactor(at: step).magnitude, rough) }
    }
    return (smallest.steps, largest.steps)
  }
}

/// The steps of the smallest or the largest numbers so far.
struct ExtremeSteps {
  private let count: Int
  private let isSmallest: Bool
  private var chosen: [(step: Int, factor: ScaledDouble, rough: Double)] = []

  init(count: Int, isSmallest: Bool) { (self.count, self.isSmallest) = (count, isSmallest) }

  /// In order, the most extreme first.
  var steps: [Int] { chosen.map(\.step) }

  /// Whether a number may be among them, as far as a Double tells.
  @inline(__always)
  func mayTake(_ rough: Double) -> Bool {
    guard chosen.count == count, let last = chosen.last else { return count > 0 }
    return isSmallest ? rough <= last.rough : rough >= last.rough
  }

  /// Takes a later step in, where it belongs.
  mutating func take(_ step: Int, _ factor: ScaledDouble, _ rough: Double) {
    let place = chosen.firstIndex { isSmallest ? factor <= $0.factor : factor >= $0.factor } ?? chosen.count
    chosen.insert((step, factor, rough), at: place)
    if chosen.count > count { chosen.removeLast() }
  }
}

/// The term of the largest magnitude so far, of equal ones the last; what is 0 does not count.
private struct LargestTerm {
  private var exponent = Int.min
  private var significand = 0.0
  private(set) var step: Int?

  @inline(__always)
  mutating func include(_ term: ScaledDouble, at step: Int) {
    guard term.exponent >= exponent, !term.isZero else { return }
    let size = term.significand.magnitude
    guard term.exponent > exponent || size >= significand else { return }
    (exponent, significand, self.step) = (term.exponent, size, step)
  }
}
