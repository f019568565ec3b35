import CNcurses
import CTerminalGuard
import Glibc
import Screen

/// The terminal, drawn on by ncurses. There is one at a time, for the main thread.
///
/// From `init` to `close()` the terminal is in raw mode, shows the alternate screen and reports the mouse, and standard
/// error is kept back where it is a terminal. However the process ends, short of SIGKILL, the terminal is given back.
package final class CursesTerminal: Terminal {
  /// How many colours the terminal has; 0 when it has none.
  package let colors: Int

  /// The renditions of the roles. The theme may change when the terminal tells its background, unless one was chosen.
  package private(set) var palette: Palette

  /// Whether clicks, drags and the wheel are events. When false the terminal itself selects text with the mouse.
  package var capturesMouse: Bool {
    didSet { if capturesMouse != oldValue && isShown { descriptors.write(mouseMode) } }
  }

  let descriptors: Descriptors
  let screen: CursesScreen
  var encoder: RowEncoder
  var lastFrame: Frame?
  /// What ncurses was given for each row; empty for one that it has not been given since all was drawn.
  var given: [[cchar_t]] = []
  /// What each row shows, in short.
  var digests: [RowDigest] = []
  var decoder = InputDecoder()
  var events: ArraySlice<TerminalEvent> = []
  var inputWaits = false
  var emptyReads = 0
  var lastInput = ContinuousClock.now
  /// Whether the terminal has said that it shows an update at once.
  var isSynchronized: Bool { decoder.showsUpdatesAtOnce == true }
  /// Whether an answer about the background is still awaited.
  var asksBackground: Bool
  /// Whether a theme was asked for, which no answer changes.
  private var hasChosenTheme: Bool
  let started = ContinuousClock.now
  var isHungUp = false
  var isOpen = true
  var isShown = true
  var isTerminating = false

  /// Takes the terminal over.
  ///
  /// - Parameters:
  ///   - theme: Whether to draw for a dark or a light background; nil to find out, from COLORFGBG or by asking the
  ///     terminal. Until it answers, which it may never do, the background counts as dark.
  ///   - depth: How many colours to use, where the terminal has them; nil for as many as it has.
  ///   - capturesMouse: Whether to start with mouse reports.
  /// - Throws: `TerminalError` when there is no terminal, or none that can be drawn on. Nothing has changed then.
  package init(theme: Theme? = nil, depth: ColorDepth? = nil, capturesMouse: Bool = true) throws(TerminalError) {
    let isUnicode = Codeset.isUTF8
    descriptors = try Descriptors()
    let isDirect =
      depth == .truecolor || depth == nil && ColorScheme.saysTrueColor(TerminalType.environment("COLORTERM"))
    screen = try CursesScreen(descriptors, isDirect: isDirect)
    colors = screen.startColors()
    let depth = ColorScheme.depth(wanted: depth, colors: colors)
    let known = theme ?? TerminalType.environment("COLORFGBG").flatMap(Background.theme(colorFgBg:))
    palette = Palette(theme: known ?? .dark, depth: depth)
    encoder = RowEncoder(scheme: ColorScheme(palette: palette, colors: colors), isUnicode: isUnicode)
    self.capturesMouse = capturesMouse
    hasChosenTheme = theme != nil
    asksBackground = known == nil && depth != .none && screen.takesCommands
    screen.setModes()
    followWindowSize()
    // The answers come in the order of the questions, so that nobody waits for the first when the second has come.
    let asksUpdates = screen.isANSI && screen.takesCommands
    descriptors.write(
      ownModes + (asksUpdates ? ScreenModes.updateQuestion : "") + (asksBackground ? Background.question : ""))
  }

  deinit { close() }

  /// Gives the terminal back and shows what was kept of standard error. Further calls do nothing.
  package func close() {
    guard isOpen else { return }
    awaitAnswer()
    leave()
    isOpen = false
    screen.close()
    descriptors.close()
  }

  /// The size in cells, now.
  package var size: Size {
    guard isOpen, let window = curses_screen() else { return Size(width: 1, height: 1) }
    return Size(width: Int(max(getmaxx(window), 1)), height: Int(max(getmaxy(window), 1)))
  }

  /// Draws for such a background from now on; the next frame is drawn whole.
  package func use(_ theme: Theme) {
    hasChosenTheme = true
    draw(for: theme)
  }

  /// Takes the terminal's word for its background.
  func learn(_ theme: Theme) {
    asksBackground = false
    events.append(.background(theme))
    if !hasChosenTheme { draw(for: theme) }
  }

  private func draw(for theme: Theme) {
    guard isOpen, theme != palette.theme else { return }
    palette = Palette(theme: theme, depth: palette.depth)
    encoder = RowEncoder(scheme: ColorScheme(palette: palette, colors: colors), isUnicode: encoder.isUnicode)
    lastFrame = nil
  }

  /// Sends a text to the terminal's clipboard and says whether it was sent: not to terminals that would show it, nor where
  /// it is too long for some. Whether the clipboard takes it no terminal tells.
  package func copy(_ text: String) -> Bool {
    guard isShown, !isHungUp, screen.takesCommands, let command = Clipboard.command(copying: text) else { return false }
    descriptors.write(command)
    return true
  }

  /// What a program says in one line after it was killed by a bug of its own, for instance how to reproduce the screen.
  package func setCrashReport(_ text: String) { terminal_guard_set_report(text) }
}

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
