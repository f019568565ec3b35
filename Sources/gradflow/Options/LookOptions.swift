import ArgumentParser
import Explorer
import RNNCore
import RNNFiles

extension Parameter: ExpressibleByArgument {}

/// The flags that say what is looked at.
struct LookOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "k, the target step (default: the last that has what is looked at).")
  var target: Int?

  @Option(help: "What the gradient is taken with respect to: W, U or b (default: W).")
  var wrt: Parameter?

  @Option(
    help: "What of the target step: state, unit:R (from 0), loss or total-loss.", transform: ObservableArgument.init)
  var of = ObservableArgument(.state)

  /// k: the flag's, or the setup's where the sequence reaches it, or the last step that has what is looked at.
  func checkedTarget(of inputs: InputSequence, from setup: Setup) throws -> Int {
    let steps = inputs.steps
    let target =
      self.target ?? setup.target.flatMap { $0 <= steps ? $0 : nil } ?? inputs.lastStep(having: of.observable)
    guard (1...steps).contains(target) else {
      throw InputError("--target \(target): expected a step from 1 to T = \(steps)")
    }
    return target
  }

  /// What is looked at, where the network has it and the sequence says what it needs at that target, or could at some step
  /// for nil.
  func checked(_ experiment: Experiment, in model: RNNModel?, target: Int?) throws -> Observable {
    if of.observable.isLoss, let reason = model?.reasonForNoOutput {
      throw InputError("--of \(of.observable.name): the model has \(reason)")
    }
    return try of.checked(experiment, target: target)
  }
}
