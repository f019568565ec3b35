import RNNCore
import Testing
import Views

@testable import Explorer
@testable import Screen

/// A file that does not say its activation: tanh is assumed, and the title says so.
@Suite struct AssumedActivationTests {
  private func session(width: Int = 100, assumes: Bool = true, saved: Activation? = .tanh) -> Session {
    let sample = Sample.classifier(size: Size(width: width, height: 30))
    var state = sample.state
    state.matrix?.origin = .model(name: "m.safetensors", activation: saved, flags: ["--model", "m.safetensors"])
    state.matrix?.assumesActivation = assumes
    return Session(state: state, sources: sample.sources, size: sample.size)
  }

  @Test("At every width but the least", arguments: [60, 80, 100, 160, 200])
  func title(width: Int) {
    #expect(session(width: width).lines[0].contains("tanh assumed"))
    #expect(!session(width: width, assumes: false).lines[0].contains("assumed"))
  }

  @Test("As long as it is the assumed one")
  func changed() {
    #expect(!session().pressing("a").lines[0].contains("assumed"))
    #expect(session().pressing("aA").lines[0].contains("tanh assumed"))
    #expect(!Sample.drawn().lines[0].contains("assumed"))
  }

  @Test("y repeats an activation that only a flag said, and none that is assumed or saved")
  func reproduced() {
    func command(_ session: Session) -> [String] { ReproducingCommand.arguments(for: session) }
    #expect(!command(session()).contains("--activation"))
    #expect(!command(session(assumes: false)).contains("--activation"))
    #expect(command(session(assumes: false, saved: nil)).prefix(2) == ["--activation", "tanh"])
    #expect(command(session().pressing("a")).prefix(2) == ["--activation", "sigmoid"])
  }

  @Test("Weights drawn at random assume nothing")
  func drawn() {
    var network = ScaledNetwork.seeded(.gaussian, hidden: 2, inputs: 1, activation: .tanh, seed: 1)
    network.assumesActivation = true
    #expect(!network.hasAssumedActivation)
  }
}
