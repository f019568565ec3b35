/// Each contribution δ_i c_iᵀ to a block of parameters by its magnitude and its projection on the total: of any cell, any
/// number of units, any observable.
///
/// All arrays are indexed by step − 1. Everything follows from adjoints: row r of P(k,i) and of what it makes of a_i is
/// the covector of unit r, so the whole state is the sum over its units. They are taken a few at a time: what is held
/// is a few times the trajectory, never all of the flows nor the n×n×n tensor of a contribution.
struct RankOneContributions: Sendable {
  /// Whether contributions are single numbers, which have signs: the total is 1×1.
  let areNumbers: Bool
  /// ‖λ_i‖₂, of the whole state that of the rows of P(k,i) that are h's, all of ‖P(k,i)‖_F for Elman's cell; λ_i itself
  /// where the state is one number.
  private(set) var flows: [ScaledDouble] = []
  /// ‖c_i‖₂, of the whole state times the norm of h's derivatives; of numbers ∂s_i/∂θ_*, where the state is one number.
  private(set) var immediates: [ScaledDouble] = []
  /// ‖C_i‖_F, of numbers C_i itself.
  private(set) var values: [ScaledDouble] = []
  /// ⟨C_i, G⟩/‖G‖_F.
  private(set) var signed: [ScaledDouble] = []
  /// ‖G‖_F, of numbers G itself.
  private(set) var total = ScaledDouble.zero
  /// What each unit's own parameters have of Σ ‖C_i‖².
  private(set) var unitShares: [Double] = []
  /// P(k,1) of the whole state, row by row; nil for other observables, and where h is not all that the units keep.
  private(set) var flow: ScaledVector?

  /// What adds up to the total: numbers, else projections.
  var summands: [ScaledDouble] { areNumbers ? values : signed }

  /// How far they reach; the signs are those of the summands, of numbers of their total too.
  var extent: ContributionExtent {
    var extent = ContributionExtent(values, signed: summands)
    if areNumbers { extent.include(total: total) }
    return extent
  }

  init(
    _ trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable, truncation: Truncation = .none,
    adjointLimit: Double? = nil
  ) {
    var sweep = ContributionSweep(
      trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation,
      adjointLimit: adjointLimit)
    while !sweep.isComplete { sweep.advance() }
    self.init(sweep)
  }

  /// From sums that are complete.
  init(_ sweep: ContributionSweep) {
    let (trajectory, block, inputs) = (sweep.trajectory, sweep.block, sweep.inputs)
    areNumbers = block.isNumber
    flow = sweep.flow
    read(sweep.sums, inputs)
    immediates = (1...sweep.target).map { step in
      if areNumbers, trajectory.stateSize == 1 {
        return trajectory.immediateNumber(at: step, block, inputs.rows.number(step - 1))
      }
      let norm = inputs.norm(at: step)
      return sweep.observable.isVector
        ? trajectory.derivativeNorm(at: step, gates: block.gates, part: sweep.observable == .cell ? 1 : 0) * norm : norm
    }
  }

  private mutating func read(_ sums: StepSums, _ inputs: LayerInputs) {
    unitShares = sums.units.shares
    guard !areNumbers else { return readNumbers(sums) }
    total = sums.total.value.squareRoot()
    flows = sums.flows.map { $0.value.squareRoot() }
    values = sums.deltas.indices.map { sums.deltas[$0].value.squareRoot() * inputs.norm(at: $0 + 1) }
    // Both may have saturated where the total is out of range, and their quotient would look like a number: only the
    // product's sign is one.
    let norm = total.isOutOfRange ? .one : total
    signed = sums.innerProducts.map { norm.isZero ? .zero : $0.value / norm }
  }

  private mutating func readNumbers(_ sums: StepSums) {
    flows = sums.flowNumbers
    values = sums.numbers
    var sum = ScaledSum()
    for value in values { sum.add(value) }
    total = sum.value
    signed = values.map { total.isZero ? .zero : total.signum < 0 ? -$0 : $0 }
  }
}

