import CLAPACK

/// δ_1 … δ_k of a few covectors, from one way back through time.
struct DeltaHistory {
  /// The number of covectors.
  let rowCount: Int
  /// δ by step and covector.
  private(set) var deltas: ScaledRows
  /// Those of `deltas` whose numbers have gone so far apart that one gate's are lost beside another's: each by itself.
  private var apart: [Int: [ScaledDouble]] = [:]
  /// λ by step and covector: ‖λ_i‖₂, or λ_i itself where the state is one number.
  private(set) var flows: [ScaledDouble]
  /// The step that they begin with.
  private let firstStep: Int
  /// λ of each covector at the first step.
  private(set) var last: [ScaledVector] = []

  /// Runs covectors from the target to a first step: of the state, or, through the layers above, of the last layer's. Each
  /// step that is entered is handed to `visit`; what is kept begins with the first one.
  init(
    _ trajectory: Trajectory, target: Int, from first: Int = 1, covectors: ScaledRows, throughLayers: Bool = false,
    truncation: Truncation = .none, adjointLimit: Double? = nil, visit: ((BackwardSweep, Int) throws -> Void)? = nil
  ) rethrows {
    self.init(trajectory, first...target, rowCount: covectors.count)
    var sweep = BackwardSweep(
      trajectory, target: target, covectors: covectors, throughLayers: throughLayers, truncation: truncation,
      adjointLimit: adjointLimit)
    // Before the first step that reaches the target everything is 0.
    for step in stride(from: target, through: Swift.max(first, truncation.firstStep(reaching: target)), by: -1) {
      sweep.enter(step)
      keep(sweep, step)
      try visit?(sweep, step)
      if step > first { sweep.leave() }
    }
    last = (0..<rowCount).map { sweep.adjoints.vector($0) }
  }

  /// Runs the losses of steps 1 … k back together, row t − 1 being ∂L_t/∂s_t of the last layer: λ_{i−1} = J_iᵀ λ_i + ∂L_{i−1}/∂s_{i−1}.
  ///
  /// A window has an end for every loss of its own: as many covectors are under way as it is long.
  init(
    _ trajectory: Trajectory, target: Int, losses: ScaledRows, truncation: Truncation = .none,
    adjointLimit: Double? = nil, visit: ((BackwardSweep, Int) throws -> Void)? = nil
  ) rethrows {
    self.init(trajectory, 1...target, rowCount: 1)
    let count = Swift.min(truncation.window ?? 1, target)
    // Rows of a window are no target's until they begin.
    var sweep = BackwardSweep(
      trajectory, target: truncation.window == nil ? target : 0,
      covectors: ScaledRows(zeroRows: count, columns: trajectory.top.stateSize),
      throughLayers: true, truncation: truncation, adjointLimit: adjointLimit)
    for step in stride(from: target, through: 1, by: -1) {
      if truncation.window == nil {
        sweep.add(losses, row: step - 1, toRow: 0)
      } else {
        sweep.begin(row: step % count, with: losses.vector(step - 1), at: step)
      }
      sweep.enter(step)
      keep(sweep, step)
      try visit?(sweep, step)
      if step > 1 { sweep.leave() }
    }
    last = [sweep.adjoints.sum()]
  }

  private init(_ trajectory: Trajectory, _ steps: ClosedRange<Int>, rowCount: Int) {
    (self.rowCount, firstStep) = (rowCount, steps.lowerBound)
    deltas = ScaledRows(zeroRows: steps.count * rowCount, columns: trajectory.layout.gates * trajectory.hiddenSize)
    flows = Array(repeating: .zero, count: steps.count * rowCount)
  }

  /// Keeps what the sweep has at a step, of more covectors than are told apart their sum.
  private mutating func keep(_ sweep: BackwardSweep, _ step: Int) {
    let first = (step - firstStep) * rowCount
    if sweep.activeCount == rowCount {
      deltas.copy(sweep.deltas, to: first)
      for row in 0..<rowCount {
        flows[first + row] = Self.flow(sweep.adjoints, row)
        if let numbers = sweep.deltasApart(row) { apart[first + row] = numbers }
      }
    } else {
      apart[first] = Self.sumOfNumbers(sweep)
      deltas.replace(first, with: apart[first].map { ScaledVector($0) } ?? sweep.deltas.sum())
      flows[first] = Self.flow(ScaledRows([sweep.adjoints.sum()]), 0)
    }
  }

