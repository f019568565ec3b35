/// Contribution i of target step k: one summand of
///
///     ∂s_k/∂θ = Σ_{i=1…k} ( Π_{j=i+1…k} ∂s_j/∂s_{j−1} ) ∂s_i/∂θ_*
///
/// For n = 1 every quantity carries its sign; for n > 1 it is the norm that `Contributions` describes.
public struct Contribution: Hashable, Sendable {
  /// i, in 1…k.
  public let step: Int
  /// k − i.
  public let lag: Int
  /// P(k,i) = J_k ⋯ J_{i+1}; the empty product, at i = k, is 1.
  public let flow: ScaledDouble
  /// ∂s_i/∂θ_*, with s_{i−1} held fixed.
  public let immediateDerivative: ScaledDouble
  /// flow · immediateDerivative for n = 1, else the norm of the contribution.
  public let value: ScaledDouble
  /// ⟨C_i, G⟩/‖G‖_F: sums to ‖G‖_F over all i. Negative where the contribution works against the total G.
  public let signed: ScaledDouble
  /// The part of the total that this contribution is, or nil where the total is 0 or out of range, or the ratio no finite
  /// `Double`.
  public let share: Double?
}

/// Every contribution to ∂s_k/∂θ for one target step k, as a collection whose indices are the steps 1 … k.
///
///     let terms = Contributions(of: trajectory, target: 44, parameter: .recurrentWeights)
///     terms[35].value        // contribution 35, lag 9
///     terms.total            // their sum
///
/// Seen by a loss, λ_i = ∂L/∂s_i stands in the place of the flow: for n = 1 `flow` is λ_i with its sign.
///
/// For n > 1 a contribution is a tensor that is never formed (nor is the row of m > 1 numbers that it is for n = 1, U).
/// Seen as the whole state, `flow` is ‖P(k,i)‖_F, `immediateDerivative` ‖diag f′(a_i)‖_F·‖s_{i−1}‖₂ and `value` ‖P(k,i)
/// diag f′(a_i)‖_F·‖s_{i−1}‖₂ (with ‖x_i‖₂ for U and 1 for b). Seen by a unit or a loss, `flow` is ‖λ_i‖₂ of the
/// adjoint, `immediateDerivative` ‖s_{i−1}‖₂ and `value` ‖f′(a_i) ⊙ λ_i‖₂·‖s_{i−1}‖₂. `total` is then ‖G‖_F.
///
/// Complexity: O(k) time and 16 bytes a step for n = 1; O(k·n²) for a unit or a loss and O(k·n³) for the whole state
/// otherwise, with O(k·n) memory. What a contribution says is then there: O(1) each. Step factors are not among it, since
/// for n > 1 each is a singular value decomposition; they are asked for by themselves.
public struct Contributions: Sendable {
  /// The forward pass they belong to.
  public let trajectory: Trajectory
  /// k.
  public let target: Int
  /// θ.
  public let parameter: Parameter
  /// What of s_k is looked at.
  public let observable: Observable
  /// Σ of the contributions, with its sign, for n = 1; ‖Σ‖_F for n > 1.
  public let total: ScaledDouble
  /// How far they reach.
  public let extent: ContributionExtent
  /// Which of them are left out.
  public let truncation: Truncation
  /// What every number of λ is clamped to on its way back; nil for no limit.
  public let adjointLimit: Double?
  let flows: [ScaledDouble]
  /// What the general way found; nil where the scalar kernel did.
  let rankOne: RankOneContributions?

  /// Takes ∂s_k/∂θ apart. The target must be a step in 1…T that the trajectory reaches without overflow.
  /// Contributions that a truncation leaves out are 0. Where there is an `adjointLimit` above 0, every number of λ_t is clamped
  /// to it at every step on its way back (`Clipping.adjoint`): terms change, and with them their sum.
  /// `init(validating:target:parameter:observable:truncation:)` throws where this stops the program.
  ///
  /// Complexity: as above; of a total loss with a window of τ steps O(k·τ·n²), since every step's loss has its own. Of the whole
  /// state of many units, and of a long way of one, so many threads share it, at most, 1 or less for this one alone; of many
  /// units each with the memory that one takes. No number depends on them.
  ///
  /// - Throws: what `check` throws, which is called again and again meanwhile, but for what the scalar network makes at once:
  ///   who no longer wants the gradient need not wait for it.
  public init(
    of trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none, adjointLimit: Double? = nil, threads: Int = 1, check: (() throws -> Void)? = nil
  ) rethrows {
    precondition((1...trajectory.steps).contains(target), "the target step is one of the trajectory's")
    precondition(trajectory.isFinite(through: target), "the trajectory overflows before the target step")
    precondition(trajectory.canObserve(observable, at: target), "the trajectory has what is looked at")
    self.trajectory = trajectory
    self.target = target
    self.parameter = parameter
    self.observable = observable
    self.truncation = truncation
    self.adjointLimit = adjointLimit
    precondition(adjointLimit.map { $0 > 0 && $0.isFinite } ?? true, "a limit is above 0")
    if trajectory.hasScalarTerms(parameter), adjointLimit == nil,
      !observable.isLoss || truncation == .none && trajectory.above.isEmpty
    {
      let pass =
        observable.isLoss
        ? ScalarBackwardPass(trajectory, target: target, parameter: parameter, loss: observable, threads: threads)
        : ScalarBackwardPass(trajectory, target: target, parameter: parameter, truncation: truncation, threads: threads)
      (flows, total, extent, rankOne) = (pass.flows, pass.total, pass.extent, nil)
    } else {
      let rankOne = try RankOneContributions(
        trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation,
        adjointLimit: adjointLimit, threads: threads, check: check)
      (flows, total, self.rankOne) = (rankOne.flows, rankOne.total, rankOne)
      extent = rankOne.extent
    }
  }

