import CNcurses
import CTerminalGuard
import Glibc

/// What ncurses and the guard hold while the terminal is taken.
struct CursesScreen {
  /// Readable when a signal waits.
  let signals: Int32
  /// Whether sequences of our own do no harm.
  let isANSI: Bool
  /// Whether it takes operating system commands: questions about its background, texts for the clipboard.
  let takesCommands: Bool
  /// Whether the screen of before comes back by itself.
  let hasAlternateScreen: Bool
  /// Where keys are read: a pad shows nothing and is never refreshed.
  let keyboard: UnsafeMutablePointer<WINDOW>
  private let handle: OpaquePointer
  private let input: UnsafeMutablePointer<FILE>

  /// Asks the terminal database, arms the guard, and starts ncurses. Closes the descriptors when that fails.
  init(_ descriptors: Descriptors) throws(TerminalError) {
    do throws(TerminalError) {
      let type = try TerminalType(descriptor: descriptors.output)
      signals = terminal_guard_open(descriptors.output)
      guard signals >= 0 else { throw .unavailable }
      terminal_guard_set_reset(ScreenModes.reset(of: type))
      terminal_guard_take()
      isANSI = type.isANSI
      takesCommands = type.takesCommands
      hasAlternateScreen = type.hasAlternateScreen
      (handle, input, keyboard) = try Self.start(keys: descriptors.input)
    } catch {
      descriptors.close()
      throw error
    }
  }

  private typealias Started = (OpaquePointer, UnsafeMutablePointer<FILE>, UnsafeMutablePointer<WINDOW>)

  private static func start(keys: Int32) throws(TerminalError) -> Started {
    Codeset.letCursesCountOnUTF8()
    guard let input = fdopen(dup(keys), "r"), let handle = curses_start(input), let keyboard = newpad(1, 1) else {
      terminal_guard_close()
      throw .unavailable
    }
    return (handle, input, keyboard)
  }

  /// Colours over the terminal's own background; how many there are.
  func startColors() -> Int {
    guard has_colors(), start_color() == OK else { return 0 }
    use_default_colors()
    return Int(curses_colors())
  }

  /// Modes of input and drawing.
  func setModes() {
    raw()
    noecho()
    nonl()
    terminal_guard_let_quit_through()
    def_prog_mode()
    set_escdelay(25)
    nodelay(keyboard, true)
    keypad(keyboard, true)
    for ours in ["\u{1b}[<", "\u{1b}[M", "\u{7f}"] { define_key(ours, 0) }  // mouse reports and Backspace are bytes
    leaveok(curses_screen(), curs_set(0) != ERR)
  }

  /// Forgets everything; the terminal has been left before.
  func close() {
    delwin(keyboard)
    delscreen(handle)
    fclose(input)
    terminal_guard_close()
  }
}
