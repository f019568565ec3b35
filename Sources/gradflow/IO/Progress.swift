import Glibc
import Synchronization

/// What work that takes over half a second says on standard error while it goes on, if that is a terminal: what it is, how
/// far it has come and how long it will take yet. It is gone when the work is done, or interrupted.
///
///     try Progress.during("map") { progress in … progress.report(0.34) … }        // gradflow: map: 34 %, 12 s left
///
/// A thread of its own draws it and sleeps in between, so that the work need not look at a clock; without a terminal there
/// is no thread.
final class Progress: Sendable {
  /// What is done of the work, 0…1; below 0 where that is not known.
  private let part = Atomic<Double>(-1)
  private let what: String
  private let began = Progress.now
  /// Written to, or closed, when the work is done.
  private let end: (reading: Int32, writing: Int32)

  /// Carries out work that tells how far it has come, or does not, and then leaves no trace of it on the terminal.
  ///
  /// - Parameters:
  ///   - what: a word for the work.
  ///   - streams: whether rows are written meanwhile. On a terminal those say enough.
  static func during<Result>(
    _ what: String, streams: Bool = false, _ work: (Progress) throws -> Result
  ) rethrows -> Result {
    let progress = Progress(what, isShown: isatty(STDERR_FILENO) == 1 && !(streams && isatty(STDOUT_FILENO) == 1))
    let thread = progress.start()
    defer { progress.finish(thread) }
    return try work(progress)
  }

  private init(_ what: String, isShown: Bool) {
    self.what = what
    var ends: [Int32] = [-1, -1]
    if isShown, pipe(&ends) != 0 { ends = [-1, -1] }
    end = (ends[0], ends[1])
  }

  /// Says what part of the work is done, from any thread.
  func report(_ part: Double) { self.part.store(part, ordering: .relaxed) }

  /// Starts drawing, where there is a terminal.
  private func start() -> pthread_t? {
    guard end.reading >= 0 else { return nil }
    Interruption.clearLineFirst()
    var thread = pthread_t()
    let started = pthread_create(
      &thread, nil,
      { progress in
        progress.map { Unmanaged<Progress>.fromOpaque($0).takeUnretainedValue().draw() }
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
    return started == 0 ? thread : nil
  }

  /// Draws until the work is done: after half a second and then ten times a second.
  private func draw() {
    Interruption.leaveToOthers()
    var isDrawn = false
    var polled = pollfd(fd: end.reading, events: Int16(POLLIN), revents: 0)
    while poll(&polled, 1, isDrawn ? 100 : 500) == 0 {
      isDrawn = true
      let text = ProgressText.line(what, part: part.load(ordering: .relaxed), after: Self.now - began)
      StandardError.write("\r" + text + "\u{1b}[K")
    }
    if isDrawn { StandardError.write("\r\u{1b}[K") }
  }

  private func finish(_ thread: pthread_t?) {
    guard end.reading >= 0 else { return }
    close(end.writing)
    if let thread { pthread_join(thread, nil) }
    close(end.reading)
    Interruption.restore()
  }

  /// Seconds on a clock that is never set.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

/// The words of it.
enum ProgressText {
  /// `gradflow: map: 34 %, 12 s left`, or what has passed where the part is not known, below 0.
  static func line(_ what: String, part: Double, after seconds: Double) -> String {
    guard part >= 0 else { return "gradflow: \(what): \(duration(seconds)) so far" }
    let percent = "gradflow: \(what): \(Int(100 * Swift.min(part, 1))) %"
    // What the first hundredth takes says little of the rest.
    return part < 0.01 ? percent : percent + ", \(duration(seconds * (1 - part) / part)) left"
  }

  /// `4 s`, `2 min 5 s`, `3 h 20 min`: whole seconds, rounded up so that there is no 0 s left.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(Swift.min(Swift.max(seconds, 0), 1e9).rounded(.up))
    let (minutes, hours) = (whole / 60, whole / 3600)
    if hours > 0 { return "\(hours) h \(minutes % 60) min" }
    return minutes > 0 ? "\(minutes) min \(whole % 60) s" : "\(whole) s"
  }
}
