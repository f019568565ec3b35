import CLAPACK

extension Trajectory {
  /// σ_max(J_t) of many finite steps at once, for pictures: within 0.1 % of the exact value and never above it but for
  /// rounding. `stepFactor(at:)` is exact, at the cost of a singular value decomposition for each step.
  ///
  /// Many steps run through Golub and Kahan's bidiagonalisation together, so that an iteration is two products of matrices
  /// (Golub, Kahan 1965). A step leaves them when its factor has grown by no more than 10⁻⁵ in four iterations.
  ///
  /// Complexity: O(steps·n²) an iteration, some 8 to 30 of them; memory for the results, and for as many steps at a time
  /// as processors keep near them. For n = 1 exact, with signs.
  public func stepFactors(at steps: [Int]) -> [ScaledDouble] {
    guard stateSize > 4 else { return steps.map { stepFactor(at: $0) } }
    let atOnce = Swift.max(64, StepFactorNorms.numbersAtOnce / stateSize)
    let weights = StepWeights(self)
    return stride(from: 0, to: steps.count, by: atOnce).flatMap { first in
      StepFactorNorms(self, weights, Array(steps[first..<Swift.min(first + atOnce, steps.count)])).values
    }
  }
}

/// The largest singular values of J_t of many steps, by Lanczos bidiagonalisation.
private struct StepFactorNorms {
  private(set) var values: [ScaledDouble]
  private var jacobians: StepJacobians
  private let n: Int
  /// The places of the steps that are not settled, a row for each below.
  private var places: [Int]
  /// The right and the left vectors of the present iteration, a row for each step.
  private var right: [Double]
  private var left: [Double]
  /// By iteration the elements of every row's bidiagonal, on the diagonal and beside it.
  private var diagonals: [[Double]] = []
  private var offDiagonals: [[Double]] = []
  /// What the bidiagonals last came to.
  private var squares: [Double]

  /// A vector of each step takes so many numbers in all: a megabyte with those that are made of them.
  static let numbersAtOnce = 1 << 16

  init(_ trajectory: Trajectory, _ weights: StepWeights, _ steps: [Int]) {
    n = trajectory.stateSize
    jacobians = StepJacobians(trajectory, weights, steps)
    values = Array(repeating: .zero, count: steps.count)
    places = Array(steps.indices)
    right = Array(repeatElement(GolubKahan.start(order: n), count: steps.count).joined())
    left = Array(repeating: 0, count: steps.count * n)
    squares = Array(repeating: 0, count: steps.count)
    iterate()
  }

  private mutating func iterate() {
    var norms = [Double](repeating: 0, count: places.count)
    let last = Swift.min(n, 40)
    for iteration in 1...last {
      norms = advance(&left, jacobians.product(right), norms)
      diagonals.append(norms)
      if iteration.isMultiple(of: 4) || iteration == last {
        let growing = grown()
        settle(allBut: iteration == last ? [] : growing)
        norms = diagonals[iteration - 1]
        if places.isEmpty { break }
      }
      norms = advance(&right, jacobians.transposedProduct(left), norms)
      offDiagonals.append(norms)
    }
  }

  /// Notes what the rows came to and lets go of all but some of them.
  private mutating func settle(allBut rows: [Int]) {
    for (row, place) in places.enumerated() {
      values[place] = ScaledDouble(significand: squares[row].squareRoot(), exponent: jacobians.exponents[row])
    }
    guard rows.count < places.count else { return }
    places = rows.map { places[$0] }
    squares = rows.map { squares[$0] }
    diagonals = diagonals.map { numbers in rows.map { numbers[$0] } }
    offDiagonals = offDiagonals.map { numbers in rows.map { numbers[$0] } }
    left = left.rows(rows, length: n)
    right = right.rows(rows, length: n)
    jacobians.keep(rows)
  }

  /// The rows whose bidiagonal's σ² has grown by more than 2·10⁻⁵; `squares` then has the new one.
  private mutating func grown() -> [Int] {
    stride(from: 0, to: places.count, by: Tridiagonals.count).flatMap { first in
      let some = ArraySlice(first..<Swift.min(first + Tridiagonals.count, places.count))
      let matrices = Tridiagonals(bidiagonals: diagonals, offDiagonals, rows: some)
      let old = Tridiagonals.Numbers(squares, at: some)
      let areBelow = matrices.lie(below: old * (1 + 2e-5)) .& (old .> 0)
      let open = some.enumerated().filter { !areBelow[$0.offset] }
      guard !open.isEmpty else { return [Int]() }
      let new = matrices.largestEigenvalues(above: old)
      for (place, row) in open { squares[row] = new[place] }
      return open.filter { new[$0.offset] > 0 }.map(\.element)
    }
  }

  /// The next vector of each row, products − norm·vector normalised; returns the lengths. A row whose space is
  /// exhausted goes on with 0.
  private func advance(_ vectors: inout [Double], _ products: [Double], _ norms: [Double]) -> [Double] {
    vectors.withUnsafeMutableBufferPointer { vectors in
      products.withUnsafeBufferPointer { products in
        places.indices.map { row in
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

  /// BᵀB of the upper bidiagonals of some rows, by iteration; what lies beside a last diagonal element does not count.
  init(bidiagonals: [[Double]], _ offDiagonals: [[Double]], rows: ArraySlice<Int>) {
    let d = bidiagonals.map { Numbers($0, at: rows) }
    let e = offDiagonals.map { Numbers($0, at: rows) }
    diagonal = d.indices.map { d[$0] * d[$0] + ($0 > 0 ? e[$0 - 1] * e[$0 - 1] : .zero) }
    squares = d.indices.dropLast().map { d[$0] * e[$0] * d[$0] * e[$0] }
  }

  /// The largest eigenvalues to 10⁻⁷, from below, by bisection between lower bounds and Gershgorin's.
  func largestEigenvalues(above bounds: Numbers) -> Numbers {
    var low = diagonal.reduce(bounds) { pointwiseMax($0, $1) }
    var high = diagonal.indices.reduce(Numbers.zero) { high, index in
      let besides = index > 0 ? squares[index - 1].squareRoot() : .zero
      let behind = index < squares.count ? squares[index].squareRoot() : .zero
      return pointwiseMax(high, diagonal[index] + besides + behind)
    }
    while case let areApart = high - low .> 1e-7 * high, any(areApart) {
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
