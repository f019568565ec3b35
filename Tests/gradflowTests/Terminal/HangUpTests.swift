import Foundation
import Glibc
import Testing

/// The terminal goes away under the program, or takes nothing any more.
@Suite(.serialized, .onOwnThreads) struct HangUpTests {
  @Test("A terminal that is closed ends the program, by the signal or by the end of its input: a shell sees 129")
  func closed() throws {
    let terminal = try start()
    terminal.hangUp()
    let ending = terminal.finish()
    #expect(ending == .signal(SIGHUP) || ending == .code(129))
  }

  @Test("Busy for ever, it ends with its terminal", .disabled(if: Program.isThreadSanitized))
  func closedWhileBusy() throws {
    let terminal = try start(failure: "hang")
    makeBusy(terminal)
    terminal.hangUp()
    #expect(terminal.finish() == .signal(SIGHUP))
  }

  @Test("With the signal ignored, as by nohup, the end of the input ends it")
  func ignored() throws {
    let terminal = try PseudoTerminal("/bin/sh", ["-c", "trap '' HUP; exec '\(Program.path)' --theme dark"])
    waitForPicture(on: terminal)
    terminal.hangUp()
    #expect(terminal.finish() == .code(129))
  }

  @Test("It ends when only the terminal that it draws on goes")
  func outputGone() throws {
    let other = try Tmux(width: 100, height: 30, ":")
    let device = try other.device()
    let terminal = try Tmux(
      width: 100, height: 30, "'\(Program.path)' --theme dark > \(device); echo code $?")
    try other.screen { $0.contains("target k") }
    try other.hangUp()
    #expect(try terminal.screen { $0.contains("code") }.hasPrefix("code 129\n"))
    #expect(try terminal.modes() == Tmux.plainModes)
  }

  @Test(
    "Busy for ever, it gives the terminal back when it is told to end", .disabled(if: Program.isThreadSanitized),
    arguments: [SIGTERM, SIGINT, SIGQUIT])
  func busy(signal: Int32) throws {
    let terminal = try start(failure: "hang", keepsModes: true)
    let cooked = tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    #expect(terminal.modes.map { $0.c_lflag & tcflag_t(ICANON | ECHO) } == 0)
    makeBusy(terminal)
    terminal.signal(signal)
    var end: [UInt8] = []
    #expect(terminal.finish { end += $0 } == .signal(signal))
    let text = String(decoding: end, as: UTF8.self)
    for sequence in ["?1000l", "?1002l", "?1006l", "?2004l", "?1049l"] { #expect(text.contains(sequence), "\(text)") }
    #expect(terminal.modes.map { $0.c_lflag & cooked } == cooked)
  }

  @Test("A terminal that takes nothing any more holds nobody", arguments: [SIGTERM, SIGSEGV])
  func stalled(signal: Int32) throws {
    let terminal = try start(keepsModes: true)
    // Pictures that nobody reads, until the line is full and the program waits for the terminal: keys leave it asleep.
    var (presses, used) = (0, terminal.processorTime)
    for _ in 0..<150 where presses < 10 {
      #expect(write(terminal.descriptor, "\u{0c}", 1) == 1)
      usleep(20_000)
      presses = terminal.processorTime == used ? presses + 1 : 0
      used = terminal.processorTime
    }
    terminal.signal(signal)
    let deadline = ContinuousClock.now + .seconds(20)
    while terminal.state != "Z", ContinuousClock.now < deadline { usleep(20_000) }
    #expect(terminal.state == "Z")
    #expect(terminal.finish() == .signal(signal))
    #expect(terminal.modes.map { $0.c_lflag & tcflag_t(ICANON | ECHO) } == tcflag_t(ICANON | ECHO))
  }

  private func start(failure: String? = nil, keepsModes: Bool = false) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      Program.path(failing: failure), ["--theme", "dark"], environment: Program.crash(failure), keepsModes: keepsModes)
    waitForPicture(on: terminal)
    return terminal
  }

  private func waitForPicture(on terminal: PseudoTerminal) {
    let text = String(decoding: terminal.read { $0.contains("target k") }, as: UTF8.self)
    #expect(text.contains("target k"))
  }

  /// Sets off the failure that never ends: it has, once a key has taken many times as long as a picture.
  private func makeBusy(_ terminal: PseudoTerminal) {
    let before = terminal.processorTime ?? .zero
    terminal.type("\u{0c}")
    let (busy, deadline) = (before + .milliseconds(400), ContinuousClock.now + .seconds(20))
    while (terminal.processorTime ?? .zero) < busy, ContinuousClock.now < deadline { usleep(20_000) }
  }
}

extension [UInt8] {
  fileprivate func contains(_ text: String) -> Bool { String(decoding: self, as: UTF8.self).contains(text) }
}
