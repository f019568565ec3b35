import Glibc
import Synchronization

/// Independent pieces of work on several POSIX threads: nothing else here needs a library of tasks, whose start every
/// command would pay for.
package enum Concurrent {
  /// How many processors the machine has, at least 1.
  package static var processors: Int { Swift.max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

  /// What `work` makes of 0 ..< `count`, in that order, whichever thread made it; the calling thread is one of them.
  ///
  /// - Parameters:
  ///   - count: how many pieces there are.
  ///   - threads: how many threads take the next piece each, at most; 1 or less for the calling thread alone. Where the
  ///     system has no more of them, there are fewer.
  ///   - work: makes a piece of nothing but its number, so that the result is the same for any number of threads.
  package static func map<Result: Sendable>(
    count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    [Result](unsafeUninitializedCapacity: count) { buffer, filled in
      nonisolated(unsafe) let slots = buffer
      let places = Places(count)
      let worker = Worker {
        while let place = places.next() { slots.initializeElement(at: place, to: work(place)) }
      }
      worker.run(threads: Swift.min(threads, count))
      filled = count
    }
  }

  /// Works on each of some values where it is, at most so many at a time, and returns what that came to, in their order.
  package static func forEach<Value: Sendable, Result: Sendable>(
    _ values: inout [Value], threads: Int, _ work: @escaping @Sendable (inout Value) -> Result
  ) -> [Result] {
    values.withUnsafeMutableBufferPointer { buffer in
      // Each place is one thread's.
      nonisolated(unsafe) let slots = buffer
      return map(count: slots.count, threads: threads) { work(&slots[$0]) }
    }
  }

  /// What two pieces of work come to, made at a time where there may be two threads.
  package static func both<First: Sendable, Second: Sendable>(
    threads: Int, _ first: @escaping @Sendable () -> First, _ second: @escaping @Sendable () -> Second
  ) -> (First, Second) {
    let (one, two) = (Slot<First>(), Slot<Second>())
    _ = map(count: 2, threads: threads) { place in
      if place == 0 { one.fill(with: first()) } else { two.fill(with: second()) }
    }
    return (one.take(), two.take())
  }

  /// Room for a value that one thread makes and another, which waits for it, takes.
  private struct Slot<Value>: @unchecked Sendable {
    private let place = UnsafeMutablePointer<Value>.allocate(capacity: 1)

    func fill(with value: Value) { place.initialize(to: value) }

    func take() -> Value {
      defer { place.deallocate() }
      return place.move()
    }
  }

  /// The places that no thread has taken yet.
  private final class Places: Sendable {
    private let taken = Atomic(0)
    private let count: Int

    init(_ count: Int) { self.count = count }

    func next() -> Int? {
      let place = taken.wrappingAdd(1, ordering: .relaxed).oldValue
      return place < count ? place : nil
    }
  }

  /// What every thread does.
  private final class Worker: Sendable {
    private let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }

    /// Runs it on so many threads, and returns when all of them have ended.
    func run(threads: Int) {
      var others: [pthread_t] = []
      for _ in 1..<Swift.max(threads, 1) {
        var thread = pthread_t()
        let started = pthread_create(
          &thread, nil,
          { worker in
            worker.map { Unmanaged<Worker>.fromOpaque($0).takeUnretainedValue().work() }
            return nil
          }, Unmanaged.passUnretained(self).toOpaque())
        if started == 0 { others.append(thread) }
      }
      work()
      for thread in others { pthread_join(thread, nil) }
    }
  }
}
