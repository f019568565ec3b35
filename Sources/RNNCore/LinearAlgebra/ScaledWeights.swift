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

extension Sequence<Double> {
  /// The largest magnitude; 0 of nothing.
  var largestMagnitude: Double { reduce(0) { Swift.max($0, $1.magnitude) } }
}
