import RNNCore
import ScreenReading
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// tanh, W 0.01, no input: s_t ≈ 0.5·0.01^t, which no Double holds from step 154 on; exactly 0 it never is.
@Suite("Underflow on the screen")
struct UnderflowTests {
  private static let lost = Sample.session(W: 0.01, s0: 0.5, input: "zero", steps: 300)
  private static let zero = Sample.session(W: 0.01, s0: 0, input: "zero", steps: 300)

  private func column(_ x: Int, _ rect: Rect, _ session: Session) -> String {
    var session = session
    let frame = session.frame()
    return frame.glyphs(in: Rect(x: x, y: rect.y, width: 1, height: rect.height)).joined()
  }

  @Test("A state or a term that has underflowed looks like nothing that is exactly 0", arguments: [60, 80, 100, 160])
  func marks(width: Int) {
    for (session, state, term, sign) in [(Self.lost, "?", "▾", "?"), (Self.zero, "·", "·", "0")] {
      var session = session
      session.size.width = width
      let layout = Layout(for: session)
      let x = layout.columns.x(ofStep: 290)
      #expect(column(x, layout.state, session).contains(state))
      #expect(column(x, layout.terms, session).contains(term))
      #expect(column(x, layout.signs, session) == sign)
      #expect(!column(layout.columns.x(ofStep: 100), layout.state, session).contains("?"))
    }
  }

  @Test("The inspector tells no number of it, and no share")
  func inspector() {
    let lines = Self.lost.lines
    #expect(lines.contains { $0.hasPrefix(" term 300 = ∂s₃₀₀/∂W* = 1.000 × ? = ?") })
    #expect(lines.contains { $0.hasPrefix(" lag 0 · no share can be told · ") && $0.contains("s₂₉₉ has underflowed") })
    let known = Sample.session(W: 0.01, s0: 0.5, input: "zero", steps: 300, term: 100).lines
    #expect(known.contains { $0.hasPrefix(" term 100 = ") && !$0.contains("?") })
    #expect(Self.zero.lines.contains { $0.hasPrefix(" term 300 = ∂s₃₀₀/∂W* = 1.000 × 0 = 0") })
    // The terms of b carry no state.
    #expect(!Self.lost.pressing("dd").lines.contains { $0.contains("= ?") })
  }

  @Test("It is said once, by the states", arguments: [60, 80, 100, 160])
  func note(width: Int) {
    var session = Self.lost
    session.size.width = width
    let lines = session.lines
    #expect(lines.count { $0.contains("underflow from step 154") } == 1)
    #expect(lines.contains { $0.hasPrefix("── state s_t ─") && $0.contains("underflow from step 154") })
    // Views without them say it beside the verdict.
    session.size.width = 140
    #expect(session.pressing("3").lines[1].contains("states underflow from step 154"))
  }

  @Test("A unit that is off after others have underflowed is exactly 0")
  func off() {
    let source = InputSource(name: "file", values: [0, 0, 0, -1, 0, 0], flags: ["--input", "file"])
    let session = Sample.session(
      .relu, W: 1e-160, U: 1, s0: 1, input: "file", offset: 0, steps: 6, target: 6, sources: [source])
    #expect(session.analysis.trajectory.underflowAt == 2)
    #expect(!session.analysis.hasUnderflowed(at: 1) && !session.analysis.hasUnderflowed(at: 4))
  }

  @Test("Units that have underflowed are told apart from units that are 0")
  func units() {
    var session = Sample.drawn(hidden: 3, gain: 1e-3, input: "impulse", steps: 200, size: Size(width: 100, height: 30))
    let layout = Layout(for: session)
    let frame = session.frame()
    #expect(session.analysis.trajectory.underflowAt != nil)
    let x = layout.columns.x(ofStep: 199)
    #expect((layout.state.y..<layout.state.y + layout.state.height).allSatisfy { frame[x, $0].glyph == "?" })
    #expect(frame[x, layout.signs.y].glyph == "?")
    #expect(session.lines.contains { $0.hasPrefix(" term 200 = ") && $0.contains("× ? = ?") })
  }
}
