import Testing

@testable import Explorer
@testable import Screen

@Suite("Session: typing a value")
struct SessionTypingTests {
  private static func complaint(_ session: Session) -> String? {
    if case .typing(_, let complaint) = session.mode { complaint } else { nil }
  }

  @Test(
    "A good value is set, exactly as typed",
    arguments: [
      ("1.5", 1.5), ("-0.333", -0.333), ("+2", 2), (".5", 0.5), ("1e-3", 0.001), ("−1.25", -1.25), ("1e−3", 0.001),
      ("-0", 0), ("0.1", 0.1), ("1E5", 1e5), ("1.7e308", 1.7e308), (" 2", 2), ("2 ", 2),
      ("0.30000000000000004", 0.1 + 0.2),
    ])
  func good(text: String, value: Double) throws {
    let before = Sample.session()
    let after = before.pressing("=\(text)<Enter>")
    let start = try before.state.start.setting(.recurrentWeight, to: value)
    #expect(after.mode == .exploring && after.state.choices == before.state.with { $0.start = start })
    #expect(after.W.sign == (value < 0 ? .minus : .plus))
  }

  @Test(
    "A bad value says why, and both the old value and the text stay",
    arguments: [
      "", "abc", "inf", "infinity", "nan", "0x10", "0x1p3", "1,5", "1.2.3", "--1", "1e", "e5", "−", ".", "1 2", "٣",
      "1_000",
      "½",
    ])
  func bad(text: String) {
    let session = Sample.session().pressing("=\(text)<Enter>")
    #expect(session.W == 0.9 && session.past.isEmpty)
    #expect(session.mode == .typing(text: text, complaint: Self.complaint(session)))
    #expect(Self.complaint(session)?.hasPrefix("not a number: W takes one like") == true)
    #expect(session.lines.last?.contains("not a number") == true)
  }

  @Test("Too large for a Double is said", arguments: ["1e309", "-1e999", "1e99999999"])
  func huge(text: String) {
    let session = Sample.session().pressing("=\(text)<Enter>")
    #expect(session.W == 0.9 && Self.complaint(session) == "too large: the largest number is about 1.8e308")
  }

  @Test("After a complaint typing goes on, and the next character takes the complaint away")
  func goesOn() {
    let session = Sample.session().pressing("=1.x<Enter><Backspace>5")
    #expect(session.mode == .typing(text: "1.5", complaint: nil))
    #expect(session.pressing("<Enter>").W == 1.5)
  }

  @Test(
    "T takes whole numbers that there is data for",
    arguments: [
      ("60", 60, nil), ("209", 209, nil), ("1", 1, nil), ("1e2", 100, nil), ("60.0", 60, nil),
      ("0", 44, "T is a whole number from 1 to 209"), ("-3", 44, "T is a whole number from 1 to 209"),
      ("2.5", 44, "T is a whole number from 1 to 209"),
      ("210", 44, "sunspots has 209 steps behind offset 100: T ends there"),
      ("1e300", 44, "sunspots has 209 steps behind offset 100: T ends there"),
      ("x", 44, "not a number: T takes one like 60"),
    ] as [(String, Int, String?)])
  func steps(text: String, expected: Int, complaint: String?) {
    let session = Sample.session().pressing("<S-Tab>=\(text)<Enter>")
    #expect(session.state.input.steps == expected)
    #expect(Self.complaint(session) == complaint)
  }

  @Test("A name before the value says what it is for, and the selected knob stays")
  func named() {
    func pressed(_ text: String) -> Session { Sample.session().pressing("=\(text)<Enter>") }
    #expect(pressed("k=30").state.target == 30 && pressed(" i = 12 ").state.inspected == 12)
    #expect(pressed("T=100").state.input.steps == 100 && pressed("T=100").state.target == 100)
    for (name, knob) in [("W", Knob.recurrentWeight), ("U", .inputWeight), ("b", .bias), ("s0", .initialState)] {
      let session = pressed("\(name)=−1.25")
      #expect(session.state.value(of: knob) == -1.25 && session.state.knob == .recurrentWeight)
      #expect(session.past.count == 1 && session.pressing("u").state.choices == Sample.session().state.choices)
    }
    #expect(pressed("s₀=0.5").state.value(of: .initialState) == 0.5 && pressed("=2").W == 2)
    #expect(Sample.drawn(hidden: 3).pressing("=g=0.3<Enter>").state.matrix?.gain == 0.3)
    #expect(Sample.drawn(hidden: 3).pressing("=i=7<Enter>").state.inspected == 7)
  }

