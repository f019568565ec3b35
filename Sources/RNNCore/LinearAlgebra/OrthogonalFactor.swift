import CLAPACK

extension LinearAlgebra {
  /// Q of A = QR with a diagonal of R that is not negative: unique where A is regular. A is n×n with finite elements,
  /// both row by row. Householder reflections (dgeqrf, dorgqr): QᵀQ is the identity to rounding whatever A is. One
  /// thread: how many there are would show in the last digits.
  static func orthogonalFactor(_ elements: [Double], order n: Int) -> [Double] {
    openblas_set_num_threads(1)
    let size = Int32(n)
    var factor = elements
    var reflections = [Double](repeating: 0, count: n)
    let factored = LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, size, size, &factor, size, &reflections)
    let isNegative = (0..<n).map { factor[$0 * n + $0] < 0 }
    let formed = LAPACKE_dorgqr(LAPACK_ROW_MAJOR, size, size, size, &factor, size, reflections)
    precondition(factored == 0 && formed == 0, "LAPACK's QR factorisation takes every finite matrix")
    for index in factor.indices where isNegative[index % n] { factor[index] = -factor[index] }
    return factor
  }
}
