import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// What truncation and clipping leave is gathered part by part where the analysis is.
@Suite("Waiting for a gradient that is cut")
struct CutWaitingTests {
  private func session(
    waitingFrom cost: Double, _ cut: Cut, _ clipping: Clipping?, _ observable: Observable = .state
  ) throws -> Session {
    let place = try #require(Sample.sources.firstIndex { $0.name == "noise" })
    let network = ScaledNetwork.seeded(.gaussian, hidden: 24, inputs: 1, activation: .tanh, gain: 1.4, seed: 1)
    var state = try State(matrix: network, input: InputChoice(source: place, offset: 0, steps: 130))
    (state.cut, state.clipping, state.observable) = (cut, clipping, observable)
    return Session(
      state: state, sources: Sample.sources, size: Size(width: 100, height: 30), waitingFrom: cost)
  }

  @Test("In the end it is what it is without waiting")
  func inTheEnd() throws {
    let remedies: [(Cut, Clipping?, Observable)] = [
      (Cut(.window, length: 9), nil, .state), (Cut(.detach, length: 7), .adjoint(0.1), .state),
      (Cut(), .adjoint(0.1), .state), (Cut(.window, length: 9), .norm(1), .unit(2)),
    ]
    for (cut, clipping, observable) in remedies {
      var live = try session(waitingFrom: 1e5, cut, clipping, observable)
      var whole = try session(waitingFrom: .infinity, cut, clipping, observable)
      var rows: [String] = []
      #expect(live.isWaiting && !whole.isWaiting)
      while live.isWaiting {
        rows.append(live.lines[1])
        live.tick()
      }
      #expect(rows.contains { $0.contains("what is left of ∂s₁₃₀") } || clipping == .norm(1))
      #expect(live.frame() == whole.frame())
    }
  }

  @Test("A cut makes an analysis one to wait for sooner")
  func cost() throws {
    let plain = try session(waitingFrom: .infinity, Cut(), nil).state
    let cut = try session(waitingFrom: .infinity, Cut(.window), .adjoint(1)).state
    #expect(AnalysisUnderWay.cost(of: cut) == 3 * AnalysisUnderWay.cost(of: plain))
  }
}
