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

  @Flag(help: "Leave s_0 … s_T out of JSON.")
  var noStates = false

  func validate() throws {
    if noStates, format != .json { throw ValidationError("--no-states: only --format json has the states") }
  }

  func run() throws {
    let chosen = try options.chosen()
    chosen.note?.announce()
    let table = ContributionTable(
      of: chosen.experiment.trajectory(), target: chosen.target, parameter: options.parameter,
      observable: chosen.observable)
    var output = StandardOutput()
    table.write(format, to: &output, withStates: !noStates)
    try output.flush()
  }
}
