import RNNCore
import Screen

/// σ_max(J_1) … σ_max(J_t) over the finite steps of a network of several units: the most that each step can amplify. Of a
/// state that is one number, J_t with its sign. Computed once for a trajectory, to 0.1 %.
package struct StepFactors: Sendable {
  private var values: [ScaledDouble] = []
  /// nil once all are there.
  private var rest: Rest?

  /// What they are of, and how many there will be.
  private struct Rest: Sendable {
    let trajectory: Trajectory
    let weights: StepWeights
    let finite: Int
    /// So many steps share the memory that their singular values take, and are not interrupted: some tens of milliseconds up to a
    /// thousand units. Fewer than 64 would make poor products of matrices.
    let atOnce: Int
  }

  /// None of them yet.
  init(beginning trajectory: Trajectory) {
    let (finite, n) = (trajectory.lastFiniteStep, trajectory.network.stateSize)
    let atOnce = Swift.min(2048, Swift.max(64, (1 << 22) / (n * n)))
    guard finite > 0 else { return }
    rest = Rest(trajectory: trajectory, weights: StepWeights(trajectory), finite: finite, atOnce: atOnce)
  }

  /// Whether all are there.
  var isComplete: Bool { rest == nil }
  /// The part that is there.
  var progress: Double { rest.map { Double(values.count) / Double($0.finite) } ?? 1 }

  /// The multiplications that finding the next ones takes, roughly: twenty iterations of two products each at most.
  var costOfPart: Double {
    guard let rest else { return 0 }
    let n = Double(rest.trajectory.network.stateSize)
    return 40 * Double(rest.atOnce) * n * n
  }

  /// Finds the next ones, so many parts as there are threads, on which no number depends.
  mutating func refine(threads: Int) {
    guard let rest else { return }
    let last = Swift.min(values.count + rest.atOnce * Swift.max(threads, 1), rest.finite)
    let firsts = Array(stride(from: values.count + 1, through: last, by: rest.atOnce))
    let parts = Concurrent.map(count: firsts.count, threads: threads) { place in
      let end = Swift.min(firsts[place] + rest.atOnce - 1, last)
      return rest.trajectory.stepFactors(at: Array(firsts[place]...end), rest.weights)
    }
    values += parts.joined()
    if values.count == rest.finite { self.rest = nil }
  }

  /// That of a finite step.
  package subscript(step: Int) -> ScaledDouble { values[step - 1] }

  /// The smallest and the largest magnitudes' own over finite steps.
  func extremes(over steps: ClosedRange<Int>) -> (smallest: ScaledDouble, largest: ScaledDouble) {
    let range = values[steps.lowerBound - 1..<steps.upperBound]
    func isBefore(_ a: ScaledDouble, _ b: ScaledDouble) -> Bool { a.magnitude < b.magnitude }
    return (range.min(by: isBefore) ?? .zero, range.max(by: isBefore) ?? .zero)
  }

  /// The steps of the smallest and of the largest within a range, at most so many of each, of equal ones the later first.
  func extremeSteps(over steps: ClosedRange<Int>, count: Int) -> (smallest: [Int], largest: [Int]) {
    let order = steps.sorted {
      let (a, b) = (self[$0].magnitude, self[$1].magnitude)
      return a == b ? $0 > $1 : a < b
    }
    return (Array(order.prefix(count)), Array(order.suffix(count).reversed()))
  }

  /// The magnitudes of the smallest one that is not 0 and of the largest; nil where all are 0.
  package var range: ClosedRange<ScaledDouble>? {
    let factors = values.filter { !$0.isZero }.map(\.magnitude)
    return factors.min().flatMap { smallest in factors.max().map { smallest...$0 } }
  }
}

/// The step factors between k and 1 from the smallest on: what the gradient lost most at. Found once for an analysis.
package struct StrongestBrakes: Sendable {
  private let brakes: [Brake]
  private let amplifiers: [Brake]
  /// Whether all factors that are passed are one number.
  package let areEqual: Bool

  /// Those between a target and step 1; none for k = 1.
  ///
  /// Complexity: O(k), of several units O(k log k).
  init(_ trajectory: Trajectory, _ stepFactors: StepFactors?, target: Int) {
    let last = Swift.min(target, (trajectory.overflowAt ?? .max) - 1)
    guard last >= 2 else {
      (brakes, amplifiers, areEqual) = ([], [], true)
      return
    }
    let (smallest, largest) =
      stepFactors?.extremeSteps(over: 2...last, count: Self.walked)
      ?? trajectory.extremeSteps(over: 2...last, count: Self.walked)
    func factor(_ step: Int) -> ScaledDouble { stepFactors?[step] ?? trajectory.stepFactor(at: step) }
    func brake(_ step: Int) -> Brake { Brake(step: step, factor: factor(step)) }
    (brakes, amplifiers) = (smallest.map(brake), largest.map(brake))
    let (least, most) = (brakes.first?.factor, amplifiers.first?.factor)
    areEqual = least == most && (2...last).allSatisfy { factor($0) == least }
  }

  /// None, where they are not known yet.
  init() { (brakes, amplifiers, areEqual) = ([], [], true) }

  /// A step j in 2…k, the factor of which is passed on the way from k to 1.
  package struct Brake: Hashable {
    /// j.
    package let step: Int
    /// ∂s_j/∂s_{j−1}; of several units σ_max.
    package let factor: ScaledDouble

    /// The factor as it is written beside its step.
    package var number: String { Self.number(factor) }

    /// `×0.029`, with more digits where it is near 1; a scalar factor has its sign.
    package static func number(_ factor: ScaledDouble) -> String {
      let isNearOne = factor.magnitude > ScaledDouble(0.5) && factor.magnitude < ScaledDouble(2)
      return "×" + NumberText.compact(factor, digits: isNearOne ? 3 : 2)
    }
  }

  /// So many are found at most, and walked through.
  private static let walked = 9

  /// What attenuates most and what amplifies most, at most so many of each, the most extreme first; of equal ones that
  /// nearest to k.
  package func told(count: Int = walked) -> (brakes: [Brake], amplifiers: [Brake]) {
    (
      brakes.prefix(count).filter { $0.factor.magnitude < .one },
      amplifiers.prefix(count).filter { $0.factor.magnitude > .one }
    )
  }

  /// The strongest ones by the name that they have: brakes, where there are any, else amplifiers, and where all factors are
  /// 1 any of them.
  private var strongest: (name: String, brakes: [Brake]) {
    let (brakes, amplifiers) = told()
    if !brakes.isEmpty { return ("brake", brakes) }
    return amplifiers.isEmpty ? ("factor", self.brakes) : ("amplifier", amplifiers)
  }

  /// From one of the strongest ones the next, of equal ones the later first, and from the last the first again; from any
  /// other step, k among them, the strongest. nil for k = 1.
  func next(after step: Int, target: Int) -> Brake? {
    let brakes = strongest.brakes
    guard let place = brakes.firstIndex(where: { $0.step == step }), place == 0 || step != target else {
      return brakes.first
    }
    return brakes[(place + 1) % brakes.count]
  }

  /// What the first of those that are walked through is called.
  package var name: String { strongest.name }

  /// `strongest brake: step 38 ×0.029`, and shorter; of what only amplifies the strongest amplifier. Empty for k = 1.
  package var texts: [String] {
    let (name, brakes) = strongest
    guard let shown = brakes.first else { return ["", ""] }
    guard !areEqual else { return ["every factor is \(shown.number)", shown.number] }
    let text = "step \(shown.step) \(shown.number)"
    return ["strongest \(name): \(text)", text]
  }
}
