import Foundation
import Testing

/// M: the other theme while the program runs.
@Suite(.serialized, .onOwnThreads) struct ThemeTests {
  private func expected(_ theme: String, _ flags: [String] = []) throws -> EmulatedScreen {
    let ansi = try Program.output(["render", "--format", "ansi", "--color", "256", "--theme", theme] + flags)
    return EmulatedScreen(lines: ansi, width: 100, height: 30)
  }

  @Test("Every cell has the other theme's colours, and back", arguments: ["xterm-256color", "tmux-256color"])
  func everyCell(type: String) throws {
    let terminal = try PseudoTerminal(Program.path, ["--theme", "dark"], environment: ["TERM": type])
    var screen = EmulatedScreen(width: 100, height: 30)
    screen.feed(try #require(terminal.readToRest()))
    #expect(screen.difference(from: try expected("dark")) == nil)
    for theme in ["light", "dark"] {
      terminal.type("M")
      screen.feed(try #require(terminal.readToRest()))
      #expect(screen.text.contains("colours for a \(theme) background"))
      terminal.type("\u{1b}")
      screen.feed(try #require(terminal.readToRest()))
      #expect(screen.difference(from: try expected(theme)) == nil, "\(theme)")
      #expect(screen.unknown == [])
    }
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }

  @Test("Who has chosen a theme keeps it when the terminal tells its background at last")
  func lateAnswer() throws {
    let terminal = try PseudoTerminal()
    var screen = EmulatedScreen(width: 100, height: 30)
    screen.feed(try #require(terminal.readToRest()))
    terminal.type("M")
    screen.feed(try #require(terminal.readToRest()))
    terminal.type("\u{1b}]11;rgb:0000/0000/0000\u{1b}\\")
    terminal.type("\u{1b}")
    screen.feed(try #require(terminal.readToRest()))
    #expect(screen.difference(from: try expected("light")) == nil)
    // From the terminal's own, a dark one, the next is dark.
    terminal.type("M\u{1b}")
    screen.feed(try #require(terminal.readToRest()))
    #expect(screen.difference(from: try expected("dark")) == nil)
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }

  @Test("Sixteen colours and none: what cannot be seen is said")
  func fewColors() throws {
    for (color, words) in [("16", "colours for a light background"), ("never", "this screen has no colours")] {
      let terminal = try PseudoTerminal(Program.path, ["--theme", "dark", "--color", color])
      _ = try #require(terminal.readToRest())
      terminal.type("M")
      var screen = EmulatedScreen(width: 100, height: 30)
      screen.feed(try #require(terminal.readToRest()))
      #expect(screen.text.contains(words), "\(color)")
      terminal.type("q")
      #expect(terminal.finish() == .code(0))
    }
  }

  @Test("A picture that is saved has the theme in force; render takes M as well")
  func saved() throws {
    let light = try Program.output(["render", "--format", "svg", "--theme", "light"])
    #expect(try Program.output(["render", "--format", "svg", "--keys", "M<Esc>"]) == light)
    let folder = try TemporaryFolder()
    let terminal = try PseudoTerminal("/usr/bin/env", ["-C", folder.path, Program.path, "--theme", "dark"])
    _ = try #require(terminal.readToRest())
    terminal.type("MS")
    _ = try #require(terminal.readToRest())
    #expect(try folder.read("gradflow-flow.svg") == light)
    terminal.type("q")
    #expect(terminal.finish() == .code(0))
  }
}
