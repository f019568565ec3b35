import ArgumentParser
import RNNCore
import RNNFiles

extension TableFormat: ExpressibleByArgument {}
extension RowFormat: ExpressibleByArgument {}

/// `gradflow table`: one target step, every term.
struct Table: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Print every term of one target step.",
    discussion: """
      A row is the contribution of step i to the gradient at step k. Of one Elman unit or one GRU unit, looked at as a state, \
      it is flow × immediate, the flow being ∂s_k/∂s_i; an LSTM keeps h and c, so its flow is the norm of both ways, its \
      immediate the norm of what θ does to both, and the contribution, with its sign, not their product. Of several units \
      flow and contribution are norms, immediate the norm of what step i is multiplied by, and signed is the part of the \
      contribution along the total. stepFactor is ∂s_i/∂s_(i-1), of several units and of an LSTM its largest singular value.

      CSV has the columns

        step          i, from 1 to k
        lag           k - i
        stepFactor    ∂s_i/∂s_(i-1)
        flow          ∂s_k/∂s_i
        immediate     ∂s_i/∂θ with s_(i-1) held fixed
        contribution  of step i to the gradient
        signed        the same with the sign of the total
        share         contribution / total; empty where that is no number
        kept          with a cut: whether the term is left in

      JSON has them as members of terms, beside network, sequence, target, wrt, of, states s_0 … s_T, total, verdict, \
      lyapunov, peak, trough and where states overflow or are blocked. Numbers that can leave a Double's range are strings of \
      17 digits.

        gradflow table --target 30 --format json
        gradflow table --cell lstm --hidden 16 --wrt W.f --format csv
        gradflow table --cut-window 22 --clip norm:1

      Exit codes: 0 good, 2 input that cannot be used, 64 usage.
      """)

  @OptionGroup var options: ExperimentOptions

  @Option(help: "The output's format.")
  var format: TableFormat = .text

  @Flag(help: "Leave s_0 … s_T out of JSON.")
  var noStates = false

  @OptionGroup var config: ConfigOptions

  func validate() throws {
    if noStates, format != .json { throw ValidationError("--no-states: only --format json has the states") }
  }

  func run() throws {
    let chosen = try options.chosen()
    chosen.note?.announce()
    let table = Progress.during("table") { progress in
      ContributionTable(
        of: chosen.experiment.trajectory(), target: chosen.target, parameter: chosen.parameter,
        observable: chosen.observable, truncation: chosen.cut.truncation, clipping: chosen.clipping,
        provenance: chosen.provenance, threads: Processors.granted, reporting: progress.report)
    }
    var output = StandardOutput()
    Progress.during("table", streams: true) { progress in
      table.write(
        format, to: &output, withStates: !noStates, threads: Processors.granted, reporting: progress.report)
    }
    try output.flush()
  }
}

/// `gradflow map`: every pair of target step and term.
struct Map: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Print every contribution (k, i).",
    discussion: """
      A row for each pair of target step k and term i up to it: k, i, lag = k - i, contribution as table has it, and with a cut \
      kept, whether the term is left in. JSON has them as rows beside network and sequence.

        gradflow map --steps 100
        gradflow map --hidden 16 --of unit:3 --format json

      Exit codes: 0 good, 2 input that cannot be used, 64 usage.
      """)

  @OptionGroup var options: ExperimentOptions

  @Option(help: "The output's format.")
  var format: RowFormat = .csv

  @OptionGroup var config: ConfigOptions

  func run() throws {
    try options.gradient.refuseClipping(
      "map", "the terms are printed one by one, and what is clipped is their sum or the way back to a single target")
    let chosen = try options.chosen()
    try Self.checkRows(chosen.choice.steps)
    chosen.note?.announce()
    let map = ContributionMap(
      of: chosen.experiment.trajectory(), parameter: chosen.parameter, observable: chosen.observable,
      truncation: chosen.cut.truncation, provenance: chosen.provenance)
    var output = StandardOutput()
    Progress.during("map", streams: true) { progress in
      map.write(format, to: &output, threads: Processors.granted) { output, part in
        output.passOn()
        progress.report(part)
      }
    }
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
