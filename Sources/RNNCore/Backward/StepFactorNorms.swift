import CLAPACK

extension Trajectory {
  /// σ_max(J_t) of many finite steps at once, for pictures: within 0.1 % of the exact value and never above it but for
  /// rounding. `stepFactor(at:)` is exact, at the cost of a singular value decomposition for each step.
  ///
  /// All steps run through Golub and Kahan's bidiagonalisation together, so that an iteration is two products of matrices
  /// (Golub, Kahan 1965). It ends when no factor has grown by more than 10⁻⁵ in four iterations.
  ///
  /// Complexity: O(steps·n²) an iteration, some 8 to 20 of them; O(n) memory for each of 2048 steps that run together,
  /// and the results. For n = 1 exact, with signs.
  public func stepFactors(at steps: [Int]) -> [ScaledDouble] {
    guard stateSize > 4 else { return steps.map { stepFactor(at: $0) } }
    return stride(from: 0, to: steps.count, by: 2048).flatMap { first in
      StepFactorNorms(self, Array(steps[first..<Swift.min(first + 2048, steps.count)])).values
    }
  }
}

/// The largest singular values of J_t of many steps, by Lanczos bidiagonalisation.
private struct StepFactorNorms {
  private(set) var values: [ScaledDouble] = []
  private let jacobians: StepJacobians
  private let n: Int
  private let count: Int
  /// The right and the left vectors of the present iteration, a row for each step.
  private var right: [Double]
  private var left: [Double]
  /// By iteration the elements of every row's bidiagonal, on the diagonal and beside it.
  private var diagonals: [[Double]] = []
  private var offDiagonals: [[Double]] = []

  init(_ trajectory: Trajectory, _ steps: [Int]) {
    (n, count) = (trajectory.stateSize, steps.count)
    jacobians = StepJacobians(trajectory, steps)
    var generator = SplitMix64(seed: 1)
    let start = (0..<n).map { _ in generator.nextNormal() }
    let norm = start.reduce(0) { $0 + $1 * $1 }.squareRoot()
    right = Array(repeatElement(start.map { $0 / norm }, count: count).joined())
    left = Array(repeating: 0, count: count * n)
    iterate()
  }

  private mutating func iterate() {
    var norms = [Double](repeating: 0, count: count)
    var found = norms
    var growing = Array(0..<count)
    for iteration in 1...Swift.min(n, 40) {
      norms = advance(&left, jacobians.product(right), norms)
      diagonals.append(norms)
      if iteration.isMultiple(of: 4) || iteration == n {
        growing = grown(of: growing, beyond: &found)
        if growing.isEmpty { break }
      }
      norms = advance(&right, jacobians.transposedProduct(left), norms)
      offDiagonals.append(norms)
    }
    values = (0..<count).map {
      ScaledDouble(significand: found[$0].squareRoot(), exponent: jacobians.exponents[$0])
    }
  }

