/// The forward pass of any cell, some steps at a time. The input's share U x_t is one product for all steps.
struct CellForwardPass: Sendable {
  private let cell: any RecurrentCell
  private let layout: CellLayout
  private let units: Int
  private let inputBlock: ParameterBlock
  private let recurrentBlock: ParameterBlock
  private let biasBlocks: [ParameterBlock]
  /// Whether W's numbers and those of a single b stand as those of a_t do.
  private let haveSameGates: Bool
  private let inputs: InputSequence

  init(_ cell: any RecurrentCell, _ inputs: InputSequence) {
    self.cell = cell
    self.inputs = inputs
    layout = type(of: cell).layout
    (inputBlock, recurrentBlock) = (cell.inputBlock, cell.recurrentBlock)
    let biasBlocks = cell.blocks.filter { $0.layerInput == .one }
    self.biasBlocks = biasBlocks
    haveSameGates =
      biasBlocks.count == 1
      && (biasBlocks + [recurrentBlock]).allSatisfy { [gates = layout.gates] in $0.gates.elementsEqual(0..<gates) }
    units = recurrentBlock.weights.columns
  }

  /// Before the first step, with U x_t of all of them.
  ///
  /// Complexity: O(T·n·m).
  func begin(from initialState: [Double]) -> ForwardRecord {
    let (width, steps) = (layout.parts * units, inputs.steps)
    return ForwardRecord(
      preActivations: inputContributions(), states: initialState + Array(repeating: .nan, count: steps * width),
      derivatives: Array(repeating: .nan, count: steps * layout.derivatives * units), overflowAt: nil, underflowAt: nil)
  }

  /// Runs some more steps, the last of them or the first that overflows at most; returns how many it ran.
  ///
  /// Complexity: O(n²) a step.
  func run(_ record: inout ForwardRecord, steps count: Int) -> Int {
    let first = record.steps
    var recurrent = [Double](repeating: 0, count: recurrentBlock.weights.rows)
    for t in first..<Swift.min(first + count, inputs.steps) {
      multiply(record.states, at: t, into: &recurrent)
      addUp(recurrent, into: &record.preActivations, at: t)
      record.steps += 1
      let outcome = advance(&record, at: t)
      guard outcome.isFinite else {
        invalidate(&record, from: t)
        break
      }
      if outcome.hasTinyState, record.underflowAt == nil, underflows(&record, at: t) { record.underflowAt = t + 1 }
    }
    return record.steps - first
  }

  /// Whether no step is left to be run.
  func isComplete(_ record: ForwardRecord) -> Bool { record.steps == inputs.steps || record.overflowAt != nil }

  /// The multiplications of a step.
  var costOfStep: Double { Double(recurrentBlock.weights.elements.count) }

  /// Those of the inputs' share of all steps.
  var costOfInputs: Double { Double(inputBlock.weights.elements.count * inputs.steps) }

  /// W h_{t−1}.
  private func multiply(_ states: [Double], at t: Int, into product: inout [Double]) {
    states.withUnsafeBufferPointer { states in
      LinearAlgebra.multiply(
        recurrentBlock.weights, states[rows: t, layout.parts * units].baseAddress, into: &product)
    }
  }

  /// Adds W h_{t−1} and b to U x_t, in this order.
  private func addUp(_ recurrent: [Double], into preActivations: inout [Double], at t: Int) {
    let first = t * layout.gates * units
    preActivations.withUnsafeMutableBufferPointer { preActivations in
      // One gate, or all of them as they stand in both: one way through the numbers.
      if haveSameGates {
        let sums = UnsafeMutableBufferPointer(rebasing: preActivations[first..<first + layout.gates * units])
        recurrent.withUnsafeBufferPointer { recurrent in
          biasBlocks[0].weights.elements.withUnsafeBufferPointer { bias in
            for index in sums.indices { sums[index] = sums[index] + recurrent[index] + bias[index] }
          }
        }
        return
      }
      func add(_ numbers: [Double], to gates: [Int]) {
        numbers.withUnsafeBufferPointer { numbers in
          for (place, gate) in gates.enumerated() {
            let target = first + gate * units
            for unit in 0..<units { preActivations[target + unit] += numbers[place * units + unit] }
          }
        }
      }
      add(recurrent, to: recurrentBlock.gates)
      for block in biasBlocks { add(block.weights.elements, to: block.gates) }
    }
  }

