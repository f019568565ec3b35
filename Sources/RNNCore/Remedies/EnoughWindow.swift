/// How long a window must be.
///
///     within       the least τ from which on every longer window is within a tolerance of the whole:  ‖G_τ − G‖ ≤ tolerance·‖G‖
///     rightSign    the least τ from which on every longer one points its way:                        ⟨G_τ, G⟩ > 0
///
/// G_τ is what a window of τ steps leaves of the whole gradient G. Both are nil where G is 0.
public struct EnoughWindow: Hashable, Sendable {
  /// The least window from which on the bias is at most the tolerance.
  public let within: Int?
  /// The least window from which on the sign is right.
  public let rightSign: Int?

  /// The windows of a gradient that is whole, but for a total loss: `init(ofTotalLoss:…)`.
  ///
  /// - Throws: what `check` throws, which is called at every step that has to be gone back over again.
  /// - Complexity: O(k) where norms alone decide, as they do where terms vanish; else that of `TruncationBias`.
  public init(of whole: Contributions, tolerance: Double = 0.1, check: (() throws -> Void)? = nil) rethrows {
    precondition(whole.truncation == .none, "the gradient is whole")
    precondition(whole.observable != .totalLoss, "each step of a total loss has a window of its own")
    guard !whole.total.isZero else {
      (within, rightSign) = (nil, nil)
      return
    }
    let limit = whole.total.magnitude * ScaledDouble(tolerance)
    let first =
      whole.areNorms
      ? try Self.firstExceeding(limit, of: whole, check) : Self.firstExceeding(limit, whole.values())
    // Where the cut may lie before step j it leaves j − 1 steps out.
    within = first.map { whole.target - $0 + 1 } ?? 1
    rightSign = Self.rightSign(fromLagZero: (1...whole.target).reversed().lazy.map { whole.signed(at: $0) })
  }

  /// The first j at which |Σ_{i ≤ j} C_i| exceeds a limit, of numbers.
  private static func firstExceeding(_ limit: ScaledDouble, _ values: [ScaledDouble]) -> Int? {
    var sum = ScaledSum()
    return values.indices.first { index in
      sum.add(values[index])
      return sum.value.magnitude > limit
    }.map { $0 + 1 }
  }

  /// The same of norms. Up to some step the sum of the norms is below the limit, and at some later one the projection alone
  /// is above it: only between them is the sum itself asked for.
  private static func firstExceeding(
    _ limit: ScaledDouble, of whole: Contributions, _ check: (() throws -> Void)?
  ) rethrows -> Int? {
    var (norms, projections) = (ScaledSum(), ScaledSum())
    var possible: Int?
    for step in 1...whole.target {
      norms.add(whole.value(at: step))
      projections.add(whole.signed(at: step))
      guard norms.value > limit else { continue }
      possible = possible ?? step
      guard projections.value.magnitude > limit || step == whole.target, let from = possible else { continue }
      let sums = try PartialSums(of: whole, through: from...step, check: check).norms
      return sums.firstIndex { $0 > limit }.map { from + $0 }
    }
    return nil
  }

  /// From the projections of lags 0, 1, … on the whole.
  private static func rightSign(fromLagZero projections: some Sequence<ScaledDouble>) -> Int {
    var (sum, wrong, window) = (ScaledSum(), 0, 0)
    for projection in projections {
      sum.add(projection)
      window += 1
      if sum.value.signum <= 0 { wrong = window }
    }
    return Swift.min(wrong + 1, Swift.max(window, 1))
  }
}

extension EnoughWindow {
  /// The windows of any gradient that is whole, of a total loss too; nil where that does not tell them, as where adjoints
  /// are clamped: those of several losses then do not come apart by their lags.
  ///
  /// - Throws: what `check` throws.
  /// - Complexity: that of the initialiser for its observable.
  public init?(ofAny whole: Contributions, tolerance: Double = 0.1, check: (() throws -> Void)? = nil) rethrows {
    guard whole.observable == .totalLoss else {
      try self.init(of: whole, tolerance: tolerance, check: check)
      return
    }
    guard whole.adjointLimit == nil else { return nil }
    try self.init(
      ofTotalLoss: whole.trajectory, through: whole.target, parameter: whole.parameter, tolerance: tolerance,
      check: check)
  }

