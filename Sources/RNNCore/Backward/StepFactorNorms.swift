extension Trajectory {
  /// σ_max(J_t) of many finite steps at once, for pictures: within 0.1 % of the exact value and never above it but for
  /// rounding. `stepFactor(at:)` is exact, at the cost of a singular value decomposition for each step.
  ///
  /// Many steps run through Lanczos' tridiagonalisation of J_t·J_tᵀ together (Lanczos 1950), so that an iteration is a
  /// product of matrices: of Elman's cell with W·Wᵀ, of others two with W. A step leaves them when its factor has grown by no
  /// more than 10⁻⁵ in four iterations.
  ///
  /// Complexity: O(steps·n²) an iteration, some 8 to 30 of them; memory for the results, and for as many steps at a time
  /// as processors keep near them. For n = 1 exact, with signs.
  public func stepFactors(at steps: [Int]) -> [ScaledDouble] { stepFactors(at: steps, StepWeights(self)) }

  /// The same with what is of the weights alone made before, for whoever asks for some steps after the others.
  package func stepFactors(at steps: [Int], _ weights: StepWeights) -> [ScaledDouble] {
    guard stateSize > 4 else { return steps.map { stepFactor(at: $0) } }
    let atOnce = Swift.max(64, StepFactorNorms.numbersAtOnce / stateSize)
    return stride(from: 0, to: steps.count, by: atOnce).flatMap { first in
      StepFactorNorms(self, weights, Array(steps[first..<Swift.min(first + atOnce, steps.count)])).values
    }
  }
}

/// The largest singular values of J_t of many steps, by Lanczos tridiagonalisation of J_t·J_tᵀ.
private struct StepFactorNorms {
  private(set) var values: [ScaledDouble]
  private var jacobians: StepJacobians
  private let n: Int
  /// The places of the steps that are not settled, a row for each below.
  private var places: [Int]
  /// The vectors of the present iteration and of the one before, a row for each step.
  private var current: [Double]
  private var previous: [Double]
  /// By iteration the elements of every row's tridiagonal, on the diagonal and behind it.
  private var diagonals: [[Double]] = []
  private var offDiagonals: [[Double]] = []
  /// The largest eigenvalues that the tridiagonals last had.
  private var squares: [Double]

  /// A vector of each step takes so many numbers in all: a megabyte with those that are made of them.
  static let numbersAtOnce = 1 << 16

  init(_ trajectory: Trajectory, _ weights: StepWeights, _ steps: [Int]) {
    n = trajectory.stateSize
    jacobians = StepJacobians(trajectory, weights, steps)
    values = Array(repeating: .zero, count: steps.count)
    places = Array(steps.indices)
    current = jacobians.product(Array(repeatElement(GolubKahan.start(order: n), count: steps.count).joined()))
    previous = Array(repeating: 0, count: steps.count * n)
    squares = Array(repeating: 0, count: steps.count)
    iterate()
  }

  private mutating func iterate() {
    for row in places.indices { _ = Self.normalise(&current, row, length: n) }
    let last = Swift.min(n, 40)
    for iteration in 1...last {
      advance(jacobians.symmetricProduct(current))
      if iteration.isMultiple(of: 4) || iteration == last {
        let growing = grown()
        settle(allBut: iteration == last ? [] : growing)
        if places.isEmpty { break }
      }
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
    current = current.rows(rows, length: n)
    previous = previous.rows(rows, length: n)
    jacobians.keep(rows)
  }

  /// The rows whose σ² has grown by more than 2·10⁻⁵; `squares` then has the new one.
  private mutating func grown() -> [Int] {
    stride(from: 0, to: places.count, by: Tridiagonals.count).flatMap { first in
      let some = ArraySlice(first..<Swift.min(first + Tridiagonals.count, places.count))
      let matrices = Tridiagonals(diagonals, offDiagonals, rows: some)
      let old = Tridiagonals.Numbers(squares, at: some)
      let areBelow = matrices.lie(below: old * (1 + 2e-5)) .& (old .> 0)
      let open = some.enumerated().filter { !areBelow[$0.offset] }
      guard !open.isEmpty else { return [Int]() }
      let new = matrices.largestEigenvalues(above: old)
      for (place, row) in open { squares[row] = new[place] }
      return open.filter { new[$0.offset] > 0 }.map(\.element)
    }
  }

  /// The next vector of each row: what its product has beside the present vector and the one before, normalised. A row whose
  /// space is exhausted goes on with 0.
  private mutating func advance(_ products: [Double]) {
    let before = offDiagonals.last ?? Array(repeating: 0, count: places.count)
    var diagonal = before
    previous.withUnsafeMutableBufferPointer { previous in
      current.withUnsafeBufferPointer { current in
        products.withUnsafeBufferPointer { products in
          for row in places.indices {
            let (product, vector) = (products[rows: row, n], current[rows: row, n])
            let next = UnsafeMutableBufferPointer(rebasing: previous[row * n..<(row + 1) * n])
            let last = before[row]
            for index in 0..<n { next[index] = product[index] - last * next[index] }
            let part = UnsafeBufferPointer(next).dot(vector)
            for index in 0..<n { next[index] -= part * vector[index] }
            diagonal[row] = part
          }
        }
      }
    }
    diagonals.append(diagonal)
    offDiagonals.append(places.indices.map { Self.normalise(&previous, $0, length: n) })
    swap(&current, &previous)
  }

  /// Makes a row one of length 1, or 0 where it is next to nothing, and returns the length that it had.
  private static func normalise(_ rows: inout [Double], _ row: Int, length n: Int) -> Double {
    rows.withUnsafeMutableBufferPointer { rows in
      let vector = UnsafeMutableBufferPointer(rebasing: rows[row * n..<(row + 1) * n])
      let norm = UnsafeBufferPointer(vector).sumOfSquares.squareRoot()
      let scale = norm > 0x1p-400 ? 1 / norm : 0
      for index in 0..<n { vector[index] *= scale }
      return norm > 0x1p-400 ? norm : 0
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

  /// Those of some rows, by iteration; what lies behind a last diagonal element does not count.
  init(_ diagonals: [[Double]], _ offDiagonals: [[Double]], rows: ArraySlice<Int>) {
    diagonal = diagonals.map { Numbers($0, at: rows) }
    squares = offDiagonals.prefix(diagonals.count - 1).map {
      let numbers = Numbers($0, at: rows)
      return numbers * numbers
    }
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
