import ArgumentParser
import RNNCore

/// The flags of everything that computes: a network, a sequence, a target.
struct ExperimentOptions: ParsableArguments {
  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Sequence") var sequence: SequenceOptions
  @OptionGroup(title: "What is looked at") var look: LookOptions

  func experiment() throws -> (experiment: Experiment, target: Int) {
    let (sources, choice) = try sequence.sources()
    let inputs = sources[choice.source].sequence(choice)
    return (Experiment(start: try network.start(), inputs: inputs), try look.checkedTarget(steps: choice.steps))
  }
}