  /// s_t and the derivatives of every unit.
  private func advance(_ record: inout ForwardRecord, at t: Int) -> (isFinite: Bool, hasTinyState: Bool) {
    withStep(&record, at: t) { step in
      guard !step.preActivations.containNonFinite else { return (false, false) }
      cell.advance(step)
      let state = UnsafeBufferPointer(step.state)
      return (!state.containNonFinite, state.containSubnormal)
    }
  }

  private func withStep<Result>(_ record: inout ForwardRecord, at t: Int, _ body: (CellStep) -> Result) -> Result {
    let (width, count) = (layout.parts * units, layout.derivatives * units)
    return record.preActivations.withUnsafeBufferPointer { preActivations in
      record.states.withUnsafeMutableBufferPointer { states in
        record.derivatives.withUnsafeMutableBufferPointer { derivatives in
          body(
            CellStep(
              units: units, preActivations: preActivations[rows: t, layout.gates * units],
              previousState: UnsafeBufferPointer(states)[rows: t, width],
              state: UnsafeMutableBufferPointer(rebasing: states[(t + 1) * width..<(t + 2) * width]),
              derivatives: UnsafeMutableBufferPointer(rebasing: derivatives[t * count..<(t + 1) * count])))
        }
      }
    }
  }

  /// U x_t for every t: (T×m)·(m×rows), and 0 on gates that no input feeds.
  private func inputContributions() -> [Double] {
    let U = inputBlock.weights
    let product = LinearAlgebra.product(
      inputs.values, U.transposed.elements, rows: inputs.steps, inner: U.columns, columns: U.rows)
    guard inputBlock.gates.count < layout.gates else { return product }
    var result = [Double](repeating: 0, count: inputs.steps * layout.gates * units)
    for t in 0..<inputs.steps {
      for (place, gate) in inputBlock.gates.enumerated() {
        let (from, to) = (t * U.rows + place * units, (t * layout.gates + gate) * units)
        for unit in 0..<units { result[to + unit] = product[from + unit] }
      }
    }
    return result
  }

  private func invalidate(_ record: inout ForwardRecord, from t: Int) {
    record.overflowAt = t + 1
    func fill(_ numbers: inout [Double], from first: Int) {
      for index in first..<numbers.count { numbers[index] = .nan }
    }
    fill(&record.preActivations, from: t * layout.gates * units)
    fill(&record.states, from: (t + 1) * layout.parts * units)
    fill(&record.derivatives, from: t * layout.derivatives * units)
  }

  /// The careful path for states below the normal range: is one 0, or has it become indistinguishable from 0?
  private func underflows(_ record: inout ForwardRecord, at t: Int) -> Bool {
    withStep(&record, at: t) { step in
      step.state.indices.contains { index in
        guard step.state[index].magnitude < .leastNormalMagnitude else { return false }
        let unit = index % units
        guard cell.isZero(part: index / units, unit: unit, step) else { return true }
        return (0..<layout.gates).contains { gate in
          step.preActivations[gate * units + unit] == 0 && anyProductVanishes(on: gate, for: unit, step, at: t)
        }
      }
    }
  }

  /// Whether a product that is not 0 came out as 0 on a gate.
  private func anyProductVanishes(on gate: Int, for unit: Int, _ step: CellStep, at t: Int) -> Bool {
    func vanishes(_ block: ParameterBlock, _ numbers: some Sequence<Double>) -> Bool {
      guard let place = block.gates.firstIndex(of: gate) else { return false }
      return zip(block.weights[row: place * units + unit], numbers).contains { Double.productVanishes($0, $1) }
    }
    return vanishes(inputBlock, inputs[t + 1]) || vanishes(recurrentBlock, step.previousState.prefix(units))
  }
}

/// What a forward pass leaves behind.
struct ForwardRecord: Sendable {
  /// How many steps were run, a step that overflows counted.
  var steps = 0
  var preActivations: [Double]
  var states: [Double]
  var derivatives: [Double]
  var overflowAt: Int?
  var underflowAt: Int?
}

extension Double {
  /// Whether a product of two numbers that are not 0 came out as 0.
  @inline(__always) static func productVanishes(_ a: Double, _ b: Double) -> Bool { a != 0 && b != 0 && a * b == 0 }
}
