import ArgumentParser
import RNNCore
import RNNFiles

extension TableFormat: ExpressibleByArgument {}
extension RowFormat: ExpressibleByArgument {}

/// `gradflow table`: one target step, every term.
struct Table: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print every term of one target step.")

  @OptionGroup var options: ExperimentOptions

  @Option(help: "The output's format.")
  var format: TableFormat = .text

  func run() throws {
    let beginning = try options.beginning()
    beginning.note?.announce()
    let table = ContributionTable(
      of: beginning.experiment.trajectory(), target: beginning.target, parameter: options.parameter,
      observable: beginning.observable)
    var output = StandardOutput()
    table.write(format, to: &output)
    try output.flush()
  }
}
