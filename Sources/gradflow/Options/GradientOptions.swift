import ArgumentParser
import Explorer
import RNNCore
import RNNFiles

/// The flags that say what is looked at.
struct GradientOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "k, the target step (default: the last that has what is looked at).")
  var target: Int?

  @Option(
    help: ArgumentHelp(
      "What the gradient is taken with respect to: W, U or b, bh of a GRU, and of a gated cell the rows of one gate, such as W.f (default: W).",
      valueName: "theta"), completion: .list(ParameterArgument.names),
    transform: ParameterArgument.init)
  var wrt: ParameterArgument?

  @Option(
    help:
      "What of the target step: state, unit:R (from 0), of an LSTM cell or cell:R, loss or total-loss (default: state).",
    completion: .list(["state", "unit:", "cell", "cell:", "loss", "total-loss"]),
    transform: ObservableArgument.init)
  var of: ObservableArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Truncate to a window of so many steps: each target hears the lags 0 … N − 1. none: not at all.", valueName: "N"),
    completion: .list(["none"]))
  var cutWindow: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Truncate between chunks of so many steps, as h.detach() does: a target hears its own chunk; 5,8,12: after these steps. none: not at all.",
      valueName: "N"), completion: .list(["none"]))
  var detach: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Clip the gradient with a threshold C above 0: norm:C, each:C, value:C or adjoint:C, or none.",
      valueName: "kind:C"), completion: .list(["norm:", "each:", "value:", "adjoint:", "none"]))
  var clip: String?

  @Option(help: "A loss of all steps is their sum, or their mean as PyTorch has it: sum or mean (default: sum).")
  var reduction: LossReduction?

  /// What of s_k the flags ask for, or the setup.
  func observable(from setup: Setup) -> ObservableArgument { of ?? ObservableArgument(setup.observable) }

  /// k: the flag's, or the setup's where the sequence reaches it, or the last step that has what is looked at.
  func checkedTarget(of inputs: InputSequence, from setup: Setup) throws -> Int {
    let steps = inputs.steps
    let target =
      self.target ?? setup.target.flatMap { $0 <= steps ? $0 : nil }
      ?? inputs.lastStep(having: observable(from: setup).observable)
    guard (1...steps).contains(target) else {
      throw InputError("--target \(target): expected a step from 1 to T = \(steps)")
    }
    return target
  }

  /// θ: the flag's, or the setup's where the network has it, or W.
  func parameter(of network: RNN, from setup: Setup) throws -> Parameter {
    guard let parameter = wrt?.parameter else {
      return network.has(setup.parameter) ? setup.parameter : .recurrentWeights
    }
    guard network.has(parameter) else {
      let names = network.parameters.map(\.rawValue).joined(separator: ", ")
      throw InputError(
        "--wrt \(parameter): \(network.cellKind.withArticle) like this one has \(names): choose one of them")
    }
    return parameter
  }

  /// What is looked at, where the network has it and the sequence says what it needs at that target, or could at some step
  /// for nil.
  func checked(
    _ experiment: Experiment, in model: RNNModel?, from setup: Setup, target: Int?
  ) throws -> Observable {
    var argument = observable(from: setup)
    // A scenario's c is that of its LSTM; of another cell in its place it is the state.
    if of == nil, experiment.network.cellKind != .lstm, argument.observable == .cell {
      argument = ObservableArgument(.state)
    }
    // Values can be held against the states themselves.
    let needsHead = experiment.inputs.targets.map { $0.classes != nil } ?? true
    if argument.observable.isLoss, needsHead, let reason = model?.reasonForNoOutput {
      throw InputError("--of \(argument.observable.name): the model has \(reason)")
    }
    return try argument.checked(experiment, target: target)
  }
}

extension LossReduction: ExpressibleByArgument {}

extension GradientOptions {
  /// What is left out of the sum: as the flags say, or the setup.
  func cut(from setup: Setup) throws -> Cut {
    if cutWindow != nil, detach != nil {
      throw InputError(
        "--cut-window and --detach exclude each other: a gradient is cut in one of the two ways: leave one of them out")
    }
    if let cutWindow { return try Self.cut(.window, "--cut-window", cutWindow) }
    if let detach { return try Self.cut(.detach, "--detach", detach) }
    return setup.cut
  }

  private static func cut(_ kind: Cut.Kind, _ flag: String, _ text: String) throws -> Cut {
    guard text != "none" else { return Cut() }
    if kind == .detach, text.contains(",") { return try chunks(text) }
    guard let length = Int(text), length >= 1 else {
      throw InputError("\(flag) \(text): expected a whole number of steps from 1 on, or none to leave nothing out")
    }
    return Cut(kind, length: length)
  }

  /// Chunks of different lengths: `5,8,12`.
  private static func chunks(_ text: String) throws -> Cut {
    let steps = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let known = steps.compactMap { $0 }
    guard known.count == steps.count, known.first ?? 0 >= 1, zip(known, known.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw InputError("--detach \(text): expected ascending steps from 1 on, such as 5,8,12")
    }
    return Cut(detachAfter: known)
  }

  /// How the gradient is clipped: as the flag says, or the setup.
  func clipping(from setup: Setup) throws -> Clipping? {
    guard let clip else { return setup.clipping }
    guard clip != "none" else { return nil }
    guard let clipping = Clipping(flag: clip) else {
      throw InputError(
        "--clip \(clip): expected norm:C, each:C, value:C or adjoint:C with a finite threshold C above 0, such as norm:1, "
          + "or none")
    }
    return clipping
  }

