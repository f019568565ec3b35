import Screen

extension Session {
  /// Lays out or draws with the session's own notation in force: what is asked of it must not depend on who asks.
  mutating func inNotation<Result>(_ body: (inout Session) -> Result) -> Result {
    Notation.current.withValue(notation) { body(&self) }
  }

  /// Handles a key press and returns what the program around has to do, if anything.
  package mutating func handle(_ key: Key) -> Effect? { inNotation { $0.take(key) } }

  /// Handles the mouse: a press on a column sets i, on the axis k, on a cell of the map both; the wheel turns the knob.
  package mutating func handle(_ mouse: MouseEvent) { inNotation { $0.take(mouse) } }
}
