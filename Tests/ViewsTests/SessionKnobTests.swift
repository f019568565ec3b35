import Testing

@testable import Explorer

@Suite("Session: knobs")
struct SessionKnobTests {
  @Test(
    "Turning changes the selected knob and nothing else",
    arguments: [
      ("<Up>", 0.95), ("k", 0.95), ("<Down>", 0.85), ("j", 0.85), ("<S-Up>", 1), ("<PageUp>", 1), ("<C-Up>", 1),
      ("<S-Down>", 0.5), ("<PageDown>", 0.5), ("<C-Down>", 0.5), ("<Up><Up><Up>", 1.05), ("-", -0.9), ("--", 0.9),
      ("-<Up>", -0.85),
    ])
  func turns(script: String, W: Double) throws {
    let before = Sample.drawing()
    let start = try before.state.start.setting(.recurrentWeight, to: W)
    #expect(before.pressing(script).state.choices == before.state.with { $0.start = start })
  }

  @Test("Tab walks W, U, b, s₀, T and around; Shift-Tab back")
  func tab() {
    var session = Sample.session()
    for knob in [Knob.inputWeight, .bias, .initialState, .steps, .recurrentWeight] {
      session.press("<Tab>")
      #expect(session.state.knob == knob)
    }
    for knob in [Knob.steps, .initialState, .bias, .inputWeight, .recurrentWeight] {
      session.press("<S-Tab>")
      #expect(session.state.knob == knob)
    }
  }

  @Test(
    "Each knob turns its own number",
    arguments: [
      (1, Knob.inputWeight, 0.85), (2, .bias, 0.05), (3, .initialState, 0.15), (4, .steps, 45),
    ])
  func each(tabs: Int, knob: Knob, value: Double) {
    let before = Sample.session()
    let after = before.pressing(String(repeating: "<Tab>", count: tabs) + "<Up>")
    for other in Knob.allCases {
      #expect(after.state.value(of: other) == (other == knob ? value : before.state.value(of: other)))
    }
  }

  @Test("T stays within 1 and the data's end, and says what stopped it")
  func steps() {
    var session = Sample.session(steps: 3).pressing("<S-Tab><Down><Down><Down>")
    #expect(session.state.input.steps == 1)
    session.press("<PageDown>")
    #expect(session.state.input.steps == 1 && session.notice == "T is as small as it can be")
    session = Sample.session(steps: 205).pressing("<S-Tab><PageUp>")
    #expect(session.state.input.steps == 209)
    #expect(session.notice == "sunspots has 209 steps behind offset 100: T ends there")
    #expect(session.lines.last?.contains("sunspots has 209 steps") == true)
    session.press("h")
    #expect(session.notice == nil)
    session = Sample.session(input: "sine", steps: 208).pressing("<S-Tab><PageUp>")
    #expect(session.state.input.steps == 210)
  }

  @Test("T has no sign to flip")
  func noSign() {
    let session = Sample.session().pressing("<S-Tab>-")
    #expect(session.state.input.steps == 44)
  }

  @Test("At the end of a Double's range turning does nothing", arguments: [1.7976931348623157e308, -1e308])
  func huge(W: Double) {
    let before = Sample.session(W: W)
    for script in ["<Up>", "<Down>", "<S-Up>", "<S-Down>"] { #expect(before.pressing(script).W.isFinite) }
    #expect(before.pressing("-").W == -W)
  }

  @Test("A session passes 0 as +0: no knob ever shows −0.00", arguments: ["<Down>", "j"])
  func throughZero(key: String) {
    var session = Sample.session(W: 0.05).pressing(key)
    #expect(session.W == 0 && session.W.sign == .plus)
    session.press("-")
    #expect(session.W == 0 && session.W.sign == .plus)
    session = Sample.session(W: -0.05).pressing("<Up>")
    #expect(session.W == 0 && session.W.sign == .plus)
  }
}