  /// Refuses a clipping that a command has nothing to say of; a scenario's own is no part of what is asked of it.
  func refuseClipping(_ command: String, _ reason: String) throws {
    guard let clip, clip != "none" else { return }
    throw InputError("\(command) --clip \(clip): \(reason): leave --clip out, or ask table")
  }
}

extension GradientOptions {
  /// A flag that not every command has something to say of.
  enum Flag { case target, wrt, of, cut, clip }

  /// Refuses flags that a command has nothing to say of; what a scenario has of them is no part of what is asked of it.
  func refuse(_ flags: [Flag], in command: String, _ reason: String) throws {
    for flag in flags {
      guard let (name, value) = given(flag), value != "none" else { continue }
      throw InputError("\(command) \(name) \(value): \(reason): leave \(name) out, or ask table")
    }
  }

  /// How a flag was given; nil where it was not.
  private func given(_ flag: Flag) -> (name: String, value: String)? {
    switch flag {
    case .target: target.map { ("--target", "\($0)") }
    case .wrt: wrt.map { ("--wrt", $0.parameter.rawValue) }
    case .of: of.map { ("--of", $0.observable.name) }
    case .cut: cutWindow.map { ("--cut-window", $0) } ?? detach.map { ("--detach", $0) }
    case .clip: clip.map { ("--clip", $0) }
    }
  }
}

/// What `--wrt` names.
struct ParameterArgument {
  let parameter: Parameter

  init(_ text: String) throws {
    guard let parameter = Parameter(rawValue: text) else {
      throw ValidationError(
        "expected W, U, b, bh, or of a gated cell the rows of one gate: W.i, W.f, W.g or W.o of an LSTM, W.r, W.z or W.n "
          + "of a GRU, and so of U, b and bh")
    }
    self.parameter = parameter
  }

  /// Every name that some network has, for completion.
  static let names: [String] = {
    let gates = ["i", "f", "g", "o", "r", "z", "n"]
    return ["W", "U", "b", "bh"] + ["W", "U", "b"].flatMap { kind in gates.map { "\(kind).\($0)" } }
      + ["r", "z", "n"].map { "bh.\($0)" }
  }()
}

/// What `--of` names.
struct ObservableArgument {
  let observable: Observable

  init(_ observable: Observable) { self.observable = observable }

  init(_ text: String) throws {
    let named: [Observable] = [.state, .cell, .loss, .totalLoss]
    if let observable = named.first(where: { $0.name == text }) {
      self.observable = observable
      return
    }
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, ["unit", "cell"].contains(halves[0]), let unit = Int(halves[1]), unit >= 0 else {
      throw ValidationError(
        "expected state, unit:R with a unit R from 0, of an LSTM cell or cell:R, loss or total-loss")
    }
    observable = halves[0] == "unit" ? .unit(unit) : .cellUnit(unit)
  }

  /// The observable, where the network has it and the sequence says what it needs at that target; for nil, where it could
  /// say so at some step, which need not be one of those taken.
  func checked(_ experiment: Experiment, target: Int?) throws -> Observable {
    switch observable {
    case .state: break
    case .cell, .cellUnit: try checkCell(experiment)
    case .unit(let unit): try checkUnit(unit, experiment)
    case .loss, .totalLoss: try checkLoss(observable.name, experiment, target: target)
    }
    return observable
  }

  private func checkCell(_ experiment: Experiment) throws {
    guard experiment.network.cellKind == .lstm else {
      throw InputError("--of \(observable.name): only an LSTM keeps c beside h: give --cell lstm, or --of state")
    }
    if case .cellUnit(let unit) = observable { try checkUnit(unit, experiment) }
  }

  private func checkUnit(_ unit: Int, _ experiment: Experiment) throws {
    let n = experiment.network.hiddenSize
    guard unit >= n else { return }
    throw InputError("--of \(observable.name): the network has \(n == 1 ? "one unit, 0" : "the units 0 to \(n - 1)")")
  }

  private func checkLoss(_ name: String, _ experiment: Experiment, target: Int?) throws {
    try checkTargets(name, experiment)
    guard let target, let known = experiment.inputs.targets?.knownSteps else { return }
    let word = experiment.inputs.targetWord
    guard let first = known.first else {
      throw InputError("--of \(name): none of the steps has a \(word): choose others with --offset and --steps")
    }
    if observable == .loss, !known.contains(target) {
      let last = experiment.inputs.lastStep(having: .loss)
      throw InputError("--of loss: step \(target) has no \(word): the last that has one is --target \(last)")
    }
    guard first <= target else {
      throw InputError(
        "--of total-loss: the steps up to \(target) have no \(word): the first that has one is --target \(first)")
    }
  }

  /// Refuses targets that the network cannot be held against, and a sequence without any.
  private func checkTargets(_ name: String, _ experiment: Experiment) throws {
    if let targets = experiment.inputs.targets, targets.classes == nil {
      do {
        return try experiment.network.validate(targets)
      } catch { throw InputError("--of \(name): \(error)") }
    }
    if let V = experiment.network.outputWeights, experiment.inputs.classes == nil {
      throw InputError(
        "--of \(name): a loss needs targets for the \(V.rows) classes of V, which \(experiment.inputs.name) does not have: "
          + "name their column with --target-column, or a --text of \(V.rows) different symbols")
    }
    guard let V = experiment.network.outputWeights else {
      throw InputError(
        "--of \(name): a loss needs output weights V and targets, and this network has no V: name a --model that has")
    }
    guard V.rows >= 2 else { throw InputError("--of \(name): a loss needs at least two classes; V has one row") }
  }
}
