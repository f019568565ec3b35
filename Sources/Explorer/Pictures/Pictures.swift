import Screen

/// The pictures of sessions, as far as keys and the mouse have to know them. `Views` has the one there is.
package protocol Pictures: Sendable {
  /// The smallest screen that one fits on.
  var smallest: Size { get }
  /// What a view is.
  func definition(of view: View) -> any ViewDefinition
  /// The picture of a session whose parts are settled.
  func frame(_ session: Session) -> Frame
  /// The most lines that the help can be scrolled down by.
  func helpLimit(_ session: Session) -> Int
  /// How the card of a scenario stands on a session's screen.
  func card(of scenario: Scenario, _ session: Session) -> CardPlace
}

/// How the card of a scenario stands on a screen.
package struct CardPlace: Hashable, Sendable {
  /// The pages that it takes.
  package var pages: Int
  /// The rows that it leaves to the picture; nil where a picture needs more.
  package var freeRows: Int?

  /// So many pages, and what they leave.
  package init(pages: Int, freeRows: Int?) {
    (self.pages, self.freeRows) = (pages, freeRows)
  }
}

extension Session {
  /// What the view is that is shown.
  package var definition: any ViewDefinition { pictures.definition(of: state.view) }

  /// The part of the view that is revealed and in sight; nil for a view that is seen at once.
  package var page: ReadingPage? { definition.page(self) }
}
