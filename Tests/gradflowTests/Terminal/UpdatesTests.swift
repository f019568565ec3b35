import Foundation
import Testing

/// Frames that are shown at once (mode 2026), where the terminal has said that it can; and 24 bits of colour.
@Suite(.serialized, .onOwnThreads) struct UpdatesTests {
  private static let (question, begin, end) = ("\u{1b}[?2026$p", "\u{1b}[?2026h", "\u{1b}[?2026l")

  private func text(_ bytes: [UInt8]?) throws -> String { String(decoding: try #require(bytes), as: UTF8.self) }

  @Test(
    "It asks once, waits for nothing, and brackets frames from the answer on", arguments: ["1", "2", "0", "4", nil])
  func bracketed(answer: String?) throws {
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"])
    let start = try text(terminal.readToRest())
    #expect(start.ranges(of: Self.question).count == 1 && !start.contains(Self.begin))
    #expect(start.contains("halves every"))
    if let answer { terminal.type("\u{1b}[?2026;\(answer)$y") }
    _ = terminal.readToRest()
    terminal.type("\u{1b}[A")
    let frame = try text(terminal.readToRest())
    let isBracketed = answer == "1" || answer == "2"
    #expect(frame.hasPrefix(Self.begin) == isBracketed && frame.hasSuffix(Self.end) == isBracketed, "\(frame)")
    #expect(frame.contains("0.95"))
    // What changes nothing writes nothing.
    terminal.type("\u{1b}[99~")
    #expect(try text(terminal.readToRest()) == "")
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }

  @Test("Nobody is asked who would show the question", arguments: ["linux", "vt100"])
  func silent(type: String) throws {
    let terminal = try PseudoTerminal(environment: ["TERM": type])
    #expect(try !text(terminal.readToRest()).contains("2026$p"))
    terminal.type("q")
    terminal.finish()
  }

  private static let hasDirectTypes = ["/usr/share/terminfo/x/xterm-direct", "/lib/terminfo/x/xterm-direct"].contains {
    FileManager.default.fileExists(atPath: $0)
  }

  @Test(
    "COLORTERM or --color asks for 24 bits, NO_COLOR and a smaller --color go before it",
    .enabled(if: hasDirectTypes, "the database has no types with direct colours: install ncurses-term"),
    arguments: [
      (["COLORTERM": "truecolor"], [], "38:2:"), (["COLORTERM": "24bit"], [], "38:2:"),
      ([:], ["--color", "truecolor"], "38:2:"),
      (["TERM": "tmux-256color", "COLORTERM": "truecolor"], [], "38:2:"), (["TERM": "xterm-direct"], [], "38:2:"),
      ([:], [], "38;5;"), (["COLORTERM": "truecolor"], ["--color", "256"], "38;5;"),
      (["COLORTERM": "yes"], [], "38;5;"), (["COLORTERM": "truecolor", "NO_COLOR": "1"], [], ""),
      (["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], [], "38;5;"), (["NO_COLOR": "1", "CLICOLOR_FORCE": "0"], [], ""),
      (["COLORTERM": "truecolor"], ["--color", "16"], ""),
    ] as [([String: String], [String], String)])
  func depth(environment: [String: String], flags: [String], sequence: String) throws {
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"] + flags, environment: environment)
    let drawn = try text(terminal.readToRest())
    for other in ["38:2:", "38;5;"] { #expect(drawn.contains(other) == (other == sequence), "\(environment) \(flags)") }
    #expect(drawn.contains("halves every"))
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }

  @Test("The colours are those of render", .enabled(if: hasDirectTypes, "install ncurses-term"))
  func sameColours() throws {
    let ansi = try Program.output(["render", "--format", "ansi", "--color", "truecolor", "--theme", "dark"])
    let expected = Set(ansi.matches(of: /38;2;(\d+);(\d+);(\d+)/).map { "\($0.1):\($0.2):\($0.3)" })
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"], environment: ["COLORTERM": "truecolor"])
    let drawn = try text(terminal.readToRest())
    let shown = Set(drawn.matches(of: /38:2::(\d+):(\d+):(\d+)/).map { "\($0.1):\($0.2):\($0.3)" })
    #expect(!shown.isEmpty && shown.isSubset(of: expected), "\(shown.subtracting(expected))")
    terminal.type("q")
    terminal.finish()
  }
}
