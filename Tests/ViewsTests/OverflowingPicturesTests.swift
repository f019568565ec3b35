import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Where numbers leave the range of a Double, pictures say so")
struct OverflowingPicturesTests {
  @Test("The error surface marks every pair whose state overflows, and no other")
  func surface() throws {
    var session = Sample.session(
      .identity, W: 1.2, U: 1, s0: 0, input: "constant", steps: 3000, size: Size(width: 100, height: 30))
    session.press("4v")
    for _ in 0..<400 where session.tickInterval != nil { session.tick() }
    let frame = session.frame()
    let marks = (0..<frame.size.height).flatMap { row in
      (0..<frame.size.width).compactMap { column in frame[column, row] == Cell("!", .alarm) ? (column, row) : nil }
    }
    #expect(marks.count > 100)
    // 1.2^3000 is 10^237 and 1.27^3000 10^311: what overflows lies at the right, W growing that way.
    #expect(marks.allSatisfy { $0.0 > frame.size.width / 2 })
  }

  @Test("A head whose logit overflows: neither a loss nor terms, and the bands say why")
  func output() throws {
    let network = try RNN(activation: .identity, W: 0.9, U: 10, V: 1e308)
    let place = try #require(Sample.sources.firstIndex { $0.name == "constant" })
    var source = Sample.sources
    source[place].asksForNext = true
    var state = State(
      start: InitializedNetwork(network: network, initialState: [0.1]),
      input: InputChoice(source: place, offset: 0, steps: 44),
      target: 43, inspected: nil)
    (state.observable, state.showsOutput) = (.loss, true)
    let session = Session(state: state, sources: source, size: Size(width: 100, height: 30))
    let lines = session.lines
    #expect(lines.contains { $0.contains("loss L_t") && $0.contains("overflows") })
    #expect(lines.contains { $0.contains("no terms: the output overflows; make |W| smaller") })
    #expect(lines.contains { $0.contains("= none") })
  }

  @Test("Every stage of a computation that is waited for has words of its own")
  func stages() throws {
    let stages: [AnalysisUnderWay.Stage] = [.states, .stepFactors, .eigenvalues, .contributions, .flow, .extremes]
    let names = stages.map { WaitingPanel.names(of: $0, Sample.session().state) }
    #expect(Set(names.map(\.what)).count == stages.count && Set(names.map(\.brief)).count == stages.count)
    #expect(names.allSatisfy { $0.brief.columns <= $0.what.columns && $0.brief.columns < 14 })
    let one = AnalysisUnderWay(Sample.session(target: 1).state, reusing: nil)
    #expect(WaitingPanel.words(one)[0] == "computing the states s_t, 1 units over 1 step …")
  }
}
