import ArgumentParser
import RNNCore
import RNNFiles

/// `gradflow sweep`: one row for every value of a knob.
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Print one row per value of a number of the network, or of the number of steps.",
    discussion: """
      Of the scalar network W, U, b, s0, V and a gate's bias can be varied; of one of several units, drawn or a model's, g \
      of W = g·W₀ and s0, every number of it; of a drawn LSTM bf and of a drawn GRU bz (or bf), what --forget-bias adds; of \
      every network T, the number of steps, with which k goes to the last one that has what is looked at. With --checkpoints \
      there is a row for each file that --model names, in natural order, and value is its name.

      value is the knob's; s_k the state at the target step, of several units its norm; total ∂s_k/∂θ or that of what --of \
      names, of several units its norm; lyapunov λ(k,1) per step, natural logarithm; peak the largest singular value of \
      P(k,i) over i. Where a state overflows before k all but value and verdict are empty, in JSON null. Rows are computed \
      on all cores, and are the same on any number of them.

        gradflow sweep --vary W=0:3:0.01
        gradflow sweep --hidden 64 --steps 200 --input noise --vary g=0.5:1.5:0.01 --format json
        gradflow sweep --cell lstm --hidden 16 --vary bf=0:3:0.5 --of cell
        gradflow sweep --model builtin:sunspots --of loss --vary T=10:40:10
        gradflow sweep --model 'run/step*.safetensors' --checkpoints

      Exit codes: 0 good, 2 input that cannot be used, 64 usage.
      """)

  @OptionGroup var options: ExperimentOptions

  @Option(
    parsing: .unconditional,
    help:
      "What is swept: NAME=FROM:TO:STEP with W, U, b, s0 or V, of an LSTM bf, bi or bo, of a GRU bz or br, of several units g, s0, bf or bz, or T; the end is included.",
    completion: .list(["W", "U", "b", "s0", "V", "bf", "bi", "bo", "bz", "br", "g", "T"].map { $0 + "=" }),
    transform: SweepArgument.init)
  var vary: SweepArgument?

  @Flag(help: "A row for each file of --model, instead of --vary.")
  var checkpoints = false

  @Option(help: "The output's format.")
  var format: RowFormat = .csv

  @OptionGroup var config: ConfigOptions

  func validate() throws {
    if vary == nil, !checkpoints {
      throw ValidationError(
        "Missing expected argument '--vary <vary>', or --checkpoints for a row of each --model file")
    }
    if vary != nil, checkpoints {
      throw ValidationError("--vary and --checkpoints exclude each other: rows are of values, or of files")
    }
    if checkpoints, options.network.models.isEmpty {
      throw ValidationError("--checkpoints makes a row for each file of --model: give --model FILE too")
    }
  }

  func run() throws {
    try options.gradient.refuseClipping("sweep", "its totals are those before anything is clipped")
    let chosen = try options.chosen()
    let plan = try plan(chosen)
    let table = SweepTable(
      plan, of: chosen.experiment, target: chosen.target, parameter: chosen.parameter,
      observable: chosen.observable, truncation: chosen.cut.truncation, provenance: chosen.provenance)
    var output = StandardOutput()
    do {
      try Progress.during("sweep", streams: true) { progress in
        try table.write(format, to: &output, threads: Processors.granted) { output, part in
          output.passOn()
          progress.report(part)
        }
      }
    } catch {
      throw vary?.beyondRange ?? InputError("--checkpoints: a weight would be beyond 1.8e308: use a smaller --gain")
    }
    try output.flush()
  }

  private func plan(_ chosen: ChosenExperiment) throws -> SweepPlan {
    if let vary {
      let plan = try vary.plan(chosen, fixedTarget: options.gradient.target)
      chosen.note?.announce()
      return plan
    }
    guard let files = CheckpointFiles(options) else { throw InputError("--checkpoints: --model names no file") }
    let plan = try files.sweep(beside: chosen)
    ModelNotes(shown: chosen.note, compared: nil, others: files.notes).announce()
    return plan
  }
}

/// `W=0:3:0.01`.
struct SweepArgument {
  private let text: String
  private let knob: SweepKnob
  private let numbers: [Double]

