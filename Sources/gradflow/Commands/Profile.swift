import ArgumentParser
import RNNCore
import RNNFiles

/// `gradflow profile`: contributions and flow against the lag.
struct Profile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print how large contributions and flow are against the lag, over all target steps.",
    discussion: """
      A row for each lag k - i, over all targets k that have what is looked at: count, the number of such pairs; then of \
      |contribution| and of |flow|, each as table has it, of several units a norm: mean, rms (root mean square), min, p10, \
      p25, p50 (median), p75, p90 and max, quantiles being linear between two numbers. All are in extended range.

      CSV has the columns lag, count, contribution_mean … contribution_max, flow_mean … flow_max. JSON has the members \
      schema, network and sequence as table's, sequences (how many), wrt, of, and rows with lag, count, contribution and \
      flow. Targets that a state's overflow keeps from being reached take no part.

        gradflow profile --input sunspots --steps 200 --offset 0
        gradflow profile --cell lstm --hidden 16 --of loss --wrt W.f --format json

      Exit codes: 0 good, 2 input that cannot be used, 64 usage.
      """)

  @OptionGroup var options: ExperimentOptions

  @Option(help: "The output's format.")
  var format: RowFormat = .csv

  func run() throws {
    try options.gradient.refuse(
      [.target, .cut, .clip], in: "profile", "its rows are of all targets and of every pair, as it is")
    let chosen = try options.chosen()
    try Self.checkWork(chosen)
    chosen.note?.announce()
    let table = ProfileTable(
      of: [chosen.experiment], parameter: chosen.parameter, observable: chosen.observable,
      threads: WorkThreads.count, provenance: chosen.provenance)
    var output = StandardOutput()
    table.write(format, to: &output)
    try output.flush()
  }

  private static let mostMultiplications = 1e13
  /// Of numbers that are kept, 32 bytes a pair, and of those that are not.
  private static let (mostStoredPairs, mostPairs) = (2e7, 1e8)

  /// Minutes and some hundred megabytes are as much as anyone meant to ask for.
  private static func checkWork(_ chosen: ChosenExperiment) throws {
    let steps = chosen.choice.steps
    func work(_ steps: Int) -> Double {
      LagStatistics.multiplications(
        steps: steps, of: chosen.experiment.start, parameter: chosen.parameter, observable: chosen.observable)
    }
    let isStored = work(1) > 0
    let pairs = isStored ? Swift.min(mostStoredPairs, mostMultiplications / work(1)) : mostPairs
    let most = Swift.max(Int((2 * pairs + 0.25).squareRoot() - 0.5), 1)
    guard steps > most else { return }
    let need =
      isStored && work(steps) > mostMultiplications
      ? "would take more than 10000 billion multiplications" : "are more than \(Int(pairs / 1e6)) million"
    throw InputError(
      "the \(steps * (steps + 1) / 2) pairs of target and term of \(steps) steps \(need): use at most --steps \(most)")
  }
}
