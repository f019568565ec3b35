import CTerminalGuard
import Glibc
import Screen

/// Keys from standard input, be it a terminal or a pipe, and no screen: for whoever reads what is written line by line.
///
/// A terminal passes keys on one by one, without showing them, until this is closed; a pipe is left as it is. The end of the
/// input is `.hangUp`.
package final class LineTerminal: Terminal {
  /// The size that pictures have which nobody sees.
  package let size = Size(width: 100, height: 30)
  private let input: Int32
  private let signals: Int32
  private var decoder = InputDecoder()
  private var events: ArraySlice<TerminalEvent> = []
  private var isOver = false

  /// Takes over an input.
  package init(input: Int32 = STDIN_FILENO) {
    self.input = input
    signals = terminal_guard_open(input)
    guard signals >= 0 else { return }
    var modes = termios()
    guard tcgetattr(input, &modes) == 0 else { return }
    // Keys come at once and unseen; Ctrl-C and Ctrl-Z stay signals.
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
    modes.c_iflag &= ~tcflag_t(ICRNL | INLCR)
    tcsetattr(input, TCSADRAIN, &modes)
  }

  /// Gives it back as it was.
  package func close() {
    if signals >= 0 { terminal_guard_close() }
  }

  /// Nothing is drawn.
  package func draw(_ frame: Frame) {}

  /// The next key, at once where one waits, otherwise nil after the time-out; nil waits for ever. Without any time there is none:
  /// keys that came together are told of one by one.
  package func next(timeout: Duration?) -> TerminalEvent? {
    if timeout == .zero { return nil }
    let end = timeout.map { ContinuousClock.now + $0 }
    while events.isEmpty, !isOver {
      let left = end.map { Swift.max($0 - .now, .zero) }
      collect(within: left)
      if left == .zero { break }
    }
    return events.popFirst() ?? (isOver ? .hangUp : nil)
  }

  private func collect(within limit: Duration?) {
    // Without the rest of a sequence Escape is a key of its own.
    let wait = [limit, decoder.patience.map { Swift.max($0, .milliseconds(50)) }].compactMap { $0 }.min()
    var polled = [input, signals].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let ready = poll(&polled, signals < 0 ? 1 : 2, CursesTerminal.milliseconds(wait))
    if ready == 0, decoder.patience != nil { decoder.silence() }
    if polled[1].revents != 0 { takeSignals() }
    if polled[0].revents != 0 { takeInput() }
    events += decoder.takeEvents()
  }

  private func takeInput() {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(input, &bytes, bytes.count)
    if count <= 0 { return isOver = count == 0 || errno != EINTR }
    for byte in bytes.prefix(count) { decoder.feed(byte == 0x0A ? 0x0D : byte) }
  }

  private func takeSignals() {
    while case let signal = terminal_guard_next_signal(), signal != 0 {
      switch signal {
      case SIGWINCH, SIGCONT: break
      case SIGTSTP: terminal_guard_stop(0)
      default: events.append(.terminate(signal: signal))
      }
    }
  }
}
