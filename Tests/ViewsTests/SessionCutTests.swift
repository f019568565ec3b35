import RNNCore
import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Session: what is left out of the gradient")
struct SessionCutTests {
  /// Sessions of one unit, of several, and with losses, in every view.
  private static let sessions = View.allCases.flatMap { view in
    [Sample.session(), Sample.drawn(hidden: 3), Sample.classifier().pressing("nn")]
      .filter { !view.needsSeveralUnits || $0.state.isMatrix }.map { $0.pressing("\(view.digit)") }
  }

  @Test("( ) D cut in every view, and what is computed is what the core computes", arguments: sessions.indices)
  func keys(place: Int) throws {
    let before = Self.sessions[place]
    for (script, cut) in [
      ("(", Cut(.window, length: 8)), (")", Cut(.window, length: 8)), ("D", Cut(.window, length: 8)),
      ("D))", Cut(.window, length: 10)), ("D(((", Cut(.window, length: 5)), ("DD(", Cut(.detach, length: 7)),
      ("D)DD", Cut(.none, length: 9)),
    ] {
      let after = before.pressing(script)
      #expect(after.state.cut == cut && after.state.choices == before.state.with { $0.cut = cut })
      #expect(after.analysis.remedied?.contributions.truncation == (cut.kind == .none ? nil : cut.truncation))
    }
  }

  @Test("A run of lengths is one change; what begins it, and another kind, are changes of their own")
  func undo() {
    let start = Sample.session()
    let held = start.pressing("D" + String(repeating: ")", count: 30))
    #expect(held.state.cut.length == 38 && held.past.count == 2)
    #expect(held.pressing("u").state.cut == Cut(.window) && held.pressing("uu").state.choices == start.state.choices)
    #expect(held.pressing("u<C-r>").state == held.state)
    #expect(start.pressing("))))((").past.count == 1, "one run, which switched it on")
    #expect(start.pressing("))DD)").past.count == 4 && start.pressing("))[))").past.count == 3)
    #expect(start.pressing("=window=12<Enter>)))").past.count == 2)
    #expect(held.pressing("r").state == start.state && held.pressing("ru").state == held.state)
  }

