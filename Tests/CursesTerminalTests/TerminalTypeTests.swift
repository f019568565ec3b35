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

  @Test("The type with direct colours of a terminal, as the database names it")
  func direct() {
    for name in ["xterm", "xterm-256color", "xterm-color", "xterm-direct"] {
      #expect(TerminalType.directName(name) == "xterm-direct", "\(name)")
    }
    #expect(TerminalType.directName("tmux-256color") == "tmux-direct")
    for name in ["xterm-kitty", "rxvt-unicode-256color", "-256color", ""] {
      #expect(TerminalType.directName(name) == nil, "\(name)")
    }
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
    #expect(ColorScheme.depth(wanted: nil, colors: 16_777_216) == .truecolor)
    #expect(ColorScheme.depth(wanted: nil, colors: 256) == .cube)
    #expect(ColorScheme.depth(wanted: nil, colors: 88) == .sixteen)
    #expect(ColorScheme.depth(wanted: nil, colors: 8) == .sixteen)
    #expect(ColorScheme.depth(wanted: nil, colors: 0) == .none)
  }

  @Test func neverMoreThanThereAre() {
    #expect(ColorScheme.depth(wanted: .truecolor, colors: 256) == .cube)
    #expect(ColorScheme.depth(wanted: .cube, colors: 8) == .sixteen)
    #expect(ColorScheme.depth(wanted: .sixteen, colors: 0) == .none)
    #expect(ColorScheme.depth(wanted: ColorDepth.none, colors: 256) == .none)
    #expect(ColorScheme.depth(wanted: .sixteen, colors: 256) == .sixteen)
  }

  @Test("A terminal that takes colours directly has no cube")
  func noCube() {
    #expect(ColorScheme.depth(wanted: .cube, colors: 16_777_216) == .truecolor)
    #expect(ColorScheme.depth(wanted: .sixteen, colors: 16_777_216) == .sixteen)
  }

  @Test(
    "What COLORTERM says",
    arguments: [
      ("truecolor", true), ("24bit", true), ("yes", false), ("", false), (nil, false),
    ])
  func variable(value: String?, isTrue: Bool) { #expect(ColorScheme.saysTrueColor(value) == isTrue) }
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
