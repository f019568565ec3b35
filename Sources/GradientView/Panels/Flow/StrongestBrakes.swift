import RNNCore

/// The step factors between k and 1 from the smallest on: what the gradient lost most at.
struct StrongestBrakes {
  private let analysis: Analysis

  init(_ analysis: Analysis) { self.analysis = analysis }

  /// A step j in 2…k, the factor of which is passed on the way from k to 1.
  struct Brake: Hashable {
    /// j.
    let step: Int
    /// ∂s_j/∂s_{j−1}; of several units σ_max.
    let factor: ScaledDouble
  }

  /// The steps whose factors are passed.
  private var passed: ClosedRange<Int>? {
    let last = Swift.min(analysis.target, (analysis.trajectory.overflowAt ?? .max) - 1)
    return last >= 2 ? 2...last : nil
  }

  private func brake(_ step: Int) -> Brake { Brake(step: step, factor: analysis.stepFactor(at: step)) }

  /// The smallest factors and the largest ones, at most so many of each, the most extreme first; of equal ones that nearest
  /// to k. Empty for k = 1.
  ///
  /// Complexity: O(k).
  func extremes(count: Int) -> (brakes: [Brake], amplifiers: [Brake]) {
    guard let passed else { return ([], []) }
    let (smallest, largest) =
      analysis.stepFactors?.extremeSteps(over: passed, count: count)
      ?? analysis.trajectory.extremeSteps(over: passed, count: count)
    return (smallest.map(brake), largest.map(brake))
  }

  /// So many of the strongest ones are walked through.
  static let walked = 9

  /// From one of the strongest ones the next, of equal ones the later first, and from the last the first again; from any
  /// other step, k among them, the strongest. nil for k = 1.
  ///
  /// Complexity: O(k).
  func next(after step: Int) -> Brake? {
    let brakes = extremes(count: Self.walked).brakes
    guard let place = brakes.firstIndex(where: { $0.step == step }), place == 0 || step != analysis.target else {
      return brakes.first
    }
    return brakes[(place + 1) % brakes.count]
  }

  /// `strongest brake: step 38 ×0.029`, and shorter; of what only amplifies the strongest amplifier. Empty for k = 1.
  var texts: [String] {
    let (brakes, amplifiers) = extremes(count: 1)
    guard let brake = brakes.first, let amplifier = amplifiers.first else { return ["", ""] }
    let (least, most) = (brake.factor.magnitude, amplifier.factor.magnitude)
    guard least < most else { return ["every factor is \(Self.number(brake.factor))", Self.number(brake.factor)] }
    let (shown, word) = least < .one ? (brake, "brake") : (amplifier, "amplifier")
    let text = "step \(shown.step) \(Self.number(shown.factor))"
    return ["strongest \(word): \(text)", text]
  }

  /// `×0.029`, with more digits the nearer it is to 1.
  private static func number(_ factor: ScaledDouble) -> String {
    let isNearOne = factor.magnitude > ScaledDouble(0.5) && factor.magnitude < ScaledDouble(2)
    return "×" + NumberText.compact(factor.magnitude, digits: isNearOne ? 3 : 2)
  }
}
