import RNNCore
import Screen

/// All that follows from a state: computed in one place, stored nowhere but for reuse.
package struct Analysis: Sendable {
  /// About a third of a second, in multiplications: somebody who waits longer notices.
  static let noticeableCost = 2e9
  /// Some minutes: what takes longer is not computed at all, and said so.
  static let mostCost = 1e12
  /// A fifth of a millisecond, in multiplications: what is less is done before another thread has begun.
  static let costOfThread = 1e6
  /// The input choice it was made for.
  package let input: InputChoice
  /// Whether the inputs are states of layers below, which the activation makes.
  private let inputsFollowActivation: Bool
  /// What the network takes of the source.
  @Shared private var intake: Intake
  /// The network, s_0 and the inputs.
  @Shared package private(set) var experiment: Experiment
  /// The forward pass.
  @Shared package private(set) var trajectory: Trajectory
  /// k.
  package let target: Int
  /// θ.
  package let parameter: Parameter
  /// What of s_k is looked at.
  package let observable: Observable
  /// What is left out of the sum, and how it is clipped.
  private let truncation: Truncation
  private let clipping: Clipping?
  /// The terms of ∂s_k/∂θ; nil when the trajectory overflows at or before k.
  @Shared package private(set) var contributions: Contributions?
  /// What truncation and clipping make of it; nil where there are neither, or no terms.
  @Shared package private(set) var remedied: RemediedGradient?
  /// Whether more of that is still to be found, which takes so long that the terms are shown before.
  package private(set) var isRemedyDue: Bool
  /// The flow from k to step 1, with the extremes that its verdict tells of.
  @Shared package private(set) var regime: Regime
  /// The spectrum of W; nil for the scalar network and for gated cells.
  @Shared package private(set) var weightSpectrum: WeightSpectrum?
  /// That of W₀, from which it follows for every g.
  @Shared private var baseSpectrum: BaseSpectrum?
  /// The spectrum of W₀, as it is at g = 1; nil likewise.
  package var unitSpectrum: WeightSpectrum? { baseSpectrum?.spectrum(ofGain: 1) }
  /// Where the flow leaves the range of each floating-point format that loses it.
  package let rangeExits: [RangeExit]
  /// The terms as the columns that were shown last have them; nil until they are asked for.
  @Shared package private(set) var pooled: (columns: TimeColumns, terms: PooledTerms, remedied: RemediedTerms?)?
  /// How far states and factors reach, for the scales.
  let extent: Extent
  /// The first step whose state rounding decides, if there is one.
  package let roundingDecidesAt: Int?
  /// σ_max of every step Jacobian of a network of several units, and of a gated cell of one; of a GRU of one the number.
  package let stepFactors: StepFactors?
  /// The smallest and the largest factors that the gradient passes.
  @Shared package private(set) var strongestBrakes: StrongestBrakes
  /// What is not computed yet; nil of an analysis that is whole.
  package let missing: Missing?

  /// What an analysis that is under way has not computed yet.
  package enum Missing: Hashable, Sendable {
    /// All that goes back: the step factors, the terms, the flow.
    case factorsAndTerms
    /// The spectrum of W, the terms and the flow.
    case spectrumAndTerms
    /// The terms and the flow.
    case terms
  }

  /// Analyses a state.
  package init(of state: State, sources: [InputSource]) {
    self.init(of: state, sources: sources, reusing: nil)
  }

  /// Analyses a state, taking from an earlier analysis what the changed choices leave as it was.
  ///
  /// - Parameter threads: how many may work on it at a time, on which no number depends.
  init(of state: State, sources: [InputSource], reusing parts: ReusableParts?, threads: Int = 1) {
    intake = state.intake
    inputsFollowActivation = !state.source(of: sources).layersBelow.isEmpty
    let inputs = parts?.inputs ?? state.inputs(sources)
    let experiment = Experiment(start: state.start, inputs: inputs)
    let trajectory = parts?.run?.trajectory ?? experiment.trajectory()
    let (target, observable) = (state.target, state.observable)
    (self.experiment, self.trajectory, self.target, self.observable) = (experiment, trajectory, target, observable)
    let threads = AnalysisUnderWay.sharedCost(of: state) < Self.costOfThread ? 1 : threads
    // What goes on threads of its own comes first: this one goes on with it.
    let (gradient, (run, brakes)) = Concurrent.both(
      threads: threads, { Gradient(trajectory, state, parts?.gradient, parts?.regime, threads: threads) },
      {
        let run = parts?.run ?? Run(trajectory)
        return (run, StrongestBrakes(trajectory, run.stepFactors, target: target))
      })
    (extent, stepFactors, roundingDecidesAt) = (run.extent, run.stepFactors, run.roundingDecidesAt)
    (input, parameter) = (state.input, state.parameter)
    strongestBrakes = brakes
    let base = parts?.baseSpectrum ?? state.squareMatrix.map { BaseSpectrum($0) }
    baseSpectrum = base
    weightSpectrum = state.matrix.flatMap { base?.spectrum(ofGain: $0.gain) }
    let contributions = gradient.contributions
    (self.contributions, regime) = (contributions, gradient.regime)
    (truncation, clipping) = (state.cut.truncation, state.clipping)
    remedied = contributions.flatMap {
      RemediedGradient(
        of: $0, state.cut.truncation, state.clipping, parts?.remedy ?? .init(), affordable: Self.noticeableCost)
    }
    isRemedyDue =
      contributions.map {
        RemediedGradient.isMissing(
          of: $0, state.cut.truncation, state.clipping, affordable: Self.noticeableCost, upTo: Self.mostCost)
      } ?? false
    rangeExits = contributions?.rangeExits() ?? []
    missing = nil
  }

  /// What is there of an analysis of several units that is under way: the states, and the step factors and the spectrum of W₀
  /// once they are known.
  ///
  /// Complexity: O(T·n), for the scales.
  init(
    of state: State, _ inputs: InputSequence, _ trajectory: Trajectory, _ run: Run?, _ base: BaseSpectrum?,
    missing: Missing
  ) {
    intake = state.intake
    inputsFollowActivation = false
    experiment = Experiment(start: state.start, inputs: inputs)
    (self.trajectory, stepFactors, roundingDecidesAt) = (trajectory, run?.stepFactors, run?.roundingDecidesAt)
    extent = run?.extent ?? Extent(statesOf: trajectory)
    (input, target, parameter, observable) = (state.input, state.target, state.parameter, state.observable)
    (truncation, clipping) = (state.cut.truncation, state.clipping)
    (rangeExits, isRemedyDue) = ([], false)
    regime = .notYetKnown
    strongestBrakes = run.map { StrongestBrakes(trajectory, $0.stepFactors, target: state.target) } ?? StrongestBrakes()
    baseSpectrum = base
    weightSpectrum = state.matrix.flatMap { base?.spectrum(ofGain: $0.gain) }
    self.missing = missing
  }

  /// What finds all that truncation and clipping make of the terms, and throws what is thrown at it meanwhile; nil where nothing is
  /// due.
  var dueRemedy: (@Sendable (_ check: @escaping () throws -> Void) throws -> RemediedGradient?)? {
    guard isRemedyDue, let contributions else { return nil }
    let sums = RemediedGradient.Sums(
      whole: remedied.flatMap { $0.whole.adjointLimit == nil ? nil : $0.whole }, kept: remedied?.contributions)
    return { [truncation, clipping] check in
      try RemediedGradient(of: contributions, truncation, clipping, sums, affordable: Self.mostCost, check: check)
    }
  }

  /// Takes what that came to.
  mutating func take(_ remedied: RemediedGradient?) {
    (self.remedied, isRemedyDue, pooled) = (remedied, false, nil)
  }

  /// Whether what truncation and clipping make of the terms is not there because finding it takes too long.
  package var isRemedyTooCostly: Bool {
    contributions != nil && remedied == nil && (truncation != .none || clipping != nil)
  }

  /// The terms that take part: all as they are where nothing is cut or clamped; nil where they are not computed.
  package var keptContributions: Contributions? {
    isRemedyTooCostly ? nil : remedied?.contributions ?? contributions
  }

  /// Makes the terms of columns, unless they are there; nil without contributions, and where none is among the columns.
  mutating func pool(_ columns: TimeColumns, threads: Int) {
    guard let contributions, pooled?.columns != columns else { return }
    guard contributions.target >= columns.shown.lowerBound else { return pooled = nil }
    pooled = (columns, PooledTerms(contributions, columns, threads: threads), RemediedTerms(remedied, columns))
  }

  /// The terms as columns show them: those that take part; nil where these are not computed.
  package var pooledTerms: PooledTerms? { isRemedyTooCostly ? nil : pooled.map { $0.remedied?.kept ?? $0.terms } }

  /// Whether the states are those of one unit, which have a bar each.
  package var hasStateBars: Bool { trajectory.hiddenSize == 1 || observable.isUnit }

  /// The states that are drawn: of an LSTM's bars its c_t, which stand beside them, too.
  var drawnStates: ClosedRange<Double> {
    guard hasStateBars, let cells = extent.cells else { return extent.states }
    return Swift.min(extent.states.lowerBound, cells.lowerBound)...Swift.max(extent.states.upperBound, cells.upperBound)
  }

  /// Whether every quantity is one number with its sign.
  package var isScalar: Bool {
    trajectory.network.elmanActivation != nil && trajectory.hiddenSize == 1 && trajectory.inputs.dimension == 1
      && (observable == .state || observable.isLoss && trajectory.network.scalarHead != nil)
  }

  /// All that an analysis follows from, among the same sources.
  package struct Choices: Hashable, Sendable {
    package let input: InputChoice
    package let intake: Intake
    package let start: InitializedNetwork
    package let target: Int
    package let parameter: Parameter
    package let observable: Observable
    package let truncation: Truncation
    package let clipping: Clipping?
  }

  /// What it was made for.
  package var choices: Choices {
    Choices(
      input: input, intake: intake, start: experiment.start, target: target, parameter: parameter,
      observable: observable,
      truncation: truncation, clipping: clipping)
  }

  /// Whether this is the analysis of that state.
  func isCurrent(for state: State) -> Bool { choices == Choices(state) }

  /// What an analysis of that state can take over from this one.
  func parts(for state: State) -> ReusableParts {
    let sameInputs =
      input == state.input && intake == state.intake
      && (!inputsFollowActivation || experiment.network.elmanActivation == state.start.network.elmanActivation)
    let sameRun = sameInputs && experiment.start == state.start
    return ReusableParts(
      inputs: sameInputs ? experiment.inputs : nil,
      run: sameRun ? Run(trajectory, extent, stepFactors, roundingDecidesAt) : nil,
      baseSpectrum: baseSpectrum.flatMap { $0.isOf(state.matrix) ? $0 : nil },
      regime: sameRun && target == state.target ? regime : nil)
  }

  /// The spectrum of W₀, and what it is the spectrum of.
  struct BaseSpectrum: Sendable {
    private let weights: Matrix
    private let spectrum: WeightSpectrum

    init(_ network: ScaledNetwork) {
      weights = network.base.network.recurrentWeights
      spectrum = WeightSpectrum(of: weights)
    }

    func isOf(_ network: ScaledNetwork?) -> Bool { network?.base.network.recurrentWeights == weights }

    /// That of W = g·W₀.
    func spectrum(ofGain gain: Double) -> WeightSpectrum { gain == 1 ? spectrum : spectrum.scaled(by: gain) }
  }

  /// A forward pass, and what belongs to it whatever is looked at.
  struct Run: Sendable {
    let trajectory: Trajectory
    let extent: Extent
    let stepFactors: StepFactors?
    let roundingDecidesAt: Int?

    init(_ trajectory: Trajectory) {
      var sweep = RunSweep(trajectory)
      sweep.refine(budget: .infinity)
      self = sweep.run
    }

    init(_ trajectory: Trajectory, _ extent: Extent, _ stepFactors: StepFactors?, _ roundingDecidesAt: Int?) {
      self.roundingDecidesAt = roundingDecidesAt
      self.trajectory = trajectory
      self.extent = extent
      self.stepFactors = stepFactors
    }
  }

  /// The terms of a target and the regime of its flow.
  private struct Gradient: Sendable {
    let contributions: Contributions?
    let regime: Regime

    /// What is not there already.
    init(_ trajectory: Trajectory, _ state: State, _ sweep: GradientSweep?, _ regime: Regime?, threads: Int) {
      let (target, observable) = (state.target, state.observable)
      let exists = trajectory.isFinite(through: target) && trajectory.canObserve(observable, at: target)
      let contributions =
        sweep?.contributions
        ?? (exists
          ? Contributions(
            of: trajectory, target: target, parameter: state.parameter, observable: observable, threads: threads) : nil)
      self.contributions = contributions
      self.regime =
        sweep?.regime ?? regime ?? contributions.map { Regime(of: $0, extremes: .told) }
        ?? Regime(of: trajectory, target: target, extremes: .told)
    }
  }

  /// The parts of an analysis that outlive a change of the state.
  struct ReusableParts: Sendable {
    var inputs: InputSequence?
    var run: Run?
    var baseSpectrum: BaseSpectrum?
    /// What the flow of the same target does, whatever is looked at.
    var regime: Regime?
    /// Contributions and regime that were gathered part by part, complete.
    var gradient: GradientSweep?
    /// The sums that truncation and clipping leave, likewise.
    var remedy: RemediedGradient.Sums?
  }
}

