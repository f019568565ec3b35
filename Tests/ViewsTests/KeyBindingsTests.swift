import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Key bindings")
struct KeyBindingsTests {
  /// A session in every view, playing and not.
  private static let situations =
    [Sample.derivation(width: 120, height: 20), Sample.classifier(size: Size(width: 120, height: 80))]
    + overViews
    + [
      Sample.drawn(size: Size(width: 120, height: 80)),
      Sample.session(size: Size(width: 120, height: 80)).pressing("b<Up>"),
      Sample.layered(size: Size(width: 120, height: 80)),
    ]

  private static let overViews = View.allCases.indices.flatMap { view in
    ["", "<Space>"].map {
      Sample.session(input: "noise", size: Size(width: 120, height: 80)).pressing("<Up>\(view + 1)" + $0)
    }
  }

  @Test("Nowhere is a key bound twice, but by a row that owns it and one that gives way", arguments: situations)
  func unique(session: Session) {
    let available = KeyBindings.available(in: session)
    for group in [available.filter(\.ownsKeys), available.filter { !$0.ownsKeys }] {
      let keys = group.flatMap(\.keys).map(\.0)
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test("Every row says which keys it is and what they do, in words of their own")
  func documented() {
    #expect(KeyBindings.rows.count == KeyBindings.table.count)
    #expect(KeyBindings.rows.allSatisfy { !$0.keys.isEmpty && $0.does.count > 5 })
    #expect(Set(KeyBindings.rows.map(\.does)).count == KeyBindings.rows.count)
  }

  @Test("A key that is a character stands in its row's label")
  func labelled() {
    for binding in KeyBindings.table {
      for (key, _) in binding.keys {
        guard case .character(let character) = key.base else { continue }
        let name = character == " " ? "Space" : key.control ? "Ctrl-\(character.uppercased())" : String(character)
        #expect(binding.label.contains(name), "\(name) in \(binding.label)")
      }
    }
  }

  /// The design's table of keys, without what later versions add.
  private static let design: [(script: String, action: Action)] = [
    ("<Left>", .step(.moveTarget(-1))), ("<Right>", .step(.moveTarget(1))), ("h", .step(.moveTarget(-1))),
    ("l", .step(.moveTarget(1))),
    ("<S-Left>", .step(.moveTarget(-10))), ("<S-Right>", .step(.moveTarget(10))), ("<C-Left>", .step(.moveTarget(-10))),
    ("<C-Right>", .step(.moveTarget(10))), ("<Home>", .step(.moveTargetToStart)), ("g", .step(.moveTargetToStart)),
    ("<End>", .step(.moveTargetToEnd)), ("G", .step(.moveTargetToEnd)), ("[", .step(.moveInspected(-1))),
    ("]", .step(.moveInspected(1))),
    ("<Up>", .knob(.turn(1))), ("<Down>", .knob(.turn(-1))), ("k", .knob(.turn(1))), ("j", .knob(.turn(-1))),
    ("<S-Up>", .knob(.turn(10))), ("<S-Down>", .knob(.turn(-10))), ("<PageUp>", .knob(.turn(10))),
    ("<PageDown>", .knob(.turn(-10))), ("<Tab>", .knob(.next)), ("<S-Tab>", .knob(.previous)),
    ("=", .knob(.startTyping)),
    ("-", .knob(.flipSign)), ("a", .network(.cycleActivation(1))), ("A", .network(.cycleActivation(-1))),
    ("i", .network(.cycleInput(1))),
    ("I", .network(.cycleInput(-1))), ("R", .network(.newSeed)), ("d", .display(.cycleParameter)),
    ("(", .display(.changeCut(-1))), (")", .display(.changeCut(1))), ("D", .display(.cycleCut)),
    ("s", .display(.toggleLinear)), (".", .display(.togglePin)),
    ("{", .display(.changeDepth(-1))), ("}", .display(.changeDepth(1))), ("u", .session(.undo)),
    ("<C-r>", .session(.redo)),
    ("r", .session(.reset)),
    ("S", .program(.savePicture)), ("E", .program(.saveNumbers)), ("y", .program(.showCommand)),
    ("m", .program(.toggleMouse)), ("M", .program(.toggleTheme)),
    ("<C-l>", .program(.redraw)),
    ("?", .session(.toggleHelp)), ("q", .program(.quit(interrupted: false))),
    ("<C-c>", .program(.quit(interrupted: true))), ("<C-z>", .program(.suspend)),
  ]

  @Test("Every key of the design does what the design says")
  func designed() throws {
    // A change behind it, so that undo and reset are there; noise, so that a seed is.
    let session = Sample.session(input: "noise").pressing("<Up>")
    for (script, action) in Self.design {
      let key = try #require(try KeyScript.keys(script).first)
      #expect(KeyBindings.action(for: key, in: session) == action, "\(script)")
    }
  }

  @Test(
    "Keys of later versions, and keys of no meaning, do nothing",
    arguments: [
      "5", "n", "N", "O", "x", "Z", "<Enter>", "<Backspace>", "<Delete>", "<C-a>", "é",
    ])
  func unbound(script: String) throws {
    let before = Sample.session().pressing("<Up>")
    var after = before
    #expect(after.press(script).isEmpty)
    #expect(after.state == before.state && after.mode == before.mode)
  }

  @Test(
    "A key that does nothing here says why",
    arguments: [
      ("4", "[", "the landscape shows no single term: 1 flow, 2 derivation, 3 map"), ("<S-Tab>", "-", "T has no sign"),
      ("", "w", "W is a single number: ↑ ↓ turn it"),
      ("", "R", "nothing here is random: i chooses another input, noise among them"),
      ("", "5", "the spectrum is of several units: start with --hidden 16 or --model FILE"),
      ("", "<lt>", "that key is of the landscape view: press 4"),
      ("", ",", "that key is of the landscape view: press 4"),
      ("3", "v", "that key is of the landscape view: press 4"), ("4", "s", "that key is of the flow view: press 1"),
      ("2", ".", "that key is of the flow view: press 1"), ("2", "}", "that key is of the flow view: press 1"),
      ("s", "}", "the linear axis has no decades: press s for the log scale"),
      ("3", "p", "that key is of the flow view: press 1"),
      ("s", "p", "the ruler measures decades: press s for the log scale"),
      ("", "+", "nothing plays: Space begins, then + and − change the speed"),
      ("", "u", "nothing to undo or redo"), ("", "<C-r>", "nothing to undo or redo"),
      ("", "r", "everything is as it was started"),
      ("", "n", "one unit, and no classes to be told: there is nothing else to look at"),
      ("", "O", "the output band is of networks that tell classes"),
    ])
  func refused(before: String, key: String, words: String) {
    let session = Sample.session().pressing(before)
    let after = session.pressing(key)
    #expect(after.notice == words)
    #expect(after.lines.last == " " + words)
    #expect(after.state == session.state && after.mode == session.mode)
    #expect(after.pressing("<Esc>").notice == nil)
  }

  @Test("So does one that a model or several units have no use for")
  func refusedOfMatrices() {
    #expect(Sample.classifier().pressing("w").notice == "the weights are the model's: ↑ ↓ scale W by g")
    #expect(Sample.classifier().pressing("4O").notice == "that key is of the flow view: press 1")
    #expect(
      Sample.drawn(hidden: 3).pressing("4v").notice
        == "the error surface is over W and b of a single unit with one input")
  }

  @Test("A key is offered only where it works")
  func available() throws {
    let fresh = Sample.session()
    let drawn = Sample.drawn(hidden: 3)
    func action(_ script: String, _ session: Session) -> Action? {
      (try? KeyScript.keys(script).first).flatMap { KeyBindings.action(for: $0, in: session) }
    }
    #expect(action("R", fresh) == nil)
    #expect(action("u", fresh) == nil && action("<C-r>", fresh) == nil && action("r", fresh) == nil)
    #expect(action("-", fresh.pressing("<S-Tab>")) == nil)
    #expect(action("{", fresh.pressing("s")) == nil)
    #expect(["n", "N", "O", "w", "W", "5"].allSatisfy { action($0, fresh) == nil })
    #expect(
      action("n", drawn) == .display(.cycleObservable(1)) && action("W", drawn) == .network(.cycleInitialization(-1)))
    #expect(
      action("R", drawn) == .network(.newSeed) && action("5", drawn) == .display(.show(.spectrum))
        && action("O", drawn) == nil)
    #expect(action("O", Sample.classifier()) == .display(.toggleOutput) && action("w", Sample.classifier()) == nil)
    #expect(action("u", fresh.pressing("s")) == .session(.undo) && action("r", fresh.pressing("s")) == .session(.reset))
  }

  @Test("Every key that is offered does something, or says why nothing comes of it", arguments: situations)
  func answered(session: Session) {
    let ends = ["", "g", "}}}}}}}}}}}}}}}}}}", "{{{{{{{{<S-Tab>=1<Enter>"].map {
      var session = session.pressing($0)
      session.notice = nil
      return session
    }
    for before in ends {
      for (key, action) in KeyBindings.available(in: before).flatMap(\.keys) where action != .session(.dismiss) {
        var after = before
        let effect = after.handle(key)
        let isAnswered = effect != nil || Session.Situation(after) != Session.Situation(before)
        #expect(isAnswered, "\(KeyScript.text(for: key)) in the \(before.state.view) view")
      }
    }
  }

  @Test(
    "At an end a word says that it is one",
    arguments: [
      ("", "<Right>", "k = 44 is the last step, T"), ("g", "<Left>", "k = 1 is the first step"),
      ("", "G", "k = 44 is the last step, T"), ("", "]", "i = k = 44 is the last term"),
      ("<Tab><Tab>", "-", "b is 0, which has no sign"), ("", "1", "this is the flow view"),
      ("4,", ",", "the present value is in the middle"), ("<S-Tab>=1<Enter>", "<Down>", "T is as small as it can be"),
      ("<Space> ", "<Backspace>", "the gradient is at k, where it starts"),
      ("<Space>", "[", "while the pass plays i goes with it: Esc ends it"),
    ])
  func atEnds(before: String, key: String, words: String) {
    #expect(Sample.session().pressing(before).pressing(key).notice == words)
  }

  @Test(
    "Hints name play, scenarios, help and the knob at every size from 40 columns on, in every view",
    arguments: situations)
  func hinted(session: Session) {
    for width in [40, 60, 71, 100, 200] {
      // B's line comes before the hints where there is room for one of them.
      for height in [session.state.counterpart == nil ? 15 : 16, 30] {
        var session = session
        session.notice = nil
        session.size = Size(width: width, height: height)
        let line = session.lines.last ?? ""
        let play = session.playback == nil ? "space play" : "space "
        for hint in [play, "o scenarios", "? help", "↑↓ "] {
          #expect(line.contains(hint), "\(width)x\(height) \(line)")
        }
        #expect(line.contains("q quit") || width < 60)
        if width >= 60, session.state.view == .flow, session.playback == nil {
          #expect(line.contains("K brake") || line.contains("K amplifier"), "\(width)x\(height) \(line)")
        }
      }
    }
  }

  @Test("No key has two meanings in the hints, playing or not, in any view")
  func once() {
    let derivations = ["2", "2<Enter><Enter><Enter>", "2<Enter><Enter><Enter><Space><Tick>", "2<Space><Tick>"].map {
      Sample.session(size: Size(width: 300, height: 30)).pressing($0)
    }
    for session in derivations + Self.situations {
      let keys = KeyBindings.available(in: session).compactMap(\.hint?.keys)
      #expect(Set(keys).count == keys.count, "\(keys)")
    }
    #expect(derivations[2].lines.last?.contains("enter step") == true)
    #expect(derivations[2].lines.last?.contains("next line") == false)
    #expect(derivations[1].lines.last?.contains("enter next line") == true)
  }

  @Test("Every row of the picture stands in the help, and no key in the hints that help does not name")
  func shown() {
    let help = Self.situations.flatMap { session in
      ["?", "?<PageDown>", "?<PageDown><PageDown>"].flatMap { session.pressing($0).lines }
    }.joined(separator: "\n")
    for row in KeyBindings.picture { #expect(help.contains(row.label) && help.contains(row.help), "\(row.label)") }
    for binding in KeyBindings.table {
      guard let hint = binding.hint else { continue }
      let names = hint.keys.split { " –".contains($0) }.map { $0.lowercased() }
      #expect(names.allSatisfy { binding.label.lowercased().replacing(" ", with: "").contains($0) }, "\(hint.keys)")
    }
  }
}
