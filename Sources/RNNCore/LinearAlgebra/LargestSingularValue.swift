import CLAPACK

extension ScaledVector {
  /// σ_max of the block read as a square matrix of that order, from below and to some 10⁻¹⁰: to compare many with each
  /// other. `spectralNorm(order:)` has all digits.
  ///
  /// Golub and Kahan's bidiagonalisation from a fixed start (Golub, Kahan 1965), which ends when four iterations have
  /// raised the value by less than 10⁻¹². Complexity: O(n²) an iteration, at most n of them; up to 32 rows exact instead.
  func largestSingularValue(order n: Int) -> ScaledDouble {
    guard n > 32 else { return spectralNorm(order: n) }
    var bidiagonal = Bidiagonal()
    var generator = SplitMix64(seed: 1)
    var (right, left) = ((0..<n).map { _ in generator.nextNormal() }, [Double](repeating: 0, count: n))
    // The largest element lies near 2^−64 ± 48: squares keep their range near 1.
    let unit = elements.map { $0 * 0x1p64 }
    _ = Self.normalise(&right)
    var square = 0.0
    for iteration in 1...n {
      bidiagonal.diagonal.append(Self.advance(&left, unit, right, n, less: bidiagonal.offDiagonal.last ?? 0))
      if iteration.isMultiple(of: 4) || iteration == n {
        let matrix = bidiagonal.tridiagonal
        if square > 0, matrix.lies(below: square * (1 + 1e-12)) { break }
        square = matrix.largestEigenvalue(above: square, tolerance: 1e-13)
      }
      bidiagonal.offDiagonal.append(
        Self.advance(&right, unit, transposed: true, left, n, less: bidiagonal.diagonal[iteration - 1]))
    }
    return ScaledDouble(significand: square.squareRoot(), exponent: exponent - 64)
  }

  /// vector ← A·other − norm·vector, normalised; returns the length it had.
  private static func advance(
    _ vector: inout [Double], _ A: [Double], transposed: Bool = false, _ other: [Double], _ n: Int, less norm: Double
  ) -> Double {
    var product = [Double](repeating: 0, count: n)
    A.withUnsafeBufferPointer {
      LinearAlgebra.multiply($0, rows: n, columns: n, transposed: transposed, other, into: &product)
    }
    for index in 0..<n { vector[index] = product[index] - norm * vector[index] }
    return normalise(&vector)
  }

  /// Makes a vector one of length 1 and returns the length it had; one of nothing but rounding becomes 0.
  private static func normalise(_ vector: inout [Double]) -> Double {
    let norm = cblas_dnrm2(Int32(vector.count), vector, 1)
    let scale = norm > 0x1p-400 ? 1 / norm : 0
    for index in vector.indices { vector[index] *= scale }
    return norm > 0x1p-400 ? norm : 0
  }
}

/// What the bidiagonalisation of one matrix has come to. `Trajectory.stepFactors(at:)` has one of its own for many
/// matrices side by side, which for a single one takes a few percent longer.
private struct Bidiagonal {
  var diagonal: [Double] = []
  var offDiagonal: [Double] = []

  /// BᵀB.
  var tridiagonal: Tridiagonal { Tridiagonal(bidiagonal: diagonal, offDiagonal) }
}

/// A symmetric tridiagonal matrix by its diagonal and the squares beside it.
private struct Tridiagonal {
  private let diagonal: [Double]
  private let squares: [Double]

  /// BᵀB of an upper bidiagonal B; what lies beside its last diagonal element does not count.
  init(bidiagonal d: [Double], _ e: [Double]) {
    diagonal = d.indices.map { d[$0] * d[$0] + ($0 > 0 ? e[$0 - 1] * e[$0 - 1] : 0) }
    squares = d.indices.dropLast().map { d[$0] * e[$0] * d[$0] * e[$0] }
  }

  /// The largest eigenvalue to `tolerance`, from below, by bisection between a lower bound and Gershgorin's.
  func largestEigenvalue(above bound: Double, tolerance: Double) -> Double {
    var low = diagonal.reduce(bound, Swift.max)
    var high = diagonal.indices.reduce(0) { high, index in
      let besides = index > 0 ? squares[index - 1].squareRoot() : 0
      return Swift.max(
        high, diagonal[index] + besides + (index < squares.count ? squares[index].squareRoot() : 0))
    }
    while high - low > tolerance * high {
      let middle = (low + high) / 2
      if lies(below: middle) { high = middle } else { low = middle }
    }
    return low
  }

  /// Whether every eigenvalue lies below x: all pivots of T − x are negative.
  func lies(below x: Double) -> Bool {
    diagonal.withUnsafeBufferPointer { diagonal in
      squares.withUnsafeBufferPointer { squares in
        var pivot = diagonal[0] - x
        for index in squares.indices {
          guard pivot < 0 else { return false }
          pivot = diagonal[index + 1] - x - squares[index] / pivot
        }
        return pivot < 0
      }
    }
  }
}