/// How far states and factors reach.
struct Extent: Sendable {
  /// The smallest and the largest finite state.
  let states: ClosedRange<Double>
  /// Those of c_t; nil of a network that is no LSTM.
  let cells: ClosedRange<Double>?
  /// The magnitudes of the smallest step factor that is not 0 and of the largest; nil where there is none.
  let factors: ClosedRange<ScaledDouble>?

  init(_ trajectory: Trajectory, _ stepFactors: StepFactors?) {
    let finite = trajectory.lastFiniteStep
    states = trajectory.stateRange(over: Swift.min(1, finite)...finite)
    cells = trajectory.network.cellKind.parts == 2 ? trajectory.cellRange(over: Swift.min(1, finite)...finite) : nil
    factors = stepFactors.map { $0.range } ?? trajectory.stepFactorRange(through: finite)
  }

  /// That of the states alone.
  init(statesOf trajectory: Trajectory) {
    let finite = trajectory.lastFiniteStep
    states = trajectory.stateRange(over: Swift.min(1, finite)...finite)
    cells = trajectory.network.cellKind.parts == 2 ? trajectory.cellRange(over: Swift.min(1, finite)...finite) : nil
    factors = nil
  }
}

extension Analysis {
  /// ∂s_j/∂s_{j−1}, of several units σ_max, of a finite step.
  package func stepFactor(at step: Int) -> ScaledDouble { stepFactors?[step] ?? trajectory.stepFactor(at: step) }

