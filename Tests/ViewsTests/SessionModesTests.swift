import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Session: help, command line, leaving, small screens")
struct SessionModesTests {
  private static let inModes = ["", "=1", "?", "y"]

  @Test("q leaves; Ctrl-C leaves from everywhere, interrupted")
  func quit() {
    var session = Sample.session()
    #expect(session.press("q") == [.quit(interrupted: false)])
    for script in Self.inModes {
      var session = Sample.session().pressing(script)
      #expect(session.press("<C-c>") == [.quit(interrupted: true)], "after \(script)")
    }
  }

  @Test("Ctrl-Z suspends from everywhere and changes nothing that is shown", arguments: inModes)
  func suspend(script: String) {
    var session = Sample.session().pressing(script)
    let before = session
    #expect(session.press("<C-z>") == [.suspend])
    #expect(session.state == before.state)
  }

  @Test("S, E, Ctrl-L and m ask the program around")
  func effects() {
    var session = Sample.session()
    #expect(session.press("S") == [.savePicture])
    #expect(session.press("E") == [.saveNumbers])
    #expect(session.press("<C-l>") == [.redrawAll])
    #expect(session.press("m") == [.captureMouse(false)] && !session.capturesMouse)
    #expect(session.notice == "mouse off: the terminal selects text")
    #expect(session.press("m") == [.captureMouse(true)] && session.capturesMouse)
    #expect(session.state == Sample.session().state)
  }

  @Test("? opens the help; Esc, q, ? and Enter close it; other keys do nothing there")
  func help() {
    let open = Sample.session().pressing("?")
    #expect(open.mode == .help(scroll: 0))
    for key in ["<Esc>", "q", "?", "<Enter>"] {
      var session = open
      #expect(session.press(key).isEmpty && session.mode == .exploring)
    }
    for key in ["a", "<Left>", "=", "S", "s", "r"] {
      var session = open
      #expect(session.press(key).isEmpty && session.mode == .help(scroll: 0) && session.state == open.state)
    }
  }

  @Test("The help scrolls from its first line to its last, and every line can be seen", arguments: [10, 24, 45])
  func scroll(height: Int) {
    var session = Sample.session(size: Size(width: 60, height: height)).pressing("?")
    var seen = Set(session.lines.dropFirst().dropLast())
    for _ in 0..<200 {
      let before = session.mode
      session.press("<Down>")
      if session.mode != before { seen.formUnion(session.lines.dropFirst().dropLast()) }
    }
    let last = session
    let tall = Sample.session(size: Size(width: 60, height: 200)).pressing("?")
    #expect(seen.isSuperset(of: tall.lines.dropFirst().dropLast()))
    #expect(last.lines.dropLast().last?.contains("is small") == true)
    #expect(session.pressing("<Down>").mode == last.mode)
    for _ in 0..<200 { session.press("k") }
    #expect(session.mode == .help(scroll: 0))
    #expect(session.pressing("<PageDown><PageUp>").mode == .help(scroll: 0))
    #expect(session.pressing("<PageUp>").mode == .help(scroll: 0))
  }

  @Test("Help says how many lines there are above and below those that are shown")
  func marks() {
    let top = Sample.session(size: Size(width: 80, height: 20)).pressing("?")
    let lines = top.lines.last ?? ""
    #expect(lines.contains("↓ ") && lines.hasSuffix("more") && !lines.contains("↑ 1"))
    #expect(top.pressing("<PageDown>").lines.last?.contains("↑ 16 ↓ ") == true)
    let tall = Sample.session(size: Size(width: 100, height: 120)).pressing("?")
    #expect(tall.lines.last?.contains("more") == false)
  }

