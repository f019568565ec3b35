import ArgumentParser
import RNNFiles

/// `gradflow map`: every pair of target step and term.
struct Map: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print every contribution (k, i).")

  @OptionGroup var options: ExperimentOptions

  @Option(help: "The output's format.")
  var format: RowFormat = .csv

  func run() throws {
    let beginning = try options.beginning()
    let map = ContributionMap(
      of: beginning.experiment.trajectory(), parameter: options.parameter, observable: beginning.observable)
    var output = StandardOutput()
    map.write(format, to: &output)
    try output.flush()
  }
}
