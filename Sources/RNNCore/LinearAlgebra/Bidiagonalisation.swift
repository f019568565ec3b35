import CLAPACK

extension ScaledVector {
  /// σ_max of the block read as a square matrix of that order, from below and to some 10⁻¹⁰: to compare many with each
  /// other. `spectralNorm(order:)` has all digits.
  ///
  /// Complexity: O(n²) an iteration, at most n of them; up to 32 rows exact instead.
  func largestSingularValue(order n: Int) -> ScaledDouble {
    guard n > 32 else { return spectralNorm(order: n) }
    // The largest element lies near 2^−64 ± 48: squares keep their range near 1.
    let matrix = OneMatrix(elements: elements.map { $0 * 0x1p64 }, order: n)
    var bidiagonalisation = Bidiagonalisation(matrix, growth: 1e-12, tolerance: 1e-13)
    let square = bidiagonalisation.largestSquares(iterations: n)[0]
    return ScaledDouble(significand: square.squareRoot(), exponent: exponent - 64)
  }
}

/// Square matrices of one order, each to be multiplied with a vector of its own: all at once.
protocol SquareMatrices {
  /// How many there are.
  var count: Int { get }
  /// How many rows each has.
  var order: Int { get }
  /// A v of every matrix, a row of v and of the result for each.
  func product(_ vectors: [Double]) -> [Double]
  /// Aᵀ v likewise.
  func transposedProduct(_ vectors: [Double]) -> [Double]
}

/// One matrix by its elements, row by row.
private struct OneMatrix: SquareMatrices {
  let elements: [Double]
  let order: Int
  var count: Int { 1 }

  func product(_ vectors: [Double]) -> [Double] { multiply(vectors, transposed: false) }
  func transposedProduct(_ vectors: [Double]) -> [Double] { multiply(vectors, transposed: true) }

  private func multiply(_ vector: [Double], transposed: Bool) -> [Double] {
    var product = [Double](repeating: 0, count: order)
    elements.withUnsafeBufferPointer {
      LinearAlgebra.multiply($0, rows: order, columns: order, transposed: transposed, vector, into: &product)
    }
    return product
  }
}

/// The largest singular values of matrices side by side, from below, by Golub and Kahan's bidiagonalisation from a fixed
/// start (Golub, Kahan 1965): an iteration is two products of every matrix with a vector.
struct Bidiagonalisation<Matrices: SquareMatrices> {
  private let matrices: Matrices
  /// By how much of itself σ² must have grown in four iterations for a matrix to go on.
  private let growth: Double
  /// To what σ² of a bidiagonal matrix is found.
  private let tolerance: Double
  /// The right and the left vectors of the present iteration, a row for each matrix.
  private var right: [Double]
  private var left: [Double]
  /// By iteration the elements of every bidiagonal matrix, on the diagonal and beside it.
  private var diagonals: [[Double]] = []
  private var offDiagonals: [[Double]] = []

  init(_ matrices: Matrices, growth: Double, tolerance: Double) {
    (self.matrices, self.growth, self.tolerance) = (matrices, growth, tolerance)
    var generator = SplitMix64(seed: 1)
    let start = (0..<matrices.order).map { _ in generator.nextNormal() }
    let norm = start.reduce(0) { $0 + $1 * $1 }.squareRoot()
    right = Array(repeatElement(start.map { $0 / norm }, count: matrices.count).joined())
    left = Array(repeating: 0, count: matrices.count * matrices.order)
  }

  /// σ_max² of each matrix, after the last of so many iterations or when none has grown in four.
  mutating func largestSquares(iterations limit: Int) -> [Double] {
    var norms = [Double](repeating: 0, count: matrices.count)
    var squares = norms
    var growing = Array(0..<matrices.count)
    for iteration in 1...limit {
      norms = advance(&left, matrices.product(right), norms)
      diagonals.append(norms)
      if iteration.isMultiple(of: 4) || iteration == matrices.order {
        growing = grown(of: growing, beyond: &squares)
        if growing.isEmpty { break }
      }
      norms = advance(&right, matrices.transposedProduct(left), norms)
      offDiagonals.append(norms)
    }
    return squares
  }

