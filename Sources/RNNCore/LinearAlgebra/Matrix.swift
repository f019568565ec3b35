/// A dense real matrix, stored row by row.
public struct Matrix: Hashable, Sendable {
  /// Number of rows, at least 1.
  public let rows: Int
  /// Number of columns, at least 1.
  public let columns: Int
  /// The rows·columns elements, row by row.
  public internal(set) var elements: [Double]

  /// A matrix from its elements, row by row. Their number must be rows·columns.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows > 0 && columns > 0, "a matrix has at least one row and one column")
    precondition(elements.count == rows * columns, "a \(rows)×\(columns) matrix has \(rows * columns) elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix from its rows, which must have equal lengths. Complexity: O(rows·columns).
  public init(_ rows: [[Double]]) {
    precondition(rows.allSatisfy { $0.count == rows[0].count }, "the rows of a matrix have equal lengths")
    self.init(rows: rows.count, columns: rows.reduce(0) { $1.count }, elements: Array(rows.joined()))
  }

  /// The 1×1 matrix of one number.
  public init(_ scalar: Double) { self.init(rows: 1, columns: 1, elements: [scalar]) }

  /// The element in a row and a column, both from 0.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[index(row, column)] }
    set { elements[index(row, column)] = newValue }
  }

  private func index(_ row: Int, _ column: Int) -> Int {
    precondition((0..<columns).contains(column), "a column of a \(rows)×\(columns) matrix")
    return row * columns + column
  }

  /// One row, from 0.
  public subscript(row row: Int) -> ArraySlice<Double> { elements[row * columns..<(row + 1) * columns] }

  /// Aᵀ. Complexity: O(rows·columns).
  public var transposed: Matrix {
    Matrix(rows: columns, columns: rows, elements: elements.transposed(rows: rows, columns: columns))
  }

  /// Whether no element is NaN or infinite. Complexity: O(rows·columns).
  public var isFinite: Bool { elements.allSatisfy(\.isFinite) }

  /// The n×n identity. Complexity: O(n²).
  public static func identity(_ n: Int) -> Matrix {
    var result = Matrix(rows: n, columns: n, elements: Array(repeating: 0, count: n * n))
    for index in 0..<n { result[index, index] = 1 }
    return result
  }
}

extension Matrix {
  /// σ₁ ≥ σ₂ ≥ …: the singular values, largest first. All elements must be finite.
  ///
  /// Complexity: O(rows·columns·min(rows, columns)).
  public var singularValues: [Double] {
    precondition(isFinite, "singular values are of a finite matrix")
    if rows == 1, columns == 1 { return [elements[0].magnitude] }
    return LinearAlgebra.singularValues(elements, rows: rows, columns: columns)
  }

  /// σ_max = ‖A‖₂, the largest factor by which the matrix stretches a vector. Complexity: that of `singularValues`.
  public var spectralNorm: Double { singularValues[0] }

  /// The matrix product; the columns of the left factor are the rows of the right one.
  ///
  /// Complexity: O(a.rows·a.columns·b.columns).
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columns == b.rows, "a \(a.rows)×\(a.columns) matrix times a \(b.rows)×\(b.columns) one")
    let elements = LinearAlgebra.product(a.elements, b.elements, rows: a.rows, inner: a.columns, columns: b.columns)
    return Matrix(rows: a.rows, columns: b.columns, elements: elements)
  }
}

extension [Double] {
  /// A matrix of so many rows and columns, row by row, as it is column by column; or its transpose row by row.
  func transposed(rows: Int, columns: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      withUnsafeBufferPointer { elements in
        for column in 0..<columns {
          for row in 0..<rows { buffer[column * rows + row] = elements[row * columns + column] }
        }
      }
      count = rows * columns
    }
  }
}
