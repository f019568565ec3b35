import CNcurses
import CTerminalGuard
import Glibc

extension CursesTerminal {
  /// Gives the terminal back to the shell, stops the whole job as Ctrl-Z does, and takes the terminal again when it
  /// goes on; then a `.resize` comes, because the screen must be drawn anew.
  package func suspend() { stop(wholeGroup: true) }

  func stop(wholeGroup: Bool) {
    guard isOpen else { return }
    leave()
    terminal_guard_stop(wholeGroup ? 1 : 0)
    takeSignals()
    if !isTerminating { enter() }
  }

  /// After a stop that could not be seen coming: someone else has used the terminal since.
  func comeBack() {
    guard isOpen, !isTerminating else { return }
    leave()
    enter()
  }

  /// Undoes every mode; ncurses can come back from it.
  func leave() {
    guard isShown else { return }
    isShown = false
    descriptors.write(screen.isANSI ? ScreenModes.mouseOff + ScreenModes.pasteOff : "")
    if !screen.hasAlternateScreen { clearLastLine() }
    endwin()
    terminal_guard_give_back()
  }

  /// Makes room for the shell's prompt where the picture stays.
  private func clearLastLine() {
    guard !isHungUp, let window = curses_screen() else { return }
    wmove(window, getmaxy(window) - 1, 0)
    wclrtoeol(window)
    wrefresh(window)
  }

  /// Does every mode again; the next frame is drawn whole.
  func enter() {
    isShown = true
    terminal_guard_take()
    reset_prog_mode()
    keypad(screen.keyboard, true)  // forgotten by `endwin`
    followWindowSize()
    clearok(curses_terminal(), true)
    descriptors.write(ownModes)
    lastFrame = nil
    events.append(.resize)
  }

  /// The modes that ncurses does not know, as they should be now.
  var ownModes: String { screen.isANSI ? mouseMode + ScreenModes.pasteOn : "" }

  var mouseMode: String {
    guard screen.isANSI else { return "" }
    return capturesMouse ? ScreenModes.mouseOn : ScreenModes.mouseOff
  }

  /// Brings ncurses to the window's size; says whether it was another.
  @discardableResult
  func followWindowSize() -> Bool {
    guard let window = descriptors.windowSize, is_term_resized(window.rows, window.columns) else { return false }
    resizeterm(window.rows, window.columns)
    lastFrame = nil
    return true
  }
}