  /// Takes the gradient at a target step apart that a file or a user names.
  ///
  /// - Throws: `ExperimentError` where there is no such gradient (`Trajectory.validate(_:at:)`).
  /// - Complexity: as without the word.
  public init(
    validating trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable = .state,
    truncation: Truncation = .none
  ) throws(ExperimentError) {
    try trajectory.validate(observable, at: target)
    try trajectory.network.validate(parameter)
    self.init(
      of: trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation)
  }

  /// From a sweep that is complete.
  init(_ sweep: ContributionSweep, parameter: Parameter) {
    (trajectory, target, observable, truncation) = (sweep.trajectory, sweep.target, sweep.observable, sweep.truncation)
    (self.parameter, adjointLimit) = (parameter, sweep.adjointLimit)
    let rankOne = RankOneContributions(sweep)
    (flows, total, self.rankOne) = (rankOne.flows, rankOne.total, rankOne)
    extent = rankOne.extent
  }
}

extension Contributions: RandomAccessCollection {
  /// 1: steps are counted from one.
  public var startIndex: Int { 1 }
  /// k + 1.
  public var endIndex: Int { target + 1 }

  /// Contribution i, for a step i in 1…k.
  public subscript(step: Int) -> Contribution {
    let value = self.value(at: step)
    let immediate = rankOne?.immediates[step - 1]
    let signed = signed(at: step)
    return Contribution(
      step: step, lag: target - step, flow: flows[step - 1],
      immediateDerivative: immediate ?? trajectory.immediateDerivative(at: step, parameter), value: value,
      signed: signed, share: share(of: areNorms ? signed : value))
  }

  /// The value of contribution i alone.
  public func value(at step: Int) -> ScaledDouble {
    if let rankOne { return rankOne.values[step - 1] }
    return flows[step - 1] * trajectory.immediateDerivative(at: step, parameter)
  }

  /// The values of all contributions at once, index 0 being step 1: faster than one by one.
  ///
  /// Complexity: O(k).
  public func values() -> [ScaledDouble] {
    if let rankOne { return rankOne.values }
    return [ScaledDouble](unsafeUninitializedCapacity: target) { buffer, count in
      forEachTerm(in: 1...target) { buffer.initializeElement(at: $0 - 1, to: $1) }
      count = target
    }
  }

  /// The sum of the contributions of a range of steps within 1…k; for n > 1 of their signed bars.
  ///
  /// Complexity: O(steps).
  public func sum(over steps: ClosedRange<Int>) -> ScaledDouble {
    precondition((1...target).contains(steps), "contributions are those of the steps 1…k")
    var sum = ScaledSum()
    if let rankOne {
      for step in steps { sum.add(rankOne.summands[step - 1]) }
    } else {
      forEachTerm(in: steps) { sum.add($1) }
    }
    return sum.value
  }

  /// Hands each step of a range and its contribution, a number with its sign, to `body`.
  @inline(__always)
  func forEachTerm(in steps: ClosedRange<Int>, _ body: (Int, ScaledDouble) -> Void) {
    flows.withUnsafeBufferPointer { ScalarSteps.forEachTerm(trajectory, parameter, $0, in: steps, body) }
  }

  /// The signed bar of contribution i alone.
  public func signed(at step: Int) -> ScaledDouble {
    if let rankOne { return rankOne.signed[step - 1] }
    let value = value(at: step)
    return total.isZero ? .zero : total.signum < 0 ? -value : value
  }

  /// Whether a truncation lets contribution i take part; of a total loss, in the gradient of any step's loss.
  ///
  /// Complexity: O(1), of a total loss at most as many steps as a window or a chunk is long.
  public func keeps(_ step: Int) -> Bool {
    truncation.keeps(step, of: trajectory, target: target, observable: observable)
  }

  /// P(k,i) alone.
  public func flow(at step: Int) -> ScaledDouble { flows[step - 1] }

  /// ∂s_i/∂s_{i−1} = f′(a_i)·W; for n > 1 σ_max(J_i), to all its digits: O(n³). `Trajectory.stepFactors(at:)` finds
  /// many at once to 0.1 %, for much less.
  public func stepFactor(at step: Int) -> ScaledDouble { trajectory.stepFactor(at: step) }

  /// Σ ‖C_i‖: with `total` = ‖Σ C_i‖ beside it, how much the contributions cancel.
  ///
  /// Complexity: O(k).
  public var sumOfNorms: ScaledDouble {
    var sum = ScaledSum()
    for value in values() { sum.add(value.magnitude) }
    return sum.value
  }

  /// Whether `value` and `total` are norms, which have no sign; the signs are those of `signed`.
  public var areNorms: Bool { rankOne.map { !$0.areNumbers } ?? false }

  /// Each unit's part of Σ_i ‖C_i‖²: how much of what the contributions say is said to its own row of W and U, its own
  /// number of b. n numbers that sum to 1, or are all 0 where every contribution is.
  public var unitShares: [Double] { rankOne?.unitShares ?? [total.isZero && extent.largest.isZero ? 0 : 1] }

  /// P(k,1) of the whole state, where it is at hand.
  var flowToFirst: ScaledVector? { truncation == .none && adjointLimit == nil ? rankOne?.flow : nil }

  private func share(of value: ScaledDouble) -> Double? {
    guard !total.isZero, !total.isOutOfRange, !value.isOutOfRange else { return nil }
    let ratio = (value / total).doubleValue
    return ratio.isFinite && (ratio != 0 || value.isZero) ? ratio : nil
  }
}
