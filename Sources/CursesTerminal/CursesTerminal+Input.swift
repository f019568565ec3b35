import CNcurses
import CTerminalGuard
import Glibc
import Screen

extension CursesTerminal {
  /// The next event: at once when one is waiting, otherwise nil after the time-out; nil waits for ever. Once the
  /// terminal is gone every call gives `.hangUp`.
  package func next(timeout: Duration?) -> TerminalEvent? {
    let end = timeout.map { ContinuousClock.now + $0 }
    while events.isEmpty {
      if isHungUp || !isOpen { return .hangUp }
      let left = end.map { $0 - ContinuousClock.now }
      collect(within: left)
      if let left, left <= .zero { break }
    }
    return events.popFirst()
  }

  /// Waits for input or a signal and takes what there is.
  private func collect(within limit: Duration?) {
    let patience = decoder.patience.map { $0 - (ContinuousClock.now - lastInput) }
    let wait = inputWaits ? .zero : [limit, patience].compactMap { $0 }.min()
    var polled = [descriptors.input, screen.signals].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    polled.append(pollfd(fd: descriptors.output, events: 0, revents: 0))  // tells only that it is gone
    let ready = poll(&polled, nfds_t(polled.count), Self.milliseconds(wait))
    if ready < 0 { return }
    if polled[1].revents != 0 { takeSignals() }
    if polled[2].revents != 0 { isHungUp = true }
    if polled[0].revents != 0 || inputWaits {
      takeInput(isGone: polled[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0)
    } else if ready == 0, let patience, wait == patience {
      decoder.silence()
    }
    events += decoder.takeEvents()
    if asksBackground, let theme = decoder.theme { learn(theme) }
  }

  /// An answer that comes after the end would be typed into the shell: waits a moment for one that is under way.
  func awaitAnswer() {
    let end = ContinuousClock.now + .milliseconds(100)
    guard isShown, ContinuousClock.now - started < .seconds(1) else { return }
    while asksBackground, !isHungUp, !isTerminating, case let left = end - ContinuousClock.now, left > .zero {
      collect(within: left)
    }
  }

  /// A time for `poll`: rounded up, -1 for ever.
  static func milliseconds(_ duration: Duration?) -> Int32 {
    guard let duration else { return -1 }
    let (seconds, attoseconds) = duration.components
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }

  /// Reads until nothing more waits, but not without end: a flood must not keep the screen from being drawn.
  private func takeInput(isGone: Bool) {
    var count = 0
    while count < 4096, case let code = wgetch(screen.keyboard), code != ERR {
      count += 1
      take(code)
    }
    if count > 0 { lastInput = ContinuousClock.now }
    inputWaits = count == 4096
    emptyReads = count == 0 ? emptyReads + 1 : 0
    if count == 0 && (isGone || emptyReads > 3) { isHungUp = true }
  }

  private func take(_ code: Int32) {
    if code < 256 {
      decoder.feed(UInt8(code))
    } else if let key = Key(cursesCode: code) {
      decoder.feed(key)
    } else if code > KEY_MAX, let name = keyname(code) {  // an extension of the database: kUP5 and the like
      decoder.feed(TerminalType.capability(String(cString: name)))
    }
  }

  func takeSignals() {
    while case let signal = terminal_guard_next_signal(), signal != 0 {
      switch signal {
      case SIGWINCH: if followWindowSize() { events.append(.resize) }
      case SIGTSTP: stop(wholeGroup: false)
      case SIGCONT: comeBack()
      default:
        isTerminating = true
        events.append(.terminate(signal: signal))
      }
    }
  }
}

extension Key {
  /// The key for a code of ncurses; nil for the keys that the program does not know.
  init?(cursesCode code: Int32) {
    guard let key = Self.byCode[code] else { return nil }
    self = key
  }

  private static let byCode: [Int32: Key] = [
    KEY_UP: Key(.up), KEY_DOWN: Key(.down), KEY_LEFT: Key(.left), KEY_RIGHT: Key(.right),
    KEY_SR: Key(.up, shift: true), KEY_SF: Key(.down, shift: true), KEY_SLEFT: Key(.left, shift: true),
    KEY_SRIGHT: Key(.right, shift: true), KEY_HOME: Key(.home), KEY_END: Key(.end), KEY_NPAGE: Key(.pageDown),
    KEY_PPAGE: Key(.pageUp), KEY_SHOME: Key(.home, shift: true), KEY_SEND: Key(.end, shift: true),
    KEY_SNEXT: Key(.pageDown, shift: true), KEY_SPREVIOUS: Key(.pageUp, shift: true), KEY_A1: Key(.home),
    KEY_A3: Key(.pageUp), KEY_C1: Key(.end), KEY_C3: Key(.pageDown), KEY_BTAB: Key(.tab, shift: true),
    KEY_ENTER: Key(.enter), KEY_BACKSPACE: Key(.backspace), KEY_DC: Key(.delete), KEY_SDC: Key(.delete, shift: true),
    KEY_FIND: Key(.home), KEY_SELECT: Key(.end),
  ]
}
