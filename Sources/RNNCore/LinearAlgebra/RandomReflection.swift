import CLAPACK

/// H = I − 2·v·vᵀ/(vᵀv) for a random v: symmetric, orthogonal, and dense, so that what is computed in its basis is rounded
/// otherwise.
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
      cblas_dger(
        CblasRowMajor, Int32(columns), Int32(n), -scale, products, 1, vector, 1, elements.baseAddress, Int32(n))
    }
  }
}
