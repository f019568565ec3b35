extension ScaledVector {
  /// σ_max of the block read as a square matrix of that order, to its rounding.
  ///
  /// Above 32 rows from products with vectors (`GolubKahan`), some tens of them, where these settle it; else by a singular
  /// value decomposition. Complexity: O(n²) a product, O(n³) else.
  func largestSingularValue(order n: Int) -> ScaledDouble {
    guard n > 32 else { return spectralNorm(order: n) }
    var search = GolubKahan(start: GolubKahan.start(order: n), limit: n / 4)
    elements.withUnsafeBufferPointer { A in
      var product = [Double](repeating: 0, count: n)
      while search.isOpen {
        LinearAlgebra.multiply(
          A, rows: n, columns: n, transposed: search.isTransposed, search.vector, into: &product)
        search.take(ScaledVector(product, exponent: exponent))
      }
    }
    return search.value ?? spectralNorm(order: n)
  }
}
