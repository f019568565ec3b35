/// The one way back through time: covectors that run from their target steps to the first, one in each row: of each unit,
/// of each target, or of a loss.
///
///     δ_i = F′(a_i)ᵀ λ_i        λ_{i−1} = Wᵀ δ_i + F′(s_{i−1})ᵀ λ_i        so that λ_i = P(k,i)ᵀ λ_k       (`RecurrentCell`)
///
/// All rows are one matrix, so that a step is one product of matrices. Nothing is kept of the steps that are behind. What
/// a truncation does not let through is 0 from there on.
///
/// The numbers of a row share one power of two, which costs nothing where W mixes all units: what is lost lies 2^900
/// below everything. Where W has zeros, or units pass something on by themselves, those that are saturated by turns may
/// go apart by more than that, and the largest may be the next to be stopped: such a row has, beside its place in the
/// matrix, an exponent for each of its numbers.
struct BackwardSweep {
  private let trajectory: Trajectory
  private let layout: CellLayout
  private let W: ScaledWeights
  /// The rows of W, n for each of its gates.
  private let gates: [Int]
  /// By derivative of a gate, whether it is the first one of the gate.
  private let isFirstOfGate: [Bool]
  private let truncation: Truncation
  /// What every number of λ is clamped to at every step; nil for no limit.
  private let adjointLimit: ScaledDouble?
  /// λ_i.
  private(set) var adjoints: ScaledRows
  /// δ_i, once step i has been entered.
  private(set) var deltas: ScaledRows
  /// Whether ‖λ_i‖ is asked for; ‖δ_i‖ always is.
  let measuresFlows: Bool
  /// How many rows take part, from the first.
  var activeCount: Int
  /// By row, its target step.
  private var targets: [Int]
  /// The step that was entered last.
  private var step = 0
  /// The sweep of the layer above, whose δ arrive here too: Uᵀ δ of it is what it asks of this layer's state. Empty where
  /// what is looked at is of this layer.
  private var above: [BackwardSweep] = []
  /// Its U; nil without one.
  private let weightsAbove: ScaledWeights?
  /// Whether numbers of a row can go apart for good.
  private let canGoApart: Bool
  /// Whether W makes numbers of a row that units pass on by themselves beside it go apart in one step.
  private let hasFaintWeights: Bool
  /// λ of the rows whose numbers have gone apart.
  private var apart: [Int: [ScaledDouble]] = [:]
  /// δ likewise, once a step has been entered.
  private var apartDeltas: [Int: [ScaledDouble]] = [:]

  /// Begins with the covectors at the target step, one number for each of the state's in every row: of this layer's, or,
  /// through the layers that stand on it, of the last one's.
  init(
    _ trajectory: Trajectory, target: Int, covectors: ScaledRows, throughLayers: Bool = false,
    truncation: Truncation = .none, adjointLimit: Double? = nil, measuresFlows: Bool = true
  ) {
    let next = throughLayers ? trajectory.above.first : nil
    weightsAbove = next.map { ScaledWeights(guarding: $0.network.cell.inputBlock.weights) }
    if let next {
      above = [
        BackwardSweep(
          next, target: target, covectors: covectors, throughLayers: true, truncation: truncation,
          adjointLimit: adjointLimit, measuresFlows: false)
      ]
    }
    let block = trajectory.network.cell.recurrentBlock
    self.measuresFlows = measuresFlows
    self.trajectory = trajectory
    self.truncation = truncation
    self.adjointLimit = adjointLimit.map { ScaledDouble($0) }
    layout = trajectory.layout
    W = ScaledWeights(guarding: block.weights)
    gates = block.gates
    let known = layout.gateDerivatives.map(\.gate)
    isFirstOfGate = known.indices.map { known.firstIndex(of: known[$0]) == $0 }
    canGoApart = trajectory.numbersCanGoApart
    adjoints =
      above.isEmpty ? covectors : ScaledRows(zeroRows: covectors.count, columns: trajectory.stateSize)
    hasFaintWeights =
      layout.parts > 1
      && W.elements.contains {
        $0 != 0 && $0.magnitude < Double.powerOfTwo(-Self.plainShift)
      }
    deltas =
      layout.gates == layout.parts && above.isEmpty
      ? covectors : ScaledRows(zeroRows: covectors.count, columns: layout.gates * trajectory.hiddenSize)
    activeCount = covectors.count
    targets = Array(repeating: target, count: covectors.count)
  }

