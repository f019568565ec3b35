import ArgumentParser
import GradientView
import RNNCore

extension Parameter: ExpressibleByArgument {}

/// The flags that say what is looked at.
struct LookOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "k, the target step (default: T).")
  var target: Int?

  @Option(help: "What the gradient is taken with respect to: W, U or b.")
  var wrt: Parameter = .recurrentWeights

  @Option(help: "What of the target step: state, unit:R (from 0), loss or total-loss.", transform: Subject.init)
  var of = Subject.observable(.state)

  /// What of s_k is looked at; a loss needs what a network of this kind does not have.
  func observable(of network: RNN) throws -> Observable {
    switch of {
    case .observable(.unit(let unit)) where unit >= network.hiddenSize:
      let last = network.hiddenSize - 1
      throw InputError("--of unit:\(unit): the network has \(last == 0 ? "one unit, 0" : "the units 0 to \(last)")")
    case .observable(let observable): return observable
    case .loss(let name):
      throw InputError(
        "--of \(name): a loss needs output weights V and targets, which this network and sequence do not have")
    }
  }

  func checkedTarget(steps: Int) throws -> Int {
    let target = self.target ?? steps
    guard (1...steps).contains(target) else {
      throw InputError("--target \(target): expected a step from 1 to T = \(steps)")
    }
    return target
  }
}

/// What `--of` names.
enum Subject {
  case observable(Observable)
  case loss(String)

  init(_ text: String) throws {
    if text == "state" {
      self = .observable(.state)
    } else if text == "loss" || text == "total-loss" {
      self = .loss(text)
    } else if text.hasPrefix("unit:"), let unit = Int(text.dropFirst(5)), unit >= 0 {
      self = .observable(.unit(unit))
    } else {
      throw ValidationError("expected state, unit:R with a unit R from 0, loss or total-loss")
    }
  }
}

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

/// The flags of everything that shows a picture.
struct PictureOptions: ParsableArguments {
  @OptionGroup var experiment: ExperimentOptions

  @Option(parsing: .unconditional, help: "i, the inspected term (default: k).")
  var term: Int?

  @Option(parsing: .unconditional, help: "Scales to begin with, as the explorer's y writes them.")
  var axes: Axes?

  @Option(
    parsing: .unconditional,
    help: "Keys to play first, such as 'a<Up><Up>'; gradflow list keys shows what they do.",
    transform: KeyArgument.init)
  var keys: KeyArgument?

  @Flag(help: "ASCII glyphs only.")
  var ascii = false

  @Option(help: "Colours for a dark or a light background.")
  var theme: Theme = .dark

  @Option(help: "How many colours: auto, always, never, 16, 256 or truecolor (auto: as the terminal and NO_COLOR say).")
  var color: ColorChoice = .auto

  func session(size: Size) throws -> Session {
    let (sources, choice) = try experiment.sequence.sources()
    let target = try experiment.look.checkedTarget(steps: choice.steps)
    let inspected = term ?? target
    guard (1...target).contains(inspected) else {
      throw InputError("--term \(inspected): expected a step from 1 to k = \(target)")
    }
    var state = State(start: try experiment.network.start(), input: choice, target: target, inspected: inspected)
    state.parameter = experiment.look.wrt
    state.scales = axes?.scales
    var session = Session(state: state, sources: sources, size: size)
    for key in keys?.keys ?? [] { _ = session.handle(key) }
    return session
  }
}

extension Theme: ExpressibleByArgument {}

/// Scales on the command line.
struct Axes: ExpressibleByArgument {
  let scales: Scales

  init?(argument: String) {
    guard let scales = Scales(argument) else { return nil }
    self.scales = scales
  }
}

/// A key script on the command line.
struct KeyArgument {
  let keys: [Key]

  init(_ script: String) throws {
    do {
      keys = try KeyScript.keys(script)
    } catch .unknownKey(let name, let known) {
      throw ValidationError(
        "<\(name)> is no key; write < itself as <lt>. Known: \(known.map { "<\($0)>" }.joined(separator: " "))")
    } catch .unterminated(let text) {
      throw ValidationError("\(text) has no closing >; write < itself as <lt>")
    }
  }
}
