import CLAPACK

/// ‖Σ_{i ≤ j} C_i‖_F for the steps j of a range: what a cut between j and j + 1 leaves out. The summands are matrices, or
/// for the whole state tensors; they are those of one target step and no truncation.
///
/// Every covector (each unit of the whole state) has a matrix of its own that grows by one rank-one term a step.
///
/// Complexity: O(k·n²) time for a unit or a loss, O(k·n³) for the whole state; memory for a few covectors at a time.
struct PartialSums {
  /// By step of the range, from its first.
  private(set) var norms: [ScaledDouble] = []

  private let steps: ClosedRange<Int>
  private let inputs: ScaledRows
  private var squares: [ScaledSum]

  /// The norms at steps within 1 … k. What `check` throws ends it, which is called at every step of
  /// every way back and of every sum.
  init(of whole: Contributions, through steps: ClosedRange<Int>, check: (() throws -> Void)? = nil) rethrows {
    let (trajectory, last) = (whole.trajectory, steps.upperBound)
    let block = trajectory.block(whole.parameter)
    self.steps = steps
    inputs = LayerInputs(trajectory, target: last, block).rows
    squares = Array(repeating: ScaledSum(), count: steps.count)
    let sweep = ContributionSweep(
      trajectory, target: whole.target, parameter: whole.parameter, observable: whole.observable,
      adjointLimit: whole.adjointLimit)
    for some in sweep.batches() {
      let history = try sweep.history(some) { _, _ in try check?() }
      let deltas = history.deltas(of: block, units: trajectory.hiddenSize)
      for row in 0..<some.count { try add(deltas, first: row, stride: some.count, check: check) }
    }
    norms = squares.map { $0.value.squareRoot() }
  }

  /// Adds what one covector sees; its δ_i stand a stride apart. The steps before the range are one product of matrices.
  private mutating func add(
    _ deltas: ScaledRows, first: Int, stride: Int, check: (() throws -> Void)?
  ) rethrows {
    let (exponent, scales) = scales(deltas, first: first, stride: stride)
    var sum = self.sum(deltas, before: steps.lowerBound, scales, first: first, stride: stride)
    for step in steps {
      try check?()
      if scales[step - 1] > 0 {
        add(deltas, row: (step - 1) * stride + first, at: step, times: scales[step - 1], to: &sum)
      }
      let square = LAPACK.routines.cblas_ddot(Int32(sum.count), sum, 1, sum, 1)
      squares[step - steps.lowerBound].add(
        ScaledDouble(significand: square, exponent: ScaledDouble.clamped(2 * exponent)))
    }
  }

  /// Adds a row times a power of two times the layer input of its step.
  private func add(_ deltas: ScaledRows, row: Int, at step: Int, times scale: Double, to sum: inout [Double]) {
    let (rows, columns) = (deltas.columns, inputs.columns)
    sum.withUnsafeMutableBufferPointer { sum in
      deltas.elements.withUnsafeBufferPointer { deltas in
        inputs.elements.withUnsafeBufferPointer { inputs in
          LAPACK.routines.cblas_dger(
            CblasRowMajor, Int32(rows), Int32(columns), scale, deltas[rows: row, rows].baseAddress, 1,
            inputs[rows: step - 1, columns].baseAddress, 1, sum.baseAddress, Int32(columns))
        }
      }
    }
  }

  /// The largest power of two of the terms of one covector, from the rows themselves, and by step the one that brings a term
  /// to it; 0 of a term that is 0 or lies too far below to count.
  private func scales(_ deltas: ScaledRows, first: Int, stride: Int) -> (exponent: Int, scales: [Double]) {
    let exponents = (0..<steps.upperBound).map { index -> Int? in
      let row = index * stride + first
      guard deltas.squares[row] != 0, inputs.squares[index] != 0 else { return nil }
      return deltas.exponents[row] + inputs.exponents[index]
    }
    let top = exponents.lazy.compactMap { $0 }.max() ?? 0
    return (
      top, exponents.map { $0.map { Double(sign: .plus, exponent: Swift.max($0 - top, -1100), significand: 1) } ?? 0 }
    )
  }

  /// Σ of the steps before one.
  private func sum(
    _ deltas: ScaledRows, before last: Int, _ scales: [Double], first: Int, stride: Int
  ) -> [Double] {
    let width = deltas.columns
    guard last > 1 else { return Array(repeating: 0, count: width * inputs.columns) }
    let aligned = (1..<last).flatMap { step in
      let row = (step - 1) * stride + first
      return deltas.elements[row * width..<(row + 1) * width].map { $0 * scales[step - 1] }
    }
    let factors = Array(inputs.elements[..<((last - 1) * inputs.columns)])
    return LinearAlgebra.product(
      aligned, transposedA: true, factors, rows: width, inner: last - 1, columns: inputs.columns)
  }
}