  /// Sets a row's λ at its target step.
  mutating func begin(row: Int, with covector: ScaledVector, at target: Int) {
    targets[row] = target
    apart[row] = nil
    guard above.isEmpty else {
      adjoints.replace(row, with: .zero(adjoints.columns))
      return above[0].begin(row: row, with: covector, at: target)
    }
    adjoints.replace(row, with: covector)
  }

  /// Adds a covector to a row: a loss that depends on the present step's state too, or the last layer's.
  mutating func add(_ covectors: ScaledRows, row source: Int, toRow row: Int) {
    guard above.isEmpty else { return above[0].add(covectors, row: source, toRow: row) }
    addHere(covectors, row: source, toRow: row)
  }

  /// Adds a row to one of this layer's: as Doubles, unless some number would be lost beside the others.
  private mutating func addHere(_ covectors: ScaledRows, row source: Int, toRow row: Int) {
    if canGoApart,
      apart[row] != nil || adjoints.hasFaintNumbers(row) || covectors.hasFaintNumbers(source)
        || (covectors.exponents[source] - adjoints.exponents[row]).magnitude > Self.plainShift
    {
      add(covectors.numbers(source), toRow: row)
    } else {
      adjoints.add(covectors, row: source, to: row)
    }
  }

  /// Adds numbers, the first ones of the state's, to a row.
  private mutating func add(_ numbers: [ScaledDouble], toRow row: Int) {
    var sums = apart[row] ?? adjoints.numbers(row)
    for (index, number) in numbers.enumerated() { sums[index] += number }
    adjoints.replace(row, with: ScaledVector(sums))
    apart[row] = numbersIfApart(sums)
  }

  /// The numbers of a row where they have gone so far apart that they are kept one by one.
  private func numbersIfApart(_ numbers: [ScaledDouble]) -> [ScaledDouble]? {
    guard canGoApart else { return nil }
    let exponents = numbers.lazy.filter { !$0.isZero }.map(\.exponent)
    return (exponents.max() ?? 0) - (exponents.min() ?? 0) > 400 ? numbers : nil
  }
}

/// δ and λ of the step that was entered, also where a row's numbers have gone so far apart that one gate's are lost beside
/// another's.
extension BackwardSweep {
  /// δ_i of a row one by one, where they have gone apart; nil where `deltas` has them with all their digits.
  func deltasApart(_ row: Int) -> [ScaledDouble]? { apartDeltas.isEmpty ? nil : apartDeltas[row] }

  /// ‖δ_i‖₂ of some gates of a row.
  func deltaNorm(_ row: Int, gates: [Int]) -> ScaledDouble { norm(deltas, deltasApart(row), row, gates) }

  /// ‖δ_i‖₂² of some gates of a row.
  func deltaSquare(_ row: Int, gates: [Int]) -> ScaledDouble {
    guard deltasApart(row) == nil, gates.count == layout.gates else {
      let norm = deltaNorm(row, gates: gates)
      return norm * norm
    }
    return deltas.square(row)
  }

  /// δ_i of a gate of one unit.
  func deltaNumber(_ row: Int, gate: Int) -> ScaledDouble {
    deltasApart(row)?[gate] ?? deltas.number(row, column: gate)
  }

  /// ‖λ_i‖₂ of a part of a row's state.
  func adjointNorm(_ row: Int, part: Int) -> ScaledDouble { norm(adjoints, apart[row], row, [part]) }

  /// λ_i of a part of one unit's state.
  func adjointNumber(_ row: Int, part: Int) -> ScaledDouble { apart[row]?[part] ?? adjoints.number(row, column: part) }

