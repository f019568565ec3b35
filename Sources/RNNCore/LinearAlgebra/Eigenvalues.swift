import CLAPACK

extension LinearAlgebra {
  /// The eigenvalues of an n×n matrix given row by row (LAPACK dgeev). All elements must be finite and far enough from the
  /// ends of a `Double`'s range. Where the iteration fails, which is not known to happen, those found until then.
  static func eigenvalues(_ elements: [Double], order n: Int) -> [(real: Double, imaginary: Double)] {
    let (size, none) = (Int32(n), CChar(UInt8(ascii: "N")))
    var work = elements
    var real = [Double](repeating: 0, count: n)
    var imaginary = real
    // Rows taken as columns: the transpose has the same eigenvalues.
    let status = LAPACKE_dgeev(LAPACK_COL_MAJOR, none, none, size, &work, size, &real, &imaginary, nil, size, nil, size)
    precondition(status >= 0, "LAPACK dgeev failed on a finite matrix (status \(status))")
    return (Int(status)..<n).map { (real[$0], imaginary[$0]) }
  }
}
