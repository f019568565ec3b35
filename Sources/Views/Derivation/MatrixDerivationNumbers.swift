import Explorer
import RNNCore

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
  /// A directional derivative by each of the ways there are.
  let check: DerivationCheck

  /// Up to this k·n² central differences are taken, which cost some sixty forward passes.
  static let differenceLimit = 1 << 20
  /// Up to this j·n³ the norm of ∂s_j/∂θ is computed.
  static let totalLimit = 1 << 25
  /// Up to this k·n³ of all steps together norms are computed of each.
  static let allStepsLimit = 1 << 22

  /// The numbers of an analysis; nil where it has no contributions.
  init?(_ analysis: Analysis, inspected: Int) {
    guard let contributions = analysis.contributions else { return nil }
    let (trajectory, target) = (analysis.trajectory, analysis.target)
    let network = trajectory.network
    self.inspected = inspected
    weights = Weights(
      W: ScaledDouble(network.recurrentWeights.spectralNorm), U: ScaledDouble(network.inputWeights.spectralNorm),
      V: network.outputWeights.map { ScaledDouble($0.spectralNorm) })
    let n = network.hiddenSize
    let order = Double(n)
    hasAllSteps = Double(target) * Double(target) * order * order * order <= Double(Self.allStepsLimit)
    let all = hasAllSteps ? Array(1...target) : []
    totals = Self.totals(analysis, contributions, of: all + [2, 3, inspected - 1, inspected, target - 1, target])
    let steps = (all + [2, 3, inspected, inspected + 1, target - 2, target - 1, target]).filter {
      (1...target).contains($0)
    }
    factors = Dictionary(uniqueKeysWithValues: Set(steps).map { ($0, trajectory.stepFactor(at: $0).magnitude) })
    orderDefect = target >= 2 && n > 1 && n <= 256 ? trajectory.orderDefect(at: target) : nil
    let cost = Double(target) * Double(n) * Double(n)
    check = DerivationCheck(
      GradientCheck(
        of: analysis.experiment, target: target, parameter: analysis.parameter, observable: analysis.observable,
        methods: cost <= Double(Self.differenceLimit)
          ? Set(GradientCheck.Method.allCases) : [.forwardRecursion]))
  }

  private static func totals(
    _ analysis: Analysis, _ contributions: Contributions, of steps: [Int]
  ) -> [Int: ScaledDouble] {
    let (trajectory, target, parameter) = (analysis.trajectory, analysis.target, analysis.parameter)
    var totals = [1: trajectory.immediateNorm(at: 1, parameter)]
    if analysis.observable == .state { totals[target] = contributions.total.magnitude }
    let order = Double(trajectory.hiddenSize)
    for step in steps {
      guard 1 < step, step <= target, totals[step] == nil else { continue }
      guard Double(step) * order * order * order <= Double(totalLimit) else { continue }
      totals[step] = Contributions(of: trajectory, target: step, parameter: parameter).total.magnitude
    }
    return totals
  }
}
