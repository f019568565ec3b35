/// W as the steps' Jacobians are multiplied by it.
package struct StepWeights: Sendable {
  let elements: [Double]
  let transposed: [Double]
  /// W·Wᵀ where J is diag(f′)·W, else nothing.
  let gram: [Double]
  let exponent: Int

  /// Those of a trajectory's network.
  ///
  /// Complexity: O(n³).
  package init(_ trajectory: Trajectory) {
    let block = trajectory.network.cell.recurrentBlock
    let weights =
      trajectory.layout.stateDerivatives.isEmpty ? ScaledWeights(block.weights) : ScaledWeights(guarding: block.weights)
    (elements, exponent) = (weights.elements, weights.exponent)
    transposed = elements.transposed(rows: block.weights.rows, columns: block.weights.columns)
    let n = trajectory.hiddenSize
    gram =
      trajectory.layout.scalesWeights
      ? LinearAlgebra.product(elements, transposedB: elements, rows: n, inner: n, columns: n) : []
  }
}

/// J_t of many steps, each to be multiplied with a vector of its own: all at once, so that W is read once for all.
struct StepJacobians {
  /// The power of two of each step's J_t, which the products are without.
  private(set) var exponents: [Int]
  private let n: Int
  private let layout: CellLayout
  /// The gates of W, its rows n by n.
  private let gates: [Int]
  private let weights: StepWeights
  /// The cell's derivatives, a row for each step.
  private var derivatives: [Double]
  /// What the derivatives by the state are to be multiplied by, since W is without its power of two.
  private let stateScale: Double

  init(_ trajectory: Trajectory, _ weights: StepWeights, _ steps: [Int]) {
    (n, layout, self.weights) = (trajectory.hiddenSize, trajectory.layout, weights)
    gates = trajectory.network.cell.recurrentBlock.gates
    let scaled = steps.map { trajectory.scaledDerivatives(at: $0) }
    // Rows near 1: a scaled vector's largest element is near 2^−64.
    derivatives = scaled.flatMap { $0.elements.map { $0 * 0x1p64 } }
    exponents = scaled.map { $0.exponent - 64 + weights.exponent }
    stateScale = Double(sign: .plus, exponent: -weights.exponent, significand: 1)
  }

  /// The number of steps.
  private var count: Int { exponents.count }
  private var W: [Double] { weights.elements }

  /// Lets go of all but some steps.
  mutating func keep(_ rows: [Int]) {
    exponents = rows.map { exponents[$0] }
    derivatives = derivatives.rows(rows, length: layout.derivatives * n)
  }

  /// J v of every row v.
  func product(_ right: [Double]) -> [Double] {
    let weighted = LinearAlgebra.product(
      firstParts(right), weights.transposed, rows: count, inner: n, columns: gates.count * n)
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

  /// J·Jᵀ v of every row v.
  func symmetricProduct(_ left: [Double]) -> [Double] {
    guard layout.scalesWeights else { return product(transposedProduct(left)) }
    return scaled(LinearAlgebra.product(scaled(left), weights.gram, rows: count, inner: n, columns: n))
  }

  /// Jᵀ v of every row v, where J is more than diag(f′)·W.
  private func transposedProduct(_ left: [Double]) -> [Double] {
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

extension [Double] {
  /// Some of the rows that follow each other here, of a length.
  func rows(_ rows: [Int], length: Int) -> [Double] {
    rows.flatMap { self[$0 * length..<($0 + 1) * length] }
  }
}
