/// Ways to shorten a gradient that is too long, with a threshold c above 0.
///
///     norm c       g ← g·min(1, c/(‖g‖ + 10⁻⁶)), ‖g‖ over all parameters together     torch.nn.utils.clip_grad_norm_
///     each c       the same of each parameter by itself: k parameters can still add up to c·√k
///     value c      every number of g clamped to −c … c: the direction changes        torch.nn.utils.clip_grad_value_
///     adjoint c    inside time: every number of λ_t clamped at every step on its way back, so that terms change
///
/// (Pascanu, Mikolov, Bengio 2013, algorithm 1, for the first.)
public enum Clipping: Hashable, Sendable {
  /// All parameters together.
  case norm(Double)
  /// Every parameter by itself.
  case each(Double)
  /// Every number by itself.
  case value(Double)
  /// Every number of the adjoint, at every step.
  case adjoint(Double)

  /// c.
  public var threshold: Double {
    switch self {
    case .norm(let c), .each(let c), .value(let c), .adjoint(let c): c
    }
  }

  /// Its name on a command line.
  public var name: String {
    switch self {
    case .norm: "norm"
    case .each: "each"
    case .value: "value"
    case .adjoint: "adjoint"
    }
  }

  /// What `Contributions` take as their `adjointLimit`.
  public var adjointLimit: Double? {
    if case .adjoint(let c) = self { c } else { nil }
  }

  /// What is added to a norm before it is divided by, as PyTorch does.
  public static let epsilon = 1e-6
}

/// A gradient before and after it is clipped.
///
/// All parameters are W, U and b (and bh), and for a loss V and c of the head too, where there is one; b once, where PyTorch's two biases would count
/// twice. Of the whole state of several units the gradient is that of all its numbers together.
///
/// Complexity: that of `Contributions` for each parameter.
public struct ClippedGradient: Hashable, Sendable {
  /// A parameter.
  public enum Part: String, CaseIterable, Sendable {
    /// W.
    case recurrentWeights = "W"
    /// U.
    case inputWeights = "U"
    /// b.
    case bias = "b"
    /// b_hh of a GRU.
    case hiddenBias = "bh"
    /// V.
    case outputWeights = "V"
    /// c of the head.
    case outputBias = "c"

    /// The part that is a matrix of the recurrent layer.
    public init(_ kind: Parameter.Kind) {
      switch kind {
      case .recurrentWeights: self = .recurrentWeights
      case .inputWeights: self = .inputWeights
      case .bias: self = .bias
      case .hiddenBias: self = .hiddenBias
      }
    }
  }

  /// What becomes of a gradient.
  public struct Change: Hashable, Sendable {
    /// Its norm before.
    public let before: ScaledDouble
    /// Its norm after.
    public let after: ScaledDouble
    /// ⟨before, after⟩.
    fileprivate let inner: ScaledDouble

    /// The cosine of the angle between before and after; nil where one of them is 0.
    public var cosine: Double? {
      before.isZero || after.isZero ? nil : Swift.min((inner / (before * after)).doubleValue, 1)
    }
  }

  /// How it was clipped.
  public let clipping: Clipping
  /// Of all parameters together.
  public let all: Change
  /// Of each parameter that there is.
  public let parts: [Part: Change]

  /// Clips the gradient of what is observed at a target step that the trajectory reaches and at which it exists.
  ///
  /// - Throws: what `check` throws, which is called at every step of every way back.
  public init(
    of trajectory: Trajectory, target: Int, observable: Observable, truncation: Truncation = .none,
    clipping: Clipping, check: (() throws -> Void)? = nil
  ) rethrows {
    precondition(clipping.threshold > 0 && clipping.threshold.isFinite, "a threshold is above 0")
    precondition(trajectory.isFinite(through: target), "the trajectory overflows before the target step")
    precondition(trajectory.canObserve(observable, at: target), "the trajectory has what is looked at")
    let plain = try Lengths(trajectory, target, observable, truncation, clipping, check)
    self.clipping = clipping
    parts = plain.changes
    all = Change(
      before: Lengths.root(parts.values.map { $0.before * $0.before }),
      after: Lengths.root(parts.values.map { $0.after * $0.after }), inner: Lengths.sum(parts.values.map(\.inner)))
  }

  /// ‖g‖², ‖g′‖² and ⟨g, g′⟩ of each part, where g′ has its numbers or its adjoints clamped.
  private struct Lengths {
    private var sums: [Part: (plain: ScaledSum, clamped: ScaledSum, inner: ScaledSum)] = [:]
    private let clipping: Clipping

