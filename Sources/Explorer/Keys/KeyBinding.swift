import Screen

/// One row of the key table: the keys, what they do, and how help and hints put it.
package struct KeyBinding: Sendable {
  /// The keys and the action of each.
  package let keys: [(Key, Action)]
  /// The keys as people read them.
  package let label: String
  /// What they do.
  package let help: String
  /// The short form at the bottom of the screen, where the row has one.
  package let hint: (keys: String, text: @Sendable (Session) -> String)?
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
  private let views: [View]
  private let condition: @Sendable (Session) -> Bool
  private let reason: @Sendable (Session) -> String?

  /// A row that does something in `views`, or in all where none is named, as long as a condition holds; `reason` says why
  /// not where it does not hold and people may wonder.
  package init(
    _ keys: [(Key, Action)], _ label: String, _ help: String,
    hint: (keys: String, text: @Sendable (Session) -> String)? = nil, first: Bool = false, ofView: Bool = false,
    minor: Bool = false,
    owning: Bool = false,
    in views: View..., where condition: @escaping @Sendable (Session) -> Bool = { _ in true },
    otherwise reason: @escaping @Sendable (Session) -> String? = { _ in nil }
  ) {
    self.keys = keys
    self.label = label
    self.help = help
    self.hint = hint
    hintWeight = first ? .first : ofView ? .ofView : minor ? .minor : .normal
    ownsKeys = owning
    self.views = views
    self.condition = condition
    self.reason = reason
  }

  /// Whether the keys do anything now.
  func isAvailable(_ session: Session) -> Bool {
    (views.isEmpty || views.contains(session.state.view)) && condition(session)
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
  package func refusal(_ session: Session) -> String? { Self.wayTo(views, from: session.state.view) ?? reason(session) }

  /// Sends from a view to the first of others; nil in one of them, and where there are none.
  static func wayTo(_ views: [View], from view: View) -> String? {
    guard let first = views.first, !views.contains(view) else { return nil }
    return "that key is of the \(first.rawValue) view: press \(first.digit)"
  }
}
