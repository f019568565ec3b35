import CNcurses
import Screen

extension CursesTerminal {
  /// Shows a frame: what differs from the one before is written, nothing else.
  ///
  /// A frame of another size than the screen, as may come while the window changes, is cut or leaves the rest blank.
  package func draw(_ frame: Frame) {
    guard isShown, !isHungUp, let window = curses_screen() else { return }
    if lastFrame?.size != frame.size {
      werase(window)
      given = Array(repeating: [], count: frame.size.height)
      digests = given.map(RowDigest.init)
    }
    let changed = (0..<min(frame.size.height, Int(getmaxy(window)))).filter { isNew($0, of: frame) }
    let isBracketed = isSynchronized && (lastFrame == nil || !changed.isEmpty)
    if isBracketed { descriptors.write(ScreenModes.updateBegins) }
    defer { if isBracketed { descriptors.write(ScreenModes.updateEnds) } }
    if frame.size.width * frame.size.height > Self.largestInTurns {
      for y in changed { write((y, encode(frame, y, for: window)), to: window) }
      show(window)
    } else {
      for turn in turns(changed.map { ($0, encode(frame, $0, for: window)) }) {
        for row in turn { write(row, to: window) }
        show(window)
      }
    }
    lastFrame = frame
  }

  private typealias Window = UnsafeMutablePointer<WINDOW>
  /// What is to stand in a row of the screen.
  private typealias Row = (y: Int, cells: [cchar_t])

  /// The most cells of a frame that is written in turns, more than screens have: for turns all its rows are held at once.
  private static let largestInTurns = 100_000

  private func encode(_ frame: Frame, _ y: Int, for window: Window) -> [cchar_t] {
    encoder.encode(frame.row(y).prefix(Int(getmaxx(window))))
  }

  private func write(_ row: Row, to window: Window) {
    mvwadd_wchnstr(window, Int32(row.y), 0, row.cells, Int32(row.cells.count))
  }

  private func show(_ window: Window) {
    wnoutrefresh(window)
    doupdate()
  }

  /// What is written one after the other: all that changed at once, or in turns where those are fewer bytes.
  private func turns(_ rows: [Row]) -> [[Row]] {
    let (old, oldDigests) = (given, digests)
    for row in rows { (given[row.y], digests[row.y]) = (row.cells, RowDigest(row.cells)) }
    guard rows.allSatisfy({ old[$0.y].count == $0.cells.count }) else { return [rows] }
    if let shift = RowDigest.seemingShift(from: oldDigests, to: digests) {
      // No row is seen to leave its place for the next one's.
      return [0, 1].map { turn in rows.filter { $0.y / shift % 2 == turn } }
    }
    let runs = RowRuns.arranged(rows.map { RowRuns(from: old[$0.y], to: $0.cells, in: .together) })
    return RowRuns.turns(of: runs).map { turn in
      zip(rows, runs).compactMap { row, runs in runs.row(after: turn).map { (row.y, $0) } }
    }
  }

  private func isNew(_ y: Int, of frame: Frame) -> Bool {
    guard let lastFrame, lastFrame.size == frame.size else { return true }
    return lastFrame.row(y) != frame.row(y)
  }

  /// Writes the whole screen anew, for when something else has written on it.
  package func redrawAll() {
    guard isShown, !isHungUp, let terminal = curses_terminal() else { return }
    descriptors.write(ownModes)
    wrefresh(terminal)
  }
}