  @Test(
    "What is cut is said once, in words, when it becomes another kind",
    arguments: [
      ("D", "a window of 8 steps: k = 44 hears the steps 37 to 44, and no farther back"),
      ("(", "a window of 8 steps: k = 44 hears the steps 37 to 44, and no farther back"),
      ("D(", nil), ("D))", nil),
      (
        "DD",
        "detached after every 8 steps, where s is passed on as a constant: k = 44 hears the steps 41 to 44, and no farther back"
      ),
      ("DDD", "nothing is cut: k = 44 hears every step from 1 on"),
      ("=window=1<Enter>", "a window of 1 step: k = 44 hears step 44 alone"),
      ("=window=50<Enter>", "a window of 50 steps: k = 44 hears every step from 1 on, as without"),
      (
        "=detach=43<Enter>",
        "detached after every 43 steps, where s is passed on as a constant: k = 44 hears step 44 alone"
      ),
      ("=detach=1<Enter>", "detached after every step, where s is passed on as a constant: k = 44 hears step 44 alone"),
      ("=window=9<Enter>=window=12<Enter>", nil),
    ] as [(String, String?)])
  func said(script: String, words: String?) { #expect(Sample.session().pressing(script).notice == words) }

  @Test("Of the total loss each step's loss has a window of its own")
  func total() {
    let session = Sample.classifier().pressing("nn")
    #expect(session.state.observable == .totalLoss)
    #expect(session.pressing("D").notice?.hasPrefix("a window of 8 steps for each step's loss: k = ") == true)
  }

  @Test(
    "At an end a word says that it is one",
    arguments: [
      ("=window=1<Enter>", "(", "a window has one step at least"),
      ("=detach=1<Enter>", "(", "a chunk has one step at least"),
      ("=window=44<Enter>", ")", "a window of 44 steps leaves nothing of T = 44 out"),
      ("=detach=60<Enter>", ")", "a chunk of 60 steps leaves nothing of T = 44 out"),
    ])
  func ends(before: String, key: String, words: String) {
    let session = Sample.session().pressing(before)
    let after = session.pressing(key)
    #expect(after.notice == words && after.state == session.state && after.past.count == session.past.count)
  }

  @Test("window=, detach= and cut= are typed by name")
  func typed() {
    func pressed(_ text: String, _ before: String = "") -> Cut {
      Sample.session().pressing(before + "=\(text)<Enter>").state.cut
    }
    #expect(pressed("window=12") == Cut(.window, length: 12) && pressed(" detach = 5 ") == Cut(.detach, length: 5))
    #expect(pressed("cut=none", "D))") == Cut(.none, length: 10))
    #expect(pressed("cut=detach", "D))") == Cut(.detach, length: 10) && pressed("cut=window") == Cut(.window))
    #expect(pressed("window=1e7") == Cut(.window, length: 10_000_000))
    #expect(Sample.session().pressing("=window=12<Enter>u").state.choices == Sample.session().state.choices)
  }

  @Test(
    "What cannot be typed says what can",
    arguments: [
      ("window=0", "window is a whole number of steps from 1 to 10000000"),
      ("window=2.5", "window is a whole number of steps from 1 to 10000000"),
      ("detach=-3", "detach is a whole number of steps from 1 to 10000000"),
      ("window=1e300", "window is a whole number of steps from 1 to 10000000"),
      ("window=x", "not a number: window takes one like 60"),
      ("window=", "not a number: window takes one like 60"),
      ("cut=5", "cut takes none, window or detach; window=12 and detach=5 set how long it is"),
      ("cut=", "cut takes none, window or detach; window=12 and detach=5 set how long it is"),
    ])
  func refused(text: String, complaint: String) {
    let session = Sample.session().pressing("=\(text)<Enter>")
    #expect(session.state == Sample.session().state && session.mode == .typing(text: text, complaint: complaint))
  }

  @Test("While nothing is cut no hint says a word of it, so that nothing on the screen is other than without")
  func hints() {
    func hints(_ script: String) -> String {
      Sample.session(size: Size(width: 300, height: 30)).pressing(script + "<Esc>").lines.last ?? ""
    }
    #expect(!hints("").contains("( )") && !hints("").contains(" D "))
    #expect(hints("D").contains(" ( ) window 8 ") && hints("D").contains(" D detach "))
    #expect(hints("DD").contains(" ( ) chunk 8 ") && hints("DD").contains(" D uncut "))
    #expect(!hints("DDD").contains("( )"))
    // Where something is cut, its keys are what the screen is about: 80 columns have room for them.
    let narrow = Sample.session(size: Size(width: 80, height: 24)).pressing("D<Esc>").lines.last ?? ""
    #expect(narrow.contains(" ( ) window 8 ") && narrow.contains(" D detach "), "\(narrow)")
    #expect(Sample.session().pressing("DDD<Esc>").lines.dropLast() == Sample.session().lines.dropLast())
  }

  @Test(
    "y writes flags of it",
    arguments: [
      ("D", " --cut-window 8"), ("=window=22<Enter>", " --cut-window 22"), ("=detach=5<Enter>", " --detach 5"),
      ("DDD", ""), ("2D", " --cut-window 8 --view derivation"),
    ])
  func command(script: String, flags: String) {
    let text = ReproducingCommand.text(for: Sample.session().pressing(script))
    #expect(text.replacing(/\ --axes [^ ]+/, with: "") == "gradflow" + flags)
  }

  @Test("And of clipping, which is undone with what is around it")
  func clipping() {
    var session = Sample.session()
    session.state.clipping = .norm(1)
    #expect(ReproducingCommand.text(for: session) == "gradflow --clip norm:1")
    session.state.cut = Cut(.detach, length: 5)
    #expect(ReproducingCommand.text(for: session) == "gradflow --detach 5 --clip norm:1")
    #expect(session.pressing("r").state.clipping == nil && session.pressing("ru").state == session.state)
  }

  @Test("A held key while the numbers of a long sequence are waited for is heard in its turn")
  func patience() throws {
    let session = Sample.session()
    for key in try KeyScript.keys("()D") { #expect(session.patience(of: key) == .inTurn) }
  }
}
