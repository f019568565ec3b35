import Screen
import Testing

@testable import CursesTerminal

@Suite struct TerminalTypeTests {
  @Test(arguments: [
    ("", ""), ("\u{1b}[m\u{0f}$<2>", "\u{1b}[m\u{0f}"), ("a$<5>b$<10*/>c", "abc"), ("$5", "$5"), ("a$<5", "a$<5"),
    ("cost $ 5 $<1>", "cost $ 5 "),
  ])
  func paddingIsRemoved(_ capability: String, _ expected: String) {
    #expect(TerminalType.withoutPadding(capability) == expected)
  }

  @Test func commandsGoOnlyWhereTheyAreNotShown() {
    for name in ["xterm-256color", "xterm-kitty", "tmux-256color", "screen", "alacritty", "foot", "st-256color"] {
      #expect(TerminalType.takesCommands(name), "\(name)")
    }
    for name in ["linux", "dumb", "vt100", "vt220", "cons25", "sun", "ansi", "eterm-color", ""] {
      #expect(!TerminalType.takesCommands(name), "\(name)")
    }
  }
}

@Suite struct ColorSchemeTests {
  @Test func allColorsOfTheTerminal() {
    #expect(ColorScheme.depth(wanted: nil, colors: 16_777_216, noColor: false) == .cube)
    #expect(ColorScheme.depth(wanted: nil, colors: 256, noColor: false) == .cube)
    #expect(ColorScheme.depth(wanted: nil, colors: 88, noColor: false) == .sixteen)
    #expect(ColorScheme.depth(wanted: nil, colors: 8, noColor: false) == .sixteen)
    #expect(ColorScheme.depth(wanted: nil, colors: 0, noColor: false) == .none)
  }

  @Test func noColorRemovesThemUnlessAsked() {
    #expect(ColorScheme.depth(wanted: nil, colors: 256, noColor: true) == .none)
    #expect(ColorScheme.depth(wanted: .sixteen, colors: 256, noColor: true) == .sixteen)
  }

  @Test func neverMoreThanThereAre() {
    #expect(ColorScheme.depth(wanted: .truecolor, colors: 256, noColor: false) == .cube)
    #expect(ColorScheme.depth(wanted: .cube, colors: 8, noColor: false) == .sixteen)
    #expect(ColorScheme.depth(wanted: .sixteen, colors: 0, noColor: false) == .none)
    #expect(ColorScheme.depth(wanted: ColorDepth.none, colors: 256, noColor: false) == .none)
  }
}

@Suite struct TerminalErrorTests {
  @Test func everyMessageIsOneLineThatHelps() {
    let errors: [TerminalError] = [
      .outputIsNoTerminal, .noKeyboard, .typeMissing, .typeUnknown("abc"), .typeTooSimple("dumb"), .unavailable,
    ]
    for error in errors {
      #expect(!error.description.contains("\n"))
      #expect(error.description.contains("gradflow render") || error.description.contains("TERM"))
    }
  }
}
