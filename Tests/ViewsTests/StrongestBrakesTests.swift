import RNNCore
import Testing

@testable import Explorer
@testable import Screen

@Suite("Strongest brakes")
struct StrongestBrakesTests {
  private static let sessions: [Session] =
    (0..<24).map { place in
      let activation = Activation.allCases[place % 12]
      let W = [0.9, 1.3, -0.8, 2.705, 4, 0.2, 1, -3][place % 8]
      return Sample.session(
        activation, W: W, input: place % 2 == 0 ? "sunspots" : "noise", size: Size(width: 160, height: 45))
    } + [3, 4, 16].map { Sample.drawn(hidden: $0, size: Size(width: 160, height: 45)) }
    + [Sample.drawn(.orthogonal, hidden: 4, activation: .identity, gain: 1.2, size: Size(width: 160, height: 45))]

  /// The rule of the step factors.
  private func rule(_ session: Session) -> String { session.lines.first { $0.hasPrefix("── step factor") } ?? "" }

  @Test(
    "What is named strongest is what K reaches first, with the number that the list has", arguments: sessions.indices)
  func named(place: Int) throws {
    let session = Self.sessions[place]
    guard let named = rule(session).firstMatch(of: /strongest (brake|amplifier): step (\d+) (×[−0-9.e]+)/) else {
      return
    }
    let step = try #require(Int(named.output.2))
    // From there K goes on to the next one.
    #expect(session.state.inspected == step || session.pressing("K").state.inspected == step)
    #expect(session.lines.last?.contains("K \(named.output.1)") == true)
    #expect(session.lines.contains { $0.contains(" \(step) \(named.output.3)") && !$0.contains("──") })
    // It is a brake where anything attenuates, and its number has the factor's sign.
    let factors = (2...44).map { session.analysis.stepFactor(at: $0) }
    #expect((named.output.1 == "brake") == factors.contains { $0.magnitude < .one })
    #expect(named.output.3.hasPrefix("×−") == (session.analysis.stepFactor(at: step).signum < 0))
  }

  @Test("K stays among brakes: none that it reaches amplifies where others attenuate", arguments: sessions.indices)
  func walk(place: Int) {
    let session = Self.sessions[place]
    let factors = (2...44).map { session.analysis.stepFactor(at: $0).magnitude }
    guard factors.contains(where: { $0 < .one }) else { return }
    var walked = session
    for _ in 0..<12 {
      walked.press("K")
      #expect(walked.analysis.stepFactor(at: walked.state.inspected).magnitude < .one)
    }
  }

  @Test("Factors of one size and two signs are not every one the same")
  func signs() {
    let source = InputSource(name: "file", values: [0, 3, 0, 3, 0], flags: ["--input", "file"])
    let session = Sample.session(
      .identity, W: -1.5, U: 1, input: "file", offset: 0, steps: 5, size: Size(width: 160, height: 45),
      sources: [source])
    #expect(rule(session).contains(" every factor is ×−1.5 "))
  }
}
