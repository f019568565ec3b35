import Screen

/// The one table of keys: it dispatches, and help, hints, `gradflow list keys` and the README are made from it.
package enum KeyBindings {
  /// Every row.
  package static let table: [KeyBinding] = picture + typing + help + scenarios + card + command + everywhere

  /// The action of a key in a session, or nil for a key that does nothing there. A key may stand in several rows: the first
  /// that is available has it. Over the picture Shift and Control make no difference but to characters, where no row says
  /// otherwise.
  static func action(for key: Key, in session: Session, _ context: KeyContext? = nil) -> Action? {
    let context = context ?? session.keyContext
    if let found = bound(key, session, context) { return found }
    if context != .picture, let found = bound(key.unmodified, session, context) { return found }
    return table.lazy.filter { $0.others != nil && $0.isAvailable(session, in: context) }
      .compactMap { $0.others?(key) }.first
  }

  private static func bound(_ key: Key, _ session: Session, _ context: KeyContext) -> Action? {
    for owning in [true, false] {
      for row in table where row.ownsKeys == owning && row.contexts.contains(context) {
        if let match = row.keys.first(where: { $0.0 == key }), row.isAvailable(session, in: context) { return match.1 }
      }
    }
    return nil
  }

  /// What to say to a key that does nothing on the picture of a session, or nil for one that means nothing anywhere there.
  package static func refusal(of key: Key, in session: Session) -> String? {
    picture.lazy.filter { row in row.keys.contains { $0.0 == key } }.compactMap { $0.refusal(session) }.first
  }

  /// The rows that do something now, if it is that context that takes the keys: those that own their keys first, without the
  /// ones whose keys those have all taken.
  package static func available(in session: Session, _ context: KeyContext = .picture) -> [KeyBinding] {
    let available = table.filter { $0.isAvailable(session, in: context) }
    let owning = available.filter(\.ownsKeys)
    let owned = Set(owning.flatMap(\.keys).map(\.0))
    let others = available.filter { row in
      !row.ownsKeys && (row.keys.isEmpty || !row.keys.allSatisfy { owned.contains($0.0) })
    }
    return owning + others
  }

  /// What the bottom row says of the keys of a context that lies over the picture: all of them, all of them briefly, and the
  /// first ones alone; of these, the first that fits is to be shown.
  package static func hints(in session: Session, _ context: KeyContext) -> [[(String, String)]] {
    let rows = available(in: session, context)
    func written(_ rows: [KeyBinding], isBrief: Bool) -> [(String, String)] {
      rows.compactMap { $0.writtenHint(session, isBrief: isBrief) }
    }
    return [
      written(rows, isBrief: false), written(rows, isBrief: true),
      written(rows.filter { $0.hintWeight == .first }, isBrief: true),
    ]
  }

  /// Every row as the keys and what they do.
  package static var rows: [(keys: String, does: String)] { table.map { ($0.label, $0.help) } }

  static func typed(_ character: Character, _ action: Action) -> (Key, Action) { (Key(.character(character)), action) }

  static func control(_ character: Character, _ action: Action) -> (Key, Action) {
    (Key(.character(character), control: true), action)
  }
}

extension KeyBindings {
  private static let typing = [
    KeyBinding(
      [(Key(.enter), .typing(.commit))], "Enter", "typing: set the value", hint: ("Enter", { _ in "sets it" }),
      on: [.typing]),
    KeyBinding(
      [(Key(.escape), .typing(.leave))], "Esc", "typing: leave the value as it was", hint: ("Esc", { _ in "leaves" }),
      on: [.typing]),
    KeyBinding(
      [
        (Key(.backspace), .typing(.deleteLast)), (Key(.delete), .typing(.deleteLast)),
        control("u", .typing(.deleteAll)),
      ], "Backspace Delete  Ctrl-U", "typing: delete the last character, or all of them", on: [.typing]),
    KeyBinding(
      [], "any character", "typing: goes behind what is typed, up to forty of them", on: [.typing],
      others: { key in
        guard case .character(let character) = key.base, !key.control, character.columns > 0 else { return nil }
        return .typing(.append(character))
      }),
  ]