/// The sums that `RankOneContributions` are read from, gathered from a few covectors at a time: every unit of s_k, or the
/// one covector of a unit or a loss.
struct ContributionSweep: Sendable {
  let trajectory: Trajectory
  let target: Int
  let observable: Observable
  let truncation: Truncation
  let adjointLimit: Double?
  let block: ParameterBlock
  let inputs: LayerInputs
  fileprivate var sums: StepSums
  /// λ_1 of every covector that has taken part.
  private var rows: [ScaledVector] = []
  /// How many covectors have taken part, and how many there are.
  private(set) var done = 0
  let count: Int

  init(
    _ trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable, truncation: Truncation = .none,
    adjointLimit: Double? = nil
  ) {
    (self.trajectory, self.target) = (trajectory, target)
    (self.observable, self.truncation, self.adjointLimit) = (observable, truncation, adjointLimit)
    block = trajectory.block(parameter)
    inputs = LayerInputs(trajectory, target: target, block)
    sums = StepSums(count: target, units: trajectory.hiddenSize, block: block)
    count = observable.covectorCount(units: trajectory.hiddenSize)
  }

  /// Whether every covector has taken part.
  var isComplete: Bool { done == count }

  /// P(k,1) of the whole state, once it is complete; nil for other observables, and where h is not all that the units
  /// keep.
  fileprivate var flow: ScaledVector? {
    observable == .state && trajectory.layout.parts == 1 ? ScaledRows(rows).matrix() : nil
  }

  /// The multiplications of one covector, counted roughly: two passes over W or G for each step.
  var costOfCovector: Double {
    let n = Double(trajectory.hiddenSize)
    return 3 * Double(target * trajectory.layout.gates) * n * n
  }

  /// Takes the next covectors in, as many at a time as some ten megabytes hold.
  mutating func advance() {
    let next = batch(from: done)
    rows += sums.add(history(next), inputs)
    done = next.upperBound
  }

  /// Covectors from a place on, as many as are taken at a time.
  func batch(from first: Int) -> Range<Int> {
    let atOnce = Swift.max(1, Swift.min(16, 1_200_000 / (target * trajectory.hiddenSize * trajectory.layout.gates)))
    return first..<Swift.min(first + atOnce, count)
  }

  /// All of them, so many at a time.
  var batches: [Range<Int>] {
    sequence(first: batch(from: 0)) { self.batch(from: $0.upperBound) }.prefix { !$0.isEmpty }
  }

  /// What some covectors see; each step on their way back is handed to `visit`.
  func history(_ places: Range<Int>, visit: (BackwardSweep, Int) -> Void = { _, _ in }) -> DeltaHistory {
    if observable == .totalLoss, let losses = OutputErrors(trajectory, through: target)?.covectors {
      return DeltaHistory(
        trajectory, target: target, losses: losses, truncation: truncation, adjointLimit: adjointLimit, visit: visit)
    }
    return DeltaHistory(
      trajectory, target: target, covectors: covectors(places), throughLayers: observable.isLoss,
      truncation: truncation, adjointLimit: adjointLimit, visit: visit)
  }

  private func covectors(_ places: Range<Int>) -> ScaledRows {
    guard observable.isVector else { return ScaledRows([trajectory.covector(of: observable, at: target)]) }
    return ScaledRows(places.map { trajectory.covector(of: observable.unit($0), at: target) })
  }
}

/// Sums over covectors: norms add as squares, inner products as they are.
private struct StepSums: Sendable {
  private(set) var flows: [ScaledSum]
  private(set) var deltas: [ScaledSum]
  private(set) var innerProducts: [ScaledSum]
  private(set) var total = ScaledSum()
  private(set) var units: UnitSquares
  /// λ_i and δ_i c_i of a block that is one number, of which there is one covector.
  private(set) var flowNumbers: [ScaledDouble] = []
  private(set) var numbers: [ScaledDouble] = []
  private let block: ParameterBlock
  private let unitCount: Int

