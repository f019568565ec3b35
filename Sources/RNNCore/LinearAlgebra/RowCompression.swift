import CLAPACK

/// Rows M taken apart as M = Q·R with an orthogonal Q and rows of R that shrink, without those that do not count: what is
/// left has the same RᵀR = MᵀM to rounding, so that every sum of squares or products over all rows, now and after more
/// factors on the right, is what it was.
///
/// QR with column pivoting (LAPACK dgeqp3). A row does not count whose diagonal element is some power of two of the first:
/// 2^−56 is less than rounding has changed of the others, and 2^−45 of norms, where it counts by its square. Rows that shrink are rounded each by its own size (Cox, Higham 1998), so
/// that they go on shrinking where they are taken apart again.
///
/// Complexity: O(rows²·columns).
struct RowCompression {
  /// R, as many rows as count.
  let rows: ScaledRows
  private let factor: [Double]
  private let reflections: [Double]
  private let height: Int

  /// At most as many rows as columns; those above 2^exponent count.
  init(_ source: ScaledRows, above exponent: Int) {
    let (height, columns, block) = (source.count, source.columns, source.matrix())
    var factor = block.elements.transposed(rows: height, columns: columns)
    var (order, reflections) = ([Int32](repeating: 0, count: columns), [Double](repeating: 0, count: height))
    let status = LAPACK.routines.LAPACKE_dgeqp3(
      LAPACK_COL_MAJOR, Int32(height), Int32(columns), &factor, Int32(height), &order, &reflections)
    LinearAlgebra.check(status, of: "dgeqp3")
    (self.factor, self.reflections, self.height) = (factor, reflections, height)
    let least = factor[0].magnitude * Double(sign: .plus, exponent: exponent, significand: 1)
    let rank = Swift.max((0..<height).prefix { factor[$0 * height + $0].magnitude > least }.count, 1)
    var triangular = [Double](repeating: 0, count: rank * columns)
    triangular.withUnsafeMutableBufferPointer { triangular in
      factor.withUnsafeBufferPointer { factor in
        for (place, column) in order.enumerated() {
          for row in 0..<Swift.min(rank, place + 1) {
            triangular[row * columns + Int(column) - 1] = factor[place * height + row]
          }
        }
      }
    }
    var rows = ScaledRows(triangular, columns: columns)
    rows.shift(by: Array(repeating: block.exponent, count: rank))
    self.rows = rows
  }

  /// Qᵀ·A of as many rows of A as M has, row by row: which combinations of them the rows of R are, those that do not count
  /// behind the others.
  func combined(_ elements: [Double]) -> [Double] {
    var orthogonal = Array(factor.prefix(height * height))
    let size = Int32(height)
    let status = LAPACK.routines.LAPACKE_dorgqr(LAPACK_COL_MAJOR, size, size, size, &orthogonal, size, reflections)
    LinearAlgebra.check(status, of: "dorgqr")
    // Column by column is Qᵀ row by row.
    return LinearAlgebra.product(
      orthogonal, elements, rows: height, inner: height, columns: elements.count / height)
  }
}
