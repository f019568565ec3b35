import Glibc

/// What Ctrl-C does to work under way: the process dies of it, as a shell expects, which then says 130, and leaves nothing
/// half done: no line of progress, no half of a file.
enum Interruption {
  /// From now on the line that the cursor is in is cleared before the process dies of an interrupt; where interrupts are
  /// ignored, as behind nohup, they stay so.
  static func clearLineFirst() {
    let before = signal(SIGINT) { number in
      let clear: StaticString = "\r\u{1b}[K"
      _ = Glibc.write(STDERR_FILENO, clear.utf8Start, clear.utf8CodeUnitCount)
      signal(number, SIG_DFL)
      raise(number)
    }
    if isIgnored(before) { signal(SIGINT, SIG_IGN) }
  }

  /// As it was before.
  static func restore() {
    let before = signal(SIGINT, SIG_DFL)
    if isIgnored(before) { signal(SIGINT, SIG_IGN) }
  }

  private static func isIgnored(_ handler: sighandler_t?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Whatever ends the process waits until `body` is done: a file that is being written is whole then, or not there.
  static func held<Result>(_ body: () throws -> Result) rethrows -> Result {
    var before = sigset_t()
    block(&before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try body()
  }

  /// No signal that ends the process is delivered to this thread.
  static func leaveToOthers() {
    var before = sigset_t()
    block(&before)
  }

  private static func block(_ before: inout sigset_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, &before)
  }
}
