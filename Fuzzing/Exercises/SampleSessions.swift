import ArgumentParser
import GradientView

@testable import gradflow

/// Explorers to play keys on.
enum SampleSessions {
  /// A scalar network, one of several units, a trained one with a loss, and one that overflows.
  static let all: [Session] = [
    [], ["--hidden", "3", "--seed", "2", "--steps", "12", "--view", "spectrum"],
    ["--model", "builtin:sunspots", "--of", "loss", "--steps", "12"],
    ["--activation", "relu", "--w", "1e200", "--input", "noise", "--steps", "20", "--view", "landscape"],
  ].compactMap { flags in try? PictureOptions.parse(flags).session(size: Size(width: 60, height: 20)) }
}
