import CLAPACK

/// The worker threads of the BLAS library.
public enum BLASThreads {
  /// Ends them until a large product needs them again.
  ///
  /// OpenBLAS starts its workers when it is loaded, and each of them spins for a tenth of a second before it sleeps. A
  /// program that begins with other work calls this first.
  public static func rest() { openblas_rest() }
}
