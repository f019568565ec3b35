@testable import gradflow
@testable import RNNCore

/// Refuses what is allowed and takes long.
enum WorkLimit {
  private static let steps = 120
  private static let units = 16

  /// Where the flags begin; nil for more work than an execution should take, and for files.
  static func begin(_ options: ExperimentOptions) throws -> ChosenExperiment? {
    let (network, sequence) = (options.network, options.sequence)
    let paths = [sequence.input, sequence.text, network.model]
    guard paths.allSatisfy(CommandLineExercise.isHarmless) else { return nil }
    let isLong = sequence.steps.map { (steps...InputSource.stepLimit).contains($0) } ?? false
    let isLarge = network.hidden.map { (units...NetworkOptions.mostHiddenUnits).contains($0) } ?? false
    guard !isLong, !isLarge else { return nil }
    let chosen = try options.chosen()
    return chosen.choice.steps <= steps ? chosen : nil
  }
}