  /// The step factors of smallest and of largest magnitude over finite steps.
  package func stepFactorExtremes(over steps: ClosedRange<Int>) -> (smallest: ScaledDouble, largest: ScaledDouble) {
    stepFactors?.extremes(over: steps) ?? trajectory.stepFactorExtremes(over: steps)
  }

  /// The step factor of finite steps that matters most: 0 if one is, else the one farthest from 1.
  package func mostTellingStepFactor(over steps: ClosedRange<Int>) -> ScaledDouble {
    let (smallest, largest) = stepFactorExtremes(over: steps)
    return smallest.isZero || -smallest.log10 > largest.log10 ? smallest : largest
  }

  /// L_t of the last of some steps, or of the target step among them; nil without a target and of a recording, which has no
  /// number, NaN where z_t overflows.
  package func lastLoss(over steps: ClosedRange<Int>) -> Double? {
    let step = steps.contains(target) ? target : steps.upperBound
    guard trajectory.isFinite(through: step), trajectory.hasTarget(at: step) else { return nil }
    guard !trajectory.isRecorded else { return nil }
    return trajectory.value(of: .loss, target: step) ?? .nan
  }
}

extension RNN {
  /// V of a head that reads this layer alone and whose second class has the logit 0: o = softmax((V·s, 0)); nil for every
  /// other.
  package var scalarHead: Double? {
    guard hiddenSize == 1, layersAbove.isEmpty, !isBesideAnother, let V = outputWeights, V.rows == 2,
      V.elements[1] == 0,
      outputBias?.allSatisfy({ $0 == 0 }) == true
    else { return nil }
    return V.elements[0]
  }
}

