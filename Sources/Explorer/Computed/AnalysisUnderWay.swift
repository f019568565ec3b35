import RNNCore

/// The analysis of a state that takes long, made a part at a time so that keys are heard meanwhile: first the forward
/// pass, then what belongs to the network, then the terms and the flow.
package struct AnalysisUnderWay: Sendable {
  /// What it is made for.
  @Shared package private(set) var state: State
  @Shared private var parts: Analysis.ReusableParts
  /// The forward pass, from when the inputs are there.
  @Shared private var forward: ForwardSweep?
  /// What belongs to it, once it is complete.
  @Shared private var run: RunSweep?
  @Shared private var sweep: GradientSweep?
  /// What truncation and clipping leave of the terms, once these are complete.
  private var remedies: [GradientSweep]?

  /// Begins with what an earlier analysis has in common with it.
  init(_ state: State, reusing parts: Analysis.ReusableParts?) {
    self.state = state
    self.parts = parts ?? Analysis.ReusableParts()
  }

  /// What the analysis of a state costs, in multiplications: n covectors go back over k steps, and what a step costs beside
  /// its multiplications counts as a thousand of them. 0 for the scalar network, whose analysis is one part.
  static func cost(of state: State) -> Double {
    let (n, cell) = (Double(state.start.network.hiddenSize), state.start.network.cellKind)
    let rows = Double(cell.rowsPerUnit * cell.parts)
    let passes = 1 + (state.cut.kind == .none ? 0 : 1) + (state.clipping?.adjointLimit == nil ? 0 : 1)
    return n > 1 ? Double(passes * state.target) * n * (rows * n * n + 1000) : 0
  }

  /// Whether it is made for what a state looks at.
  func isCurrent(for state: State) -> Bool { Analysis.Choices(self.state) == Analysis.Choices(state) }

  /// Its next part, as much as so many moments hold. The eigenvalues of W are one part, however long they take.
  mutating func refine(moments: Int, _ sources: [InputSource]) {
    let budget = Double(moments) * Self.slice
    if parts.run == nil {
      refineRun(budget: budget, sources)
    } else if parts.baseSpectrum == nil, let matrix = state.squareMatrix {
      parts.baseSpectrum = Analysis.BaseSpectrum(matrix)
    } else {
      gather(budget: budget)
    }
  }

  /// The multiplications of one moment: about twenty milliseconds.
  private static let slice = 1e8
  /// A product with one vector reads as many numbers as it multiplies, and takes so many times as long as one of many.
  private static let vectorCost = 4.0

  private mutating func refineRun(budget: Double, _ sources: [InputSource]) {
    // Nothing else holds what goes on, so that no step copies it.
    if var sweep = run {
      run = nil
      sweep.refine(budget: budget, vectorCost: Self.vectorCost)
      if sweep.isComplete { (parts.run, forward) = (sweep.run, nil) } else { run = sweep }
    } else {
      var sweep = forward ?? beginning(sources)
      forward = nil
      sweep.refine(budget: budget / Self.vectorCost)
      forward = sweep
      run = sweep.trajectory.map { RunSweep($0) }
    }
  }

  /// The forward pass before its first step.
  private mutating func beginning(_ sources: [InputSource]) -> ForwardSweep {
    let inputs =
      parts.inputs ?? state.source(of: sources).sequence(state.input, activation: state.start.network.elmanActivation)
    parts.inputs = inputs
    return ForwardSweep(of: Experiment(start: state.start, inputs: inputs))
  }

  private mutating func gather(budget: Double) {
    guard let trajectory = parts.run?.trajectory else { return }
    if let sweep, sweep.isComplete { return gatherRemedies(of: sweep, budget: budget) }
    var sweep =
      self.sweep
      ?? GradientSweep(
        of: trajectory, target: state.target, parameter: state.parameter, observable: state.observable)
    self.sweep = nil
    sweep.refine(budget: budget)
    self.sweep = sweep
  }

  /// Gathers what truncation and clipping leave of the whole state's terms; of all else it is found in one go.
  private mutating func gatherRemedies(of sweep: GradientSweep, budget: Double) {
    var sweeps = remedies ?? remedySweeps(of: sweep)
    remedies = nil
    if let next = sweeps.firstIndex(where: { !$0.isComplete }) { sweeps[next].refine(budget: budget) }
    remedies = sweeps
  }

  /// The whole sum where adjoints are clamped, then what a truncation leaves of it.
  private func remedySweeps(of sweep: GradientSweep) -> [GradientSweep] {
    guard let plain = sweep.contributions, plain.observable.isVector else { return [] }
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
    guard let sweep, sweep.isComplete else { return nil }
    var parts = parts
    parts.gradient = sweep
    if hasRemedies {
      guard let remedies, remedies.allSatisfy(\.isComplete) else { return nil }
      let sums = remedies.compactMap(\.contributions)
      parts.remedy = RemediedGradient.Sums(
        whole: sums.first { $0.truncation == .none }, kept: sums.first { $0.truncation != .none })
    }
    return Analysis(of: state, sources: sources, reusing: parts)
  }

  /// What can be shown of it before it is whole: states first, then step factors. nil as long as there is nothing, and where what
  /// was shown before is all that there is.
  func early(after shown: Analysis?) -> Analysis? {
    guard let inputs = parts.inputs, let states = parts.run?.trajectory ?? forward?.trajectory else { return nil }
    guard shown == nil || shown?.missing == .factorsAndTerms && parts.run != nil else { return nil }
    return Analysis(of: state, inputs, states, parts.run)
  }

  /// What of it stays where only the target, the parameter or what is looked at has changed.
  func parts(for other: State) -> Analysis.ReusableParts? {
    guard state.start == other.start, state.input == other.input else { return nil }
    return Analysis.ReusableParts(inputs: parts.inputs, run: parts.run, baseSpectrum: parts.baseSpectrum)
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
    guard parts.baseSpectrum != nil || state.squareMatrix == nil else { return .eigenvalues }
    switch sweep?.stage {
    case .flow: return .flow
    case .extremes: return .extremes
    case .complete where hasRemedies: return .remedies
    case .contributions, .complete, nil: return .contributions
    }
  }

  /// How much of the stage is done, 0 … 1; nil where that is not known.
  package var progress: Double? {
    switch stage {
    case .states: forward?.progress
    case .stepFactors: run?.progress
    case .eigenvalues: nil
    case .contributions, .flow, .extremes: sweep?.progress
    case .remedies: remedies?.first { !$0.isComplete }?.progress
    }
  }
}
