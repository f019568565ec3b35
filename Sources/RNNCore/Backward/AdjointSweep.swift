import CLAPACK

/// Covectors that run back through time together, one in each row: of each unit, of each target, or of a loss.
///
///     δ_i = f′(a_i) ⊙ λ_i        λ_{i−1} = Wᵀ δ_i        so that λ_i = P(k,i)ᵀ λ_k
///
/// All rows are one matrix, so that a step is one product of matrices. Nothing is kept of the steps that are behind.
struct AdjointSweep {
  private let trajectory: Trajectory
  private let W: ScaledWeights
  /// λ_i.
  private(set) var adjoints: ScaledRows
  /// δ_i, once step i has been entered.
  private(set) var deltas: ScaledRows
  /// Whether ‖λ_i‖ is asked for; ‖δ_i‖ always is.
  let measuresFlows: Bool
  /// How many rows take part, from the first.
  var activeCount: Int

  /// Begins with the covectors at the target step, n numbers in each row.
  init(_ trajectory: Trajectory, covectors: ScaledRows, measuresFlows: Bool = true) {
    self.measuresFlows = measuresFlows
    self.trajectory = trajectory
    W = ScaledWeights(guarding: trajectory.network.recurrentWeights)
    adjoints = covectors
    deltas = covectors
    activeCount = covectors.count
  }

  /// Sets a row's λ.
  mutating func begin(row: Int, with covector: ScaledVector) { adjoints.replace(row, with: covector) }

  /// Adds a covector to a row: a loss that depends on the present step's state too.
  mutating func add(_ covectors: ScaledRows, row source: Int, toRow row: Int) {
    adjoints.add(covectors, row: source, to: row)
  }

  /// Makes δ_i of a finite step i.
  mutating func enter(_ step: Int) {
    let n = trajectory.hiddenSize
    if trajectory.needsCare(at: step) { return enterCarefully(step) }
    deltas.takeExponents(of: adjoints)
    let count = activeCount
    trajectory.derivatives.withUnsafeBufferPointer { derivatives in
      adjoints.elements.withUnsafeBufferPointer { adjoints in
        let first = (step - 1) * n
        deltas.rewrite(rows: count) { deltas in
          for row in 0..<count {
            for unit in 0..<n { deltas[row * n + unit] = adjoints[row * n + unit] * derivatives[first + unit] }
          }
        }
      }
    }
  }

  /// Where some f′ is tiny, so that a deeply saturated unit keeps what it passes on.
  private mutating func enterCarefully(_ step: Int) {
    for row in 0..<activeCount {
      deltas.replace(row, with: trajectory.derivatives(at: step, times: adjoints.vector(row)))
    }
  }

  /// Makes λ_{i−1} of the step i that was entered.
  mutating func leave() {
    let n = trajectory.hiddenSize
    adjoints.takeExponents(of: deltas)
    let count = activeCount
    deltas.elements.withUnsafeBufferPointer { deltas in
      let multiply: (UnsafeMutableBufferPointer<Double>) -> Void = { [W] adjoints in
        let (from, to) = (deltas.baseAddress, adjoints.baseAddress)
        W.elements.withUnsafeBufferPointer { W in
          if count == 1 {
            LinearAlgebra.multiply(W, rows: n, columns: n, transposed: true, from, into: to)
          } else {
            LinearAlgebra.product(from, W.baseAddress, rows: count, inner: n, columns: n, into: to)
          }
        }
      }
      // What goes unordered here is ordered with the next δ: one product does not leave a Double's range.
      if measuresFlows {
        adjoints.rewrite(rows: count, shift: W.exponent, multiply)
      } else {
        adjoints.overwrite(rows: count, shift: W.exponent, multiply)
      }
    }
  }
}

extension Trajectory {
  /// Whether some f′(a_t) is so small that products of Doubles with it could underflow, without being exactly 0.
  func needsCare(at step: Int) -> Bool {
    let n = hiddenSize
    return derivatives.withUnsafeBufferPointer { derivatives in
      for index in (step - 1) * n..<step * n where derivatives[index].magnitude < 0x1p-300 {
        if !scaledDerivative(at: step, unit: index - (step - 1) * n).isZero { return true }
      }
      return false
    }
  }
}
