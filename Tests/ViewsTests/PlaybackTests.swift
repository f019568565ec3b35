import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

/// Playing the backward pass, without a clock: time is a key.
@Suite("Playback")
struct PlaybackTests {
  private func inspector(_ session: Session) -> String { session.lines[27] }

  @Test("A transcript: start, ticks, pause, a step on, a step back, speed, the end")
  func transcript() {
    var session = Sample.drawing()
    let steps = [
      ("<Space>", "◀ the gradient starts at step k = 44 as 1   term 44 = 1.00 × −0.05677 = −0.05677", 44),
      ("<Tick>", "◀ ∂s₄₄/∂s₄₃ ×0.45 → 0.454 at lag 1   term 43 = 0.454 × 0.4313 = 0.1959", 43),
      ("<Tick>", "◀ ∂s₄₃/∂s₄₂ ×0.889 → 0.404 at lag 2   term 42 = 0.404 × 0.6535 = 0.2638", 42),
      ("<Space>", "‖ ∂s₄₃/∂s₄₂ ×0.889 → 0.404 at lag 2   term 42 = 0.404 × 0.6535 = 0.2638", 42),
      ("<Tick><Tick>", "‖ ∂s₄₃/∂s₄₂ ×0.889 → 0.404 at lag 2   term 42 = 0.404 × 0.6535 = 0.2638", 42),
      ("<Enter>", "‖ ∂s₄₂/∂s₄₁ ×0.728 → 0.294 at lag 3   term 41 = 0.294 × 0.3192 = 0.09381", 41),
      ("<Backspace><Backspace>", "‖ ∂s₄₄/∂s₄₃ ×0.45 → 0.454 at lag 1   term 43 = 0.454 × 0.4313 = 0.1959", 43),
      ("<Space><Tick>", "◀ ∂s₄₃/∂s₄₂ ×0.889 → 0.404 at lag 2   term 42 = 0.404 × 0.6535 = 0.2638", 42),
    ]
    for (script, line, position) in steps {
      session.press(script)
      #expect(inspector(session).dropFirst() == line, "\(script)")
      #expect(session.state.inspected == position && session.playback?.position == position)
    }
    session.press("<Esc>")
    #expect(session.playback == nil && session.state.inspected == 42)
    #expect(inspector(session).contains("term 42 = ∂s₄₄/∂s₄₃ · ∂s₄₃/∂s₄₂ · ∂s₄₂/∂W*"))
  }

  @Test("It visits each term once, and shows the flow that the core computes")
  func visits() throws {
    var session = Sample.session(.sigmoid, W: 3, steps: 30)
    let terms = try #require(session.analysis.contributions)
    session.press("<Space>")
    for step in stride(from: 30, to: 1, by: -1) {
      #expect(session.playback?.position == step)
      let visible = session.lines.first { $0.hasPrefix("  sign") } ?? ""
      #expect(visible.filter { "+−".contains($0) }.count == 31 - step)
      session.press("<Tick>")
    }
    #expect(session.playback?.hasArrived == true && session.tickInterval == nil)
    #expect(inspector(session).contains("→ \(NumberText.number(terms[1].flow, digits: 3)) at lag 29"))
    session.press("<Tick>")
    #expect(session.playback?.position == 1)
    session.press("<Space>")
    #expect(session.playback?.position == 30)
  }

  @Test("The linear bars add up to what has been visited")
  func runningSum() throws {
    let session = Sample.drawing().pressing("s<Space><Tick><Tick><Tick>")
    let terms = try #require(session.analysis.contributions)
    let view = FlowView(session, columns: Layout(for: session).columns)
    #expect(view.terms?.total == terms.sum(over: 41...44) && view.terms?.columns == 40...43)
  }

  @Test("While playing, its keys are its own; afterwards they mean what they meant")
  func owning() {
    var session = Sample.drawing().pressing("<Space>")
    let (W, interval) = (session.state.value(of: .recurrentWeight), session.tickInterval)
    session.press("-")
    #expect(session.state.value(of: .recurrentWeight) == W)
    #expect(session.tickInterval == .seconds(1) / 2 && interval == .seconds(1) / 5)
    session.press("+++")
    #expect(session.tickInterval == .seconds(1) / 20)
    session.press("<Esc>-")
    #expect(session.state.value(of: .recurrentWeight) == -W)
  }

  @Test("Other knobs turn while it plays; another target, or an overflow, ends it")
  func otherKeys() {
    let playing = Sample.drawing().pressing("<Space><Tick><Tick>")
    let turned = playing.pressing("<Up>a[[")
    #expect(turned.playback?.position == 42 && turned.state.inspected == 42)
    for script in ["<Left>", "g", "<Tab><Tab><Tab><Tab><Down>", "=1e308<Enter>AAAAAAAA<Tab>=1e308<Enter>"] {
      #expect(playing.pressing(script).playback == nil, "\(script)")
    }
    for view in ["1", "2", "3", "4"] { #expect(playing.pressing(view + "<Tick>").playback?.position == 41) }
  }

  @Test("Every view shows where the gradient is", arguments: ["1", "2", "3", "4"])
  func everyView(view: String) {
    let session = Sample.drawing().pressing(view + "<Space><Tick><Tick>")
    #expect(session.lines.contains { $0.contains("◀ ∂s₄₃/∂s₄₂ ×0.889 → 0.404 at lag 2   term 42 = 0.404 × 0.6535") })
  }

  @Test("Time stands still under the help, and nothing plays where there is no way to go")
  func still() {
    let helped = Sample.drawing().pressing("<Space><Tick>?<Tick><Tick>")
    #expect(helped.playback?.position == 43 && helped.tickInterval == nil)
    #expect(helped.pressing("<Esc><Tick>").playback?.position == 42)
    #expect(Sample.session(target: 1).pressing("<Space>").playback == nil)
    let overflowed = Sample.session(.identity, W: 1e30).pressing("<Space>")
    #expect(overflowed.playback == nil && overflowed.notice?.contains("overflow") == true)
  }

  @Test("To start is one change; ticks are none")
  func history() {
    let session = Sample.drawing().pressing("<Space><Tick><Tick><Tick><Esc>")
    #expect(session.state.inspected == 41)
    #expect(session.pressing("u").state.inspected == 35)
  }

  @Test("A long way takes several steps a tick, and about twelve seconds", arguments: [1000, 44, 20_000])
  func pace(steps: Int) throws {
    let playback = Playback(from: steps)
    #expect(playback.speed * 12 >= steps && playback.speed * 12 <= 30 * steps / 10)
    #expect(playback.tickInterval >= .milliseconds(40))
    #expect(playback.stepsPerTick * Int(Duration.seconds(1) / playback.tickInterval) == playback.speed)
  }

  @Test("A column of several steps is the sum of those that have been visited")
  func pooled() throws {
    let session = Sample.session(steps: 200).pressing("<Space><Tick><Tick><Tick>")
    let position = try #require(session.playback?.position)
    let view = FlowView(session, columns: Layout(for: session).columns)
    let (terms, pooled) = (try #require(session.analysis.contributions), try #require(view.terms))
    #expect(view.columns.isPooled)
    let last = pooled.columns.reduce(ScaledDouble.zero) { $0 + pooled[$1] }
    #expect(((last - terms.sum(over: position...200)) / terms.total).doubleValue.magnitude < 1e-15)
  }
}