  private static let help = [
    KeyBinding(
      [
        (Key(.up), .overlay(.move(-1))), (Key(.down), .overlay(.move(1))), typed("k", .overlay(.move(-1))),
        typed("j", .overlay(.move(1))), (Key(.pageUp), .overlay(.turnPages(-1))),
        (Key(.pageDown), .overlay(.turnPages(1))), typed(" ", .overlay(.turnPages(1))),
      ], "↑ ↓  (k j)  PgUp PgDn  Space", "help: scroll by a line or by a screen",
      hint: ("↑↓ PgUp PgDn", { _ in "scroll" }), brief: ("↑↓", { _ in "scroll" }), on: [.help],
      where: { $0.pictures.helpLimit($0) > 0 }),
    KeyBinding(
      [
        (Key(.escape), .overlay(.close)), (Key(.enter), .overlay(.close)), typed("?", .overlay(.close)),
        typed("q", .overlay(.close)),
      ], "Esc Enter  ? q", "help: back to the picture", hint: ("esc", { _ in "back to the picture" }),
      brief: ("esc", { _ in "back" }), first: true, on: [.help]),
  ]

  private static let scenarios = [
    KeyBinding(
      [
        (Key(.up), .overlay(.move(-1))), (Key(.down), .overlay(.move(1))), typed("k", .overlay(.move(-1))),
        typed("j", .overlay(.move(1))), (Key(.tab), .overlay(.move(1))), (Key(.tab, shift: true), .overlay(.move(-1))),
        (Key(.home), .overlay(.moveToStart)),
        (Key(.end), .overlay(.moveToEnd)), (Key(.pageUp), .overlay(.moveToStart)),
        (Key(.pageDown), .overlay(.moveToEnd)),
      ], "↑ ↓  (k j)  Tab  Home End  PgUp PgDn", "list of scenarios: the one above or below, the first, the last",
      hint: ("↑↓", { _ in "choose" }), on: [.scenarios]),
    KeyBinding(
      [(Key(.enter), .overlay(.open)), typed(" ", .overlay(.open))], "Enter Space",
      "list of scenarios: open the chosen one",
      hint: ("enter", { _ in "open" }), first: true, on: [.scenarios]),
    KeyBinding(
      Scenario.keys.enumerated().map { typed($1, .overlay(.openAt($0))) },
      Scenario.keys.map(String.init).joined(separator: " "), "list of scenarios: open one at once",
      hint: ("1–\(Scenario.keys.last ?? "1")", { _ in "open at once" }), on: [.scenarios]),
    KeyBinding(
      [(Key(.escape), .overlay(.close)), typed("o", .overlay(.close)), typed("q", .overlay(.close))], "Esc  o q",
      "list of scenarios: back to the picture", hint: ("esc", { _ in "back to the picture" }),
      brief: ("esc", { _ in "back" }), first: true, on: [.scenarios]),
  ]

  private static let card = [
    KeyBinding([(Key(.escape), .overlay(.close))], "Esc", "card of a scenario: put it away", on: [.card]),
    KeyBinding(
      [], "any key", "card of a scenario: its next page; at the end it goes, and all but Enter act on the picture",
      on: [.card], others: { .overlay(.goOn($0)) }),
  ]

  private static let command = [
    KeyBinding(
      ["c", "z"].map { control($0, .overlay(.closeFor(Key(.character($0), control: true)))) },
      "any key  (Ctrl-C Ctrl-Z)",
      "command line: back to the picture, and leave or suspend", on: [.command], others: { _ in .overlay(.close) })
  ]

  private static let everywhere = [
    KeyBinding(
      [control("c", .program(.quit(interrupted: true))), control("z", .program(.suspend))], "Ctrl-C  Ctrl-Z",
      "typing, help, list of scenarios: leave the program, suspend it", on: [.typing, .help, .scenarios, .hidden]),
    KeyBinding(
      [control("l", .program(.redraw))], "Ctrl-L", "typing, help, list of scenarios: draw everything anew",
      on: [.typing, .help, .scenarios]),
  ]
}

extension Key {
  /// A key that is no character without Shift and Control.
  fileprivate var unmodified: Key {
    if case .character = base { self } else { Key(base) }
  }
}
