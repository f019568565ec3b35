import CLAPACK
import Synchronization

/// BLAS and LAPACK, which are loaded when a number first needs them: to load them takes longer than all else that a program
/// does before it draws a network of one unit.
///
/// Where they are missing the process ends then, with a line on standard error that says which is, and exit code 2.
enum LAPACK {
  /// The routines; the first access loads them.
  static let routines: lapack = {
    let routines = lapack_load()
    // In this order, so that a number which is chosen meanwhile is set here or there.
    isLoaded.store(true, ordering: .sequentiallyConsistent)
    let threads = Self.threads.load(ordering: .sequentiallyConsistent)
    if threads > 0 {
      routines.openblas_set_num_threads(Int32(clamping: threads))
      _ = routines.blas_thread_shutdown?()
    }
    return routines
  }()

  private static let isLoaded = Atomic(false)
  private static let threads = Atomic(0)

  /// Sets how many threads a call may use.
  static func use(threads count: Int) {
    threads.store(count, ordering: .sequentiallyConsistent)
    if isLoaded.load(ordering: .sequentiallyConsistent) { routines.openblas_set_num_threads(Int32(clamping: count)) }
  }

  /// Ends the worker threads, if there are any.
  static func rest() {
    if isLoaded.load(ordering: .sequentiallyConsistent) { _ = routines.blas_thread_shutdown?() }
  }
}
