import CLAPACK

/// The few dense kernels that the core takes from BLAS and LAPACK.
enum LinearAlgebra {
  /// Stops where a routine of LAPACK has not done what it was asked for. For finite elements it always has, as long as
  /// there is memory.
  static func check(_ status: Int32, of routine: String) {
    precondition(status == 0, "LAPACK \(routine) failed on a finite matrix (status \(status))")
  }

  /// y ← A x, or Aᵀ x, for A of rows×columns, row by row; `y` is overwritten, or added to.
  static func multiply(
    _ A: UnsafeBufferPointer<Double>, rows: Int, columns: Int, transposed: Bool = false, _ x: UnsafePointer<Double>?,
    into y: UnsafeMutablePointer<Double>?, adding: Bool = false
  ) {
    LAPACK.routines.cblas_dgemv(
      CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), 1, A.baseAddress,
      Int32(columns), x, 1, adding ? 1 : 0, y, 1)
  }

  /// C ← A·B, or C + A·B, of rows×inner and inner×columns; the rows of A and C begin `leading` numbers apart.
  static func product(
    _ A: UnsafePointer<Double>?, leading rowOfA: Int, _ B: UnsafePointer<Double>?, rows: Int, inner: Int, columns: Int,
    into C: UnsafeMutablePointer<Double>?, leading rowOfC: Int, adding: Bool
  ) {
    LAPACK.routines.cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, A, Int32(rowOfA), B,
      Int32(columns), adding ? 1 : 0, C, Int32(rowOfC))
  }

  /// C ← A·B, or Aᵀ·B; row-major buffers of rows×inner (inner×rows if transposed), inner×columns and rows×columns.
  static func product(
    _ A: UnsafePointer<Double>?, transposedA: Bool = false, _ B: UnsafePointer<Double>?, rows: Int, inner: Int,
    columns: Int, into C: UnsafeMutablePointer<Double>?
  ) {
    LAPACK.routines.cblas_dgemm(
      CblasRowMajor, transposedA ? CblasTrans : CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner),
      1, A, Int32(transposedA ? rows : inner), B, Int32(columns), 0, C, Int32(columns))
  }

  /// Some rows of C ← Aᵀ·B; row-major buffers of inner×`columnsOfA`, inner×columns and `columnsOfA`×columns.
  static func product(
    transposed A: UnsafePointer<Double>?, columnsOfA: Int, _ B: UnsafePointer<Double>?, rows: Range<Int>, inner: Int,
    columns: Int, into C: UnsafeMutablePointer<Double>?
  ) {
    LAPACK.routines.cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(rows.count), Int32(columns), Int32(inner), 1,
      A.map { $0 + rows.lowerBound }, Int32(columnsOfA), B, Int32(columns), 0,
      C.map { $0 + rows.lowerBound * columns }, Int32(columns))
  }

  /// y ← A x; `y` is overwritten.
  static func multiply(_ A: Matrix, _ x: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>) {
    A.elements.withUnsafeBufferPointer { multiply($0, rows: A.rows, columns: A.columns, x, into: y) }
  }

  /// The product A·Bᵀ; row-major buffers of rows×inner and columns×inner.
  static func product(_ A: [Double], transposedB B: [Double], rows: Int, inner: Int, columns: Int) -> [Double] {
    return [Double](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      LAPACK.routines.cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(inner), 1, A, Int32(inner), B,
        Int32(inner), 0, buffer.baseAddress, Int32(columns))
      count = rows * columns
    }
  }

  /// The product A·B, with A optionally transposed; row-major buffers of rows×inner (inner×rows if transposed) and
  /// inner×columns.
  static func product(
    _ A: [Double], transposedA: Bool = false, _ B: [Double], rows: Int, inner: Int, columns: Int
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      product(
        A, transposedA: transposedA, B, rows: rows, inner: inner, columns: columns, into: buffer.baseAddress)
      count = rows * columns
    }
  }

  /// The singular values of a rows×columns matrix, largest first. All elements must be finite.
  static func singularValues(_ elements: [Double], rows: Int, columns: Int) -> [Double] {
    var work = elements
    var values = [Double](repeating: 0, count: Swift.min(rows, columns))
    var unconverged = values
    let status = LAPACK.routines.LAPACKE_dgesvd(
      LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "N")), Int32(rows), Int32(columns), &work,
      Int32(columns), &values, nil, Int32(rows), nil, Int32(columns), &unconverged)
    check(status, of: "dgesvd")
    return values
  }
}

extension LinearAlgebra {
  /// The eigenvalues of an n×n matrix given row by row (LAPACK dgeev). All elements must be finite and far enough from
  /// the ends of a `Double`'s range. Where the iteration fails, which is not known to happen, those found until then.
  static func eigenvalues(_ elements: [Double], order n: Int) -> [(real: Double, imaginary: Double)] {
    let (size, none) = (Int32(n), CChar(UInt8(ascii: "N")))
    var work = elements
    var real = [Double](repeating: 0, count: n)
    var imaginary = real
    // Rows taken as columns: the transpose has the same eigenvalues.
    let status = LAPACK.routines.LAPACKE_dgeev(
      LAPACK_COL_MAJOR, none, none, size, &work, size, &real, &imaginary, nil, size, nil, size)
    precondition(status >= 0, "LAPACK dgeev failed on a finite matrix (status \(status))")
    return (Int(status)..<n).map { (real[$0], imaginary[$0]) }
  }
}

extension UnsafeBufferPointer {
  /// One row of `columns` elements, from 0, of a buffer that holds rows one after the other.
  @inline(__always)
  subscript(rows row: Int, columns: Int) -> UnsafeBufferPointer {
    UnsafeBufferPointer(rebasing: self[row * columns..<(row + 1) * columns])
  }
}

extension UnsafeBufferPointer<Double> {
  /// Σ of the squares.
  var sumOfSquares: Double { dot(self) }

  /// The inner product with as many numbers.
  func dot(_ other: UnsafeBufferPointer) -> Double {
    LAPACK.routines.cblas_ddot(Int32(count), baseAddress, 1, other.baseAddress, 1)
  }
}

extension Sequence<Double> {
  /// The largest magnitude; 0 of nothing.
  var largestMagnitude: Double {
    withContiguousStorageIfAvailable { $0.largestMagnitude } ?? reduce(0) { Swift.max($0, $1.magnitude) }
  }
}
