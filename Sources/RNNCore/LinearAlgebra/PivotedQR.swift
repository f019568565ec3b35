import CLAPACK

/// A·Π = Q·R for a permutation Π of columns. Q has orthonormal columns; rows of R that do not count are left out, and so
/// are their columns of Q. All buffers are column by column.
struct PivotedQR {
  /// The rows of R that count.
  private(set) var rank = 0
  /// Q, rows×rank.
  private(set) var orthogonal: [Double] = []
  /// R, rank×columns; |R_rj| of row r is 0 for every column left of `diagonal[r]`.
  private(set) var triangular: [Double] = []
  /// For each row of R that counts, the column that it stood on the diagonal of.
  private(set) var diagonal: [Int] = []
  /// For each column of R the column of A it comes from.
  let order: [Int]

  /// Chooses at each step the largest column that is left (LAPACK dgeqp3), for columns ≤ rows.
  init(pivoting elements: [Double], rows: Int, columns: Int, noise: Double, rankBound: Int) {
    LinearAlgebra.limitThreads(forOrder: rows)
    var factor = elements
    var pivots = [Int32](repeating: 0, count: columns)
    var reflections = [Double](repeating: 0, count: columns)
    LAPACKE_dgeqp3(LAPACK_COL_MAJOR, Int32(rows), Int32(columns), &factor, Int32(rows), &pivots, &reflections)
    order = pivots.map { Int($0) - 1 }
    keep(factor, reflections, rows, noise, rankBound)
  }

  /// Takes the columns in a given order (LAPACK dgeqrf), for columns ≤ rows.
  init(_ elements: [Double], rows: Int, order: [Int], noise: Double, rankBound: Int) {
    LinearAlgebra.limitThreads(forOrder: rows)
    var factor = order.flatMap { elements[$0 * rows..<($0 + 1) * rows] }
    var reflections = [Double](repeating: 0, count: order.count)
    LAPACKE_dgeqrf(LAPACK_COL_MAJOR, Int32(rows), Int32(order.count), &factor, Int32(rows), &reflections)
    self.order = order
    keep(factor, reflections, rows, noise, rankBound)
  }

  /// Keeps the first `rankBound` rows of R whose diagonal element is more than `noise` times the largest of its column.
  private mutating func keep(
    _ factor: [Double], _ reflections: [Double], _ rows: Int, _ noise: Double, _ rankBound: Int
  ) {
    let columns = order.count
    let counted = (0..<columns).filter { column in
      let column = factor[column * rows...column * rows + column]
      return (column.last ?? 0).magnitude > noise * column.largestMagnitude
    }
    diagonal = Array(counted.prefix(rankBound))
    rank = diagonal.count
    triangular = [Double](repeating: 0, count: rank * columns)
    for column in 0..<columns {
      for (row, place) in diagonal.enumerated() where place <= column {
        triangular[column * rank + row] = factor[column * rows + place]
      }
    }
    formOrthogonal(factor, reflections, rows)
  }

  private mutating func formOrthogonal(_ factor: [Double], _ reflections: [Double], _ rows: Int) {
    let needed = (diagonal.last ?? -1) + 1
    guard needed > 0 else { return }
    var factor = factor
    let (height, width) = (Int32(rows), Int32(needed))
    LAPACKE_dorgqr(LAPACK_COL_MAJOR, height, width, width, &factor, height, reflections)
    orthogonal =
      rank == needed
      ? Array(factor.prefix(rows * rank)) : diagonal.flatMap { factor[$0 * rows..<($0 + 1) * rows] }
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
    limitThreads(forOrder: columns)
    var factor = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns { factor[row * columns + column] = elements[column * rows + row] }
    }
    var reflections = [Double](repeating: 0, count: rows)
    LAPACKE_dgeqrf(LAPACK_COL_MAJOR, Int32(columns), Int32(rows), &factor, Int32(columns), &reflections)
    return (0..<rows).flatMap { column in (0..<rows).map { $0 <= column ? factor[column * columns + $0] : 0 } }
  }
}
