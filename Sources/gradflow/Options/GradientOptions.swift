import ArgumentParser
import Explorer
import RNNCore
import RNNFiles

extension Parameter: ExpressibleByArgument {}

/// The flags that say what is looked at.
struct GradientOptions: ParsableArguments {
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

/// What `--of` names.
struct ObservableArgument {
  let observable: Observable

  init(_ observable: Observable) { self.observable = observable }

  init(_ text: String) throws {
    if text == "state" {
      observable = .state
    } else if text == "loss" {
      observable = .loss
    } else if text == "total-loss" {
      observable = .totalLoss
    } else if text.hasPrefix("unit:"), let unit = Int(text.dropFirst(5)), unit >= 0 {
      observable = .unit(unit)
    } else {
      throw ValidationError("expected state, unit:R with a unit R from 0, loss or total-loss")
    }
  }

  /// The observable, where the network has it and the sequence says what it needs at that target; for nil, where it could
  /// say so at some step, which need not be one of those taken.
  func checked(_ experiment: Experiment, target: Int?) throws -> Observable {
    let n = experiment.network.hiddenSize
    switch observable {
    case .state: break
    case .unit(let unit):
      guard unit < n else {
        throw InputError("--of unit:\(unit): the network has \(n == 1 ? "one unit, 0" : "the units 0 to \(n - 1)")")
      }
    case .loss: try checkLoss("loss", experiment, target: target)
    case .totalLoss: try checkLoss("total-loss", experiment, target: target)
    }
    return observable
  }

  private func checkLoss(_ name: String, _ experiment: Experiment, target: Int?) throws {
    if let V = experiment.network.outputWeights, experiment.inputs.classes == nil {
      throw InputError(
        "--of \(name): a loss needs targets for the \(V.rows) classes of V, which \(experiment.inputs.name) does not have: "
          + "name their column with --target-column, or a --text of \(V.rows) different symbols")
    }
    guard let V = experiment.network.outputWeights, let classes = experiment.inputs.classes else {
      throw InputError(
        "--of \(name): a loss needs output weights V and targets, and this network has no V: name a --model that has")
    }
    guard V.rows >= 2 else { throw InputError("--of \(name): a loss needs at least two classes; V has one row") }
    guard let target else { return }
    guard let first = classes.firstIndex(where: { $0 != nil }) else {
      throw InputError("--of \(name): none of the steps has a target class: choose others with --offset and --steps")
    }
    if observable == .loss, classes[target - 1] == nil {
      let last = experiment.inputs.lastStep(having: .loss)
      throw InputError("--of loss: step \(target) has no target class: the last that has one is --target \(last)")
    }
    guard first < target else {
      throw InputError(
        "--of total-loss: the steps up to \(target) have no target class: the first that has one is --target \(first + 1)"
      )
    }
  }
}
