import ArgumentParser
import Foundation
import Testing

@testable import GradientView
@testable import gradflow

/// A scenario is of the scalar network, and can be opened from any session: its network takes of a source what fits it,
/// whatever the session's own takes.
@Suite struct ScenarioSessionTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures").path
  private static let text = ["--text", fixtures + "/sample.txt"]
  private static let deep = ["--model", fixtures + "/deep.safetensors"] + text

  /// A session of each kind.
  private static let starts: [[String]] = [
    [], ["--of", "loss"], ["--hidden", "3"], ["--hidden", "3"] + text,
    ["--model", "builtin:sunspots", "--of", "loss"], deep, deep + ["--of", "loss"],
  ]

  private func session(_ start: [String], _ keys: String) throws -> Session {
    try PictureOptions.parse(start + ["--keys", keys]).session(size: Size(width: 100, height: 30))
  }

  @Test(
    "Opened from every kind of session, and fed with what i and I lead to, it is the scalar network on a source that fits",
    arguments: starts.indices, Scenario.all.indices)
  func opened(start: Int, place: Int) throws {
    let select = "o" + String(repeating: "<Down>", count: place) + "<Enter><Esc>"
    for keys in ["", "i", "II", "Onnniii", "uui"] {
      var session = try session(Self.starts[start], "o<Home><Esc>" + select + keys)
      #expect(session.frame().size == session.size)
      guard !keys.contains("u") else { continue }
      let scenario = Scenario.all[place]
      #expect(session.lastScenario == scenario.name && session.state.isScalar)
      #expect(session.source.dimension == 1 && session.source.layersBelow.isEmpty)
      if keys.isEmpty {
        let alone = try self.session(["--scenario", scenario.name], "")
        #expect(session.analysis.experiment.start == alone.analysis.experiment.start)
        #expect(session.analysis.experiment.inputs.values == alone.analysis.experiment.inputs.values)
      }
    }
  }

  @Test(
    "The layer above others walks through what feeds the first of them: its text alone", arguments: ["i", "I", "iiii"])
  func layers(keys: String) throws {
    var session = try session(Self.deep, keys)
    #expect(session.source.ownDimension == session.source.layersBelow.first?.inputSize)
    #expect(session.frame().size == session.size)
  }
}