extension Analysis.Choices {
  /// Those of a state.
  init(_ state: State) {
    self.init(
      input: state.input, intake: state.intake, start: state.start, target: state.target, parameter: state.parameter,
      observable: state.observable, truncation: state.cut.truncation, clipping: state.clipping)
  }
}

extension Analysis {
  /// Whether a unit's state at a finite step in 0…T is 0 only because a `Double` holds nothing smaller: what it would be
  /// cannot be told. It is exactly 0 before the first state that underflows, and where the unit is off.
  package func hasUnderflowed(at step: Int, unit: Int = 0) -> Bool {
    guard let first = trajectory.underflowAt, step >= first else { return false }
    let states = trajectory.state(at: step)
    // Gates are never exactly 0.
    return states[states.startIndex + unit] == 0
      && (trajectory.network.elmanActivation == nil || !trajectory.scaledDerivative(at: step, unit: unit).isZero)
  }

  /// Whether a term is 0 only because the state that it carries has underflowed.
  package func isLostToUnderflow(_ term: Contribution) -> Bool {
    isCarriedStateLost(at: term.step) && term.value.isZero && !term.flow.isZero
  }

  /// Whether s_{i−1}, which the term of W at step i carries, has units that have underflowed.
  package func isCarriedStateLost(at step: Int) -> Bool {
    guard parameter.kind == .recurrentWeights, let first = trajectory.underflowAt, step > first else { return false }
    return (0..<trajectory.hiddenSize).contains { hasUnderflowed(at: step - 1, unit: $0) }
  }
}

extension Analysis {
  /// Whether the network says something that can be wrong, and some step has a target.
  var hasLosses: Bool { experiment.hasLosses }

  /// Why there are no contributions; nil where there are.
  package var reasonForNone: ReasonForNone? {
    guard contributions == nil else { return nil }
    guard trajectory.isFinite(through: target) else { return .overflow(step: trajectory.overflowAt ?? target) }
    return trajectory.hasTarget(at: target) ? .outputOverflow : .noTarget(nearest: nearestWithTarget)
  }

  /// The step nearest to k that has a target, the earlier of two; nil where none has.
  private var nearestWithTarget: Int? {
    guard let known = experiment.inputs.targets?.knownSteps else { return nil }
    let (before, after) = (known.last { $0 <= target }, known.first { $0 > target })
    return [before, after].compactMap { $0 }.min { ($0 - target).magnitude < ($1 - target).magnitude }
  }

  /// Why a target has no contributions.
  package enum ReasonForNone: Hashable {
    /// A state left the range of a Double.
    case overflow(step: Int)
    /// A loss is looked at, and the target step has no target; the nearest step that has one, if any has.
    case noTarget(nearest: Int?)
    /// z_t left the range of a Double.
    case outputOverflow
  }
}
