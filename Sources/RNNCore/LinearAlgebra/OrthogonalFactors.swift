import CLAPACK

extension LinearAlgebra {
  /// Q of A = QR with a diagonal of R that is not negative: unique where A is regular. A is n×n with finite elements,
  /// both row by row. Householder reflections (dgeqrf, dorgqr): QᵀQ is the identity to rounding whatever A is.
  static func orthogonalFactor(_ elements: [Double], order n: Int) -> [Double] {
    let size = Int32(n)
    var factor = elements
    var reflections = [Double](repeating: 0, count: n)
    check(LAPACK.routines.LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, size, size, &factor, size, &reflections), of: "dgeqrf")
    let isNegative = (0..<n).map { factor[$0 * n + $0] < 0 }
    check(LAPACK.routines.LAPACKE_dorgqr(LAPACK_ROW_MAJOR, size, size, size, &factor, size, reflections), of: "dorgqr")
    for index in factor.indices where isNegative[index % n] { factor[index] = -factor[index] }
    return factor
  }
}

/// A·Π = Q·R for a permutation Π of columns. Q has orthonormal columns; rows of R that do not count are left out, and so
/// are their columns of Q. All buffers are column by column.
struct PivotedQR {
  /// The rows of R that count.
  let rank: Int
  /// Q, rows×rank.
  let orthogonal: [Double]
  /// R, rank×columns; 0 below its diagonal.
  let triangular: [Double]
  /// For each column of R the column of A it comes from.
  let order: [Int]

  /// Chooses at each step the largest column that is left (LAPACK dgeqp3), for columns ≤ rows.
  ///
  /// A row of R counts whose diagonal element is more than `noise` times the largest of its column, up to `rankBound`
  /// rows.
  init(pivoting elements: [Double], rows: Int, columns: Int, noise: Double, rankBound: Int) {
    var factor = elements
    var pivots = [Int32](repeating: 0, count: columns)
    var reflections = [Double](repeating: 0, count: columns)
    let status = LAPACK.routines.LAPACKE_dgeqp3(
      LAPACK_COL_MAJOR, Int32(rows), Int32(columns), &factor, Int32(rows), &pivots, &reflections)
    LinearAlgebra.check(status, of: "dgeqp3")
    self.init(elements, factor, reflections, order: pivots.map { Int($0) - 1 }, rows, noise, rankBound)
  }

  /// Takes the columns in a given order (LAPACK dgeqrf), for columns ≤ rows.
  init(_ elements: [Double], rows: Int, order: [Int], noise: Double, rankBound: Int) {
    var factor = order.flatMap { elements[$0 * rows..<($0 + 1) * rows] }
    var reflections = [Double](repeating: 0, count: order.count)
    let status = LAPACK.routines.LAPACKE_dgeqrf(
      LAPACK_COL_MAJOR, Int32(rows), Int32(order.count), &factor, Int32(rows), &reflections)
    LinearAlgebra.check(status, of: "dgeqrf")
    self.init(elements, factor, reflections, order: order, rows, noise, rankBound)
  }

  /// A column that depends on those before it has a row for its rounding noise alone, in which a later column may have a
  /// part that counts: it goes behind all that do not depend.
  private init(
    _ elements: [Double], _ factor: [Double], _ reflections: [Double], order: [Int], _ rows: Int, _ noise: Double,
    _ rankBound: Int
  ) {
    let counts = order.indices.map { column in
      factor[column * rows + column].magnitude
        > noise * factor[column * rows...column * rows + column].largestMagnitude
    }
    let counted = order.indices.filter { counts[$0] }
    guard counts.prefix(counted.count).allSatisfy({ $0 }) else {
      let dependent = order.indices.filter { !counts[$0] }
      self.init(
        elements, rows: rows, order: (counted + dependent).map { order[$0] }, noise: noise, rankBound: rankBound)
      return
    }
    self.init(factor, reflections, order: order, rows, rank: Swift.min(counted.count, rankBound))
  }

  private init(_ factor: [Double], _ reflections: [Double], order: [Int], _ rows: Int, rank: Int) {
    self.rank = rank
    self.order = order
    var triangular = [Double](repeating: 0, count: rank * order.count)
    for column in order.indices {
      for row in 0..<Swift.min(rank, column + 1) { triangular[column * rank + row] = factor[column * rows + row] }
    }
    self.triangular = triangular
    orthogonal = Self.orthogonal(factor, reflections, rows: rows, columns: rank)
  }

  private static func orthogonal(_ factor: [Double], _ reflections: [Double], rows: Int, columns: Int) -> [Double] {
    guard columns > 0 else { return [] }
    var orthogonal = Array(factor.prefix(rows * columns))
    let (height, width) = (Int32(rows), Int32(columns))
    let status = LAPACK.routines.LAPACKE_dorgqr(
      LAPACK_COL_MAJOR, height, width, width, &orthogonal, height, reflections)
    LinearAlgebra.check(status, of: "dorgqr")
    return orthogonal
  }
}