  /// ‖·‖₂ of some lines of a row, n numbers each.
  private func norm(_ rows: ScaledRows, _ apart: [ScaledDouble]?, _ row: Int, _ lines: [Int]) -> ScaledDouble {
    let n = trajectory.hiddenSize
    guard let apart else { return rows.norm(row, gates: lines, units: n) }
    return ScaledVector(lines.flatMap { apart[$0 * n..<($0 + 1) * n] }).norm
  }
}

/// Into a step: from λ to δ.
extension BackwardSweep {
  /// Makes δ_i of a finite step i.
  mutating func enter(_ step: Int) {
    self.step = step
    apartDeltas.removeAll()
    receiveFromAbove()
    addRecordedFinal()
    clampAdjoints()
    if trajectory.needsCare(at: step) { return enterCarefully(0..<activeCount) }
    enterPlainly()
    guard canGoApart else { return }
    for row in 0..<activeCount {
      if apart[row] != nil {
        enterCarefully(row..<row + 1)
      } else if deltas.hasFaintNumbers(row) {
        apartDeltas[row] = numbersIfApart(deltas.numbers(row))
      }
    }
  }

  /// Takes the layer above into the step and adds what it asks of this layer's state: Uᵀ δ.
  private mutating func receiveFromAbove() {
    guard let weightsAbove else { return }
    above[0].activeCount = activeCount
    above[0].enter(step)
    let asked = above[0].inputAdjoints(through: weightsAbove).padded(to: adjoints.columns)
    for row in 0..<activeCount {
      if let numbers = above[0].inputNumbersIfApart(row) {
        add(numbers, toRow: row)
      } else {
        addHere(asked, row: row, toRow: row)
      }
    }
  }

  /// Adds what a recording has that reached the last state of a layer under others; the last layer's is in its covectors.
  private mutating func addRecordedFinal() {
    guard !above.isEmpty, let final = trajectory.inputs.targets?.final(at: step) else { return }
    let numbers = final.map { ScaledDouble($0) }
    for row in 0..<activeCount where targets[row] == step { add(numbers, toRow: row) }
  }

  /// Uᵀ δ of the active rows: what the layer asks of its inputs.
  private func inputAdjoints(through U: ScaledWeights) -> ScaledRows {
    let block = trajectory.network.cell.inputBlock
    return deltas.gates(block.gates, units: trajectory.hiddenSize).multiplied(by: U, columns: block.weights.columns)
  }

  /// The same of a row whose numbers have gone apart, one by one; nil of every other.
  private func inputNumbersIfApart(_ row: Int) -> [ScaledDouble]? {
    apartDeltas[row].map { deltas in
      trajectory.network.cell.inputBlock.transposedProduct(deltas, units: trajectory.hiddenSize).map(\.value)
    }
  }

  /// Clamps every number of λ_i that is above the limit.
  private mutating func clampAdjoints() {
    guard let adjointLimit else { return }
    for row in 0..<activeCount where adjoints.norm(row) > adjointLimit {
      let clamped = (apart[row] ?? adjoints.numbers(row)).map { $0.clamped(toMagnitude: adjointLimit) }
      adjoints.replace(row, with: ScaledVector(clamped))
      apart[row] = numbersIfApart(clamped)
    }
  }

  private mutating func enterPlainly() {
    let (n, count, layout, isFirstOfGate) = (trajectory.hiddenSize, activeCount, layout, isFirstOfGate)
    let (parts, gates, firstDerivative) = (layout.parts * n, layout.gates * n, (step - 1) * layout.derivatives * n)
    deltas.takeExponents(of: adjoints)
    trajectory.derivatives.withUnsafeBufferPointer { derivatives in
      adjoints.elements.withUnsafeBufferPointer { adjoints in
        deltas.rewrite(rows: count) { deltas in
          for (place, derivative) in layout.gateDerivatives.enumerated() {
            let first = firstDerivative + place * n
            let factors = UnsafeBufferPointer(rebasing: derivatives[first..<first + n])
            for row in 0..<count {
              let (from, to) = (row * parts + derivative.part * n, row * gates + derivative.gate * n)
              // Pieces that begin at 0, so that several numbers are multiplied at a time.
              let source = UnsafeBufferPointer(rebasing: adjoints[from..<from + n])
              let target = UnsafeMutableBufferPointer(rebasing: deltas[to..<to + n])
              if isFirstOfGate[place] {
                for unit in 0..<n { target[unit] = source[unit] * factors[unit] }
              } else {
                for unit in 0..<n { target[unit] += source[unit] * factors[unit] }
              }
            }
          }
        }
      }
    }
  }