  /// How many multiplications a total loss may take.
  private static let limit = 4e9
  /// What a pair of steps costs beside its multiplications.
  private static let costOfPair = 3000.0
  /// How many numbers its sums by lag may hold.
  private static let mostNumbers = 1e7

  /// What the windows of a total loss cost, in multiplications: of every pair of steps one way back and one product. Infinity
  /// where they are not looked for.
  static func cost(ofTotalLoss trajectory: Trajectory, through last: Int, parameter: Parameter) -> Double {
    let (k, n) = (Double(last), Double(trajectory.hiddenSize))
    let product = Double(trajectory.block(parameter).weights.elements.count)
    let cost = k * k / 2 * (product + n * n * Double(trajectory.layout.gates) + costOfPair)
    return cost <= limit && k * product <= mostNumbers ? cost : .infinity
  }

  /// The windows of the total loss of steps 1 … k, where each step's loss has its own; nil where the loss does not exist, and
  /// where finding them takes more than 4·10⁹ multiplications or 80 MB.
  ///
  ///     G_τ = Σ_{ℓ < τ} D_ℓ        D_ℓ = Σ_t (the contribution of step t − ℓ to ∂L_t/∂θ)
  ///
  /// - Throws: what `check` throws, which is called for the loss of every step.
  /// - Complexity: O(k²·n²) time and O(k·n²) memory.
  public init?(
    ofTotalLoss trajectory: Trajectory, through last: Int, parameter: Parameter, tolerance: Double = 0.1,
    check: (() throws -> Void)? = nil
  ) rethrows {
    guard trajectory.canObserve(.totalLoss, at: last),
      Self.cost(ofTotalLoss: trajectory, through: last, parameter: parameter) < .infinity
    else { return nil }
    let lags = try LagSums(trajectory, through: last, parameter, check).sums
    let total = lags.reduce(.zero(lags[0].elements.count)) { $0 + $1 }
    guard !total.isZero else {
      (within, rightSign) = (nil, nil)
      return
    }
    let limit = total.norm * ScaledDouble(tolerance)
    var left = ScaledVector.zero(total.elements.count)
    let longest = lags.indices.reversed().first { lag in
      left = left + lags[lag]
      return left.norm > limit
    }
    // Without this lag the bias is too large.
    within = longest.map { $0 + 1 } ?? 1
    rightSign = Self.rightSign(fromLagZero: lags.lazy.map { $0.dot(total) })
  }
}

/// D_ℓ of every lag: what all losses together hear from ℓ steps before.
private struct LagSums {
  /// By lag, row by row.
  private(set) var sums: [ScaledVector]

  init(_ trajectory: Trajectory, through last: Int, _ parameter: Parameter, _ check: (() throws -> Void)?) rethrows {
    let block = trajectory.block(parameter)
    let inputs = LayerInputs(trajectory, target: last, block).rows
    sums = Array(repeating: .zero(block.weights.elements.count), count: last)
    for target in 1...last {
      try check?()
      guard let covector = trajectory.lossCovector(at: target) else { continue }
      let history = DeltaHistory(
        trajectory, target: target, covectors: ScaledRows([covector]), throughLayers: true)
      let deltas = history.deltas(of: block, units: trajectory.hiddenSize)
      for step in 1...target { add(deltas, inputs, step, lag: target - step) }
    }
  }

  private mutating func add(_ deltas: ScaledRows, _ inputs: ScaledRows, _ step: Int, lag: Int) {
    guard deltas.squares[step - 1] != 0, inputs.squares[step - 1] != 0 else { return }
    let (delta, input) = (deltas.vector(step - 1), inputs.vector(step - 1))
    let product = delta.elements.flatMap { number in input.elements.map { number * $0 } }
    sums[lag] = sums[lag] + ScaledVector(product, exponent: delta.exponent + input.exponent)
  }
}
