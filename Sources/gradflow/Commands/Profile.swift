import ArgumentParser
import RNNCore
import RNNFiles

/// `gradflow profile`: contributions and flow against the lag.
struct Profile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Print how large contributions and flow are against the lag, over all target steps.",
    discussion: """
      A row for each lag k - i, over all targets k that have what is looked at: count, the number of such pairs; then of \
      |contribution| and of |flow|, each as table has it, of several units a norm: mean, rms (root mean square), min, p10, \
      p25, p50 (median), p75, p90 and max, quantiles being linear between two numbers. All are in extended range.

      CSV has the columns lag, count, contribution_mean … contribution_max, flow_mean … flow_max. JSON has the members \
      schema, network and sequence as table's, sequences (how many), wrt, of, and rows with lag, count, contribution and \
      flow. Targets that a state's overflow keeps from being reached take no part. With --sequences rows are of several \
      sequences of a batch together; network and sequence in JSON are then the first one's.

        gradflow profile --input sunspots --steps 200 --offset 0
        gradflow profile --model model.safetensors --input batch.npy --sequences all
        gradflow profile --cell lstm --hidden 16 --of loss --wrt W.f --format json

      Exit codes: 0 good, 2 input that cannot be used, 64 usage.
      """)

  @OptionGroup var options: ExperimentOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The sequences of a batch that rows are of, of a trace too: all, a number from 0 or a range such as 0-7 (default: that of --sequence).",
      valueName: "numbers"))
  var sequences: SequenceRange?

  @Option(help: "The output's format.")
  var format: RowFormat = .csv

  @OptionGroup var config: ConfigOptions

  func validate() throws {
    guard sequences != nil, options.sequence.sequence != nil else { return }
    throw ValidationError("--sequence and --sequences exclude each other: rows are of one sequence, or of several")
  }

  func run() throws {
    try options.gradient.refuse(
      [.target, .cut, .clip], in: "profile", "its rows are of all targets and of every pair, as it is")
    let (chosen, experiments) = try experiments()
    chosen.note?.announce()
    let table = Progress.during("profile") { progress in
      ProfileTable(
        of: experiments, parameter: chosen.parameter, observable: chosen.observable,
        threads: Processors.granted, provenance: chosen.provenance, reporting: progress.report)
    }
    var output = StandardOutput()
    table.write(format, to: &output)
    try output.flush()
  }

  /// What is asked for, and the network with each of its sequences.
  private func experiments() throws -> (first: ChosenExperiment, all: [Experiment]) {
    guard let sequences else {
      let chosen = try options.chosen()
      try Self.checkWork(chosen, sequences: 1)
      return (chosen, [chosen.experiment])
    }
    // Of a file of tensors nothing else is read than what is asked for.
    let isFile = options.sequence.input.map(TensorInput.isOne) ?? false
    let first = try isFile ? chosen(sequences.first) : options.chosen()
    let source = first.sources[first.choice.source]
    let numbers = try sequences.numbers(of: source.batchSize, name: source.name)
    try Self.checkWork(first, sequences: numbers.count)
    let shown = try chosen(numbers.lowerBound)
    return (shown, try [shown.experiment] + numbers.dropFirst().map { try chosen($0).experiment })
  }

  /// The same of one sequence of a batch.
  private func chosen(_ number: Int) throws -> ChosenExperiment {
    var options = options
    options.sequence.sequence = number
    return try options.chosen()
  }

  private static let mostMultiplications = 1e13
  /// Of numbers that are kept, 32 bytes a pair, and of those that are not.
  private static let (mostStoredPairs, mostPairs) = (2e7, 1e8)

  /// Minutes and some hundred megabytes are as much as anyone meant to ask for.
  private static func checkWork(_ chosen: ChosenExperiment, sequences: Int) throws {
    let (steps, count) = (chosen.choice.steps, Double(sequences))
    func work(_ steps: Int) -> Double {
      count
        * LagStatistics.multiplications(
          steps: steps, of: chosen.experiment.start, parameter: chosen.parameter, observable: chosen.observable)
    }
    let isStored = work(1) > 0
    let held = isStored ? mostStoredPairs : mostPairs
    let pairs = isStored ? Swift.min(held / count, mostMultiplications / work(1)) : held / count
    let most = Swift.max(Int((2 * pairs + 0.25).squareRoot() - 0.5), 1)
    guard steps > most else { return }
    let need =
      isStored && work(steps) > mostMultiplications
      ? "would take more than 10000 billion multiplications" : "are more than \(Int(held / 1e6)) million"
    let asked = steps * (steps + 1) / 2 * sequences
    throw InputError(
      "the \(asked) pairs of target and term of \(steps) steps\(sequences == 1 ? "" : " and \(sequences) sequences") "
        + "\(need): use at most --steps \(most)")
  }
}