    init(
      _ trajectory: Trajectory, _ target: Int, _ observable: Observable, _ truncation: Truncation,
      _ clipping: Clipping, _ check: (() throws -> Void)?
    ) rethrows {
      self.clipping = clipping
      func sweep(_ limit: Double?) -> ContributionSweep {
        ContributionSweep(
          trajectory, target: target, parameter: .bias, observable: observable, truncation: truncation,
          adjointLimit: limit)
      }
      try addLayer(sweep(nil), clipping.adjointLimit.map { sweep($0) }, check)
      guard observable.isLoss else { return }
      let steps = observable == .totalLoss ? 1...target : target...target
      let losses = steps.map { ($0, trajectory.stepLoss(at: $0)?.outputGradient) }
      let rows = losses.compactMap { $1 }
      guard !rows.isEmpty else { return }
      let errors = ScaledRows(rows)
      let states = losses.filter { $1 != nil }.flatMap { trajectory.top.state(at: $0.0) }
      func gradient(_ factors: [Double], columns: Int) -> ScaledVector {
        OuterProductSums(errors, count: 1, ScaledRows(factors, columns: columns)).vector(0)
      }
      add(.outputWeights, gradient(states, columns: trajectory.top.hiddenSize))
      add(.outputBias, gradient(Array(repeating: 1, count: errors.count), columns: 1))
    }

    /// Adds W, U and b: of one way back, whatever they are multiplied by.
    private mutating func addLayer(
      _ plain: ContributionSweep, _ changed: ContributionSweep?, _ check: (() throws -> Void)?
    ) rethrows {
      let trajectory = plain.trajectory
      let blocks = trajectory.network.cell.blocks
      let inputs = blocks.map { LayerInputs(trajectory, target: plain.target, $0).rows }
      for some in plain.batches() {
        let history = try plain.history(some) { _, _ in try check?() }
        let other = try changed?.history(some) { _, _ in try check?() }
        for (block, inputs) in zip(blocks, inputs) {
          let (gradients, others) = (history.gradients(of: block, inputs), other?.gradients(of: block, inputs))
          for (place, gradient) in gradients.enumerated() { add(Part(block.kind), gradient, others?[place]) }
        }
      }
    }

    private mutating func add(_ part: Part, _ gradient: ScaledVector, _ changed: ScaledVector? = nil) {
      let other = changed ?? clamped(gradient)
      var sum = sums[part] ?? (ScaledSum(), ScaledSum(), ScaledSum())
      sum.plain.add(gradient.dot(gradient))
      sum.clamped.add(other.dot(other))
      sum.inner.add(gradient.dot(other))
      sums[part] = sum
    }

    private func clamped(_ gradient: ScaledVector) -> ScaledVector {
      guard case .value(let c) = clipping else { return gradient }
      let limit = ScaledDouble(c)
      return ScaledVector(gradient.numbers.map { $0.clamped(toMagnitude: limit) })
    }

    /// What becomes of each part.
    var changes: [Part: Change] {
      let norms = sums.mapValues { $0.plain.value.squareRoot() }
      switch clipping {
      case .norm(let c):
        let norm = Self.root(norms.values.map { $0 * $0 })
        return norms.mapValues { Self.shortened($0, by: Self.factor(norm, c)) }
      case .each(let c): return norms.mapValues { Self.shortened($0, by: Self.factor($0, c)) }
      case .value, .adjoint:
        return sums.mapValues {
          Change(
            before: $0.plain.value.squareRoot(), after: $0.clamped.value.squareRoot(), inner: $0.inner.value)
        }
      }
    }

    private static func factor(_ norm: ScaledDouble, _ c: Double) -> ScaledDouble {
      Swift.min(.one, ScaledDouble(c) / (norm + ScaledDouble(Clipping.epsilon)))
    }

    private static func shortened(_ norm: ScaledDouble, by factor: ScaledDouble) -> Change {
      Change(before: norm, after: norm * factor, inner: norm * norm * factor)
    }

    static func sum(_ values: [ScaledDouble]) -> ScaledDouble {
      var sum = ScaledSum()
      for value in values.sorted() { sum.add(value) }
      return sum.value
    }

    static func root(_ squares: [ScaledDouble]) -> ScaledDouble { sum(squares).squareRoot() }
  }
}

extension DeltaHistory {
  /// G of every covector, row by row, to a block whose layer inputs are c_1 … c_k.
  fileprivate func gradients(of block: ParameterBlock, _ inputs: ScaledRows) -> [ScaledVector] {
    let units = block.weights.rows / block.gates.count
    let sums = OuterProductSums(deltas(of: block, units: units), count: rowCount, inputs)
    return (0..<sums.count).map { sums.vector($0) }
  }
}
