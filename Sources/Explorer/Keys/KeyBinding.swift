import Screen

/// What takes the keys.
package enum KeyContext: CaseIterable, Sendable {
  /// The picture.
  case picture
  /// A value that is being typed.
  case typing
  /// The help.
  case help
  /// The list of scenarios.
  case scenarios
  /// The card of a scenario.
  case card
  /// The command line that reproduces the screen.
  case command
  /// A picture that the screen is too small for.
  case tooSmall
  /// What would lie over such a picture.
  case hidden
}

/// One row of the key table: the keys, what takes them, what they do, and how help and hints put it.
package struct KeyBinding: Sendable {
  /// The keys and the action of each.
  package let keys: [(Key, Action)]
  /// What it makes of keys that no row of its context names: of every character while a value is typed, say.
  let others: (@Sendable (Key) -> Action?)?
  /// What takes the keys.
  package let contexts: Set<KeyContext>
  /// The keys as people read them.
  package let label: String
  /// What they do.
  package let help: String

  /// A short form for the bottom of the screen; an empty text is none.
  package typealias Hint = (keys: String, text: @Sendable (Session) -> String)
  /// That of this row, where it has one.
  package let hint: Hint?
  /// A still shorter one, for what lies over the picture.
  private let briefHint: Hint?

  /// How the short form fares where there is no room for all.
  package enum HintWeight: CaseIterable {
    /// What to press first: shown wherever there are hints at all.
    case first
    /// What the present view is about: shown next.
    case ofView
    /// Shown as far as there is room.
    case normal
    /// Gives way to the others.
    case minor
  }

  /// That of this row.
  package let hintWeight: HintWeight
  /// Whether the row takes its keys from all others while it is available.
  let ownsKeys: Bool
  private let viewKeys: ViewKeys?
  private let condition: @Sendable (Session) -> Bool
  private let reason: @Sendable (Session) -> String?

  /// A row that does something in some contexts, as a rule on the picture, in the views that take such keys, or in all where
  /// none are named, as long as a condition holds; `reason` says why not where it does not hold and people may wonder.
  package init(
    _ keys: [(Key, Action)], _ label: String, _ help: String, hint: Hint? = nil, brief: Hint? = nil,
    first: Bool = false, ofView: Bool = false, minor: Bool = false, owning: Bool = false,
    on contexts: Set<KeyContext> = [.picture], of viewKeys: ViewKeys? = nil,
    where condition: @escaping @Sendable (Session) -> Bool = { _ in true },
    otherwise reason: @escaping @Sendable (Session) -> String? = { _ in nil },
    others: (@Sendable (Key) -> Action?)? = nil
  ) {
    (self.keys, self.others, self.contexts) = (keys, others, contexts)
    (self.label, self.help) = (label, help)
    (self.hint, briefHint) = (hint, brief)
    hintWeight = first ? .first : ofView ? .ofView : minor ? .minor : .normal
    ownsKeys = owning
    self.viewKeys = viewKeys
    self.condition = condition
    self.reason = reason
  }

  /// Whether the keys do anything now, if it is that context that takes them.
  func isAvailable(_ session: Session, in context: KeyContext = .picture) -> Bool {
    contexts.contains(context) && (viewKeys.map(session.takes) ?? true) && condition(session)
  }

  /// Whether the keys do something in a session's view and not in all others.
  package func isOfView(_ session: Session) -> Bool {
    View.allCases.contains { other in
      var elsewhere = session
      elsewhere.state.view = other
      return isAvailable(session) && !isAvailable(elsewhere)
    }
  }

  /// Why the keys do nothing in a session in which they are not available, where there is something to say.
  package func refusal(_ session: Session) -> String? { viewKeys.flatMap(session.wayToView) ?? reason(session) }

  /// The hint as it is written in a session, or the briefest there is; nil where it has nothing to say.
  package func writtenHint(_ session: Session, isBrief: Bool = false) -> (String, String)? {
    (isBrief ? briefHint ?? hint : hint).flatMap { hint in
      let text = hint.text(session)
      return text.isEmpty ? nil : (hint.keys, text)
    }
  }
}

/// Keys that only some views take; each view says which.
package struct ViewKeys: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Another term i.
  package static let term = ViewKeys(rawValue: 1)
  /// i at the strongest brake.
  package static let brakes = ViewKeys(rawValue: 2)
  /// What stands on the time axis, and how: its scale and its part, the ruler, f, the output.
  package static let bands = ViewKeys(rawValue: 4)
  /// How many decades are shown.
  package static let decades = ViewKeys(rawValue: 8)
  /// Line by line.
  package static let lines = ViewKeys(rawValue: 16)
  /// The window of a knob's values.
  package static let window = ViewKeys(rawValue: 32)
}

extension Session {
  /// What takes the keys now.
  package var keyContext: KeyContext {
    switch mode {
    case .exploring: isTooSmall ? .tooSmall : .picture
    case _ where isTooSmall: .hidden
    case .typing: .typing
    case .help: .help
    case .scenarios: .scenarios
    case .card: .card
    case .command: .command
    }
  }

  /// Whether the view that is shown takes such keys.
  func takes(_ keys: ViewKeys) -> Bool { definition.keys.isSuperset(of: keys) }

  /// The views that take such keys.
  func views(taking keys: ViewKeys) -> [View] {
    View.allCases.filter { pictures.definition(of: $0).keys.isSuperset(of: keys) }
  }

  /// Sends to the first view that takes such keys; nil in one of them.
  func wayToView(taking keys: ViewKeys) -> String? {
    guard !takes(keys), let view = views(taking: keys).first else { return nil }
    return "that key is of the \(view.rawValue) view: press \(view.digit)"
  }
}
