import Glibc
import Synchronization

/// A value that is worked on by a thread of its own, for whoever has something else to do meanwhile.
///
///     let future = Future(sweep) { $0.refine(budget: 1e8) }
///     future.value(within: .milliseconds(15))     // the refined sweep, or nil: not yet
///
/// Every copy of what holds it sees the same value. Work on one that nobody holds any more is told so, if it asks; else it comes
/// to its end, and is let go of then.
final class Future<Value: Sendable>: Sendable {
  private let result: Result

  /// Begins with the work at once; where the system has no thread for it, it is done before this returns.
  init(_ value: consuming Value, _ work: @escaping @Sendable (inout Value, Interest) -> Void) {
    let result = Result(value)
    self.result = result
    Job { result.become(work) }.begin()
  }

  /// The same for work that is too short to ask.
  convenience init(_ value: consuming Value, _ work: @escaping @Sendable (inout Value) -> Void) {
    self.init(value) { value, _ in work(&value) }
  }

  deinit { result.interest.end() }

  /// What came of it, as soon as it is there, or nil where it takes longer than is waited.
  func value(within patience: Duration) -> Value? { result.value(within: patience) }

  /// What the thread makes, and both hold.
  private final class Result: Sendable {
    private nonisolated(unsafe) var content: Value
    private nonisolated(unsafe) var isDone = false
    private let signal = Signal()
    let interest = Interest()

    init(_ value: consuming Value) { content = value }

    func become(_ work: (inout Value, Interest) -> Void) {
      work(&content, interest)
      signal.send { isDone = true }
    }

    func value(within patience: Duration) -> Value? { signal.wait(patience) { isDone } ? content : nil }
  }
}

/// Whether anybody still wants what is worked on.
final class Interest: Sendable {
  private let hasEnded = Atomic(false)

  fileprivate func end() { hasEnded.store(true, ordering: .relaxed) }

  /// Throws once nobody does.
  func check() throws(CancellationError) {
    if hasEnded.load(ordering: .relaxed) { throw CancellationError() }
  }
}

/// Work beside the keys, and what it is for: one at a time, a slice after the other.
struct Background<Purpose: Equatable & Sendable, Value: Sendable>: Sendable {
  private var work: (purpose: Purpose, future: Future<Value>)?

  /// What is worked for; nil where nothing is.
  var purpose: Purpose? { work?.purpose }

  /// Begins with work for a purpose, in the place of any other.
  mutating func begin(for purpose: Purpose, _ future: Future<Value>) { work = (purpose, future) }

  /// What came of it, as soon as it is there, or nil: not yet, or there is none. Once it is handed over nothing is worked on.
  mutating func take(within patience: Duration) -> Value? {
    guard let value = work?.future.value(within: patience) else { return nil }
    work = nil
    return value
  }

  /// Lets go of it.
  mutating func abandon() { work = nil }
}

/// What one thread tells others that wait for it.
private final class Signal: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // No matter what becomes of the wall clock.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func send(_ change: () -> Void) {
    pthread_mutex_lock(mutex)
    change()
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Waits until something holds, and returns whether it does by then.
  func wait(_ patience: Duration, until holds: () -> Bool) -> Bool {
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    let nanoseconds = deadline.tv_nsec + Int(patience / .nanoseconds(1))
    deadline.tv_sec += nanoseconds / 1_000_000_000
    deadline.tv_nsec = nanoseconds % 1_000_000_000
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while !holds(), pthread_cond_timedwait(condition, mutex, &deadline) == 0 {}
    return holds()
  }
}

/// What a thread does. It holds on to itself until it has ended.
private final class Job: Sendable {
  private let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) { self.work = work }

  func begin() {
    var thread = pthread_t()
    let job = Unmanaged.passRetained(self)
    let started = pthread_create(
      &thread, nil,
      { job in
        job.map { Unmanaged<Job>.fromOpaque($0).takeRetainedValue().work() }
        return nil
      }, job.toOpaque())
    if started == 0 { pthread_detach(thread) } else { job.takeRetainedValue().work() }
  }
}
