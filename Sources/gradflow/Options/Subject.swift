import ArgumentParser
import RNNCore

/// What `--of` names.
struct Subject {
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

  /// The observable, where the network has it and the sequence says what it needs at that target.
  func checked(_ experiment: Experiment, target: Int) throws -> Observable {
    let n = experiment.network.hiddenSize
    switch observable {
    case .state: break
    case .unit(let unit):
      guard unit < n else {
        throw InputError("--of unit:\(unit): the network has \(n == 1 ? "one unit, 0" : "the units 0 to \(n - 1)")")
      }
    case .loss: try checkLoss("loss", experiment, steps: target...target)
    case .totalLoss: try checkLoss("total-loss", experiment, steps: 1...target)
    }
    return observable
  }

  private func checkLoss(_ name: String, _ experiment: Experiment, steps: ClosedRange<Int>) throws {
    if experiment.network.tellsClasses, experiment.inputs.classes == nil {
      throw InputError("--of \(name): a loss needs targets: name the column of their classes with --target-column")
    }
    guard let V = experiment.network.outputWeights, let classes = experiment.inputs.classes else {
      throw InputError(
        "--of \(name): a loss needs output weights V and targets, which this network and sequence do not have")
    }
    guard V.rows >= 2 else { throw InputError("--of \(name): a loss needs at least two classes; V has one row") }
    guard steps.contains(where: { classes[$0 - 1] != nil }) else {
      let place = steps.count == 1 ? "step \(steps.upperBound) has" : "the steps up to \(steps.upperBound) have"
      throw InputError("--of \(name): \(place) no target class: choose another --target")
    }
  }
}