  init(count: Int, units: Int, block: ParameterBlock) {
    self.units = UnitSquares(units: units)
    (self.block, unitCount) = (block, units)
    flows = Array(repeating: ScaledSum(), count: count)
    deltas = flows
    innerProducts = flows
  }

  /// Adds what some covectors see, and returns each one's λ_1.
  mutating func add(_ history: DeltaHistory, _ inputs: LayerInputs) -> [ScaledVector] {
    let blockDeltas = history.deltas(of: block, units: unitCount)
    for index in flows.indices {
      for row in index * history.rowCount..<(index + 1) * history.rowCount {
        let (flow, delta) = (history.flows[row], blockDeltas.norm(row))
        flows[index].add(flow * flow)
        deltas[index].add(delta * delta)
      }
    }
    units.add(blockDeltas, covectors: history.rowCount, inputs.rows)
    if block.isNumber {
      flowNumbers = history.flows
      numbers = flows.indices.map { blockDeltas.number($0) * inputs.rows.number($0) }
    } else {
      let gradients = OuterProductSums(blockDeltas, count: history.rowCount, inputs.rows)
      for covector in 0..<gradients.count { total.add(gradients.square(covector)) }
      gradients.forEachInnerProduct { innerProducts[$0].add($1) }
    }
    return history.last
  }
}

extension Trajectory {
  /// ∂s_i/∂θ_* where the state is one number and so is the block.
  fileprivate func immediateNumber(at step: Int, _ block: ParameterBlock, _ input: ScaledDouble) -> ScaledDouble {
    layout.gateDerivatives.indices.filter { block.gates.contains(layout.gateDerivatives[$0].gate) }
      .reduce(.zero) { $0 + scaledDerivative(at: step, $1, unit: 0) * input }
  }
}

/// Σ_i ‖C_i[r]‖² for each unit r, where C_i[r] is the part of contribution i that belongs to the unit's own parameters:
/// its row of W and U, its number of b.
///
/// A covector's contribution δ_i c_iᵀ has ‖C_i[r]‖ = |δ_i[r]|·‖c_i‖; for the whole state the squares add up over
/// covectors. All share one power of two; what lies more than 2^900 below the largest does not count.
struct UnitSquares: Sendable {
  private(set) var squares: [Double]
  private var exponent = Int.min

  init(units: Int) { squares = Array(repeating: 0, count: units) }

  /// Adds the δ of a sweep, as many rows to a step as there are covectors; a row has one number or more for each unit.
  mutating func add(_ deltas: ScaledRows, covectors: Int, _ inputs: ScaledRows) {
    let gates = deltas.columns / squares.count
    deltas.elements.withUnsafeBufferPointer { elements in
      for row in 0..<deltas.count {
        let step = row / covectors
        let weight = inputs.squares[step]
        guard weight != 0, deltas.squares[row] != 0 else { continue }
        let power = 2 * (deltas.exponents[row] + inputs.exponents[step])
        guard let scale = scale(ofPower: power) else { continue }
        squares.withUnsafeMutableBufferPointer { squares in
          for gate in 0..<gates {
            for unit in squares.indices {
              let delta = elements[(row * gates + gate) * squares.count + unit]
              squares[unit] += delta * delta * (weight * scale)
            }
          }
        }
      }
    }
  }

  /// 2^power over the common power of two, which follows where the new one is much larger; nil where it does not count.
  private mutating func scale(ofPower power: Int) -> Double? {
    if exponent == .min { exponent = power }
    if power - exponent > 200 {
      let shrink = Double(sign: .plus, exponent: Swift.max(exponent - power, -2000), significand: 1)
      for unit in squares.indices { squares[unit] *= shrink }
      exponent = power
    }
    return power - exponent < -900 ? nil : Double(sign: .plus, exponent: power - exponent, significand: 1)
  }

  /// Each unit's part of the sum over all; 0 where that is 0.
  var shares: [Double] {
    let sum = squares.reduce(0, +)
    return sum == 0 ? squares : squares.map { $0 / sum }
  }
}
