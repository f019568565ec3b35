/// A dense matrix in extended range: every element times one power of two. A gradient that exploded is one.
public struct ScaledMatrix: Hashable, Sendable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  private let elements: [Double]
  private let exponent: Int

  /// A matrix from elements near 1 in size, row by row.
  init(rows: Int, columns: Int, elements: [Double], exponent: Int) {
    precondition(elements.count == rows * columns, "a \(rows)×\(columns) matrix has \(rows * columns) elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
    self.exponent = exponent
  }

  /// The element in a row and a column, both from 0. What lies more than 2^900 below the largest element is 0.
  public subscript(row: Int, column: Int) -> ScaledDouble {
    precondition((0..<columns).contains(column), "a column of a \(rows)×\(columns) matrix")
    return ScaledDouble(significand: elements[row * columns + column], exponent: exponent)
  }

  /// The Frobenius norm.
  public var norm: ScaledDouble { ScaledVector(elements, exponent: exponent).norm }
}
