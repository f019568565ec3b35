import Testing

@testable import Explorer
@testable import Screen

@Suite("Session: theme and command line")
struct SessionOutputTests {
  @Test("M asks for the other theme and back, starting from the terminal's own", arguments: Theme.allCases)
  func theme(background: Theme) {
    var session = Sample.session()
    session.background = background
    #expect(session.theme == background && session.chosenTheme == nil)
    let other: Theme = background == .dark ? .light : .dark
    #expect(session.press("M") == [.useTheme(other)])
    #expect(session.theme == other && session.notice == "colours for a \(other.rawValue) background")
    // What the terminal says later of its background does not count then.
    session.background = other
    #expect(session.press("M") == [.useTheme(background)])
    #expect(session.theme == background)
  }

  @Test("It is how the screen looks: nothing to undo, nothing that reset brings back, but y says it")
  func look() {
    var session = Sample.session().pressing("<Up>")
    let before = session.state
    session.press("M")
    #expect(session.state == before && session.commandLine.hasSuffix(" --theme light"))
    session.press("u")
    #expect(session.theme == .light && session.state.choices == Sample.session().state.choices)
    session.press("<Up>r")
    #expect(session.theme == .light)
  }

  @Test("y hands the command line on, as it is in any notation, and says that it was sent only when it was")
  func clipboard() {
    for notation in [Notation.unicode, .ascii] {
      var session = Sample.session(size: Size(width: 40, height: 20)).pressing("<Up>")
      session.notation = notation
      let line = session.commandLine
      #expect(session.press("y") == [.copy(line)] && line.hasPrefix("gradflow --w 0.95"))
      #expect(!session.lines.contains { $0.contains("clipboard") })
      session.isSentToClipboard = true
      #expect(session.lines.contains(" sent to the clipboard"))
      session.size.width = 80
      #expect(session.lines.contains(" sent to the clipboard; some terminals do not take it, or ask"))
      session.press("<Esc>y")
      #expect(!session.lines.contains { $0.contains("clipboard") })
    }
  }
}
