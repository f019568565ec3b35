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
      shown = Array(repeating: [], count: frame.size.height)
    }
    let changed = (0..<min(frame.size.height, Int(getmaxy(window)))).filter { isNew($0, of: frame) }
    let rows = changed.map { (y: $0, cells: encoder.encode(frame.row($0).prefix(Int(getmaxx(window))))) }
    for turn in turns(of: rows) {
      for row in turn { mvwadd_wchnstr(window, Int32(row.y), 0, row.cells, Int32(row.cells.count)) }
      wnoutrefresh(window)
      doupdate()
    }
    for row in rows { shown[row.y] = row.cells }
    lastFrame = frame
  }

  /// What is written one after the other: all that changed at once, or in turns where those are fewer bytes.
  private func turns(of rows: [(y: Int, cells: [cchar_t])]) -> [[(y: Int, cells: [cchar_t])]] {
    guard lastFrame != nil else { return [rows] }
    if let shift = seemingShift(of: rows) {
      // No row is seen to leave its place for the next one's.
      return [0, 1].map { turn in rows.filter { $0.y / shift % 2 == turn } }
    }
    let isPlain = rows.allSatisfy { shown[$0.y].count == lastFrame?.size.width && $0.cells.count == shown[$0.y].count }
    guard isPlain else { return [rows] }
    let runs = rows.map { (y: $0.y, runs: RowRuns(from: shown[$0.y], to: $0.cells)) }
    let count = (runs.flatMap { $0.runs.runs.map(\.turn) }.max() ?? 0) + 1
    guard runs.reduce(0, { $0 + $1.runs.saving }) > RowRuns.turnCost * (count - 1) else { return [rows] }
    return (0..<count).map { turn in
      runs.compactMap { row in row.runs.row(after: turn).map { (row.y, $0) } }
    }
  }

  /// By how many rows part of the screen would seem to ncurses to have moved.
  private func seemingShift(of rows: [(y: Int, cells: [cchar_t])]) -> Int? {
    let old = shown.map { RowDigest($0) }
    var new = old
    for row in rows { new[row.y] = RowDigest(row.cells) }
    return RowDigest.seemingShift(from: old, to: new)
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
