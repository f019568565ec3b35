import CNcurses
import GradientView

extension CursesTerminal {
  /// Shows a frame: what differs from the one before is written, nothing else.
  ///
  /// A frame of another size than the screen, as may come while the window changes, is cut or leaves the rest blank.
  public func draw(_ frame: Frame) {
    guard isShown, !isHungUp, let window = curses_screen() else { return }
    if lastFrame?.size != frame.size {
      werase(window)
      digests = Array(repeating: RowDigest([]), count: frame.size.height)
    }
    let changed = (0..<min(frame.size.height, Int(getmaxy(window)))).filter { isNew($0, of: frame) }
    let rows = changed.map { encoder.encode(frame.row($0).prefix(Int(getmaxx(window)))) }
    for pass in passes(over: changed, rows) {
      for index in pass {
        mvwadd_wchnstr(window, Int32(changed[index]), 0, rows[index], Int32(rows[index].count))
      }
      wnoutrefresh(window)
      doupdate()
    }
    lastFrame = frame
  }

  /// The order in which changed rows are written: all at once; or in two turns, so that ncurses never sees a row leave its
  /// place for the next one's, where it would take bars that have grown for rows that have moved.
  private func passes(over changed: [Int], _ rows: [[cchar_t]]) -> [[Int]] {
    let old = digests
    for (y, row) in zip(changed, rows) { digests[y] = RowDigest(row) }
    guard lastFrame != nil, let shift = RowDigest.seemingShift(from: old, to: digests) else {
      return [Array(changed.indices)]
    }
    return [0, 1].map { turn in changed.indices.filter { changed[$0] / shift % 2 == turn } }
  }

  private func isNew(_ y: Int, of frame: Frame) -> Bool {
    guard let lastFrame, lastFrame.size == frame.size else { return true }
    return lastFrame.row(y) != frame.row(y)
  }

  /// Writes the whole screen anew, for when something else has written on it.
  public func redrawAll() {
    guard isShown, !isHungUp, let terminal = curses_terminal() else { return }
    descriptors.write(ownModes)
    wrefresh(terminal)
  }
}