  /// Those of the matrices whose bidiagonal's σ² has grown; `squares` then has the new one.
  private func grown(of matrices: [Int], beyond squares: inout [Double]) -> [Int] {
    stride(from: 0, to: matrices.count, by: Tridiagonals.count).flatMap { first in
      let some = matrices[first..<Swift.min(first + Tridiagonals.count, matrices.count)]
      let tridiagonals = Tridiagonals(bidiagonals: diagonals, offDiagonals, of: some)
      let old = Tridiagonals.Numbers(squares, at: some)
      let areBelow = tridiagonals.lie(below: old * (1 + growth)) .& (old .> 0)
      let open = some.enumerated().filter { !areBelow[$0.offset] }
      guard !open.isEmpty else { return [Int]() }
      let new = tridiagonals.largestEigenvalues(above: old, tolerance: tolerance)
      for (place, matrix) in open { squares[matrix] = new[place] }
      return open.filter { new[$0.offset] > 0 }.map(\.element)
    }
  }

  /// The next vector of each matrix, products − norm·vector, normalised; returns the lengths. A matrix whose space is
  /// exhausted goes on with 0.
  private func advance(_ vectors: inout [Double], _ products: [Double], _ norms: [Double]) -> [Double] {
    let n = matrices.order
    return vectors.withUnsafeMutableBufferPointer { vectors in
      products.withUnsafeBufferPointer { products in
        norms.indices.map { row in
          let (range, before) = (row * n..<(row + 1) * n, norms[row])
          for index in range { vectors[index] = products[index] - before * vectors[index] }
          let vector = UnsafeBufferPointer(vectors)[rows: row, n]
          let norm = cblas_ddot(Int32(n), vector.baseAddress, 1, vector.baseAddress, 1).squareRoot()
          let scale = norm > 0x1p-400 ? 1 / norm : 0
          for index in range { vectors[index] *= scale }
          return norm > 0x1p-400 ? norm : 0
        }
      }
    }
  }
}

/// Symmetric tridiagonal matrices of one order by their diagonals and the squares beside them: as many side by side as
/// divisions that do not wait for each other keep a processor busy.
private struct Tridiagonals {
  typealias Numbers = SIMD8<Double>
  static let count = Numbers.scalarCount

  private let diagonal: [Numbers]
  private let squares: [Numbers]

  /// BᵀB of the upper bidiagonals of some matrices, by iteration; what lies beside a last diagonal element does not count.
  init(bidiagonals: [[Double]], _ offDiagonals: [[Double]], of matrices: ArraySlice<Int>) {
    let d = bidiagonals.map { Numbers($0, at: matrices) }
    let e = offDiagonals.map { Numbers($0, at: matrices) }
    diagonal = d.indices.map { d[$0] * d[$0] + ($0 > 0 ? e[$0 - 1] * e[$0 - 1] : .zero) }
    squares = d.indices.dropLast().map { d[$0] * e[$0] * d[$0] * e[$0] }
  }

  /// The largest eigenvalues to `tolerance`, from below, by bisection between lower bounds and Gershgorin's.
  func largestEigenvalues(above bounds: Numbers, tolerance: Double) -> Numbers {
    var low = diagonal.reduce(bounds) { pointwiseMax($0, $1) }
    var high = diagonal.indices.reduce(Numbers.zero) { high, index in
      let besides = index > 0 ? squares[index - 1].squareRoot() : .zero
      let behind = index < squares.count ? squares[index].squareRoot() : .zero
      return pointwiseMax(high, diagonal[index] + besides + behind)
    }
    while case let areApart = high - low .> tolerance * high, any(areApart) {
      let middle = (low + high) / 2
      let areBelow = lie(below: middle)
      high.replace(with: middle, where: areApart .& areBelow)
      low.replace(with: middle, where: areApart .& .!areBelow)
    }
    return low
  }

  /// Whether every eigenvalue of a matrix lies below its x: all pivots of T − x are negative.
  func lie(below x: Numbers) -> SIMDMask<SIMD8<Int64>> {
    var pivots = diagonal[0] - x
    var areBelow = pivots .< 0
    for index in squares.indices {
      pivots = diagonal[index + 1] - x - squares[index] / pivots
      areBelow = areBelow .& (pivots .< 0)
    }
    return areBelow
  }
}

extension SIMD8<Double> {
  /// The numbers at some places, at most eight, and 0.
  fileprivate init(_ numbers: [Double], at places: ArraySlice<Int>) {
    self = .zero
    for (lane, place) in places.enumerated() { self[lane] = numbers[place] }
  }
}
