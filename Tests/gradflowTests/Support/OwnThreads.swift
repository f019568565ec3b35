import Foundation
import Testing

/// For suites that wait for a terminal most of their time: they do so on threads of their own, so that the threads that tests
/// share, as many as there are cores, have something to compute meanwhile.
struct OwnThreads: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
  }
}

extension Trait where Self == OwnThreads {
  /// Waits on threads of its own.
  static var onOwnThreads: Self { OwnThreads() }
}

/// Few, so that programs in terminals are not slowed down by each other beyond what their tests wait for.
private final class WaitingThreads: TaskExecutor {
  static let shared = WaitingThreads()

  private let queue: OperationQueue = {
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 3
    return queue
  }()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
