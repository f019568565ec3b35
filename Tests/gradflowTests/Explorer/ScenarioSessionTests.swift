import ArgumentParser
import Foundation
import Testing

@testable import Explorer
@testable import gradflow
@testable import Screen

/// A scenario is of the scalar network or of one that is drawn, and can be opened from any session: its network takes of a
/// source what fits it, whatever the session's own takes.
@Suite struct ScenarioSessionTests {
  private static let fixtures = Fixtures.folder
  private static let text = ["--text", fixtures + "/sample.txt"]
  private static let deep = ["--model", fixtures + "/deep.safetensors"] + text

  /// A session of each kind.
  private static let starts: [[String]] = [
    [], ["--of", "loss"], ["--hidden", "3"], ["--hidden", "3"] + text,
    ["--model", "builtin:sunspots", "--of", "loss"], deep, deep + ["--of", "loss"],
  ]

  private func session(_ arguments: [String]) throws -> Session {
    try PictureOptions.parse(arguments).session(size: Size(width: 100, height: 30))
  }

  private func pressed(_ script: String, in session: Session) throws -> Session {
    var session = session
    for key in try KeyScript.keys(script) { _ = session.handle(key) }
    return session
  }

  @Test(
    "Opened from every kind of session, and fed with what i and I lead to, it is its own network on a source that fits",
    arguments: starts.indices)
  func opened(start: Int) throws {
    let (base, scalar) = (try session(Self.starts[start]), try session([]))
    // A model's sources have its own classes, or none: there are no losses of the scalar network.
    #expect(Set(Scenario.all.map(\.name)).subtracting(base.scenarios.map(\.name)).isSubset(of: ["detach-chunks"]))
    #expect(base.scenarios == Scenario.all || !Self.starts[start].isEmpty)
    for (place, scenario) in base.scenarios.enumerated() {
      let opened = try pressed("o" + String(repeating: "<Down>", count: place) + "<Enter><Esc>", in: base)
      let state = try #require(scenario.state(sources: scalar.sources))
      #expect(opened.lastScenario == scenario.name && opened.state.start == state.start)
      let expected = Analysis(of: state, sources: scalar.sources)
      #expect(opened.analysis.experiment.inputs.values == expected.experiment.inputs.values)
      #expect(opened.analysis.regime == expected.regime)
      #expect(opened.compared?.analysis.regime == state.other.map { Analysis(of: $0, sources: scalar.sources).regime })
      for keys in ["", "i", "II", "Onnniii", "uui"] {
        var session = try pressed(keys, in: opened)
        #expect(session.frame().size == session.size)
        guard !keys.contains("u") else { continue }
        #expect(session.state.isMatrix == state.isMatrix && session.source.layersBelow.isEmpty)
        #expect(session.source.dimension == session.state.start.network.inputSize)
      }
    }
  }

  @Test("The layer above others walks through what feeds the first of them", arguments: ["i", "I", "iiii"])
  func layers(keys: String) throws {
    var session = try pressed(keys, in: try session(Self.deep))
    #expect(session.source.ownDimension == session.source.layersBelow.first?.inputSize)
    #expect(session.frame().size == session.size)
  }
}
