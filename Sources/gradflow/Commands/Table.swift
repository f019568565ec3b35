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
      observable: chosen.observable, truncation: chosen.cut.truncation, clipping: chosen.clipping)
    var output = StandardOutput()
    table.write(format, to: &output, withStates: !noStates)
    try output.flush()
  }
}

/// `gradflow map`: every pair of target step and term.
struct Map: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print every contribution (k, i).")

  @OptionGroup var options: ExperimentOptions

  @Option(help: "The output's format.")
  var format: RowFormat = .csv

  func run() throws {
    try options.gradient.refuseClipping(
      "map", "the terms are printed one by one, and what is clipped is their sum or the way back to a single target")
    let chosen = try options.chosen()
    try Self.checkRows(chosen.choice.steps)
    chosen.note?.announce()
    let map = ContributionMap(
      of: chosen.experiment.trajectory(), parameter: options.parameter, observable: chosen.observable,
      truncation: chosen.cut.truncation)
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