  /// Those of the rows whose bidiagonal's σ² has grown by more than 2·10⁻⁵; `squares` then has the new one.
  private func grown(of rows: [Int], beyond squares: inout [Double]) -> [Int] {
    stride(from: 0, to: rows.count, by: Tridiagonals.count).flatMap { first in
      let some = rows[first..<Swift.min(first + Tridiagonals.count, rows.count)]
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
        (0..<count).map { row in
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

/// J_t of many steps, each to be multiplied with a vector of its own: all at once, so that W is read once for all.
private struct StepJacobians {
  /// The power of two of each step's J_t, which the products are without.
  let exponents: [Int]
  private let n: Int
  private let count: Int
  private let layout: CellLayout
  /// The gates of W, its rows n by n.
  private let gates: [Int]
  private let W: [Double]
  private let transposedW: [Double]
  /// The cell's derivatives, a row for each step.
  private let derivatives: [Double]
  /// What the derivatives by the state are to be multiplied by, since W is without its power of two.
  private let stateScale: Double

  init(_ trajectory: Trajectory, _ steps: [Int]) {
    (n, count, layout) = (trajectory.hiddenSize, steps.count, trajectory.layout)
    let block = trajectory.network.cell.recurrentBlock
    let weights =
      layout.stateDerivatives.isEmpty ? ScaledWeights(block.weights) : ScaledWeights(guarding: block.weights)
    gates = block.gates
    W = weights.elements
    transposedW = Matrix(rows: gates.count * n, columns: n, elements: W).transposed.elements
    let scaled = steps.map { trajectory.scaledDerivatives(at: $0) }
    // Rows near 1: a scaled vector's largest element is near 2^−64.
    derivatives = scaled.flatMap { $0.elements.map { $0 * 0x1p64 } }
    exponents = scaled.map { $0.exponent - 64 + weights.exponent }
    stateScale = Double(sign: .plus, exponent: -weights.exponent, significand: 1)
  }

  /// J v of every row v.
  func product(_ right: [Double]) -> [Double] {
    let weighted = LinearAlgebra.product(
      firstParts(right), transposedW, rows: count, inner: n, columns: gates.count * n)
    if layout.scalesWeights { return scaled(weighted) }
    var result = [Double](repeating: 0, count: right.count)
    forEachGate { row, derivative, gate, place in
      let (from, to) = ((row * gates.count + place) * n, (row * layout.parts + gate.part) * n)
      for unit in 0..<n { result[to + unit] += derivatives[derivative + unit] * weighted[from + unit] }
    }
    forEachStateDerivative { row, derivative, passed in
      let (from, to) = ((row * layout.parts + passed.previous) * n, (row * layout.parts + passed.part) * n)
      for unit in 0..<n { result[to + unit] += derivatives[derivative + unit] * right[from + unit] * stateScale }
    }
    return result
  }

  /// Jᵀ v of every row v.
  func transposedProduct(_ left: [Double]) -> [Double] {
    if layout.scalesWeights {
      return LinearAlgebra.product(scaled(left), W, rows: count, inner: n, columns: n)
    }
    var deltas = [Double](repeating: 0, count: count * gates.count * n)
    forEachGate { row, derivative, gate, place in
      let (from, to) = ((row * layout.parts + gate.part) * n, (row * gates.count + place) * n)
      for unit in 0..<n { deltas[to + unit] += derivatives[derivative + unit] * left[from + unit] }
    }
    let weighted = LinearAlgebra.product(deltas, W, rows: count, inner: gates.count * n, columns: n)
    var result = [Double](repeating: 0, count: left.count)
    for row in 0..<count {
      for unit in 0..<n { result[row * layout.parts * n + unit] = weighted[row * n + unit] }
    }
    forEachStateDerivative { row, derivative, passed in
      let (from, to) = ((row * layout.parts + passed.part) * n, (row * layout.parts + passed.previous) * n)
      for unit in 0..<n { result[to + unit] += derivatives[derivative + unit] * left[from + unit] * stateScale }
    }
    return result
  }

  /// Each row's derivatives of the gates that W feeds, with their places.
  private func forEachGate(_ body: (_ row: Int, _ derivative: Int, CellLayout.GateDerivative, _ place: Int) -> Void) {
    for (index, gate) in layout.gateDerivatives.enumerated() {
      guard let place = gates.firstIndex(of: gate.gate) else { continue }
      for row in 0..<count { body(row, (row * layout.derivatives + index) * n, gate, place) }
    }
  }

  private func forEachStateDerivative(_ body: (_ row: Int, _ derivative: Int, CellLayout.StateDerivative) -> Void) {
    for (index, passed) in layout.stateDerivatives.enumerated() {
      let place = layout.gateDerivatives.count + index
      for row in 0..<count { body(row, (row * layout.derivatives + place) * n, passed) }
    }
  }

  /// The first part of every row.
  private func firstParts(_ rows: [Double]) -> [Double] {
    layout.parts == 1 ? rows : (0..<count).flatMap { rows[$0 * layout.parts * n..<$0 * layout.parts * n + n] }
  }

  /// f′ ⊙ of every row.
  private func scaled(_ rows: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows.count) { buffer, filled in
      rows.withUnsafeBufferPointer { rows in
        derivatives.withUnsafeBufferPointer { derivatives in
          for index in rows.indices { buffer[index] = rows[index] * derivatives[index] }
        }
      }
      filled = rows.count
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
