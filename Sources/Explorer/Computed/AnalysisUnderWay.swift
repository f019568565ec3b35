import RNNCore

/// The analysis of a state that takes long, made a part at a time so that keys are heard meanwhile: first the forward
/// pass, then what belongs to the network, then the terms and the flow.
package struct AnalysisUnderWay: Sendable {
  /// What it is made for.
  @Shared package private(set) var state: State
  @Shared private var parts: Analysis.ReusableParts
  /// The forward pass, from when the inputs are there.
  @Shared private var forward: ForwardSweep?
  /// The slice that is being worked on of what belongs to it, once it is complete, and how far the last one came.
  private var run: (slice: Future<RunSweep>, progress: Double)?
  /// The eigenvalues of W, from when they are begun.
  private var eigenvalues: Future<Analysis.BaseSpectrum?>?
  /// The slice that is being worked on of the terms and the flow, and then of what truncation and clipping leave of them.
  private var slice: Future<Gathering>?
  /// How far the last slice came.
  private var gathered: (stage: Stage, progress: Double)?
  /// All of them.
  @Shared private var complete: Gathering?

  /// How many threads may work on it at a time.
  private let threads: Int

  /// Begins with what an earlier analysis has in common with it, and one that was under way.
  init(
    _ state: State, reusing parts: Analysis.ReusableParts?, after previous: AnalysisUnderWay? = nil, threads: Int = 1
  ) {
    (self.threads, self.state) = (threads, state)
    var known = parts ?? Analysis.ReusableParts()
    let left = previous?.parts(for: state)
    if known.run == nil { (known.inputs, known.run) = (left?.inputs ?? known.inputs, left?.run) }
    known.baseSpectrum = known.baseSpectrum ?? left?.baseSpectrum
    self.parts = known
    // Nothing that goes on by itself is begun a second time.
    let isSameMatrix =
      previous?.state.squareMatrix.map { $0.base.network.recurrentWeights }
      == state.squareMatrix.map { $0.base.network.recurrentWeights }
    if isSameMatrix { eigenvalues = previous?.eigenvalues }
  }

  /// What the analysis of a state costs, in multiplications: n covectors go back over k steps, and what a step costs beside
  /// its multiplications counts as a thousand of them. 0 for the scalar network, whose analysis is one part.
  static func cost(of state: State) -> Double {
    let (n, cell) = (Double(state.start.network.hiddenSize), state.start.network.cellKind)
    let rows = Double(cell.rowsPerUnit * cell.parts)
    let passes = 1 + (state.cut.kind == .none ? 0 : 1) + (state.clipping?.adjointLimit == nil ? 0 : 1)
    return n > 1 ? Double(passes * state.target) * n * (rows * n * n + 1000) : 0
  }

  /// What it is worth for several threads to share, in multiplications: of the scalar network what every step takes as well.
  static func sharedCost(of state: State) -> Double {
    state.start.network.hiddenSize > 1 ? cost(of: state) : Double(state.input.steps) * costOfScalarStep
  }

  private static let costOfScalarStep = 50.0

  /// Whether it is made for what a state looks at.
  func isCurrent(for state: State) -> Bool { Analysis.Choices(self.state) == Analysis.Choices(state) }

  /// Its next part, as much as so many moments hold. What takes longer goes on by itself, and is taken up another time.
  mutating func refine(moments: Int, _ sources: [InputSource]) {
    let budget = Double(moments) * Self.slice
    guard parts.run != nil else { return refineRun(budget: budget, sources) }
    beginEigenvalues()
    guard !isWaitingForEigenvalues else { return takeEigenvalues(within: Self.patience) }
    takeEigenvalues(within: .zero)
    if complete == nil { gather(budget: budget) }
  }

  /// The multiplications of one moment: about twenty milliseconds.
  static let slice = 1e8
  /// How long a key may have to wait for what is being worked on: about as long.
  static let patience = Duration.milliseconds(15)
  /// A product with one vector reads as many numbers as it multiplies, and takes so many times as long as one of many.
  static let vectorCost = 4.0

  /// Begins with the eigenvalues of W, after the step factors, unless they are there.
  private mutating func beginEigenvalues() {
    guard eigenvalues == nil, parts.baseSpectrum == nil else { return }
    eigenvalues = state.squareMatrix.map { matrix in Future(nil) { $0 = Analysis.BaseSpectrum(matrix) } }
  }

  private mutating func takeEigenvalues(within patience: Duration) {
    guard parts.baseSpectrum == nil, let eigenvalues else { return }
    eigenvalues.value(within: patience).map { parts.baseSpectrum = $0 }
  }

  /// Whether the eigenvalues are all that is worked on: nothing else is left, or there is no other thread.
  private var isWaitingForEigenvalues: Bool {
    lacksEigenvalues && parts.run != nil && (threads <= 1 || complete != nil)
  }

  private var lacksEigenvalues: Bool { parts.baseSpectrum == nil && state.squareMatrix != nil }

  private mutating func refineRun(budget: Double, _ sources: [InputSource]) {
    if let run {
      guard let sweep = run.slice.value(within: Self.patience) else { return }
      take(sweep, budget: budget)
    } else {
      var sweep = forward ?? beginning(sources)
      // Nothing else holds what goes on, so that no step copies it.
      forward = nil
      sweep.refine(budget: budget / Self.vectorCost)
      forward = sweep
      sweep.trajectory.map { take(RunSweep($0), budget: budget) }
    }
  }

  private mutating func take(_ sweep: RunSweep, budget: Double) {
    guard !sweep.isComplete else { return (parts.run, run, forward) = (sweep.run, nil, nil) }
    let slice = Future(sweep) { [threads] in
      $0.refine(budget: budget, vectorCost: Self.vectorCost, threads: threads)
    }
    run = (slice, sweep.progress)
  }

  /// The forward pass before its first step.
  private mutating func beginning(_ sources: [InputSource]) -> ForwardSweep {
    let inputs = parts.inputs ?? state.inputs(sources)
    parts.inputs = inputs
    return ForwardSweep(of: Experiment(start: state.start, inputs: inputs))
  }

  /// What the terms and the flow are gathered in, and what truncation and clipping leave of them.
  private struct Gathering: Sendable {
    var sweep: GradientSweep
    /// Empty where there is nothing to be cut or clamped; nil as long as the sweep is not complete.
    var remedies: [GradientSweep]?

    /// What of it comes next; nil where nothing is left.
    var next: (stage: Stage, progress: Double)? {
      switch sweep.stage {
      case .contributions: (.contributions, sweep.progress)
      case .flow: (.flow, sweep.progress)
      case .extremes: (.extremes, sweep.progress)
      case .complete: remedies?.first { !$0.isComplete }.map { (.remedies, $0.progress) }
      }
    }

    /// Does more work, where there is some left.
    mutating func refine(budget: Double, threads: Int) {
      if !sweep.isComplete { return sweep.refine(budget: budget, threads: threads) }
      guard let next = remedies?.firstIndex(where: { !$0.isComplete }) else { return }
      remedies?[next].refine(budget: budget, threads: threads)
    }
  }

  /// Goes on with the slice that is being worked on, or begins with the first one.
  private mutating func gather(budget: Double) {
    guard let trajectory = parts.run?.trajectory else { return }
    let future = slice ?? begin(trajectory, budget: budget)
    slice = future
    guard var gathering = future.value(within: Self.patience) else { return }
    if gathering.sweep.isComplete, gathering.remedies == nil { gathering.remedies = remedySweeps(of: gathering.sweep) }
    gathered = gathering.next
    if gathered == nil { (complete, slice) = (gathering, nil) } else { slice = work(on: gathering, budget: budget) }
  }

  private func begin(_ trajectory: Trajectory, budget: Double) -> Future<Gathering> {
    work(
      on: Gathering(
        sweep: GradientSweep(
          of: trajectory, target: state.target, parameter: state.parameter, observable: state.observable)),
      budget: budget)
  }

  private func work(on gathering: Gathering, budget: Double) -> Future<Gathering> {
    // One thread has the eigenvalues.
    let free = lacksEigenvalues ? threads - 1 : threads
    return Future(gathering) { $0.refine(budget: budget, threads: free) }
  }

  /// The whole sum where adjoints are clamped, then what a truncation leaves of it.
  private func remedySweeps(of sweep: GradientSweep) -> [GradientSweep] {
    guard hasRemedies, let plain = sweep.contributions, plain.observable.isVector else { return [] }
    let (truncation, limit) = (state.cut.truncation, state.clipping?.adjointLimit)
    let wanted = (limit == nil ? [] : [Truncation.none]) + (truncation == .none ? [] : [truncation])
    return wanted.map { truncation in
      GradientSweep(
        contributionsOf: plain.trajectory, target: plain.target, parameter: plain.parameter,
        observable: plain.observable, truncation: truncation, adjointLimit: limit)
    }
  }

  /// Whether there are terms to be cut or clamped.
  private var hasRemedies: Bool { state.cut.kind != .none || state.clipping?.adjointLimit != nil }

  /// The analysis, once nothing is left to compute; nil before.
  func analysis(_ sources: [InputSource]) -> Analysis? {
    guard let complete, !lacksEigenvalues else { return nil }
    var parts = parts
    parts.gradient = complete.sweep
    if hasRemedies, let sums = complete.remedies?.compactMap(\.contributions) {
      parts.remedy = RemediedGradient.Sums(
        whole: sums.first { $0.truncation == .none }, kept: sums.first { $0.truncation != .none })
    }
    return Analysis(of: state, sources: sources, reusing: parts, threads: threads)
  }

  /// What can be shown of it before it is whole: states first, then step factors, then the spectrum of W. nil as long as there is
  /// nothing, and where what was shown before is all that there is.
  func early(after shown: Analysis?) -> Analysis? {
    guard let inputs = parts.inputs, let states = parts.run?.trajectory ?? forward?.trajectory else { return nil }
    guard shown?.missing != missing else { return nil }
    return Analysis(of: state, inputs, states, parts.run, parts.baseSpectrum, missing: missing)
  }

  private var missing: Analysis.Missing {
    guard parts.run != nil else { return .factorsAndTerms }
    return lacksEigenvalues ? .spectrumAndTerms : .terms
  }

  /// What of it stays for another state: all of the run where only the target, the parameter or what is looked at has changed.
  private func parts(for other: State) -> Analysis.ReusableParts {
    let isSameRun = state.start == other.start && state.input == other.input
    return Analysis.ReusableParts(
      inputs: isSameRun ? parts.inputs : nil, run: isSameRun ? parts.run : nil,
      baseSpectrum: parts.baseSpectrum.flatMap { $0.isOf(other.squareMatrix) ? $0 : nil })
  }

  /// What is being computed.
  package enum Stage: Hashable, Sendable {
    /// The states; the step factors; the eigenvalues of W.
    case states, stepFactors, eigenvalues
    /// The terms; the flow back to step 1; its extremes on the way; what truncation and clipping leave of the terms.
    case contributions, flow, extremes, remedies
  }

  /// What is being computed now.
  package var stage: Stage {
    guard parts.run != nil else { return run == nil ? .states : .stepFactors }
    return isWaitingForEigenvalues ? .eigenvalues : gathered?.stage ?? .contributions
  }

  /// How much of the stage is done, 0 … 1; nil where that is not known.
  package var progress: Double? {
    switch stage {
    case .states: forward?.progress
    case .stepFactors: run?.progress
    case .eigenvalues: nil
    case .contributions, .flow, .extremes, .remedies: gathered?.progress
    }
  }
}
