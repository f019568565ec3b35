import Glibc
import Screen

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
