import CLAPACK

extension LinearAlgebra {
  /// Q of A = QR with a diagonal of R that is not negative: unique where A is regular. A is n×n with finite elements,
  /// both row by row. Householder reflections (dgeqrf, dorgqr): QᵀQ is the identity to rounding whatever A is.
  static func orthogonalFactor(_ elements: [Double], order n: Int) -> [Double] {
    let size = Int32(n)
    var factor = elements
    var reflections = [Double](repeating: 0, count: n)
    check(LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, size, size, &factor, size, &reflections), of: "dgeqrf")
    let isNegative = (0..<n).map { factor[$0 * n + $0] < 0 }
    check(LAPACKE_dorgqr(LAPACK_ROW_MAJOR, size, size, size, &factor, size, reflections), of: "dorgqr")
    for index in factor.indices where isNegative[index % n] { factor[index] = -factor[index] }
    return factor
  }
}
