import CLAPACK

/// Covectors that run back through time together, one in each row: of each unit, of each target, or of a loss.
///
///     δ_i = f′(a_i) ⊙ λ_i        λ_{i−1} = Wᵀ δ_i        so that λ_i = P(k,i)ᵀ λ_k
///
/// All rows are one matrix, so that a step is one product of matrices. Nothing is kept of the steps that are behind.
///
/// The numbers of a row share one power of two, which costs nothing where W mixes all units: what is lost lies 2^900 below
/// everything. Where W has zeros, units that are saturated by turns may go apart by more than that, and the largest may be
/// the next to be stopped: such a row has, beside its place in the matrix, an exponent for each of its numbers.
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
  /// Whether numbers of a row can go apart for good: W has zeros.
  private let canGoApart: Bool
  /// λ, or δ once a step has been entered, of the rows whose numbers have gone apart.
  private var apart: [Int: [ScaledDouble]] = [:]

  /// Begins with the covectors at the target step, n numbers in each row.
  init(_ trajectory: Trajectory, covectors: ScaledRows, measuresFlows: Bool = true) {
    self.measuresFlows = measuresFlows
    self.trajectory = trajectory
    W = ScaledWeights(guarding: trajectory.network.recurrentWeights)
    canGoApart = W.elements.contains(0)
    adjoints = covectors
    deltas = covectors
    activeCount = covectors.count
  }

  /// Sets a row's λ.
  mutating func begin(row: Int, with covector: ScaledVector) {
    adjoints.replace(row, with: covector)
    apart[row] = nil
  }

  /// Adds a covector to a row: a loss that depends on the present step's state too.
  mutating func add(_ covectors: ScaledRows, row source: Int, toRow row: Int) {
    guard canGoApart else { return adjoints.add(covectors, row: source, to: row) }
    let sums = zip(apart[row] ?? adjoints.numbers(row), covectors.numbers(source)).map { $0 + $1 }
    adjoints.replace(row, with: ScaledVector(sums))
    keep(sums, row: row)
  }

  /// Keeps the numbers of a row one by one where they have gone apart.
  private mutating func keep(_ numbers: [ScaledDouble], row: Int) {
    guard canGoApart else { return }
    let exponents = numbers.lazy.filter { !$0.isZero }.map(\.exponent)
    let isFar = (exponents.max() ?? 0) - (exponents.min() ?? 0) > 400
    apart[row] = isFar ? numbers : nil
  }

  /// Makes δ_i of a finite step i.
  mutating func enter(_ step: Int) {
    if trajectory.needsCare(at: step) { return enterCarefully(step, rows: 0..<activeCount) }
    enterPlainly(step)
    guard canGoApart else { return }
    for row in 0..<activeCount {
      if apart[row] != nil {
        enterCarefully(step, rows: row..<row + 1)
      } else if deltas.hasFaintNumbers(row) {
        keep(deltas.numbers(row), row: row)
      }
    }
  }

  private mutating func enterPlainly(_ step: Int) {
    let n = trajectory.hiddenSize
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

  /// Number by number where some f′ is tiny, so that a deeply saturated unit keeps what it passes on.
  private mutating func enterCarefully(_ step: Int, rows: Range<Int>) {
    for row in rows {
      let products = (apart[row] ?? adjoints.numbers(row)).enumerated().map { unit, number in
        number * trajectory.scaledDerivative(at: step, unit: unit)
      }
      deltas.replace(row, with: ScaledVector(products))
      keep(products, row: row)
    }
  }

  /// Makes λ_{i−1} of the step i that was entered.
  mutating func leave() {
    leavePlainly()
    for (row, numbers) in apart {
      let products = product(numbers)
      adjoints.replace(row, with: ScaledVector(products))
      keep(products, row: row)
    }
  }

  /// Wᵀ δ, number by number.
  private func product(_ numbers: [ScaledDouble]) -> [ScaledDouble] {
    var sums = numbers.map { _ in ScaledSum() }
    for (row, number) in numbers.enumerated() where !number.isZero {
      for column in sums.indices {
        let weight = ScaledDouble(significand: W.elements[row * sums.count + column], exponent: W.exponent)
        sums[column].add(number * weight)
      }
    }
    return sums.map(\.value)
  }

  private mutating func leavePlainly() {
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