  /// Number by number where some derivative is tiny, so that a deeply saturated unit keeps what it passes on.
  private mutating func enterCarefully(_ rows: Range<Int>) {
    let n = trajectory.hiddenSize
    for row in rows {
      let numbers = apart[row] ?? adjoints.numbers(row)
      var products = [ScaledDouble](repeating: .zero, count: layout.gates * n)
      for (place, derivative) in layout.gateDerivatives.enumerated() {
        for unit in 0..<n {
          products[derivative.gate * n + unit] +=
            numbers[derivative.part * n + unit] * trajectory.scaledDerivative(at: step, place, unit: unit)
        }
      }
      deltas.replace(row, with: ScaledVector(products))
      apartDeltas[row] = numbersIfApart(products)
    }
  }
}

/// Out of a step: from δ and λ to λ of the step before.
extension BackwardSweep {
  /// Makes λ_{i−1} of the step i that was entered.
  mutating func leave() {
    if !above.isEmpty { above[0].leave() }
    let careful = carefulRows()
    if layout.stateDerivatives.isEmpty, layout.parts == 1 {
      leaveThroughWeights()
    } else {
      leaveBesideWeights()
    }
    apart.removeAll()
    for (row, numbers) in careful {
      adjoints.replace(row, with: ScaledVector(numbers))
      apart[row] = numbersIfApart(numbers)
    }
    cut()
  }

  /// λ_{i−1}, number by number, of the rows that are not for the plain way.
  private func carefulRows() -> [(row: Int, numbers: [ScaledDouble])] {
    guard !apartDeltas.isEmpty || !layout.stateDerivatives.isEmpty else { return [] }
    let needsAll = !layout.stateDerivatives.isEmpty && trajectory.needsCare(at: step)
    return (0..<activeCount).compactMap { row in
      let isPlain =
        apartDeltas[row] == nil
        && (layout.stateDerivatives.isEmpty || !(needsAll || apart[row] != nil || isFarFromDelta(row)))
      return isPlain ? nil : (row, product(row))
    }
  }

  /// Whether a row's δ and λ lie so far apart that what they come to does not meet in one row of Doubles.
  private func isFarFromDelta(_ row: Int) -> Bool {
    (deltas.exponents[row] + W.exponent - adjoints.exponents[row]).magnitude > Self.plainShift
      || adjoints.hasFaintNumbers(row) || hasFaintWeights
  }

  /// Binary orders by which δ and λ of a row may differ to be added up as Doubles.
  private static let plainShift = 300

  /// Wᵀ δ and what the units pass on by themselves, number by number.
  private func product(_ row: Int) -> [ScaledDouble] {
    let n = trajectory.hiddenSize
    let deltas = apartDeltas[row] ?? self.deltas.numbers(row)
    var sums = trajectory.network.cell.recurrentBlock.transposedProduct(deltas, units: n)
    sums += Array(repeating: ScaledSum(), count: (layout.parts - 1) * n)
    guard !layout.stateDerivatives.isEmpty else { return sums.map(\.value) }
    let adjoints = apart[row] ?? self.adjoints.numbers(row)
    for (place, derivative) in layout.stateDerivatives.enumerated() {
      let index = layout.gateDerivatives.count + place
      for unit in 0..<n {
        let factor = trajectory.scaledDerivative(at: step, index, unit: unit)
        sums[derivative.previous * n + unit].add(factor * adjoints[derivative.part * n + unit])
      }
    }
    return sums.map(\.value)
  }

