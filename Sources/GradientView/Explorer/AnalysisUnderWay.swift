import RNNCore

/// The analysis of a state that takes long, made a part at a time so that keys are heard meanwhile: first the forward
/// pass, then what belongs to the network, then the terms and the flow.
struct AnalysisUnderWay: Sendable {
  /// What it is made for.
  let state: State
  private var parts: Analysis.ReusableParts
  private var trajectory: Trajectory?
  private var sweep: GradientSweep?

  /// Begins with what an earlier analysis has in common with it.
  init(_ state: State, reusing parts: Analysis.ReusableParts?) {
    self.state = state
    self.parts = parts ?? Analysis.ReusableParts()
  }

  /// What the analysis of a state costs, in multiplications: n covectors go back over k steps, and what a step costs beside
  /// its multiplications counts as a thousand of them. 0 for the scalar network, whose analysis is one part.
  static func cost(of state: State) -> Double {
    let n = Double(state.start.network.hiddenSize)
    return n > 1 ? Double(state.target) * n * (n * n + 1000) : 0
  }

  /// Whether it is made for what a state looks at.
  func isCurrent(for state: State) -> Bool { AnalysisKey(self.state) == AnalysisKey(state) }

  /// Its next part; of the terms and the flow as much as so many moments hold.
  mutating func refine(moments: Int, _ sources: [InputSource]) {
    if let trajectory {
      finishRun(trajectory)
    } else if parts.run == nil {
      let inputs =
        parts.inputs ?? state.source(of: sources).sequence(state.input, activation: state.start.network.activation)
      parts.inputs = inputs
      trajectory = Experiment(start: state.start, inputs: inputs).trajectory()
    } else if parts.baseSpectrum == nil, let matrix = state.matrix {
      parts.baseSpectrum = Analysis.BaseSpectrum(matrix)
    } else {
      gather(budget: Double(moments) * Self.slice)
    }
  }

  /// The multiplications of one moment: some tens of milliseconds.
  private static let slice = 2e8

  private mutating func finishRun(_ trajectory: Trajectory) {
    parts.run = Analysis.Run(trajectory)
    self.trajectory = nil
  }

  private mutating func gather(budget: Double) {
    guard let trajectory = parts.run?.trajectory else { return }
    var sweep =
      self.sweep
      ?? GradientSweep(
        of: trajectory, target: state.target, parameter: state.parameter, observable: state.observable)
    self.sweep = nil
    sweep.refine(budget: budget)
    self.sweep = sweep
  }

  /// The analysis, once nothing is left to compute; nil before.
  func analysis(_ sources: [InputSource]) -> Analysis? {
    guard let sweep, sweep.isComplete else { return nil }
    var parts = parts
    parts.gradient = sweep
    return Analysis(of: state, sources: sources, reusing: parts)
  }

  /// What of it stays where only the target, the parameter or what is looked at has changed.
  func parts(for other: State) -> Analysis.ReusableParts? {
    guard state.start == other.start, state.input == other.input else { return nil }
    return Analysis.ReusableParts(inputs: parts.inputs, run: parts.run, baseSpectrum: parts.baseSpectrum)
  }

  /// What is being computed, from everything to the least.
  var words: [String] {
    let (what, brief) = present
    let done = sweep.map { ": \(Int($0.progress * 100)) %" } ?? " …"
    let (n, k) = (state.start.network.hiddenSize, state.target)
    let size = "\(n) units over \(k) step\(k == 1 ? "" : "s")"
    return [
      "computing \(what), \(size)\(done)", "computing \(what)\(done)", "computing \(brief)\(done)", "computing\(done)",
    ]
  }

  private var present: (what: String, brief: String) {
    guard parts.run != nil else {
      return trajectory == nil ? ("the states s_t", "states") : ("the step factors", "factors")
    }
    guard parts.baseSpectrum != nil || state.matrix == nil else { return ("the eigenvalues of W", "eigenvalues") }
    let k = NumberText.subscripted(state.target)
    switch sweep?.stage {
    case .flow: return ("the flow ∂s\(k)/∂sᵢ back to step 1", "the flow")
    case .extremes: return ("where the flow ∂s\(k)/∂sᵢ is largest or smallest", "its extremes")
    case .contributions, .complete, nil: return ("the terms of \(state.gradientSymbol)", "the terms")
    }
  }
}

/// What an analysis depends on.
private struct AnalysisKey: Equatable {
  let start: InitializedNetwork
  let input: InputChoice
  let target: Int
  let parameter: Parameter
  let observable: Observable

  init(_ state: State) {
    (start, input, target) = (state.start, state.input, state.target)
    (parameter, observable) = (state.parameter, state.observable)
  }
}
