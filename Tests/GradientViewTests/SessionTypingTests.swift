import Testing

@testable import GradientView

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