/// A·Π = Q·R of a square matrix for a given permutation Π of columns, R from the Cholesky factor of (AΠ)ᵀ(AΠ): products of
/// matrices throughout, in a third of the time of reflections.
///
/// Q·R is A to rounding, row by row; but with κ the condition of A, its columns brought to length 1, QᵀQ lies κ²·2^−53 from
/// the identity. Of such a Q, taken apart once more, it is the identity to rounding (Yamamoto, Nakatsukasa, Yanagisawa,
/// Fukaya 2015). Both buffers are column by column.
struct GramQR {
  /// Q, n×n.
  let orthogonal: [Double]
  /// R, n×n; 0 below its diagonal.
  let triangular: [Double]
  /// For each column of R the column of A it comes from.
  let order: [Int]

  /// A diagonal element of R below this part of its column stands for a κ at which Q is far from orthogonal.
  private static let leastPart = 0x1p-20

  /// Nil where A is conditioned too badly.
  init?(_ elements: [Double], order: [Int]) {
    let n = order.count
    let size = Int32(n)
    var orthogonal = [Double](unsafeUninitializedCapacity: n * n) { buffer, count in
      elements.withUnsafeBufferPointer { elements in
        for (place, column) in order.enumerated() {
          for row in 0..<n { buffer[place * n + row] = elements[column * n + row] }
        }
      }
      count = n * n
    }
    // Below its diagonal row by row what is above it column by column.
    var triangular = [Double](repeating: 0, count: n * n)
    LAPACK.routines.cblas_dsyrk(
      CblasColMajor, CblasLower, CblasTrans, size, size, 1, orthogonal, size, 0, &triangular, size)
    let lengths = (0..<n).map { triangular[$0 * n + $0].squareRoot() }
    guard LAPACK.routines.LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), size, &triangular, size) == 0,
      (0..<n).allSatisfy({ triangular[$0 * n + $0] >= Self.leastPart * lengths[$0] })
    else { return nil }
    LAPACK.routines.cblas_dtrsm(
      CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, size, size, 1, triangular, size, &orthogonal,
      size)
    (self.orthogonal, self.order) = (orthogonal, order)
    self.triangular = triangular.transposed(rows: n, columns: n)
  }
}

extension LinearAlgebra {
  /// The product of a rows×inner and an inner×columns matrix, all three column by column.
  static func columnProduct(_ A: [Double], _ B: [Double], rows: Int, inner: Int, columns: Int) -> [Double] {
    guard rows > 0, inner > 0, columns > 0 else { return Array(repeating: 0, count: rows * columns) }
    // Column by column is the transpose row by row, and (AB)ᵀ = BᵀAᵀ.
    return product(B, A, rows: columns, inner: inner, columns: rows)
  }

  /// R of Aᵀ = QR, rows×rows column by column with zeros below the diagonal, for A of rows×columns column by column and
  /// rows ≤ columns.
  static func triangularFactor(ofTransposed elements: [Double], rows: Int, columns: Int) -> [Double] {
    var factor = elements.transposed(rows: columns, columns: rows)
    var reflections = [Double](repeating: 0, count: rows)
    check(
      LAPACK.routines.LAPACKE_dgeqrf(
        LAPACK_COL_MAJOR, Int32(columns), Int32(rows), &factor, Int32(columns), &reflections), of: "dgeqrf"
    )
    return (0..<rows).flatMap { column in (0..<rows).map { $0 <= column ? factor[column * columns + $0] : 0 } }
  }
}

/// H = I − 2·v·vᵀ/(vᵀv) for a random v: symmetric, orthogonal, and dense, so that what is computed in its basis is
/// rounded otherwise.
struct RandomReflection {
  private let vector: [Double]
  private let scale: Double

  /// A reflection of n-vectors, none of whose components stands still.
  init(order n: Int, using generator: inout SplitMix64) {
    vector = (0..<n).map { _ in
      let magnitude = 0.5 + 0.5 * generator.nextUniform()
      return generator.next() & 1 == 0 ? magnitude : -magnitude
    }
    scale = 2 / vector.reduce(0) { $0 + $1 * $1 }
  }

  /// H·A in the place of A, of n rows, column by column.
  func reflect(_ elements: inout [Double]) {
    let (n, columns) = (vector.count, elements.count / vector.count)
    var products = [Double](repeating: 0, count: columns)
    elements.withUnsafeMutableBufferPointer { elements in
      LinearAlgebra.multiply(UnsafeBufferPointer(elements), rows: columns, columns: n, vector, into: &products)
      LAPACK.routines.cblas_dger(
        CblasRowMajor, Int32(columns), Int32(n), -scale, products, 1, vector, 1, elements.baseAddress, Int32(n))
    }
  }
}
