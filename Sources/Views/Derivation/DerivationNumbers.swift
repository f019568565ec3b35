import Explorer
import RNNCore

/// What the derivation needs beyond the terms: every ∂s_j/∂θ on the way to k, and the check.
struct DerivationNumbers: Sendable {
  /// ∂s_1/∂θ … ∂s_k/∂θ by the forward recursion, index 0 being step 1.
  let totals: [ScaledDouble]
  /// The terms of ∂s_k/∂θ, also where a loss is looked at.
  let states: Contributions
  /// The gradient of what is looked at by each of the ways there are.
  let check: DerivationCheck

  /// Up to this k central differences are taken: they cost some sixty forward passes.
  static let differenceLimit = 10_000

  /// The numbers of an analysis; nil where the trajectory overflows before k.
  init?(_ analysis: Analysis) {
    guard let contributions = analysis.contributions else { return nil }
    let (target, parameter, observable) = (analysis.target, analysis.parameter, analysis.observable)
    states =
      observable == .state
      ? contributions : Contributions(of: analysis.trajectory, target: target, parameter: parameter)
    totals = analysis.trajectory.totalDerivatives(through: target, parameter)
    guard target <= Self.differenceLimit else {
      let recursion =
        observable == .state
        ? totals[target - 1]
        : GradientCheck(
          of: analysis.experiment, target: target, parameter: parameter, observable: observable,
          methods: [.forwardRecursion]
        ).comparisons.first?.value
      check = DerivationCheck(sumOfTerms: contributions.total, forwardRecursion: recursion)
      return
    }
    check = DerivationCheck(
      GradientCheck(of: analysis.experiment, target: target, parameter: parameter, observable: observable))
  }
}

/// What the derivation of a network with several units needs beyond the terms: norms of the steps that are written out,
/// and the check.
struct MatrixDerivationNumbers: Sendable {
  /// Norms of the weights: σ_max.
  struct Weights: Sendable {
    let W: ScaledDouble
    let U: ScaledDouble
    let V: ScaledDouble?
  }

  /// i, which decides about the steps that are written out.
  let inspected: Int
  let weights: Weights
  /// Whether every step's norms are there, so that any can be written out.
  let hasAllSteps: Bool
  /// ‖∂s_j/∂θ‖_F by step; without those that cost too much.
  let totals: [Int: ScaledDouble]
  /// σ_max(J_j) by step.
  let factors: [Int: ScaledDouble]
  /// How wrong J_k·J_{k−1} would be in the other order, as a part of it; nil for k < 2 or where it costs too much.
  let orderDefect: Double?
  /// What the layer above asks of a loss; nil where the head reads this one, or no loss is looked at.
  let demand: LayerDemand?
  /// A directional derivative by each of the ways there are.
  let check: DerivationCheck

  /// Up to this k·n² central differences are taken, which cost some sixty forward passes.
  static let differenceLimit = 1 << 20
  /// Up to this j·n³ the norm of ∂s_j/∂θ is computed.
  static let totalLimit = 1 << 25
  /// Up to this k·n³ of all steps together norms are computed of each.
  static let allStepsLimit = 1 << 22

  /// A document may take so many times as long as a key press.
  static let patienceOfDocument = 1024.0

  /// The numbers of an analysis; nil where it has no contributions. What costs `patience` times the limits is computed too, and
  /// what those `known` of the same analysis have is not again: they were made for another step. What `check` throws ends it.
  init?(
    _ analysis: Analysis, inspected: Int, patience: Double = 1, known: MatrixDerivationNumbers? = nil,
    check: (() throws -> Void)? = nil
  ) rethrows {
    guard let contributions = analysis.contributions else { return nil }
    let (trajectory, target) = (analysis.trajectory, analysis.target)
    let network = trajectory.network
    self.inspected = inspected
    weights =
      known?.weights
      ?? Weights(
        W: ScaledDouble(network.recurrentWeights.spectralNorm), U: ScaledDouble(network.inputWeights.spectralNorm),
        V: network.outputWeights.map { ScaledDouble($0.spectralNorm) })
    let n = network.hiddenSize
    let order = Double(n)
    hasAllSteps = Double(target) * Double(target) * order * order * order <= patience * Double(Self.allStepsLimit)
    let all = hasAllSteps ? Array(1...target) : []
    totals = Self.totals(
      analysis, contributions, of: all + [2, 3, inspected - 1, inspected, target - 1, target], patience,
      known: known?.totals ?? [:])
    let steps = (all + [2, 3, inspected, inspected + 1, target - 2, target - 1, target]).filter {
      (1...target).contains($0)
    }
    factors = Dictionary(
      uniqueKeysWithValues: Set(steps).map { ($0, known?.factors[$0] ?? trajectory.stepFactor(at: $0).magnitude) })
    if let known {
      (orderDefect, demand, self.check) = (known.orderDefect, known.demand, known.check)
      return
    }
    orderDefect = target >= 2 && n > 1 && n <= 256 ? trajectory.orderDefect(at: target) : nil
    demand = LayerDemand(analysis)
    let cost = Double(target) * Double(n) * Double(n)
    self.check = DerivationCheck(
      try GradientCheck(
        of: analysis.experiment, target: target, parameter: analysis.parameter, observable: analysis.observable,
        methods: cost <= Double(Self.differenceLimit)
          ? Set(GradientCheck.Method.allCases) : [.forwardRecursion], check: check))
  }