  @Test(
    "What cannot be set so says what can",
    arguments: [
      ("k=0", "k is a step from 1 to T = 44"), ("k=45", "k is a step from 1 to T = 44"),
      ("k=2.5", "k is a step from 1 to T = 44"), ("i=45", "i is a step from 1 to k = 44"),
      ("i=-1", "i is a step from 1 to k = 44"), ("k=x", "not a number: k takes one like 60"),
      ("T=210", "sunspots has 209 steps behind offset 100: T ends there"),
      ("T=0", "T is a whole number from 1 to 209"), ("W=", "not a number: W takes one like 0.9 or 1e−3"),
      ("W=1=2", "not a number: W takes one like 0.9 or 1e−3"),
      ("U=1e309", "too large: the largest number is about 1.8e308"),
      ("g=1", "g is nothing to set here: W, U, b, s₀, T, k, i, window, detach or cut"),
      ("w=1", "w is nothing to set here: W, U, b, s₀, T, k, i, window, detach or cut"),
    ])
  func namedBadly(text: String, complaint: String) {
    let session = Sample.session().pressing("=\(text)<Enter>")
    #expect(session.state == Sample.session().state && session.mode == .typing(text: text, complaint: complaint))
    #expect(session.lines.last?.contains(complaint) == true && session.lines.last?.hasPrefix(" set ") == true)
  }

  @Test("Of several units W is turned by g; while a pass plays i goes with it")
  func namedElsewhere() {
    let drawn = Sample.drawn(hidden: 3).pressing("=W=1<Enter>")
    #expect(Self.complaint(drawn) == "W is nothing to set here: g, T, k, i, window, detach or cut")
    let played = Sample.session().pressing("<Space><Enter>=i=3<Enter>")
    #expect(Self.complaint(played) == "while the pass plays i goes with it: Esc ends it")
  }

  @Test("On a narrow screen the complaint stands above what is typed, and of a long text the end is shown")
  func narrow() {
    let narrow = Sample.session(size: Size(width: 40, height: 12))
    let refused = narrow.pressing("=0.9x<Enter>").lines
    #expect(refused.last == " W = 0.9x_" && refused.suffix(3).joined().contains("like 0.9 or 1e−3"))
    #expect(narrow.pressing("=" + String(repeating: "1", count: 39) + "7").lines.last?.hasSuffix("17_") == true)
  }

  @Test("While a value is typed no character is a command")
  func noCommands() {
    let session = Sample.session().pressing("=aqui.sdyS?mR")
    #expect(session.mode == .typing(text: "aqui.sdyS?mR", complaint: nil))
    #expect(session.state.choices == Sample.session().state.choices)
    #expect(session.lines.last?.contains("W = aqui.sdyS?mR_") == true)
  }

  @Test("Backspace and Delete take the last character, Ctrl-U all, Escape leaves everything as it was")
  func editing() {
    #expect(Sample.session().pressing("=12<Backspace>").mode == .typing(text: "1", complaint: nil))
    #expect(Sample.session().pressing("=12<Delete>3").mode == .typing(text: "13", complaint: nil))
    #expect(Sample.session().pressing("=<Backspace>").mode == .typing(text: "", complaint: nil))
    #expect(Sample.session().pressing("=12<C-u>7<Enter>").W == 7)
    let left = Sample.session().pressing("=12<Esc>")
    #expect(left.mode == .exploring && left.W == 0.9 && left.past.isEmpty)
  }

  @Test(
    "Arrows and other keys do nothing to the text or the knob",
    arguments: ["<Up>", "<Left>", "<Tab>", "<Home>", "<C-a>"])
  func otherKeys(key: String) {
    let session = Sample.session().pressing("=12" + key)
    #expect(session.mode == .typing(text: "12", complaint: nil) && session.W == 0.9)
  }

  @Test("Forty characters are enough")
  func long() {
    let session = Sample.session().pressing("=" + String(repeating: "1", count: 100))
    #expect(session.mode == .typing(text: String(repeating: "1", count: 40), complaint: nil))
  }

  @Test("Pasted text goes into the value: one line, without controls, and it never sets it by itself")
  func paste() {
    var session = Sample.session().pressing("=1")
    session.handle(paste: ".25\n\u{1b}[A\r\nq")
    #expect(session.mode == .typing(text: "1.25", complaint: nil))
    session.handle(paste: "\u{1b}[A\u{7}q")
    #expect(session.mode == .typing(text: "1.25[Aq", complaint: nil))
    session = Sample.session().pressing("=")
    session.handle(paste: " −0.75\n")
    #expect(session.W == 0.9)
    #expect(session.pressing("<Enter>").W == -0.75)
    session.handle(paste: String(repeating: "9", count: 1_000_000))
    #expect(session.mode == .typing(text: " −0.75" + String(repeating: "9", count: 34), complaint: nil))
  }

  @Test("Pasted text outside of typing is no keys", arguments: ["", "?", "y"])
  func pasteElsewhere(script: String) {
    var session = Sample.session().pressing(script)
    let before = session
    session.handle(paste: "aaq<Up>q\u{3}")
    #expect(session.state == before.state && session.mode == before.mode)
    #expect(session.notice == "pasted text is not taken as keys: press = to type a value")
  }
}