  private static func flow(_ adjoints: ScaledRows, _ row: Int) -> ScaledDouble {
    adjoints.columns == 1 ? adjoints.number(row) : adjoints.norm(row)
  }

  /// The sum of all δ number by number, where those of one have gone apart.
  private static func sumOfNumbers(_ sweep: BackwardSweep) -> [ScaledDouble]? {
    let rows = 0..<sweep.activeCount
    guard rows.contains(where: { sweep.deltasApart($0) != nil }) else { return nil }
    return rows.map { sweep.deltasApart($0) ?? sweep.deltas.numbers($0) }
      .reduce(Array(repeating: .zero, count: sweep.deltas.columns)) { zip($0, $1).map(+) }
  }

  /// δ of the gates that feed a block, by step and covector.
  func deltas(of block: ParameterBlock, units: Int) -> ScaledRows {
    var rows = deltas.gates(block.gates, units: units)
    for (row, numbers) in apart {
      rows.replace(row, with: ScaledVector(block.gates.flatMap { numbers[$0 * units..<($0 + 1) * units] }))
    }
    return rows
  }

  /// δ of every gate, of a step and covector.
  func numbers(_ row: Int) -> [ScaledDouble] { apart[row] ?? deltas.numbers(row) }
}

/// The right factor of each rank-one contribution δ_i c_iᵀ to a block of parameters: what the block is multiplied by,
/// c_i: h_{i−1} for W, x_i for U and 1 for b.
struct LayerInputs: Sendable {
  /// c_1 … c_k, each under an exponent of its own: states may span a `Double`'s whole range.
  let rows: ScaledRows

  init(_ trajectory: Trajectory, target: Int, _ block: ParameterBlock) {
    switch block.layerInput {
    case .previousState:
      rows = ScaledRows(trajectory.hiddenStates(0..<target), columns: trajectory.hiddenSize)
    case .input:
      let m = trajectory.inputs.dimension
      rows = ScaledRows(Array(trajectory.inputs.values[..<(target * m)]), columns: m)
    case .one: rows = ScaledRows(Array(repeating: 1, count: target), columns: 1)
    }
  }

  /// ‖c_i‖₂.
  func norm(at step: Int) -> ScaledDouble { rows.norm(step - 1) }
}

extension Trajectory {
  /// The block of a parameter that the network has.
  func block(_ parameter: Parameter) -> ParameterBlock { network.block(parameter) }

  /// c_t, what a block is multiplied by at step t.
  func layerInput(at step: Int, _ block: ParameterBlock) -> ArraySlice<Double> {
    switch block.layerInput {
    case .previousState: state(at: step - 1)
    case .input: inputs[step]
    case .one: [1]
    }
  }
}

/// G = Σ_i l_i r_iᵀ over steps i, for one or several rows l of each step at once: the gradients that covectors see.
///
/// Each sum has a power of two of its own, and one product of matrices makes them all. Terms below the rounding of the
/// largest of their sum do not take part.
struct OuterProductSums {
  private let left: ScaledRows
  private let right: ScaledRows
  /// By sum, component of l and component of r: the matrices one after the other.
  private let elements: [Double]
  /// By sum.
  private let exponents: [Int]

  /// The number of sums.
  var count: Int { exponents.count }

  /// `left` has `count` rows for each row of `right`, step by step. So many threads share a large product.
  init(_ left: ScaledRows, count: Int, _ right: ScaledRows, threads: Int = 1) {
    precondition(left.count == count * right.count && right.count > 0, "\(count) left rows for each right one")
    (self.left, self.right) = (left, right)
    var terms: [Int?] = []
    terms.reserveCapacity(left.count)
    for step in 0..<right.count {
      let factor = right.norm(step)
      for row in step * count..<(step + 1) * count {
        let norm = left.norm(row) * factor
        terms.append(norm.isZero ? nil : norm.exponent)
      }
    }
    exponents = (0..<count).map { sum in
      stride(from: sum, to: terms.count, by: count).lazy.compactMap { [terms] in terms[$0] }.max() ?? 0
    }
    let reach = 64 + Int(Double(right.count).exponent)
    let first = terms.indices.first { [exponents, terms] row in
      terms[row].map { $0 >= exponents[row % count] - reach } ?? false
    }
    elements = Self.product(left, right, exponents, from: (first ?? 0) / count, threads)
  }

