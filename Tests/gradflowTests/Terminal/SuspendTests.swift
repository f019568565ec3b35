import Foundation
import Testing

/// Stopped and continued, as a job of a shell.
@Suite(.serialized, .onOwnThreads) struct SuspendTests {
  private static let size = (width: 100, height: 30)

  /// An interactive shell with the program as its job.
  private func start(_ flags: [String]) throws -> Tmux {
    let terminal = try Tmux(width: Self.size.width, height: Self.size.height, "PS1='> ' exec sh -i")
    try terminal.screen { $0.hasPrefix(">") }
    let command = "stty -a > before; sh -c 'echo $$ > pid; exec \"$0\" \"$@\"' '\(Program.path)'"
    try terminal.type(([command] + flags).joined(separator: " "), literally: true)
    try terminal.type("Enter")
    return terminal
  }

  private func rendered(_ flags: [String], keys: String = "", size: String = "100x30") throws -> String {
    try Program.output(["render", "--size", size, "--keys", keys] + flags)
  }

  @Test(
    "Ctrl-Z or a signal stops it, the shell has its terminal, fg brings the whole screen back",
    arguments: [true, false])
  func suspend(byKey: Bool) throws {
    let flags = ["--theme", "dark"]
    let terminal = try start(flags)
    let expected = try rendered(flags)
    #expect(try terminal.screen { $0 == expected } == expected)
    let modes = try terminal.modes()
    if byKey { try terminal.type("C-z") } else { try terminal.kill("TSTP") }
    try terminal.screen { $0.contains("Stopped") }
    #expect(try terminal.modes() == Tmux.plainModes)
    try terminal.paste("stty -a > after; cmp before after && echo same modes")
    try terminal.type("Enter")
    #expect(try terminal.screen { $0.contains("\nsame modes") }.contains("\nsame modes"))

    try terminal.resize(width: 80, height: 24)
    try terminal.type("fg", "Enter")
    let small = try rendered(flags, size: "80x24")
    #expect(try terminal.screen { $0 == small } == small)
    #expect(try terminal.modes() == modes)
    try terminal.type("q")
    let shell = try terminal.screen { !$0.contains("target k") }
    #expect(shell.contains("same modes") && !shell.contains("target k"), "\(shell)")
    #expect(try terminal.modes() == Tmux.plainModes)
  }

  @Test("After a stop that it could not see coming it draws over what others have written")
  func stoppedBlindly() throws {
    let flags = ["--theme", "dark"]
    let terminal = try start(flags)
    let expected = try rendered(flags)
    try terminal.screen { $0 == expected }
    try terminal.kill("STOP")
    try terminal.screen { $0.contains("Stopped") }
    try terminal.type("clear; echo garbage", literally: true)
    try terminal.type("C-j")
    try terminal.screen { $0.contains("garbage") && !$0.contains("target k") }
    try terminal.resize(width: 90, height: 26)
    try terminal.type("f", "g", "C-j")
    let other = try rendered(flags, size: "90x26")
    #expect(try terminal.screen { $0 == other } == other)
    try terminal.type("q")
    try terminal.screen { !$0.contains("target k") }
    #expect(try terminal.modes() == Tmux.plainModes)
  }

  @Test("Ctrl-Z while a heavy frame is computed stops it behind the frame")
  func busy() throws {
    // As heavy as a map may be that `render` refines to its end.
    let flags = ["--theme", "dark", "--hidden", "32", "--input", "noise", "--steps", "700"]
    let terminal = try start(flags)
    try terminal.screen { $0.contains("target k") }
    try terminal.type("Up", "Up", "3")
    usleep(100_000)
    try terminal.type("C-z")
    try terminal.screen { $0.contains("Stopped") }
    #expect(try terminal.modes() == Tmux.plainModes)
    try terminal.type("fg", "Enter")
    // The map's half blocks are two targets to a cell, which plain text has no glyph for.
    let expected = SeenText.plain(try rendered(flags + ["--format", "ansi"], keys: "<Up><Up>3"))
    #expect(try terminal.screen { $0 == expected } == expected)
  }
}
