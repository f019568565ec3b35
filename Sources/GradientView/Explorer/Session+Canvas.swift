extension Session {
  /// The part of the screen that the picture is laid out in, from its top: all of it, or what the card of a scenario
  /// leaves free, so that it never covers what it speaks of.
  var canvas: Size {
    guard case .card(let scenario, _) = mode, let rows = ScenarioPanel.freeRows(scenario, self) else { return size }
    return Size(width: size.width, height: rows)
  }
}
