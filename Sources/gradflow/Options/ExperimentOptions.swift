import RNNFiles
import ArgumentParser
import Explorer
import RNNCore

/// The flags of everything that computes: a network, a sequence, a target.
struct ExperimentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A prepared network, sequence and target; further flags override it.", valueName: "name"))
  var scenario: ScenarioName?

  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Sequence") var sequence: SequenceOptions
  @OptionGroup(title: "What is looked at") var gradient: GradientOptions

  /// What the flags start from.
  var setup: Setup { scenario?.scenario.setup ?? Setup() }

  /// What was named as a file, or as something that comes along.
  var files: [String?] { network.files + [sequence.input, sequence.text, sequence.targetTensor] }

  /// Whether what is fed to the network comes by standard input.
  var readsStandardInput: Bool { [sequence.input, sequence.text].contains("-") }

  func validate() throws { try network.checkMatrixFlags(setup) }

  /// Where everything starts: the network, the sequence and the target that the flags make of their own setup, or of
  /// another one.
  ///
  /// - Parameter isPicture: whether a target step without the loss that is looked at is shown, as the screen explains it;
  ///   else it is refused.
  func chosen(from other: Setup? = nil, forPicture isPicture: Bool = false) throws -> ChosenExperiment {
    try network.checkHidden()
    try network.checkCheckpoint()
    let opened = try network.opened(feedsSymbols: sequence.mayFeedSymbols, sequence: sequence.sequence)
    let model = opened?.model
    let setup = (other ?? setup).following(sequence.input == nil ? opened?.trace : nil)
    let (cut, clipping) = (try gradient.cut(from: setup), try gradient.clipping(from: setup))
    var (sources, choice) = try sequence.sources(
      from: setup,
      for: InputRequirements(opened, hidden: network.hidden(from: setup), given: network.given(by: setup)))
    choice.reduction = gradient.reduction ?? .sum
    let matrix =
      try opened.map { try network.scaled($0) }
      ?? network.matrix(from: setup, inputs: sources[choice.source].dimension, seed: choice.seed)
    let start = try matrix.map { try Self.start(of: $0) } ?? network.start(from: setup)
    let inputs = sources[choice.source].sequence(choice, activation: start.network.elmanActivation)
    let target = try gradient.checkedTarget(of: inputs, from: setup)
    let experiment = Experiment(start: start, inputs: inputs)
    return ChosenExperiment(
      opened: opened, sources: sources, choice: choice, target: target, matrix: matrix, experiment: experiment,
      parameter: try gradient.parameter(of: start.network, from: setup),
      observable: try gradient.checked(
        experiment, in: opened?.trace == nil ? model : nil, from: setup, target: isPicture ? nil : target),
      cut: cut, clipping: clipping,
      note: opened.flatMap { ModelNote($0, path: network.model, fedBy: sources[choice.source], sequence) })
  }

  /// The state that the explorer starts with.
  ///
  /// - Parameter term: i; nil for the setup's, as far as the sequence reaches it, or k.
  func state(of chosen: ChosenExperiment, from other: Setup? = nil, term: Int?) throws -> State {
    let (setup, target) = (other ?? setup, chosen.target)
    let inspected = term ?? setup.inspected.flatMap { $0 <= target ? $0 : nil } ?? target
    guard (1...target).contains(inspected) else {
      throw InputError("--term \(inspected): expected a step from 1 to k = \(target)")
    }
    var state = State(start: chosen.experiment.start, input: chosen.choice, target: target, inspected: inspected)
    state.matrix = chosen.matrix
    setup.apply(to: &state)
    (state.parameter, state.observable) = (chosen.parameter, chosen.observable)
    (state.cut, state.clipping) = (chosen.cut, chosen.clipping)
    return state
  }

  private static func start(of matrix: ScaledNetwork) throws -> InitializedNetwork {
    do {
      return try matrix.start()
    } catch {
      throw InputError("--gain \(matrix.gain): a weight of W would be beyond 1.8e308: use a smaller gain")
    }
  }
}

