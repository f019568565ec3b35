import ArgumentParser

@testable import Explorer
@testable import gradflow
@testable import Screen

/// Explorers to play keys on.
enum SampleSessions {
  /// A scalar network, one of several units, a trained one with a loss, one that overflows, and one beside another.
  static let all: [Session] = [
    ["--steps", "12"], ["--hidden", "3", "--seed", "2", "--steps", "6", "--view", "spectrum"],
    ["--model", "builtin:sunspots", "--of", "loss", "--steps", "5"],
    ["--activation", "relu", "--w", "1e200", "--input", "noise", "--steps", "8"],
    ["--steps", "9", "--compare", "--hidden 3 --input noise --steps 7 --of unit:1"],
  ].compactMap { flags in try? PictureOptions.parse(flags).session(size: Size(width: 44, height: 14)) }
}
