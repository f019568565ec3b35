import Testing

@testable import Explorer

@Suite("Session: target and term")
struct SessionTargetTests {
  private static func place(_ session: Session) -> [Int] { [session.state.target, session.state.inspected] }

  @Test(
    "Keys move k and i: k, i from 44, 35",
    arguments: [
      ("<Left>", [43, 35]), ("h", [43, 35]), ("<Right>", [44, 35]), ("hhl", [43, 35]), ("<S-Left>", [34, 34]),
      ("<C-Left>", [34, 34]), ("<S-Left><S-Left>", [24, 24]), ("<Home>", [1, 1]), ("g", [1, 1]),
      ("<Home><Left>", [1, 1]),
      ("<Left><End>", [44, 35]), ("<Left>G", [44, 35]), ("<S-Left><S-Right>", [44, 44]), ("[", [44, 34]),
      ("]", [44, 36]), ("]]]]]]]]]]]]", [44, 44]), ("[[[h", [43, 32]),
    ])
  func moves(script: String, expected: [Int]) {
    let before = Sample.drawing()
    let after = before.pressing(script)
    #expect(Self.place(after) == expected)
    #expect(
      after.state.choices
        == before.state.with { ($0.target, $0.inspected) = (expected[0], expected[1]) })
  }

  @Test("A move that changes nothing is no change: nothing to undo", arguments: ["<Right>", "]", "<End>"])
  func atTheEnd(script: String) {
    let session = Sample.session().pressing(script)
    #expect(session.past.isEmpty)
  }

  @Test("i keeps its step while k moves past it; where it stood on k it goes with k")
  func termKeepsItsStep() {
    #expect(Self.place(Sample.drawing().pressing("hhhh")) == [40, 35])
    #expect(Self.place(Sample.session().pressing("hhhh")) == [40, 40])
    #expect(Self.place(Sample.session().pressing("hhhhll")) == [42, 42])
  }

  @Test("When T changes, k = T follows it and i keeps its step; another k stays, clamped")
  func steps() {
    let onT = "<S-Tab>"
    #expect(Self.place(Sample.drawing().pressing(onT + "<Up><Up>")) == [46, 35])
    #expect(Self.place(Sample.drawing().pressing(onT + "<Down>")) == [43, 35])
    #expect(Self.place(Sample.drawing().pressing("h" + onT + "<Up><Up>")) == [43, 35])
    #expect(Self.place(Sample.drawing().pressing("h" + onT + "=20<Enter>")) == [20, 20])
    #expect(Self.place(Sample.drawing().pressing("=x<Esc>" + onT + "=20<Enter>")) == [20, 20])
  }

  @Test("T = 1: there is one step, and every key finds it")
  func single() {
    let session = Sample.session(steps: 1)
    for script in ["<Left>", "<Right>", "<S-Left>", "<Home>", "<End>", "[", "]"] {
      #expect(Self.place(session.pressing(script)) == [1, 1])
    }
    #expect(session.lines[1].contains("k = 1"))
  }
}
