import CLAPACK

/// The worker threads of the BLAS library: a setting of the whole process, and therefore of the program. Nothing else in
/// this library touches it.
///
/// Numbers are the same up to the last digit whatever it is; the last one may differ, since a matrix that is divided
/// among threads is summed in another order.
public enum BLASThreads {
  /// Sets how many threads one product or factorisation may use, at least 1; for good, and for every library in the
  /// process. Without it OpenBLAS takes as many as the machine has cores, or as its environment variables say.
  ///
  /// One is fastest up to some hundred rows, whatever the machine: a second one has to be woken for every product.
  public static func use(_ count: Int) {
    precondition(count >= 1, "at least one thread")
    LAPACK.use(threads: count)
  }

  /// How many that is. Loads the library.
  public static var count: Int { Int(LAPACK.routines.openblas_get_num_threads()) }

  /// Ends them until a large product needs them again.
  ///
  /// OpenBLAS starts its workers when it is loaded, and each of them spins for a tenth of a second before it sleeps. Where
  /// `use(_:)` came before that they are ended at once; a program that goes on with other work calls this.
  public static func rest() { LAPACK.rest() }
}

/// The memory that frames and tables are computed in.
public enum WorkingMemory {
  /// Lets the process keep what it frees, up to 64 MB.
  ///
  /// One frame after the other takes and frees the same arrays of some megabytes. Handed back to the system each time
  /// they cost more in page faults than the numbers in them. A program that computes over and over calls this first.
  public static func keep() { keep_freed_memory(64 << 20) }

  /// Gives back what is free at the moment: for a program that has nothing to compute for a while.
  public static func release() { release_freed_memory() }
}
