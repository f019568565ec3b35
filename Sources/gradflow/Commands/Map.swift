import ArgumentParser
import RNNFiles

/// `gradflow map`: every pair of target step and term.
struct Map: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print every contribution (k, i).")

  @OptionGroup var options: ExperimentOptions

  @Option(help: "The output's format.")
  var format: RowFormat = .csv

  func run() throws {
    let (experiment, _) = try options.experiment()
    let observable = try options.look.observable(of: experiment.network)
    let map = ContributionMap(of: experiment.trajectory(), parameter: options.parameter, observable: observable)
    var output = StandardOutput()
    map.write(format, to: &output)
    try output.flush()
  }
}
