import RNNCore
import Testing

@testable import Explorer

@Suite("Analysis")
struct AnalysisTests {
  private static func isSame(_ a: Analysis, _ b: Analysis) -> Bool {
    states(a.trajectory) == states(b.trajectory) && a.experiment == b.experiment && a.target == b.target
      && a.parameter == b.parameter
      && a.contributions?.values() == b.contributions?.values() && a.contributions?.total == b.contributions?.total
      && a.regime == b.regime && a.rangeExits == b.rangeExits
      && a.extent.states == b.extent.states && a.extent.factors == b.extent.factors
  }

  private static func states(_ trajectory: Trajectory) -> [[Double]] {
    (0...(trajectory.overflowAt ?? trajectory.steps + 1) - 1).map { Array(trajectory.state(at: $0)) }
  }

  private static let changes: [(name: String, change: @Sendable (inout State) -> Void)] = [
    ("nothing", { _ in }),
    ("target", { $0.setTarget(20) }),
    ("parameter", { $0.parameter = .inputWeights }),
    ("activation", { $0.start.network.activation = .softplus }),
    ("s0", { $0.start.initialState = [-0.4] }),
    ("steps", { $0.setSteps(60) }),
    ("source", { $0.input.source = 5 }),
    ("amplitude", { $0.input.amplitude = 2 }),
    ("offset", { $0.input.offset = 40 }),
    ("overflow", { $0.start = Sample.start(.identity, W: 1e30, U: 1, b: 0, s0: 1) }),
  ]

  @Test("What is taken over from an earlier analysis is what a fresh one computes", arguments: changes.indices)
  func reuse(place: Int) {
    let before = Sample.drawing().state
    let old = Analysis(of: before, sources: Sample.sources)
    var state = before
    Self.changes[place].change(&state)
    let reused = Analysis(of: state, sources: Sample.sources, reusing: old.parts(for: state))
    #expect(Self.isSame(reused, Analysis(of: state, sources: Sample.sources)), "\(Self.changes[place].name)")
    #expect(reused.isCurrent(for: state))
    #expect(old.isCurrent(for: state) == (place == 0))
  }

  @Test("The forward pass is kept where only the target or the parameter changes, and only there")
  func keeps() {
    let old = Analysis(of: Sample.drawing().state, sources: Sample.sources)
    for (name, change) in Self.changes {
      var state = Sample.drawing().state
      change(&state)
      let parts = old.parts(for: state)
      #expect((parts.run != nil) == ["nothing", "target", "parameter"].contains(name), "\(name)")
      #expect((parts.inputs != nil) == !["steps", "source", "amplitude", "offset"].contains(name), "\(name)")
    }
  }

  @Test(
    "A session's analysis is that of its state, after every key",
    arguments: [
      "<Left><Left>d<Up>a<Tab><Up>i=7<Enter>uuuu<C-r>r", "<S-Tab><PageUp><Home>]R", "iiiiiiiRRuIa",
    ])
  func session(script: String) throws {
    var session = Sample.drawing()
    for key in try KeyScript.keys(script) {
      _ = session.handle(key)
      #expect(Self.isSame(session.settledAnalysis(), Analysis(of: session.state, sources: Sample.sources)), "\(key)")
    }
  }

  @Test("Keys on a long sequence, analysed together, end where the same keys one by one end")
  func long() throws {
    let start = Sample.session(input: "sine", steps: 20_050)
    var together = start.pressing("<Up><Up><Left>d<Up>a")
    var oneByOne = start
    for key in try KeyScript.keys("<Up><Up><Left>d<Up>a") {
      _ = oneByOne.handle(key)
      _ = oneByOne.settledAnalysis()
    }
    #expect(Self.isSame(together.settledAnalysis(), oneByOne.settledAnalysis()))
    #expect(together.state.choices == oneByOne.state.choices)
  }

  @Test("An overflow at or before k has no terms; one behind k has")
  func overflow() {
    let session = Sample.session(.identity, W: 1e8)
    #expect(session.analysis.trajectory.overflowAt == 39 && session.analysis.contributions == nil)
    #expect(Sample.session(.identity, W: 1e8, target: 38).analysis.contributions?.count == 38)
    #expect(Sample.session(.identity, W: 1e8, target: 39).analysis.contributions == nil)
  }
}
