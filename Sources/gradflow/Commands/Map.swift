import ArgumentParser
import RNNFiles

/// `gradflow map`: every pair of target step and term.
struct Map: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print every contribution (k, i).")

  @OptionGroup var options: ExperimentOptions

  @Option(help: "The output's format.")
  var format: RowFormat = .csv

  func run() throws {
    let chosen = try options.chosen()
    try Self.checkRows(chosen.choice.steps)
    chosen.note?.announce()
    let map = ContributionMap(
      of: chosen.experiment.trajectory(), parameter: options.parameter, observable: chosen.observable)
    var output = StandardOutput()
    map.write(format, to: &output)
    try output.flush()
  }

  private static let mostSteps = 14_141

  /// 100 million rows are about 3 GB.
  private static func checkRows(_ steps: Int) throws {
    guard steps > mostSteps else { return }
    throw InputError(
      "\(steps) steps make \(steps * (steps + 1) / 2) pairs of target and term, more than 100 million: "
        + "use at most --steps \(mostSteps)")
  }
}
