import ArgumentParser
import RNNCore
import RNNFiles

/// `gradflow sweep`: one row for every value of a knob.
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print one row per value of a number of the scalar network: W, U, b, s0, V, or a gate's bias.")

  @OptionGroup var options: ExperimentOptions

  @Option(
    parsing: .unconditional,
    help:
      "What is swept: NAME=FROM:TO:STEP with W, U, b, s0 or V, of an LSTM bf, bi or bo, of a GRU bz or br; the end is included.",
    transform: SweepArgument.init)
  var vary: SweepArgument

  @Option(help: "The output's format.")
  var format: RowFormat = .csv

  func run() throws {
    try options.gradient.refuseClipping("sweep", "its totals are those before anything is clipped")
    let chosen = try options.chosen()
    guard chosen.matrix == nil else {
      throw InputError(
        "sweep turns W, U, b, s0 or V of the scalar network; a network of several units has none of them: leave --hidden or --model out"
      )
    }
    try vary.check(chosen.experiment.network)
    let table = SweepTable(
      of: chosen.experiment, over: try vary.range(), target: chosen.target, parameter: chosen.parameter,
      observable: chosen.observable, truncation: chosen.cut.truncation)
    var output = StandardOutput()
    try table.write(format, to: &output)
    try output.flush()
  }
}

/// `W=0:3:0.01`.
struct SweepArgument {
  private let text: String
  private let variable: ScalarVariable
  private let numbers: [Double]

  init(_ text: String) throws {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = halves.last?.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) } ?? []
    guard halves.count == 2, let variable = ScalarVariable(rawValue: String(halves[0])), numbers.count == 3,
      !numbers.contains(nil)
    else {
      throw ValidationError("expected NAME=FROM:TO:STEP such as W=0:3:0.01, with W, U, b, s0, V or a gate's bias")
    }
    self.text = text
    self.variable = variable
    self.numbers = numbers.compactMap { $0 }
  }

  /// Refuses a variable of another cell.
  func check(_ network: RNN) throws {
    let own = ScalarVariable.variables(of: network.cellKind)
    guard !own.contains(variable) else { return }
    throw InputError(
      "--vary \(text): \(network.cellKind.withArticle) has \(own.map(\.rawValue).joined(separator: ", ")): "
        + "vary one of them, or give another --cell")
  }

  func range() throws -> SweepRange {
    let (from, end, step) = (numbers[0], numbers[1], numbers[2])
    guard let range = SweepRange(variable: variable, from: from, through: end, by: step) else {
      throw InputError(
        "--vary \(text): expected finite numbers and a step that leads from \(from) to \(end) in at most 10000000 values"
      )
    }
    return range
  }
}