  @Test(
    "Help begins with the keys of the present view, then has the others, then the words in alphabetical order",
    arguments: [("1", "s"), ("2", "Enter"), ("3", "{ }"), ("4", "< >")])
  func order(view: String, key: String) throws {
    let lines = Sample.session(size: Size(width: 120, height: 200)).pressing(view + "?").lines
    func place(_ text: String) throws -> Int { try #require(lines.firstIndex { $0.hasPrefix(" " + text) }, "\(text)") }
    #expect(try place("Keys of the ") == 2)
    let (others, words) = (try place("Other keys"), try place("Words"))
    let own = try place(key + " ")
    #expect(own < others && others < words)
    #expect(try place("q ") > others && place("↑ ↓") > others)
    for word in ["W*", "immediate", "flow"] { #expect(try place(word + " ") > words) }
  }

  @Test("The words stand in alphabetical order, and the verdict's bounds are those that it is made with")
  func words() throws {
    for session in [Sample.session(), Sample.drawn(hidden: 3)] {
      let places = HelpPanel.glossary(session.state).map { HelpPanel.place($0.0) }
      #expect(places == places.sorted() && Set(places).count == places.count)
    }
    let verdict = try #require(HelpPanel.glossary(Sample.session().state).first { $0.0 == "verdict" }).1
    #expect(verdict.contains("3 % a step") && verdict.contains("tenfold in all"))
  }

  @Test("On a screen that grew the scrolled help fills it again, and the first press of ↑ moves it")
  func grown() {
    var session = Sample.session(size: Size(width: 60, height: 10)).pressing("?")
    for _ in 0..<200 { session.press("<Down>") }
    session.size.height = 40
    let lines = session.lines
    #expect(lines.dropLast().last?.contains("is small") == true)
    #expect(session.pressing("<Down>").lines == lines)
    #expect(session.pressing("<Up>").lines != lines)
  }

  @Test(
    "y shows the command line over the picture; any key goes back and does nothing else",
    arguments: ["a", "<Up>", "q", "<Esc>"])
  func command(key: String) {
    var session = Sample.session().pressing("y")
    #expect(session.mode == .command)
    #expect(session.lines.contains(" gradflow"))
    let before = session.state
    #expect(session.press(key).isEmpty)
    #expect(session.mode == .exploring && session.state == before)
  }

  @Test("Esc puts a message away, and so does every key")
  func message() {
    for key in ["<Esc>", "<Left>", "X"] {
      var session = Sample.session()
      session.notice = "something was said"
      #expect(session.lines.last?.contains("something was said") == true)
      session.press(key)
      #expect(session.notice == nil)
    }
  }

  @Test(
    "On too small a screen keys and mouse change nothing, but one can leave",
    arguments: [
      Size(width: 39, height: 30), Size(width: 100, height: 9), Size(width: 1, height: 1),
    ])
  func tooSmall(size: Size) {
    let before = Sample.session(size: size)
    for script in ["<Up>", "a", "=1<Enter>", "?", "s", "r", "u", "y", "i", "m", "S"] {
      var session = before
      #expect(session.press(script).isEmpty)
      session.handle(MouseEvent(.press, x: 0, y: 0))
      session.handle(MouseEvent(.wheelUp, x: 0, y: 0))
      #expect(session.state == before.state && session.mode == .exploring)
    }
    var session = before
    #expect(session.press("q") == [.quit(interrupted: false)])
    #expect(session.press("<C-c>") == [.quit(interrupted: true)])
    #expect(session.press("<C-z>") == [.suspend])
  }

  @Test(
    "A small screen says in one line what it needs, whole, in as many words as there is room for",
    arguments: [
      (Size(width: 100, height: 9), "100×9 is too small: gradflow needs 40×10"),
      (Size(width: 39, height: 30), "too small: gradflow needs 40×10"), (Size(width: 39, height: 12), ""),
      (Size(width: 20, height: 5), "needs 40×10"), (Size(width: 11, height: 8), "needs 40×10"),
      (Size(width: 5, height: 1), "40×10"),
    ])
  func sizeNeeded(size: Size, words: String) {
    let lines = Sample.session(size: size).lines
    #expect(words.isEmpty ? lines[0].hasSuffix("needs 40×10") : lines[0] == words)
    #expect(lines.dropFirst().allSatisfy { $0.isEmpty })
  }
}

@Suite("Title")
struct TitleTests {
  @Test("The amplitude of the input is shown where it is not 1", arguments: [60, 80, 100, 160])
  func amplitude(width: Int) {
    for start in [Sample.session(), Sample.drawn(hidden: 3)] {
      var session = start
      session.size.width = width
      #expect(session.lines.first?.contains("×") == false)
      session.state.input.amplitude = 2
      let title = session.lines.first ?? ""
      #expect(title.contains("sunspots ×2") || (width == 60 && !title.contains("sunspots")), "\(title)")
      session.state.input.amplitude = -0.5275116
      #expect(session.lines.first?.contains("sunspots ×−0.52751") == true || width == 60)
    }
  }

  @Test("Nor is a multiplied input shown as if it were not where there are many knobs", arguments: [60, 70, 80, 100])
  func manyKnobs(width: Int) throws {
    for name in ["latch", "vanishing-tanh"] {
      var setup = try #require(Scenario.named(name)).setup
      setup.amplitude = 3
      setup.bias = 0.3
      let state = try #require(setup.state(sources: Sample.sources))
      let session = Session(state: state, sources: Sample.sources, size: Size(width: width, height: 24))
      let title = session.lines[0]
      #expect(title.contains("×3") && title.contains("b +0.30") && title.contains(" T "), "\(title)")
      #expect(title.columns <= width)
    }
  }

  @Test("Between the knobs are blanks of one width, and the formula goes before the program's name comes back")
  func narrow() {
    for width in 40...160 {
      for keys in ["", "<Tab><Tab>", "=2.705<Enter>"] {
        let title = Sample.session(size: Size(width: width, height: 24)).pressing(keys).lines[0]
        #expect(!title.contains("gradflow") || title.contains("s_t = "), "\(title)")
        let gaps = title.matches(of: /(W|U|b|s₀) [+−][0-9.]+( +)/).map { $0.output.2.count }
        #expect(Set(gaps.dropLast()).count <= 1, "\(title)")
      }
    }
    let title = Sample.session(size: Size(width: 80, height: 24)).pressing("<Tab><Tab>").lines[0]
    #expect(title.contains("s_t = tanh(U·x_t + W·s_t₋₁ + b)"))
  }
}
