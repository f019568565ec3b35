import Glibc
import Testing

/// What the program makes of TERM and of the variables about colours.
@Suite(.serialized, .onOwnThreads) struct TerminalTypesTests {
  @Test(
    "A terminal that can move its cursor works: the picture comes, q leaves, the modes are as before",
    arguments: [
      "xterm-256color", "xterm", "tmux-256color", "screen", "screen-256color", "linux", "vt100", "xterm-mono",
    ],
    ["", "truecolor"])
  func works(type: String, colorTerm: String) throws {
    let terminal = try PseudoTerminal(environment: ["TERM": type, "COLORTERM": colorTerm], keepsModes: true)
    let before = try #require(terminal.modesBefore)
    let drawn = String(decoding: try #require(terminal.readToRest()), as: UTF8.self)
    #expect(drawn.contains("gradflow") && drawn.contains("halves every"), "\(type)")
    #expect(type == "xterm-256color" || type.hasSuffix("256color") || !drawn.contains("38;5;"), "\(type)")
    terminal.type("a\u{1b}[A?")
    #expect(String(decoding: try #require(terminal.readToRest()), as: UTF8.self).contains("ten at a time"), "\(type)")
    terminal.type("qq")
    #expect(terminal.finish() == .code(0), "\(type)")
    let after = try #require(terminal.modes)
    #expect(after.c_lflag == before.c_lflag && after.c_iflag == before.c_iflag && after.c_oflag == before.c_oflag)
  }

  @Test(
    "One that cannot, or that is not known, is refused in one line that says what to do",
    arguments: [
      ("dumb", "cannot move its cursor"), ("", "TERM is not set"),
      ("no-such-terminal", "install the package ncurses-term"),
      ("unknown", "cannot move its cursor"), ("../../etc/passwd", "not known here"), ("a\u{1b}[31mb", "not known here"),
    ])
  func refused(type: String, words: String) throws {
    let terminal = try PseudoTerminal(environment: ["TERM": type], keepsModes: true)
    let before = try #require(terminal.modesBefore)
    var output: [UInt8] = []
    #expect(terminal.finish { output += $0 } == .code(2), "\(type)")
    let text = String(decoding: output, as: UTF8.self).replacing("\r\n", with: "\n")
    #expect(text.hasPrefix("gradflow: ") && text.hasSuffix("\n") && text.count { $0.isNewline } == 1, "\(text)")
    #expect(text.contains(words) && !text.contains("\u{1b}"), "\(text)")
    #expect(try #require(terminal.modes).c_lflag == before.c_lflag)
  }

  @Test("NO_COLOR leaves bold, dim and reverse; an empty one leaves all; --color goes before it")
  func noColor() throws {
    let cases: [(String, [String], Bool)] = [
      ("1", [], false), ("", [], true), ("1", ["--color", "256"], true), ("", ["--color", "never"], false),
    ]
    for (value, arguments, isColoured) in cases {
      let terminal = try PseudoTerminal(
        Program.path, ["--theme", "dark"] + arguments, environment: ["NO_COLOR": value])
      var screen = EmulatedScreen(width: 100, height: 30)
      screen.feed(try #require(terminal.readToRest()))
      let inks = Set(screen.cells.map(\.look.foreground)).union(screen.cells.map(\.look.background))
      #expect((inks != [-1]) == isColoured, "NO_COLOR=\(value) \(arguments)")
      #expect(screen.cells.contains { !$0.look.attributes.isEmpty })
      terminal.type("q")
      terminal.finish()
    }
  }

  @Test("The theme follows COLORFGBG, or the terminal's own answer, unless --theme says dark or light")
  func theme() throws {
    let cases: [(arguments: [String], variable: String, answer: String, isLight: Bool)] = [
      ([], "0;15", "", true), ([], "15;0", "", false), ([], "", "rgb:ffff/ffff/ffff", true), ([], "", "", false),
      (["--theme", "auto"], "0;15", "", true), (["--theme", "auto"], "", "rgb:ffff/ffff/eeee", true),
      (["--theme", "dark"], "0;15", "rgb:ffff/ffff/ffff", false), (["--theme", "light"], "15;0", "", true),
    ]
    let titles = (dark: try title("dark"), light: try title("light"))
    #expect(titles.dark != titles.light)
    for (arguments, variable, answer, isLight) in cases {
      let terminal = try PseudoTerminal(Program.path, arguments, environment: ["COLORFGBG": variable])
      var screen = EmulatedScreen(width: 100, height: 30)
      screen.feed(try #require(terminal.readToRest()))
      if !answer.isEmpty { terminal.type("\u{1b}]11;\(answer)\u{1b}\\") }
      screen.feed(try #require(terminal.readToRest()))
      #expect(screen.cells[0].look == (isLight ? titles.light : titles.dark), "\(arguments) \(variable) \(answer)")
      terminal.type("q")
      terminal.finish()
    }
  }

  /// The look of the title bar with a theme.
  private func title(_ theme: String) throws -> EmulatedScreen.Look {
    let ansi = try Program.output(["render", "--format", "ansi", "--color", "256", "--theme", theme])
    var screen = EmulatedScreen(width: 100, height: 30)
    screen.feed(Array(ansi.prefix { $0 != "\n" }.utf8))
    return screen.cells[0].look
  }
}
