import Testing

@testable import Explorer

@Suite("Session: undo, redo, reset")
struct SessionHistoryTests {
  @Test(
    "Every change of what is shown can be undone, and redone",
    arguments: [
      "<Left>", "[", "<Up>", "-", "<Tab>", "a", "A", "i", "I", "d", "s", ".", "{", "}", "=2<Enter>", "<Home>",
      "<S-Down>",
      "<S-Tab><Down>",
    ])
  func undoRedo(script: String) {
    let before = Sample.drawing()
    let after = before.pressing(script)
    #expect(after.state.choices != before.state.choices)
    let undone = after.pressing(String(repeating: "u", count: after.past.count))
    #expect(undone.state == before.state)
    let redone = undone.pressing(String(repeating: "<C-r>", count: undone.future.count))
    #expect(redone.state == after.state && redone.past == after.past)
  }

  @Test("A run of turns of one knob is one change; other changes between cut it")
  func runs() {
    #expect(Sample.session().pressing("<Up><Up><S-Down>k-u").W == 0.9)
    #expect(Sample.session().pressing("<Up><Up><Left><Up>u").W == 1)
    #expect(Sample.session().pressing("<Up><Up>=3<Enter><Up>u").W == 3)
    #expect(Sample.session().pressing("<Up><Up>=3<Enter><Up>uu").W == 1)
    #expect(Sample.session().pressing("<Up>u<Up><Up>").past.count == 1)
    #expect(Sample.session().pressing("<Up><Tab><Up><S-Tab><Up>").past.count == 5)
  }

  @Test("Undo goes back ten thousand changes, and what is older is let go of")
  func bounded() {
    let before = Sample.session()
    var session = before
    for _ in 0..<9000 { session.press("s") }
    #expect(session.past.count == 9000)
    for _ in 0..<9000 { session.press("u") }
    #expect(session.state == before.state && session.past.isEmpty)
    for _ in 0..<25_001 { session.press("s") }
    #expect((9000...10_000).contains(session.past.count))
    for _ in 0..<9000 { session.press("u") }
    #expect(session.state.isLinear, "an odd number of switches, less an even one")
  }

  @Test("States that differ in g share their weights; networks drawn anew are kept up to a number of numbers")
  func weights() {
    var session = Sample.drawn(hidden: 10, steps: 5)
    session.past.numbersLimit = 1000  // 10·10 + 10 + 4·10 = 150 for each network
    let before = session.state
    for _ in 0..<40 { session.press("<Up>d") }
    #expect(session.past.count == 80 && session.past.numbers == 150)
    for _ in 0..<80 { session.press("u") }
    #expect(session.state == before && session.past.numbers == 0)
    for count in 1...30 {
      session.press("R")
      #expect(session.past.count == min(count, 6) && session.past.numbers == 150 * min(count, 6))
    }
    session.press("uuu")
    #expect(session.state.input.seed == before.input.seed + 27 && session.past.numbers == 450)
  }

  @Test("With nothing to undo or redo a word says so, and nothing happens")
  func nothing() {
    let undone = Sample.session().pressing("su")
    #expect(undone.pressing("u").notice == "nothing to undo")
    #expect(undone.pressing("<C-r><C-r>").notice == "nothing to redo")
    #expect(undone.pressing("u").state == undone.state)
  }

  @Test("A new change takes the redone future away")
  func newFuture() {
    let session = Sample.session().pressing("aauud")
    #expect(session.future.isEmpty)
    #expect(session.pressing("<C-r>").notice == "nothing to redo")
  }

  @Test("Reset goes to the start, and is undone as one change")
  func reset() {
    let start = Sample.drawing()
    let changed = start.pressing("a<Up><Up>d<Left>s.{<Tab>")
    let reset = changed.pressing("r")
    #expect(reset.state == start.state)
    #expect(reset.pressing("u").state == changed.state)
    #expect(reset.pressing("ru").state == changed.state)
  }

  @Test("What only looks away is no change: help, the command, a message, the mouse")
  func notChanges() {
    let session = Sample.session().pressing("?<Esc>yxm=<Esc><Esc>")
    #expect(session.past.isEmpty)
  }
}
