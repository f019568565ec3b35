import CNcurses
import GradientView

extension CursesTerminal {
  /// Shows a frame: what differs from the one before is written, nothing else.
  ///
  /// A frame of another size than the screen, as may come while the window changes, is cut or leaves the rest blank.
  public func draw(_ frame: Frame) {
    guard isShown, !isHungUp, let window = curses_screen() else { return }
    if lastFrame?.size != frame.size { werase(window) }
    for y in 0..<min(frame.size.height, Int(getmaxy(window))) where isNew(y, of: frame) {
      let cells = encoder.encode(frame.row(y).prefix(Int(getmaxx(window))))
      mvwadd_wchnstr(window, Int32(y), 0, cells, Int32(cells.count))
    }
    wnoutrefresh(window)
    doupdate()
    lastFrame = frame
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
