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

    var number: String { Self.number(factor) }

    /// `×0.029`, with more digits where it is near 1; a scalar factor has its sign.
    static func number(_ factor: ScaledDouble) -> String {
      let isNearOne = factor.magnitude > ScaledDouble(0.5) && factor.magnitude < ScaledDouble(2)
      return "×" + NumberText.compact(factor, digits: isNearOne ? 3 : 2)
    }
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

  /// Of those the ones that deserve the name: what attenuates, and what amplifies.
  func told(count: Int) -> (brakes: [Brake], amplifiers: [Brake]) {
    let (brakes, amplifiers) = extremes(count: count)
    return (brakes.filter { $0.factor.magnitude < .one }, amplifiers.filter { $0.factor.magnitude > .one })
  }

  /// The strongest ones by the name that they have: brakes, where there are any, else amplifiers, and where all factors are
  /// 1 any of them.
  private func strongest(count: Int) -> (name: String, brakes: [Brake]) {
    let (brakes, amplifiers) = told(count: count)
    if !brakes.isEmpty { return ("brake", brakes) }
    return amplifiers.isEmpty ? ("factor", extremes(count: count).brakes) : ("amplifier", amplifiers)
  }

  /// So many of the strongest ones are walked through.
  static let walked = 9

  /// From one of the strongest ones the next, of equal ones the later first, and from the last the first again; from any
  /// other step, k among them, the strongest. nil for k = 1.
  ///
  /// Complexity: O(k).
  func next(after step: Int) -> Brake? {
    let brakes = strongest(count: Self.walked).brakes
    guard let place = brakes.firstIndex(where: { $0.step == step }), place == 0 || step != analysis.target else {
      return brakes.first
    }
    return brakes[(place + 1) % brakes.count]
  }

  /// What the first of those that are walked through is called.
  var name: String { strongest(count: 1).name }

  /// `strongest brake: step 38 ×0.029`, and shorter; of what only amplifies the strongest amplifier. Empty for k = 1.
  var texts: [String] {
    let (name, brakes) = strongest(count: 1)
    guard let shown = brakes.first else { return ["", ""] }
    guard !areEqual else { return ["every factor is \(shown.number)", shown.number] }
    let text = "step \(shown.step) \(shown.number)"
    return ["strongest \(name): \(text)", text]
  }

  /// Whether all factors that are passed are one number.
  private var areEqual: Bool {
    let (brakes, amplifiers) = extremes(count: 1)
    guard let least = brakes.first?.factor, let most = amplifiers.first?.factor, let passed else { return true }
    return least == most && passed.allSatisfy { analysis.stepFactor(at: $0) == least }
  }
}
