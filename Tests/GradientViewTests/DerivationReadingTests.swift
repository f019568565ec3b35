import Testing

@testable import GradientView

@Suite("Reading the derivation")
struct DerivationReadingTests {
  private static func session(_ keys: String = "", height: Int = 24) -> Session {
    DerivationGolden.session(target: 24, term: 9, width: 80, height: height, keys: keys)
  }

  @Test("Enter begins with the first line, then shows one more each, and Backspace hides again")
  func reveal() {
    var session = Self.session()
    #expect(session.state.reading.revealed == nil)
    session.press("<Enter>")
    #expect(session.state.reading.revealed == 1)
    session.press("<Enter><Enter>")
    #expect(session.state.reading.revealed == 3)
    session.press("<Backspace>")
    #expect(session.state.reading.revealed == 2)
    session.press("<Backspace><Backspace><Backspace>")
    #expect(session.state.reading.revealed == 1)
    let units = DerivationPage(session).text.units
    session.press(String(repeating: "<Enter>", count: units - 1))
    #expect(session.state.reading.revealed == nil && DerivationPage(session).below == 0)
    session.press("<Backspace>")
    #expect(session.state.reading.revealed == units - 1)
  }

  @Test("The newest line is always in sight, and lines once shown stay where they are")
  func newestInSight() {
    var session = Self.session("<Enter>")
    let units = DerivationPage(session).text.units
    var earlier = DerivationPage(session).lines
    for _ in 1..<units {
      session.press("<Enter>")
      let page = DerivationPage(session)
      for (line, before) in zip(page.lines, earlier) where !before.isEmpty { #expect(line == before) }
      let newest = page.text.lines.firstIndex { $0.unit == page.shown - 1 && !$0.spans.isEmpty } ?? 0
      #expect(page.top <= newest && newest < page.top + page.rows)
      earlier = page.lines
    }
  }

  @Test("Scrolling goes to the end and back and no farther, and says what is below")
  func scroll() {
    var session = Self.session()
    let limit = DerivationPage(session).limit
    #expect(limit > 0)
    #expect(session.lines[22].hasSuffix("↓ \(limit) more lines · Ctrl-D"))
    session.press("<C-d><C-d><C-d><C-d><C-d><C-d><C-d><C-d>")
    #expect(DerivationPage(session).top == limit)
    session.press("<C-u>")
    #expect(DerivationPage(session).top < limit)
    session.press("<C-u><C-u><C-u><C-u><C-u><C-u>")
    #expect(DerivationPage(session).top == 0)
  }

  @Test("Reading is no change: undo takes back the weight and leaves the page as it was read")
  func undo() {
    var session = Self.session("<Up><Enter><Enter><C-d>")
    let reading = session.state.reading
    session.press("u")
    #expect(session.W == 0.9 && session.state.reading == reading)
    session.press("<C-r>")
    #expect(session.W == 0.95 && session.state.reading == reading)
  }

  @Test("Another k has other numbers, and what is revealed stays")
  func otherTarget() {
    let session = Self.session("<Enter><Enter><Enter>")
    #expect(session.pressing("<Left><Up>").state.reading == session.state.reading)
  }

  @Test(
    "The command of y brings the page back as it is read",
    arguments: ["", "<Enter><Enter>", "<C-d>", "<C-d><C-d><C-u>", "<Enter><Enter><Enter><Enter><Enter><Enter><C-u>"])
  func reproduced(keys: String) throws {
    let session = Self.session(keys, height: 12)
    let arguments = ReproducingCommand.arguments(for: session)
    let place = arguments.firstIndex(of: "--keys")
    let script = place.map { arguments[$0 + 1] } ?? ""
    #expect(Self.session(script, height: 12).lines == session.lines)
    #expect(arguments.contains("derivation"))
  }

  @Test("In other views the keys do nothing")
  func elsewhere() {
    let session = Sample.session()
    #expect(session.pressing("<Enter><Enter><Backspace><C-d>").state == session.state)
  }
}