  init(_ text: String) throws {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = halves.last?.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) } ?? []
    guard halves.count == 2, let knob = SweepKnob(rawValue: String(halves[0])), numbers.count == 3,
      !numbers.contains(nil)
    else {
      throw ValidationError(
        "expected NAME=FROM:TO:STEP such as W=0:3:0.01, with W, U, b, s0, V, a gate's bias, g of several units, or T")
    }
    self.text = text
    self.knob = knob
    self.numbers = numbers.compactMap { $0 }
  }

  /// The settings of an experiment that it asks for.
  ///
  /// - Parameter fixedTarget: k where a flag gives it: the same at every number of steps.
  /// - Throws: `InputError` for a number that the network does not have, and for values that lead nowhere.
  func plan(_ chosen: ChosenExperiment, fixedTarget: Int?) throws -> SweepPlan {
    let knobs = SweepKnob.knobs(of: chosen)
    guard knobs.contains(knob) else {
      let names = knobs.map(\.rawValue).joined(separator: ", ")
      throw InputError("--vary \(text): \(Self.owner(chosen)) has \(names): \(Self.wayOut(chosen))")
    }
    guard knob != .steps else { return try steps(chosen, fixedTarget: fixedTarget) }
    let (variable, base) = try knob.turning(chosen)
    return SweepPlan(
      knob.rawValue, of: base, varying: variable, over: try range(), target: chosen.target)
  }

  /// What is said of a value that makes no network.
  var beyondRange: InputError {
    InputError("--vary \(text): at the next value a weight would be beyond 1.8e308: let the range end before it")
  }

  private static func owner(_ chosen: ChosenExperiment) -> String {
    let kind = chosen.experiment.network.cellKind
    return chosen.matrix == nil ? kind.withArticle : "\(kind.withArticle) of several units like this one"
  }

  private static func wayOut(_ chosen: ChosenExperiment) -> String {
    chosen.matrix == nil
      ? "vary one of them, or give another --cell, or --hidden N for g"
      : "vary one of them, or leave --hidden or --model out for the scalar network's"
  }

  private func range() throws -> SweepRange {
    let (from, end, step) = (numbers[0], numbers[1], numbers[2])
    guard let range = SweepRange(from: from, through: end, by: step) else {
      throw InputError(
        "--vary \(text): expected finite numbers and a step that leads from \(from) to \(end) in at most 10000000 values"
      )
    }
    return range
  }

  /// Every number of steps, each with the sequence as it is for so many.
  private func steps(_ chosen: ChosenExperiment, fixedTarget: Int?) throws -> SweepPlan {
    if let fixedTarget {
      throw InputError("--vary \(text): k goes with T, and --target \(fixedTarget) holds it: leave --target out")
    }
    let range = try range()
    let (source, choice) = (chosen.sources[chosen.choice.source], chosen.choice)
    let most = source.availableSteps(offset: choice.offset, hidden: chosen.experiment.network.hiddenSize)
    let ends = [range.from, range.value(at: range.count - 1)]
    guard range.step.rounded() == range.step, range.from.rounded() == range.from,
      ends.allSatisfy({ $0 >= 1 && $0 <= Double(most) })
    else {
      throw InputError(
        "--vary \(text): expected whole numbers of steps from 1 to \(most), as many as \(source.name) has")
    }
    let (start, observable) = (chosen.experiment.start, chosen.observable)
    return SweepPlan(knob.rawValue, count: range.count) { place in
      var choice = choice
      choice.steps = Int(range.value(at: place))
      let inputs = source.sequence(choice, activation: start.network.elmanActivation)
      return SweepSetting(
        .value(Double(choice.steps)), Experiment(start: start, inputs: inputs),
        target: inputs.lastStep(having: observable))
    }
  }
}

/// What `--vary` can name.
private enum SweepKnob: Hashable {
  /// A number of the scalar network, or of several units s0, bf and bz.
  case scalar(ScalarVariable)
  /// g.
  case gain
  /// T.
  case steps

  init?(rawValue: String) {
    switch rawValue {
    case "g": self = .gain
    case "T": self = .steps
    default:
      guard let variable = ScalarVariable(rawValue: rawValue) else { return nil }
      self = .scalar(variable)
    }
  }

  var rawValue: String {
    switch self {
    case .scalar(let variable): variable.rawValue
    case .gain: "g"
    case .steps: "T"
    }
  }

  /// Those of an experiment.
  static func knobs(of chosen: ChosenExperiment) -> [SweepKnob] {
    let kind = chosen.experiment.network.cellKind
    guard let matrix = chosen.matrix else {
      return ScalarVariable.variables(of: kind).map { .scalar($0) } + [.steps]
    }
    var knobs: [SweepKnob] = [.gain, .scalar(.initialState), .steps]
    if case .seeded = matrix.origin {
      if kind == .gru { knobs.append(.scalar(.updateBias)) }
      if kind.keepingGate != nil { knobs.append(.scalar(.forgetBias)) }
    }
    return knobs
  }

  /// What it turns, and the experiment of which it does: one whose gain is 1, or whose gate has nothing added.
  func turning(_ chosen: ChosenExperiment) throws -> (SweepVariable, Experiment) {
    let experiment = chosen.experiment
    guard let matrix = chosen.matrix else {
      if case .scalar(let variable) = self { return (.scalar(variable), experiment) }
      return (.gain, experiment)
    }
    switch self {
    case .scalar(.initialState): return (.initialState, experiment)
    case .scalar:
      return (.forgetBias, Experiment(start: try matrix.withoutForgetBias.start(), inputs: experiment.inputs))
    case .gain, .steps: return (.gain, Experiment(start: matrix.base, inputs: experiment.inputs))
    }
  }
}
