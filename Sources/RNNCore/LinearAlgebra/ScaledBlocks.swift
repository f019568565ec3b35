/// A block of numbers that share one power of two: elements × 2^exponent. A vector, or a matrix row by row.
///
/// Running products of Jacobians and adjoints leave a `Double`'s range together; what lies more than 2^1000 below the
/// largest element of its block does not count. The largest element is kept below 2^−15, so that a product with any
/// matrix of fewer than 2^15 columns stays finite. Exponents saturate as a `ScaledDouble`'s do.
struct ScaledVector: Sendable, Hashable {
  private(set) var elements: [Double]
  private(set) var exponent: Int

  init(_ elements: [Double], exponent: Int = 0) {
    self.elements = elements
    self.exponent = ScaledDouble.clamped(exponent)
    normalise()
  }

  /// The same numbers brought to one exponent.
  init(_ numbers: [ScaledDouble]) {
    let top = numbers.lazy.filter { !$0.isZero }.map(\.exponent).max() ?? 0
    self.init(
      numbers.map { ScaledDouble(significand: $0.significand, exponent: $0.exponent - top).doubleValue },
      exponent: top)
  }

  /// So many zeros.
  static func zero(_ count: Int) -> ScaledVector { ScaledVector(Array(repeating: 0, count: count)) }

  /// Brings the largest element near 2^−64 where it has drifted from there, by an exact power of two.
  private mutating func normalise() {
    let largest = elements.largestMagnitude
    guard largest != 0 else {
      exponent = 0
      return
    }
    precondition(largest.isFinite, "a scaled block has no NaN and no infinity")
    let shift = Int(largest.exponent) + 64
    guard shift.magnitude > 48 else { return }
    elements = elements.map { Double(sign: .plus, exponent: -shift, significand: $0) }
    exponent += shift
  }

  /// Whether every element is exactly 0.
  var isZero: Bool { elements.allSatisfy { $0 == 0 } }

  /// ‖·‖₂ of a vector, ‖·‖_F of a matrix.
  var norm: ScaledDouble {
    ScaledDouble(significand: elements.reduce(0) { $0 + $1 * $1 }.squareRoot(), exponent: exponent)
  }

  /// The elementwise product.
  func scaled(by other: ScaledVector) -> ScaledVector {
    ScaledVector(zip(elements, other.elements).map(*), exponent: exponent + other.exponent)
  }

  /// The inner product.
  func dot(_ other: ScaledVector) -> ScaledDouble {
    ScaledDouble(
      significand: zip(elements, other.elements).reduce(0) { $0 + $1.0 * $1.1 }, exponent: exponent + other.exponent)
  }

  /// The sum; what lies more than 2^2000 below the larger block is lost.
  static func + (a: ScaledVector, b: ScaledVector) -> ScaledVector {
    if a.isZero { return b }
    if b.isZero { return a }
    let (high, low) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let shift = Swift.max(low.exponent - high.exponent, -2200)
    let aligned = low.elements.map { Double(sign: .plus, exponent: shift, significand: $0) }
    return ScaledVector(zip(high.elements, aligned).map(+), exponent: high.exponent)
  }
}

extension ScaledVector {
  /// The first number.
  var first: ScaledDouble { ScaledDouble(significand: elements[0], exponent: exponent) }

  /// σ_max of the block read as a square matrix of that order.
  func spectralNorm(order: Int) -> ScaledDouble {
    let values = LinearAlgebra.singularValues(elements, rows: order, columns: order)
    return ScaledDouble(significand: values[0], exponent: exponent)
  }
}

extension ScaledVector {
  /// The same numbers and as many zeros behind them as make so many.
  func padded(to count: Int) -> ScaledVector {
    elements.count == count
      ? self : ScaledVector(elements + Array(repeating: 0, count: count - elements.count), exponent: exponent)
  }
}

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

  /// The Frobenius norm. Complexity: O(rows·columns).
  public var norm: ScaledDouble { ScaledVector(elements, exponent: exponent).norm }
}

/// A matrix times an exact power of two: elements × 2^exponent, row by row.
struct ScaledWeights: Sendable {
  let elements: [Double]
  let exponent: Int

  /// The largest element brought to the binade of 1; a matrix of zeros stays as it is.
  init(_ matrix: Matrix) {
    let largest = matrix.elements.largestMagnitude
    self.init(matrix, exponent: largest == 0 ? 0 : Int(largest.exponent))
  }

  /// The same only where elements are so large that a product with them could overflow.
  init(guarding matrix: Matrix) {
    let largest = matrix.elements.largestMagnitude
    self.init(matrix, exponent: largest > 0x1p400 ? Int(largest.exponent) : 0)
  }

  private init(_ matrix: Matrix, exponent: Int) {
    self.exponent = exponent
    elements =
      exponent == 0
      ? matrix.elements : matrix.elements.map { Double(sign: .plus, exponent: -exponent, significand: $0) }
  }
}

extension Matrix {
  /// Aᵀ x. Elements so large that a product could overflow are scaled first.
  func transposedProduct(_ x: ScaledVector) -> ScaledVector {
    let weights = ScaledWeights(guarding: self)
    var product = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { product[column] += x.elements[row] * weights.elements[row * columns + column] }
    }
    return ScaledVector(product, exponent: x.exponent + weights.exponent)
  }
}
