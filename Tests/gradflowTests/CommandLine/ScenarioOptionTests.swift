import ArgumentParser
import RNNCore
import Screen
import Testing

@testable import Explorer
@testable import gradflow

/// `--scenario NAME`: a start that further flags override.
@Suite struct ScenarioOptionTests {
  private func session(_ arguments: [String]) throws -> Session {
    try Render.parse(arguments).picture.session(size: Size(width: 100, height: 30))
  }

  @Test("Each starts where its setup says, whichever command", arguments: Scenario.all.map(\.name))
  func starts(name: String) throws {
    let scenario = try #require(Scenario.named(name))
    let setup = scenario.setup
    let session = try session(["--scenario", name])
    #expect(session.state.matrix == setup.matrix() && session.state.counterpart == counterpart(of: scenario, session))
    #expect(session.state.start == setup.start)
    #expect(session.sources[session.state.input.source].name == setup.input)
    #expect(session.state.input.amplitude == setup.amplitude && session.state.knob == setup.knob)
    #expect(session.state.view == setup.view && session.state.isLinear == setup.isLinear)
    #expect(session.state.cut == setup.cut && session.state.clipping == setup.clipping)
    #expect(session.state.observable == setup.observable)
    let chosen = try ExperimentOptions.parse(["--scenario", name]).chosen()
    #expect(chosen.cut == setup.cut && chosen.clipping == setup.clipping && chosen.observable == setup.observable)
    #expect(chosen.experiment.start == setup.start && chosen.target == session.state.target)
    #expect(chosen.experiment.inputs == session.source.sequence(session.state.input))
  }

  /// B as the explorer's list opens it, among sources as its own network has them.
  private func counterpart(of scenario: Scenario, _ session: Session) -> Counterpart? {
    let opened = scenario.state(sources: session.sources)?.counterpart
    #expect((opened == nil) == (scenario.counterpart == nil))
    return opened
  }

  @Test("Flags turn a scenario's drawn network, and those of the scalar one are refused")
  func drawn() throws {
    let flags = ["--hidden", "5", "--init", "shift", "--gain", "1.25", "--seed", "9", "--activation", "tanh"]
    let state = try session(["--scenario", "identity-relu"] + flags).state
    let matrix = try #require(state.matrix)
    #expect(matrix == .seeded(.shift, hidden: 5, inputs: 1, activation: .tanh, gain: 1.25, seed: 9))
    #expect(state.input.steps == 150 && state.other?.start.network.hiddenSize == 16 && state.other?.input.seed == 2)
    let model = try session(["--scenario", "identity-relu", "--model", "builtin:sunspots"]).state
    #expect(model.start.network.hasClasses && model.input.steps == 150)
    for flag in ["--w", "--u", "--bias", "--s0", "--v"] {
      let error = #expect(throws: (any Error).self) { try Render.parse(["--scenario", "identity-relu", flag, "1"]) }
      let message = Render.message(for: try #require(error))
      #expect(message.contains("\(flag) sets a number of the scalar network; with this scenario the weights are drawn"))
    }
    #expect(throws: (any Error).self) { try Render.parse(["--scenario", "edge", "--gain", "2"]) }
    #expect(try session(["--scenario", "edge", "--hidden", "3", "--gain", "2"]).state.matrix?.gain == 2)
  }

  @Test("--compare stands in for what a scenario would bring, and table asks for neither")
  func counterpart() throws {
    let state = try session(["--scenario", "identity-relu", "--compare", "--w 0.5"]).state
    #expect(state.other?.value(of: .recurrentWeight) == 0.5 && state.matrix?.base.network.activation == .relu)
    let chosen = try ExperimentOptions.parse(["--scenario", "identity-relu"]).chosen()
    #expect(chosen.matrix == Scenario.named("identity-relu")?.setup.matrix() && chosen.target == 150)
  }

  @Test("Further flags override it, one by one")
  func overrides() throws {
    let flags = ["--w", "1.5", "--steps", "20", "--wrt", "W", "--amplitude", "2", "--view", "map"]
    let state = try session(["--scenario", "alternating-sign"] + flags).state
    #expect(state.value(of: .recurrentWeight) == 1.5 && state.value(of: .inputWeight) == 0.3)
    #expect(state.input.steps == 20 && state.target == 20 && state.inspected == 20)
    #expect(state.parameter == .recurrentWeights && state.input.amplitude == 2 && state.view == .map)
  }

  @Test("Another input comes with its own length and amplitude")
  func otherInput() throws {
    let state = try session(["--scenario", "latch", "--input", "sine"]).state
    #expect(state.input.steps == 44 && state.input.amplitude == 1 && state.value(of: .recurrentWeight) == 2)
  }

  @Test("A term or target past a shorter sequence gives way to the last step")
  func clamped() throws {
    let state = try session(["--scenario", "vanishing-tanh", "--steps", "10"]).state
    #expect(state.target == 10 && state.inspected == 10)
  }

  @Test("The list begins at the scenario that is open")
  func list() throws {
    var session = try session(["--scenario", "latch", "--keys", "o"])
    #expect(session.frame().plainText.contains(" ▸ 9  latch "))
  }

  @Test("An unknown name is a usage error that lists the known ones")
  func unknown() throws {
    let error = #expect(throws: (any Error).self) { try Render.parse(["--scenario", "nothing"]) }
    let message = Render.message(for: try #require(error))
    for scenario in Scenario.all { #expect(message.contains(scenario.name)) }
    #expect(Render.exitCode(for: try #require(error)) == .validationFailure)
  }
}