  private mutating func leaveThroughWeights() {
    adjoints.takeExponents(of: deltas)
    let product = weightProduct
    deltas.elements.withUnsafeBufferPointer { deltas in
      // What is not normalised here is with the next δ: one product does not leave a Double's range.
      if measuresFlows {
        adjoints.rewrite(rows: product.rows, shift: product.W.exponent) { product.multiply(deltas, into: $0) }
      } else {
        adjoints.overwrite(rows: product.rows, shift: product.W.exponent) { product.multiply(deltas, into: $0) }
      }
    }
  }

  /// The same where units pass something on by themselves, under the exponents of δ too.
  private mutating func leaveBesideWeights() {
    let (n, old, product, layout) = (trajectory.hiddenSize, adjoints, weightProduct, layout)
    let (width, firstDerivative) = (
      layout.parts * n, ((step - 1) * layout.derivatives + layout.gateDerivatives.count) * n
    )
    // Rows that lie further apart go the careful way, and what is written here is not read.
    let scales = (0..<product.rows).map { row in
      let shift = old.exponents[row] - deltas.exponents[row] - W.exponent
      return shift.magnitude > Self.plainShift ? 0 : Double.powerOfTwo(shift)
    }
    adjoints.takeExponents(of: deltas)
    trajectory.derivatives.withUnsafeBufferPointer { derivatives in
      old.elements.withUnsafeBufferPointer { old in
        deltas.elements.withUnsafeBufferPointer { deltas in
          adjoints.rewrite(rows: product.rows, shift: product.W.exponent) { adjoints in
            adjoints.update(repeating: 0)
            product.multiply(deltas, into: adjoints)
            for (place, derivative) in layout.stateDerivatives.enumerated() {
              let first = firstDerivative + place * n
              for row in 0..<product.rows {
                let (from, to) = (row * width + derivative.part * n, row * width + derivative.previous * n)
                for unit in 0..<n {
                  adjoints[to + unit] += old[from + unit] * derivatives[first + unit] * scales[row]
                }
              }
            }
          }
        }
      }
    }
  }

  private var weightProduct: WeightProduct {
    WeightProduct(
      W: W, gates: gates, units: trajectory.hiddenSize, rows: activeCount, widthOfDelta: deltas.columns,
      widthOfState: adjoints.columns)
  }

  /// Wᵀ δ of the active rows, gate by gate, into the first part of the state.
  private struct WeightProduct {
    let W: ScaledWeights
    let gates: [Int]
    let units: Int
    let rows: Int
    let widthOfDelta: Int
    let widthOfState: Int

    func multiply(_ deltas: UnsafeBufferPointer<Double>, into adjoints: UnsafeMutableBufferPointer<Double>) {
      let (n, target) = (units, adjoints.baseAddress)
      W.elements.withUnsafeBufferPointer { W in
        // Of one row δ of all gates is one vector, as W is one matrix.
        if rows == 1, gates.elementsEqual(0..<gates.count) {
          return LinearAlgebra.multiply(
            W, rows: gates.count * n, columns: n, transposed: true, deltas.baseAddress, into: target)
        }
        for (place, gate) in gates.enumerated() {
          let (weights, source) = (W[rows: place, n * n], deltas.baseAddress.map { $0 + gate * n })
          if rows == 1 {
            LinearAlgebra.multiply(
              weights, rows: n, columns: n, transposed: true, source, into: target, adding: place > 0)
          } else {
            LinearAlgebra.product(
              source, leading: widthOfDelta, weights.baseAddress, rows: rows, inner: n, columns: n, into: target,
              leading: widthOfState, adding: place > 0)
          }
        }
      }
    }
  }

  /// Lets nothing through that the truncation leaves out.
  private mutating func cut() {
    guard truncation != .none else { return }
    for row in 0..<activeCount where truncation.ends(at: step, target: targets[row]) {
      adjoints.replace(row, with: .zero(adjoints.columns))
      apart[row] = nil
    }
  }
}
