import Foundation
import Testing

/// y gives the command line to the clipboard of terminals that take it.
@Suite(.serialized, .onOwnThreads) struct ClipboardTests {
  @Test("Through tmux, which keeps it as a buffer: the line that a shell reads as this screen")
  func tmux() throws {
    let terminal = try Tmux(
      width: 100, height: 30,
      "printf '1\\n2\\n4\\n' > \"it's a \\$file γ.csv\"; '\(Program.path)' --theme dark "
        + "--input \"it's a \\$file γ.csv\"")
    try terminal.allowClipboard()
    try terminal.screen { $0.contains("gradflow") }
    try terminal.type("Up", "y")
    let screen = try terminal.screen { $0.contains("sent to the clipboard") }
    #expect(screen.contains("sent to the clipboard"))
    #expect(
      try terminal.buffer { !$0.isEmpty } == "gradflow --w 0.95 --input 'it'\\''s a $file γ.csv' --theme dark")
    try terminal.type("x")
    #expect(try !terminal.screen { !$0.contains("clipboard") }.contains("clipboard"))
  }

  @Test(
    "One command, and only to terminals that do not show it; the screen says no more than was done",
    arguments: [("xterm-256color", true), ("xterm", true), ("linux", false), ("vt100", false)])
  func types(type: String, isSent: Bool) throws {
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"], environment: ["TERM": type])
    _ = try #require(terminal.readToRest())
    terminal.type("y")
    let written = String(decoding: try #require(terminal.readToRest()), as: UTF8.self)
    let line = Data("gradflow --theme dark".utf8).base64EncodedString()
    #expect(written.components(separatedBy: "\u{1b}]52;").count == (isSent ? 2 : 1))
    #expect(written.contains("\u{1b}]52;c;\(line)\u{7}") == isSent)
    #expect(written.contains("clipboard") == isSent)
    terminal.type("qq")
    #expect(terminal.finish() == .code(0))
  }

  @Test("A line longer than terminals take is not sent, and nothing is said to be")
  func tooLong() throws {
    let folder = try TemporaryFolder()
    // The names of columns stand in the line as they are; an argument may have 131 072 bytes.
    let name = String(repeating: "long_", count: 14_000)
    try folder.write("\(name),b\n1,2\n3,4\n", to: "long.csv")
    let terminal = try PseudoTerminal(
      "/usr/bin/env", ["-C", folder.path, Program.path, "--theme", "dark", "--input", "long.csv", "--column", name])
    _ = try #require(terminal.readToRest())
    terminal.type("y")
    let written = String(decoding: try #require(terminal.readToRest()), as: UTF8.self)
    #expect(!written.contains("]52;") && !written.contains("clipboard") && written.contains("command line"))
    terminal.type("qq")
    #expect(terminal.finish() == .code(0))
  }
}
