import Testing

@testable import Explorer
@testable import Views

@Suite("Reading the derivation")
struct DerivationReadingTests {
  private static func session(_ keys: String = "", height: Int = 24) -> Session {
    Sample.derivation(target: 24, term: 9, width: 80, height: height, keys: keys)
  }

  @Test("Enter begins with an empty page, then shows one line more each, and Backspace hides again")
  func reveal() {
    var session = Self.session()
    #expect(session.state.reading.revealed == nil)
    session.press("<Enter>")
    #expect(session.state.reading.revealed == 0)
    #expect(!session.lines[2..<session.lines.count - 1].contains { !$0.isEmpty })
    session.press("<Enter><Enter>")
    #expect(session.state.reading.revealed == 2)
    session.press("<Backspace>")
    #expect(session.state.reading.revealed == 1)
    session.press("<Backspace><Backspace><Backspace>")
    #expect(session.state.reading.revealed == 0)
    let units = DerivationPage(session).text.units
    session.press(String(repeating: "<Enter>", count: units))
    #expect(session.state.reading.revealed == nil && DerivationPage(session).below == 0)
    session.press("<Backspace>")
    #expect(session.state.reading.revealed == units - 1)
  }

  /// Sessions of each kind of page.
  private static let kinds: [(String, Session)] = [
    ("∂s₃/∂W", Sample.derivation(target: 3)), ("∂s₁/∂W", Sample.derivation(target: 1)),
    ("∂s₂₄/∂b", Sample.derivation(W: -1.2, target: 24, term: 9, width: 80, height: 24, keys: "dd")),
    ("∂s₄₄/∂W", Sample.derivation(.relu, b: 0.5, width: 60, height: 20)),
    ("‖∂s₄₄/∂W‖", MatrixSample.session(keys: "2")),
    ("‖∂s₄₄[1]/∂U‖", MatrixSample.session(of: .unit(1), keys: "2d")),
    ("‖∂L/∂W‖", Sample.classifier(hidden: 3, classes: 4).pressing("2nn")),
  ]

  @Test("While a line is hidden the title asks: no total, no verdict", arguments: kinds.indices)
  func question(kind: Int) {
    var (name, session) = Self.kinds[kind]
    let units = DerivationPage(session).text.units
    let answer = session.lines[1]
    #expect(answer.contains(name) && !answer.contains("?"))
    session.press("<Enter>")
    for shown in 0..<units {
      let lines = session.lines
      #expect(session.state.reading.revealed == shown)
      #expect(lines[1] == " \(name) = ?   Enter: the next line")
      for word in ["VANISHING", "EXPLODING", "STEADY", "BLOCKED"] { #expect(!lines.contains { $0.contains(word) }) }
      session.press("<Enter>")
    }
    #expect(session.lines[1] == answer)
    #expect(session.pressing("<Backspace>").lines[1].contains(" = ?"))
  }

  @Test("The question stays while W turns, another step is inspected, the pass is played, and after undo")
  func questionStays() {
    let session = Self.session("<Enter><Enter>")
    for keys in ["<Up>", "[", "a", "<Left>", "<Up>u", "<Up>u<C-r>", "<Space>", "<Space><Tick><Enter>"] {
      let line = session.pressing(keys).lines[1]
      #expect(line.contains(" = ?") && !line.contains("×"), "\(keys): \(line)")
    }
    #expect(session.pressing("<Space><Tick>").lines[1] == " ∂s₂₄/∂W = ?   playing: step 23, lag 1")
    #expect(!session.pressing("1").lines[1].contains("?"))
  }

  @Test("A scenario shows as much as was revealed before")
  func scenario() throws {
    var session = Self.session("<Enter><Enter><Enter>")
    let scenario = try #require(session.scenarios.first)
    session.open(scenario)
    #expect(session.state.reading.revealed == 2)
    session.press("<Esc>2")
    #expect(session.lines[1].contains(" = ?"))
  }

  @Test("Where there is no derivation it is said, whatever was revealed")
  func overflow() {
    let session = Self.session("<Enter><Enter>aaaa=1e20<Enter>")
    #expect(session.analysis.contributions == nil)
    #expect(session.lines.contains { $0.contains("beyond 1.8e308") } && session.lines[1].contains("OVERFLOW"))
  }

  @Test("The newest line is always in sight, and lines once shown stay where they are")
  func newestInSight() {
    var session = Self.session("<Enter>")
    let units = DerivationPage(session).text.units
    var earlier = DerivationPage(session).lines
    for _ in 0..<units {
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
    session.press(String(repeating: "<C-u>", count: 12))
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
    arguments: [
      "", "<Enter>", "<Enter><Enter>", "<C-d>", "<C-d><C-d><C-u>", "<Enter><Enter><Enter><Enter><Enter><Enter><C-u>",
    ])
  func reproduced(keys: String) throws {
    let session = Self.session(keys, height: 12)
    let arguments = ReproducingCommand.arguments(for: session)
    let place = arguments.firstIndex(of: "--keys")
    let script = place.map { arguments[$0 + 1] } ?? ""
    #expect(Self.session(script, height: 12).lines == session.lines)
    #expect(arguments.contains("derivation"))
    #expect(session.lines[1].contains(" = ?") == keys.contains("<Enter>"))
  }

  @Test("In other views the keys do nothing")
  func elsewhere() {
    let session = Sample.session()
    #expect(session.pressing("<Enter><Enter><Backspace><C-d>").state == session.state)
  }
}
