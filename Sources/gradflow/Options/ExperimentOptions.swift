import ArgumentParser
import GradientView
import RNNCore

/// The flags of everything that computes: a network, a sequence, a target.
struct ExperimentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A prepared network, sequence and target; further flags override it.", valueName: "name"))
  var scenario: ScenarioName?

  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Sequence") var sequence: SequenceOptions
  @OptionGroup(title: "What is looked at") var look: LookOptions

  /// What the flags start from.
  var setup: Setup { scenario?.scenario.setup ?? Setup() }

  /// θ.
  var parameter: Parameter { look.wrt ?? setup.parameter }

  func experiment() throws -> (experiment: Experiment, target: Int) {
    let (sources, choice) = try sequence.sources(from: setup)
    let inputs = sources[choice.source].sequence(choice)
    let target = try look.checkedTarget(steps: choice.steps, from: setup)
    return (Experiment(start: try network.start(from: setup), inputs: inputs), target)
  }
}