  private static func product(
    _ left: ScaledRows, _ right: ScaledRows, _ exponents: [Int], from first: Int, _ threads: Int
  ) -> [Double] {
    let aligned = self.aligned(left, right, exponents, from: first)
    let (width, inner, columns) = (exponents.count * left.columns, right.count - first, right.columns)
    let factors = right.elements
    // The same parts for any number of threads: each rounds as it does by itself.
    let parts = columns < leastSide ? 1 : Swift.min(Swift.max(width / leastSide, 1), mostParts)
    return [Double](unsafeUninitializedCapacity: columns * width) { buffer, filled in
      // Each part writes rows of its own.
      nonisolated(unsafe) let sums = buffer.baseAddress
      _ = Concurrent.map(count: parts, threads: threads) { part in
        factors.withUnsafeBufferPointer { factors in
          LinearAlgebra.product(
            transposed: aligned, columnsOfA: width, factors.baseAddress.map { $0 + first * columns },
            rows: part * width / parts..<(part + 1) * width / parts, inner: inner, columns: columns, into: sums)
        }
      }
      filled = columns * width
    }
  }

  /// What a thread is worth: of products of fewer rows or columns there is one part, of others so many at most.
  private static let (leastSide, mostParts) = (128, 4)

  /// l times the power of two that brings its term to its sum's exponent.
  private static func aligned(_ left: ScaledRows, _ right: ScaledRows, _ exponents: [Int], from first: Int) -> [Double]
  {
    let (count, width) = (exponents.count, left.columns)
    let skipped = first * count
    return [Double](unsafeUninitializedCapacity: (left.count - skipped) * width) { buffer, filled in
      left.elements.withUnsafeBufferPointer { elements in
        for step in first..<right.count {
          for sum in 0..<count {
            let row = step * count + sum
            let shift = left.exponents[row] + right.exponents[step] - exponents[sum]
            // A term that is 0 has no part in the sums' exponents: its other factor may be out of all proportion.
            let isZero = left.squares[row] == 0 || right.squares[step] == 0
            let scale = isZero || shift < -1000 ? 0 : Double.powerOfTwo(shift)
            let source = elements[rows: row, width]
            let target = UnsafeMutableBufferPointer(
              rebasing: buffer[(row - skipped) * width..<(row + 1 - skipped) * width])
            for index in 0..<width { target[index] = source[index] * scale }
          }
        }
      }
      filled = (left.count - skipped) * width
    }
  }
}

extension OuterProductSums {
  /// ‖G‖_F² of a sum.
  func square(_ sum: Int) -> ScaledDouble {
    let size = left.columns * right.columns
    let square = elements.withUnsafeBufferPointer { elements in
      let matrix = elements[rows: sum, size]
      return LAPACK.routines.cblas_ddot(Int32(size), matrix.baseAddress, 1, matrix.baseAddress, 1)
    }
    return ScaledDouble(significand: square, exponent: ScaledDouble.clamped(2 * exponents[sum]))
  }

  /// G of the only sum: a row for each component of l, a column for each of r.
  var matrix: ScaledMatrix {
    ScaledMatrix(rows: left.columns, columns: right.columns, elements: elements, exponent: exponents[0])
  }

  /// G of a sum, row by row.
  func vector(_ sum: Int) -> ScaledVector {
    let size = left.columns * right.columns
    return ScaledVector(Array(elements[sum * size..<(sum + 1) * size]), exponent: exponents[sum])
  }

  /// Hands each step, from 0, and ⟨l_i r_iᵀ, G⟩ of each of its rows to `body`.
  func forEachInnerProduct(_ body: (_ step: Int, _ value: ScaledDouble) -> Void) {
    let order = left.columns
    let projections = LinearAlgebra.product(
      right.elements, transposedB: elements, rows: right.count, inner: right.columns, columns: count * order)
    left.elements.withUnsafeBufferPointer { left in
      projections.withUnsafeBufferPointer { projections in
        for row in 0..<self.left.count {
          let (l, projection) = (left[rows: row, order], projections[rows: row, order])
          let inner = LAPACK.routines.cblas_ddot(Int32(order), l.baseAddress, 1, projection.baseAddress, 1)
          let exponent = self.left.exponents[row] + right.exponents[row / count] + exponents[row % count]
          body(row / count, ScaledDouble(significand: inner, exponent: ScaledDouble.clamped(exponent)))
        }
      }
    }
  }
}
