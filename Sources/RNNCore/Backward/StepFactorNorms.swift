extension Trajectory {
  /// σ_max(J_t) of many finite steps at once, for pictures: within 0.1 % of the exact value and never above it but for
  /// rounding. `stepFactor(at:)` is exact, at the cost of a singular value decomposition for each step.
  ///
  /// All steps run through Golub and Kahan's bidiagonalisation together, so that an iteration is two products of matrices
  /// (Golub, Kahan 1965). It ends when no factor has grown by more than 10⁻⁵ in four iterations.
  ///
  /// Complexity: O(steps·n²) an iteration, some 8 to 20 of them; O(n) memory for each of 2048 steps that run together, and
  /// the results. For n = 1 exact, with signs.
  public func stepFactors(at steps: [Int]) -> [ScaledDouble] {
    guard stateSize > 4 else { return steps.map { stepFactor(at: $0) } }
    return stride(from: 0, to: steps.count, by: 2048).flatMap { first in
      largestStepFactors(at: Array(steps[first..<Swift.min(first + 2048, steps.count)]))
    }
  }

  private func largestStepFactors(at steps: [Int]) -> [ScaledDouble] {
    let jacobians = StepJacobians(self, steps)
    var bidiagonalisation = Bidiagonalisation(jacobians, growth: 2e-5, tolerance: 1e-7)
    let squares = bidiagonalisation.largestSquares(iterations: Swift.min(stateSize, 40))
    return zip(squares, jacobians.exponents).map { ScaledDouble(significand: $0.squareRoot(), exponent: $1) }
  }
}

/// J_t of many steps, each to be multiplied with a vector of its own: all at once, so that W is read once for all.
private struct StepJacobians: SquareMatrices {
  /// The power of two of each step's J_t, which the products are without.
  let exponents: [Int]
  let count: Int
  private let n: Int
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

  var order: Int { layout.parts * n }

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
