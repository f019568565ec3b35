import CNcurses
import CTerminalGuard
import Glibc
import Screen

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
  ///
  /// - Parameter isDirect: whether to take colours as red, green and blue where the database has such a type.
  init(_ descriptors: Descriptors, isDirect: Bool) throws(TerminalError) {
    do throws(TerminalError) {
      let named = try TerminalType(descriptor: descriptors.output)
      takesCommands = named.takesCommands
      let type = (isDirect ? named.direct(descriptor: descriptors.output) : nil) ?? named
      signals = terminal_guard_open(descriptors.output)
      guard signals >= 0 else { throw .unavailable }
      terminal_guard_set_reset(ScreenModes.reset(of: type))
      terminal_guard_take()
      isANSI = type.isANSI
      hasAlternateScreen = type.hasAlternateScreen
      (handle, input, keyboard) = try Self.start(type.name, keys: descriptors.input)
    } catch {
      descriptors.close()
      throw error
    }
  }

  private typealias Started = (OpaquePointer, UnsafeMutablePointer<FILE>, UnsafeMutablePointer<WINDOW>)

  private static func start(_ type: String, keys: Int32) throws(TerminalError) -> Started {
    Codeset.letCursesCountOnUTF8()
    guard let input = fdopen(dup(keys), "r"), let handle = curses_start(type, input), let keyboard = newpad(1, 1) else {
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

/// Where the picture goes and where keys come from.
struct Descriptors {
  /// The terminal that is drawn on: standard output.
  let output: Int32
  /// The terminal that keys come from: standard input, or the controlling terminal when data is piped in.
  let input: Int32
  /// Whether `input` was opened here.
  private let ownsInput: Bool
  /// The output's flags as they were.
  private let flags: Int32

  /// Finds both.
  init() throws(TerminalError) {
    guard isatty(STDOUT_FILENO) == 1 else { throw .outputIsNoTerminal }
    output = STDOUT_FILENO
    ownsInput = isatty(STDIN_FILENO) != 1
    input = ownsInput ? open("/dev/tty", O_RDONLY | O_CLOEXEC) : STDIN_FILENO
    guard input >= 0 else { throw .noKeyboard }
    flags = fcntl(output, F_GETFL)
    if flags & O_NONBLOCK != 0 { _ = fcntl(output, F_SETFL, flags & ~O_NONBLOCK) }
  }

  /// Leaves both as they were found.
  func close() {
    if flags & O_NONBLOCK != 0 { _ = fcntl(output, F_SETFL, flags) }
    if ownsInput { _ = Glibc.close(input) }
  }

  /// Writes past ncurses, which has nothing buffered between two frames.
  func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// The part of the terminal that is drawn on, since any number can be set as a terminal's size. nil where the kernel does
  /// not know it (serial lines).
  var windowSize: (rows: Int32, columns: Int32)? {
    var window = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0 else { return nil }
    return (Int32(min(Int(window.ws_row), Size.largest.height)), Int32(min(Int(window.ws_col), Size.largest.width)))
  }
}

/// The terminal's modes that are ours to switch: ncurses knows nothing of them.
///
/// Mouse: presses and releases (1000), moves with a button down (1002), all in the form without a limit on the column
/// (1006). Paste: pasted text comes in brackets (2004).
enum ScreenModes {
  /// Starts mouse reports.
  static let mouseOn = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h"
  /// Ends mouse reports.
  static let mouseOff = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l"
  /// Starts bracketed paste.
  static let pasteOn = "\u{1b}[?2004h"
  /// Ends bracketed paste.
  static let pasteOff = "\u{1b}[?2004l"
  /// What follows is shown at once, when it ends (2026).
  static let updateBegins = "\u{1b}[?2026h"
  /// Ends what is shown at once.
  static let updateEnds = "\u{1b}[?2026l"
  /// Asks whether the terminal shows updates at once (DECRQM). A terminal may never answer; nothing waits for it.
  static let updateQuestion = "\u{1b}[?2026$p"

  /// All that brings a terminal back when ncurses can no longer do it: our own modes, colours, then the alternate
  /// screen, or an empty last line where there is none, then keypad and cursor.
  static func reset(of type: TerminalType) -> String {
    let own = type.isANSI ? updateEnds + mouseOff + pasteOff : ""
    let bottom = type.isANSI ? "\u{1b}[999;1H\u{1b}[K" : "\n"
    let screen = type.hasAlternateScreen ? "" : bottom
    return own + screen + ["op", "sgr0", "rmcup", "rmkx", "cnorm"].map(TerminalType.capability).joined()
  }
}
