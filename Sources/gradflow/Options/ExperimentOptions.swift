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
  var files: [String?] { [network.model, sequence.input, sequence.text] }

  /// θ.
  var parameter: Parameter { gradient.wrt ?? setup.parameter }

  /// Where everything starts: the network, the sequence and the target that the flags make of the setup.
  ///
  /// - Parameter isPicture: whether a target step without the loss that is looked at is shown, as the screen explains it;
  ///   else it is refused.
  func chosen(forPicture isPicture: Bool = false) throws -> ChosenExperiment {
    let (cut, clipping) = (try gradient.cut(from: setup), try gradient.clipping(from: setup))
    try network.checkHidden()
    let model = try network.trainedModel()
    let (sources, choice) = try sequence.sources(from: setup, for: InputRequirements(model, hidden: network.hidden))
    let matrix =
      try model.map { try network.scaled($0) }
      ?? network.matrix(from: setup, inputs: sources[choice.source].dimension, seed: choice.seed)
    let start = try matrix.map { try Self.start(of: $0) } ?? network.start(from: setup)
    let inputs = sources[choice.source].sequence(choice, activation: start.network.activation)
    let target = try gradient.checkedTarget(of: inputs, from: setup)
    let experiment = Experiment(start: start, inputs: inputs)
    return ChosenExperiment(
      sources: sources, choice: choice, target: target, matrix: matrix, experiment: experiment,
      observable: try gradient.checked(experiment, in: model, from: setup, target: isPicture ? nil : target),
      cut: cut, clipping: clipping,
      note: model.flatMap { ModelNote($0, path: network.model, fedBy: sequence) })
  }

  private static func start(of matrix: ScaledNetwork) throws -> InitializedNetwork {
    do {
      return try matrix.start()
    } catch {
      throw InputError("--gain \(matrix.gain): a weight of W would be beyond 1.8e308: use a smaller gain")
    }
  }
}

/// What the flags of an experiment make.
struct ChosenExperiment {
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
  /// What of s_k is looked at.
  let observable: Observable
  /// What is left out of the sum.
  let cut: Cut
  /// How it is clipped, if it is.
  let clipping: Clipping?
  /// What was taken of a model's file; nil without one.
  let note: ModelNote?

  /// The state that the explorer starts with.
  func state(inspected: Int) -> State {
    var state = State(start: experiment.start, input: choice, target: target, inspected: inspected)
    (state.matrix, state.observable) = (matrix, observable)
    return state
  }
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

  /// The note on the model in the file at `path`, fed by `sequence`; nil for a model that is built in.
  init?(_ model: RNNModel, path: String?, fedBy sequence: SequenceOptions) {
    guard let path, !path.hasPrefix("builtin:") else { return nil }
    let isByCode = sequence.text != nil && model.vocabulary == nil && !(sequence.bytes && model.inputSize == 256)
    let symbols = isByCode ? "; symbols assumed in the order of their codes, since no metadata has a vocabulary" : ""
    line = "\(Excerpt.printable(path)): \(model.taken)\(symbols)"
    brief = model.takenBriefly
  }

  /// Says it.
  func announce() { StandardError.write("gradflow: \(line)\n") }
}
