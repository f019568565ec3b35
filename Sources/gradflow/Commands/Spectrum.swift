import ArgumentParser
import RNNCore
import RNNFiles

/// `gradflow spectrum`: eigenvalues, singular values and the Lyapunov spectrum of one target step.
struct Spectrum: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spectrum",
    abstract: "Print eigenvalues, singular values of W and of the flow at every lag, and the Lyapunov spectrum.",
    discussion: """
      The numbers of the explorer's Spectrum view, for every lag. JSON has the members schema, network, sequence and target \
      as table's, and

        matrix            whose eigenvalues and singular values these are: W, or of a gated cell J_k, the Jacobian of step k
        eigenvalues       real, imaginary and modulus of each, the largest modulus first
        singularValues    the largest first
        lyapunovSpectrum  value and error of each exponent over lag k - 1, per step, natural logarithm; the first is the \
      verdict's. A value is null where the direction is blocked (its singular value is 0) or rounding left no digit
        flow              for each lag k - i from 0 on: lag, the singular values of P(k,i) = ∂s_k/∂s_i, and their estimated \
      relativeErrors. A value of which rounding left no digit is null. All of it is null where a state overflows before k
        overflowAt        the first step with a state beyond a Double's range, or null

      Numbers that can leave a Double's range are strings of 17 digits. Of an LSTM the state is h and c, 2n numbers. CSV has \
      a row for each lag, lag,sigma1,…,sigmaN, an empty field for null, and no eigenvalues.

        gradflow spectrum --hidden 16 --init orthogonal --gain 1.1
        gradflow spectrum --model builtin:sunspots --target 30 --format csv

      Exit codes: 0 good, 2 input that cannot be used, 64 usage.
      """)

  @OptionGroup var options: ExperimentOptions

  @Option(help: "The output's format.")
  var format: RowFormat = .json

  @OptionGroup var config: ConfigOptions

  func run() throws {
    try options.gradient.refuse(
      [.wrt, .of, .cut, .clip], in: "spectrum", "the flow is that of the whole state, whatever it is asked for")
    let chosen = try options.chosen()
    try Self.checkWork(chosen)
    chosen.note?.announce()
    let table = Progress.during("spectrum") { progress in
      SpectrumTable(
        of: chosen.experiment.trajectory(), target: chosen.target, provenance: chosen.provenance,
        threads: Processors.granted, reporting: progress.report)
    }
    var output = StandardOutput()
    table.write(format, to: &output)
    try output.flush()
  }

  private static let mostMultiplications = 1e13

  /// Some hours are more than anyone meant to wait.
  private static func checkWork(_ chosen: ChosenExperiment) throws {
    let network = chosen.experiment.network
    let each = SpectrumTable.multiplications(target: 1, of: network)
    guard each * Double(chosen.target) > mostMultiplications else { return }
    throw InputError(
      "the singular values at \(chosen.target) lags of \(network.hiddenSize) units would take more than "
        + "10000 billion multiplications: use at most --target \(Swift.max(Int(mostMultiplications / each), 1))")
  }
}