extension Setup {
  /// The setup for a trace: what is looked at is its loss, cut where a state was passed on as a constant.
  fileprivate func following(_ trace: Trace?) -> Setup {
    guard let trace, trace.inputs.targets != nil else { return self }
    var setup = self
    setup.observable = .totalLoss
    if !trace.boundaries.isEmpty { setup.cut = Cut(detachAfter: trace.boundaries, of: trace.inputs.steps) }
    return setup
  }
}

/// What the flags of an experiment make.
struct ChosenExperiment {
  /// The file that is shown; nil for a network that the flags make.
  let opened: OpenedModel?
  /// Every source that the explorer's `i` walks through.
  let sources: [InputSource]
  /// The one that is fed to the network, and how much of it.
  let choice: InputChoice
  /// k.
  let target: Int
  /// W₀ and its gain; nil for the scalar network.
  let matrix: ScaledNetwork?
  /// The network, s_0 and the inputs.
  let experiment: Experiment
  /// θ.
  let parameter: Parameter
  /// What of s_k is looked at.
  let observable: Observable
  /// What is left out of the sum.
  let cut: Cut
  /// How it is clipped, if it is.
  let clipping: Clipping?
  /// What was taken of a model's file; nil without one.
  let note: ModelNote?

  /// The model of the file.
  var model: RNNModel? { opened?.model }

  /// Where network and sequence come from.
  var provenance: Provenance { Provenance(matrix, sources[choice.source], choice) }
}

/// The name of a scenario on the command line.
struct ScenarioName: ExpressibleByArgument {
  let scenario: Scenario

  init?(argument: String) {
    guard let scenario = Scenario.named(argument) else { return nil }
    self.scenario = scenario
  }

  static var allValueStrings: [String] { Scenario.all.map(\.name) }
}

/// What is said of a model's file that was opened: nothing in it is taken, assumed or left out silently.
struct ModelNote {
  /// One line for standard error.
  let line: String
  /// The same in a few words for the screen; nil where all of the file is used as it says itself.
  let brief: String?

  /// The note on the model in the file at `path`, fed by a source that `sequence` makes; nil for a model that is built in.
  init?(_ opened: OpenedModel, path: String?, fedBy source: InputSource, _ sequence: SequenceOptions) {
    guard let path, !path.hasPrefix("builtin:") else { return nil }
    if let trace = opened.trace {
      line = "\(Excerpt.printable(path)): \(trace.taken)"
      brief = trace.takenBriefly
      return
    }
    let model = opened.model
    let isByCode = sequence.text != nil && model.vocabulary == nil && !(sequence.bytes && source.symbolCount == 256)
    let symbols = isByCode ? "; symbols assumed in the order of their codes, since no metadata has a vocabulary" : ""
    line = "\(Excerpt.printable(path)): \(model.taken(feedingEmbedding: source.isEmbedded))\(symbols)"
    brief = model.takenBriefly(feedingEmbedding: source.isEmbedded)
  }

  /// Says it.
  func announce() { StandardError.write("gradflow: \(line)\n") }
}

/// What is said of the files of what is shown and of what is kept as B: of one file once.
struct ModelNotes {
  /// Lines for standard error.
  private let lines: [String]
  /// The same in a few words for the screen; nil where there is nothing to be said.
  let brief: String?

  init(shown: ModelNote?, compared: ModelNote?, others: [String] = []) {
    let other = compared?.line == shown?.line ? nil : compared
    lines = ([shown?.line] + others + [other.map { "--compare: \($0.line)" }]).compactMap { $0 }
    let briefs = [shown?.brief, other?.brief.map { "B: \($0)" }].compactMap { $0 }
    brief = briefs.isEmpty ? nil : briefs.joined(separator: "; ")
  }

  /// Says it.
  func announce() { for line in lines { StandardError.write("gradflow: \(line)\n") } }
}
