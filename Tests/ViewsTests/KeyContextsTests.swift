import Testing

@testable import Explorer
@testable import Screen
@testable import Views

@Suite("Keys of the picture and of what lies over it")
struct KeyContextsTests {
  /// Sessions in every context; where something can be moved, it stands in the middle.
  private static let sessions: [Session] = (pictures + overlays).map {
    var session = $0
    session.notice = nil
    return session
  }

  private static let large = Size(width: 120, height: 80)

  private static let pictures =
    View.allCases.flatMap { view in
      ["", "<Space><Tick>"].map { Sample.drawn(hidden: 5, size: large).pressing("<Up><Left>\(view.digit)" + $0) }
    } + ["", "4v", "4<Space><Tick>"].map { Sample.session(input: "noise", size: large).pressing("<Up><Left>" + $0) }
    + [
      Sample.classifier(size: large).pressing("<Up><Left>"), Sample.layered(size: large).pressing("<Up><Left>"),
      Sample.session(size: large).pressing("b<Up>"),
      Sample.session().pressing("2<Enter><Enter><Enter>"),
      Sample.derivation(width: 120, height: 20).pressing("<C-d>"),
    ]

  private static let overlays: [Session] =
    ["=12", "?<PageDown>", "ojj", "o<Enter>", "y"].map { Sample.session().pressing($0) }
    + ["o<Enter>", "o<Enter>aaaaaa"].map { Sample.session(size: Size(width: 40, height: 10)).pressing($0) }
    + ["", "?", "=1"].map {
      var session = Sample.session().pressing($0)
      session.size = Size(width: 30, height: 8)
      return session
    }

  /// Every key that a terminal sends, and some that it does not.
  private static let keys: [Key] = {
    let bases: [Key.Base] = [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .tab, .enter, .backspace, .delete, .escape,
    ]
    let function = bases.flatMap { base in
      [false, true].flatMap { shift in [false, true].map { Key(base, shift: shift, control: $0) } }
    }
    let characters = (0x20...0x7e).map { Key(.character(Character(Unicode.Scalar($0)))) }
    let controls = (0x61...0x7a).map { Key(.character(Character(Unicode.Scalar($0))), control: true) }
    return function + characters + controls + [Key(.character("é")), Key(.character("−"))]
  }()

  @Test("The walk meets every context, every row, and every key that a row names")
  func whole() {
    #expect(Set(Self.sessions.map(\.keyContext)) == Set(KeyContext.allCases))
    for row in KeyBindings.table {
      let isMet = Self.sessions.contains { row.isAvailable($0, in: $0.keyContext) }
      #expect(isMet, "\(row.label): \(row.help)")
      #expect(row.keys.allSatisfy { Self.keys.contains($0.0) }, "\(row.label)")
    }
  }

  @Test("A key that the table names for a context does something or says why not; any other changes nothing")
  func pressed() {
    for before in Self.sessions {
      for key in Self.keys {
        let action = KeyBindings.action(for: key, in: before)
        var after = before
        let effect = after.handle(key)
        let comment: Comment = "\(KeyScript.text(for: key)) in \(before.keyContext), \(before.state.view)"
        if action == nil {
          after.notice = before.notice
          #expect(effect == nil && Session.Situation(after) == Session.Situation(before), comment)
        } else if action != .session(.dismiss), action != .display(.show(before.state.view)) {
          // What there is nothing of to put away stays as it is, and so does the view that is shown.
          #expect(effect != nil || Session.Situation(after) != Session.Situation(before), comment)
        }
      }
    }
  }

  @Test("Over the picture the picture's own keys do nothing to it")
  func covered() {
    for before in Self.overlays where [.typing, .help, .command, .tooSmall, .hidden].contains(before.keyContext) {
      for key in Self.keys where key.base != .enter {
        var after = before
        _ = after.handle(key)
        #expect(after.state == before.state, "\(KeyScript.text(for: key)) in \(before.keyContext)")
      }
    }
  }

  @Test(
    "Shift and Control make no difference to keys over the picture that are no characters, but Shift to Tab in a list")
  func modified() {
    for before in Self.overlays where [.typing, .help, .scenarios].contains(before.keyContext) {
      for key in Self.keys {
        if case .character = key.base { continue }
        if key.base == .tab, key.shift, before.keyContext == .scenarios { continue }
        var (after, plain) = (before, before)
        #expect(after.handle(key) == plain.handle(Key(key.base)))
        #expect(Session.Situation(after) == Session.Situation(plain), "\(KeyScript.text(for: key))")
      }
    }
  }

  @Test("Shift-Tab goes up in the list of scenarios, as Tab goes down")
  func listUp() {
    let session = Sample.session().pressing("o<Tab><Tab><S-Tab>")
    #expect(session.mode == Sample.session().pressing("o<Tab>").mode)
  }

  @Test("A view is sent to by the keys that it takes: the first that does")
  func ways() {
    let session = Sample.session().pressing("4")
    #expect(session.views(taking: .term) == [.flow, .derivation, .map, .spectrum])
    #expect(session.views(taking: [.term, .brakes]) == [.flow, .derivation, .map])
    #expect(session.wayToView(taking: .window) == nil)
    #expect(session.wayToView(taking: .lines) == "that key is of the derivation view: press 2")
  }
}
