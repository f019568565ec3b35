extension Session {
  /// Whether lines on the screen are hidden: then nothing else tells what they come to.
  package var hidesAnswer: Bool { page?.isComplete == false }

  /// Shows the next unit; with all shown, begins with an empty page.
  mutating func reveal() {
    settlePart()
    guard let page else { return }
    state.reading.halfScreens = 0
    guard !page.isComplete else {
      state.reading.revealed = 0
      return
    }
    state.reading.revealed = page.shown + 1
    if page.shown + 1 >= page.units { showEnd() }
  }

  /// Hides the newest unit.
  mutating func hide() {
    settlePart()
    guard let page else { return }
    state.reading.revealed = Swift.max(page.shown - 1, 0)
    state.reading.halfScreens = 0
  }

  /// Scrolls by half screens as far as there are lines.
  package mutating func scroll(by halfScreens: Int) {
    settlePart()
    guard let page else { return }
    state.reading.halfScreens = page.halfScreens + halfScreens
  }

  /// All shown, with the last line in sight.
  private mutating func showEnd() {
    state.reading.revealed = nil
    guard let page else { return }
    state.reading.halfScreens = (page.limit + page.half - 1) / page.half
  }
}
