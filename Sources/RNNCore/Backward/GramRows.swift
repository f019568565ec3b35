import CLAPACK

/// Gram matrices X·Xᵀ, one in each row: what is on and below the diagonal, row by row, the diagonal divided by √2, so that
/// the inner product of two rows is half that of the matrices.
struct GramRows: Sendable {
  private(set) var rows: ScaledRows
  /// By row, about ‖error of X‖_F/‖X‖_F.
  private(set) var errors: [Double]
  private let order: Int
  private var gram: [Double]

  /// So many matrices of order n, all 0.
  init(count: Int, order n: Int) {
    rows = ScaledRows(zeroRows: count, columns: n * (n + 1) / 2)
    errors = Array(repeating: 0, count: count)
    order = n
    gram = Array(repeating: 0, count: n * n)
  }

  /// Puts X·Xᵀ of a flow into a row (BLAS dsyrk). Complexity: O(n³).
  mutating func set(_ row: Int, to flow: FlowChain) {
    let (n, X) = (order, flow.product)
    errors[row] = flow.relativeError
    LAPACK.routines.cblas_dsyrk(
      CblasRowMajor, CblasLower, CblasNoTrans, Int32(n), Int32(n), 1, X.elements, Int32(n), 0, &gram, Int32(n))
    // X keeps within 2^±100, and X·Xᵀ within 2^±200.
    rows.write(row, exponent: 2 * X.exponents[0]) { packed in
      gram.withUnsafeBufferPointer { gram in
        var place = 0
        for line in 0..<n {
          for column in 0...line { packed[place + column] = gram[line * n + column] }
          place += line + 1
          packed[place - 1] *= 0.5.squareRoot()
        }
      }
    }
  }

  /// The inner products of the first rows with the first ones of others, one row's after the other, halved and without
  /// their powers of two. Complexity: O(rows·columns·n²).
  func halfProducts(_ count: Int, with others: GramRows, _ otherCount: Int) -> [Double] {
    LinearAlgebra.product(
      rows.elements, transposedB: others.rows.elements, rows: count, inner: rows.columns, columns: otherCount)
  }
}