  private static func totals(
    _ analysis: Analysis, _ contributions: Contributions, of steps: [Int], _ patience: Double,
    known: [Int: ScaledDouble]
  ) -> [Int: ScaledDouble] {
    let (trajectory, target, parameter) = (analysis.trajectory, analysis.target, analysis.parameter)
    var totals = [1: trajectory.immediateNorm(at: 1, parameter)]
    if analysis.observable == .state { totals[target] = contributions.total.magnitude }
    let order = Double(trajectory.hiddenSize)
    for step in steps {
      guard 1 < step, step <= target, totals[step] == nil else { continue }
      guard Double(step) * order * order * order <= patience * Double(totalLimit) else { continue }
      totals[step] = known[step] ?? Contributions(of: trajectory, target: step, parameter: parameter).total.magnitude
    }
    return totals
  }
}

/// What the next layer asks of the state at every step, of a loss that it has on its way to the head: U′ᵀ·δ′_j, U′ being its
/// input weights and δ′_j = ∂L/∂a′_j of it.
struct LayerDemand: Sendable {
  /// σ_max(U′).
  let weights: ScaledDouble
  /// n′, the units of the layer above, and how many rows U′ has for each.
  let (units, rowsPerUnit): (Int, Int)
  /// ‖δ′_1‖ … ‖δ′_k‖.
  private let deltas: [ScaledDouble]

  /// Nil where no layer stands on the one that is looked at, or no loss is.
  init?(_ analysis: Analysis) {
    guard analysis.observable.isLoss, let next = analysis.trajectory.next else { return nil }
    weights = ScaledDouble(next.network.inputWeights.spectralNorm)
    (units, rowsPerUnit) = (next.network.hiddenSize, next.network.cellKind.rowsPerUnit)
    // b is multiplied by 1: the contributions to it are δ.
    deltas = Contributions(of: next, target: analysis.target, parameter: .bias, observable: analysis.observable)
      .map(\.value.magnitude)
  }

  /// ‖δ′_j‖ of a step in 1…k.
  func delta(at step: Int) -> ScaledDouble { deltas[step - 1] }
}

/// The same derivative by independent ways, and how far they agree.
struct DerivationCheck: Hashable, Sendable {
  /// A way, and the number that it gives.
  struct Way: Hashable, Sendable {
    var name: String
    var value: ScaledDouble
  }

  /// The ways that give a number.
  let ways: [Way]
  /// Why there is no central difference; nil where there is one.
  let missing: String?
  /// How many leading digits all the numbers have in common, rounded or cut to as many: 0 … 12.
  let digits: Int

  /// The digits that are shown and compared.
  static let limit = 12

  /// Without central differences, where they would take too long.
  init(
    sumOfTerms: ScaledDouble, forwardRecursion: ScaledDouble?, limit: Int = DerivationNumbers.differenceLimit
  ) {
    self.init(
      [Way(name: Self.sum, value: sumOfTerms)]
        + [forwardRecursion].compactMap { $0 }.map { Way(name: Self.recursion, value: $0) },
      missing: "left out beyond k = \(limit), where it takes longer than a key press should"
    )
  }

  /// What a check of the core has found.
  init(_ check: GradientCheck) {
    var ways = [Way(name: Self.sum, value: check.sumOfTerms)]
    var missing: String?
    for comparison in check.comparisons {
      if let value = comparison.value, comparison.outcome == .agrees || comparison.outcome == .disagrees {
        ways.append(Way(name: comparison.method.rawValue, value: value))
      } else {
        missing = Self.reason(comparison.outcome)
      }
    }
    self.init(ways, missing: missing)
  }

  private init(_ ways: [Way], missing: String?) {
    self.ways = ways
    self.missing = missing
    digits = Self.agreement(of: ways.map(\.value))
  }

  private static let sum = "sum of terms"
  private static let recursion = GradientCheck.Method.forwardRecursion.rawValue

  /// Why differences give no number to compare with.
  private static func reason(_ outcome: GradientCheck.Outcome) -> String {
    switch outcome {
    case .skippedAtKink(let step):
      return "none, since step \(step) lies at a kink of f, where a difference would mix two slopes"
    default: return "does not settle: the trajectory is chaotic, or s_k too large or too small to difference"
    }
  }

  /// The most leading digits, up to the limit, that all numbers have in common: as they are shown, or rounded to so many,
  /// so that 0.99999 and 1.00001 agree in four.
  static func agreement(of values: [ScaledDouble]) -> Int {
    guard let first = values.first, values.allSatisfy({ $0.signum == first.signum }) else { return 0 }
    let rounded = (1...limit).last { digits in
      let rounded = values.map { $0.decimalDigits(digits) }
      return rounded.allSatisfy { $0 == rounded[0] }
    }
    let shown = values.map { $0.decimalDigits(limit) }
    guard shown.allSatisfy({ $0.power == shown[0].power }) else { return rounded ?? 0 }
    return Swift.max(commonPrefix(shown.map(\.digits)), rounded ?? 0)
  }

  /// How many characters the texts begin with in common.
  static func commonPrefix(_ texts: [String]) -> Int {
    guard let first = texts.first else { return 0 }
    return texts.map { zip(first, $0).prefix { $0 == $1 }.count }.min() ?? 0
  }
}
