import Testing

/// The mouse on the real program.
@Suite(.serialized, .onOwnThreads) struct MouseTests {
  private static let on = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h"
  private static let off = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l"

  private let terminal: PseudoTerminal
  private let first: String

  init() throws {
    terminal = try PseudoTerminal(Program.path, ["--theme", "dark"])
    first = String(decoding: try #require(terminal.readToRest()), as: UTF8.self)
  }

  private func answer(to keys: String) throws -> String {
    terminal.type(keys)
    return String(decoding: try #require(terminal.readToRest()), as: UTF8.self)
  }

  /// The screen's rows but the hints.
  private func rows() throws -> [String] {
    var screen = EmulatedScreen(width: 100, height: 30)
    screen.feed(Array(try answer(to: "\u{0c}").utf8))
    return Array(screen.rows.dropLast())
  }

  private func rendered(_ keys: String) throws -> [String] {
    try Program.output(["render", "--keys", keys]).split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
      .map(String.init)
  }

  @Test("A click sets i, a drag on the axis k, the wheel turns the knob; other buttons do nothing")
  func captured() throws {
    #expect(first.contains(Self.on))
    _ = try answer(to: "\u{1b}[<64;50;10M\u{1b}[<64;50;10M\u{1b}[<65;50;10M")
    #expect(try rows() == rendered("<Up>"))
    // The term band: the column of step 40 is two to the step, the last of which is in front of the right edge.
    _ = try answer(to: "\u{1b}[<0;88;18M\u{1b}[<0;88;18m")
    #expect(try rows() == rendered("<Up>[[[[") || rows() == rendered("<Up>[[[") || rows() == rendered("<Up>[["))
    let before = try rows()
    _ = try answer(to: "\u{1b}[<1;60;18M\u{1b}[<2;60;18M\u{1b}[<35;60;18M\u{1b}[<66;60;18M\u{1b}[<0;0;0M")
    _ = try answer(to: "\u{1b}[<0;9223372036854775807;9223372036854775807M\u{1b}[<32;99999;99999M\u{1b}[<0;1;1m")
    #expect(try rows() == before)
  }

  @Test("m leaves the mouse to the terminal, which then selects text; reports that still come are no commands")
  func released() throws {
    let turnedOff = try answer(to: "m")
    #expect(turnedOff.contains(Self.off) && !turnedOff.contains(Self.on))
    _ = try answer(to: "\u{1b}[<64;50;10M\u{1b}[<0;60;18M\u{1b}[<0;60;18m\u{1b}[M`!!\u{1b}[<0;70;24M\u{1b}[<32;50;24M")
    #expect(try rows() == rendered(""))
    let redrawn = try answer(to: "\u{0c}")
    #expect(redrawn.contains(Self.off) && !redrawn.contains("?1000h"), "Ctrl-L does not take the mouse back")
    #expect(try answer(to: "m").contains(Self.on))
    _ = try answer(to: "\u{1b}[<64;50;10M")
    #expect(try rows() == rendered("<Up>"))
  }

  @Test("Shift with the mouse is the terminal's own; a report of it counts as one without")
  func shift() throws {
    _ = try answer(to: "\u{1b}[<68;50;10M")
    #expect(try rows() == rendered("<Up>"))
  }

  @Test("Pasted text is never a command: not q, not Ctrl-C, not a sequence, however long it is")
  func paste() throws {
    let text = "q\u{3}\u{1a}\u{1b}[A\u{1b}[<64;50;10MSEqqq\nq\r" + String(repeating: "q\u{1b}[200~", count: 4000)
    _ = try answer(to: "\u{1b}[200~\(text)\u{1b}[201~\u{1b}[201~")
    _ = try answer(to: "\u{1b}")
    #expect(try rows() == rendered(""))
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }
}
