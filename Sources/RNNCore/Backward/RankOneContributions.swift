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
    adjointLimit: Double? = nil, threads: Int = 1, check: (() throws -> Void)? = nil
  ) rethrows {
    var sweep = ContributionSweep(
      trajectory, target: target, parameter: parameter, observable: observable, truncation: truncation,
      adjointLimit: adjointLimit)
    while !sweep.isComplete {
      _ = try sweep.advance(batches: 4 * Swift.max(threads, 1), threads: threads, check: check)
    }
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

/// The sums that `RankOneContributions` are read from, gathered from a few covectors at a time: of every unit of s_k, or
/// the one covector of a unit or a loss. Of many units first the basis is found in which most covectors are soon
/// forgotten (`FlowBasis`).
struct ContributionSweep: Sendable {
  let trajectory: Trajectory
  let target: Int
  let observable: Observable
  let truncation: Truncation
  let adjointLimit: Double?
  let block: ParameterBlock
  let inputs: LayerInputs
  fileprivate var sums: StepSums
  /// λ_1 of every covector that has taken part and is not forgotten there.
  private var rows: [ScaledVector] = []
  /// Other covectors than those of the units; nil for those.
  private var basis: FlowBasis?
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
    let isPlain = observable.isVector && truncation == .none && adjointLimit == nil
    basis = isPlain && FlowBasis.isOf(trajectory, target: target) ? FlowBasis(trajectory, target: target) : nil
  }

  /// Whether every covector has taken part.
  var isComplete: Bool { done == count }

  /// P(k,1) of the whole state, once it is complete; nil for other observables, and where h is not all that the units
  /// keep.
  fileprivate var flow: ScaledVector? {
    guard observable == .state, trajectory.layout.parts == 1 else { return nil }
    return ScaledRows(rows + Array(repeating: .zero(rows[0].elements.count), count: count - rows.count)).matrix()
  }

  /// How much of it is done, 0 … 1: the basis is a third.
  var progress: Double {
    let part = Double(done) / Double(count)
    return basis.map { ($0.progress + 2 * part) / 3 } ?? part
  }

  /// The multiplications of one covector over some steps, counted roughly: two passes over W or G for each step.
  private func cost(ofSteps steps: Int) -> Double {
    let n = Double(trajectory.hiddenSize)
    return 3 * Double(steps * trajectory.layout.gates) * n * n
  }

  /// Goes on with the basis, or takes the next covectors in, some batches of them on so many threads; returns about how many
  /// multiplications that took. The result depends on neither number. What `check` throws ends it, and leaves the sweep as it was:
  /// it is called first, and of a single batch at every step.
  mutating func advance(
    batches count: Int = 1, threads: Int = 1, check: (() throws -> Void)? = nil
  ) rethrows -> Double {
    try check?()
    if var finding = basis, !finding.isComplete {
      basis = nil
      let cost = finding.advance()
      basis = finding
      return cost
    }
    let next = batches(from: done, atMost: count)
    let seen =
      next.count == 1
      ? [try sums(seenBy: next[0], check: check)]
      : Concurrent.map(count: next.count, threads: threads) { [self] in sums(seenBy: next[$0]) }
    for (places, (part, last)) in zip(next, seen) {
      let first = firstStep(of: places.lowerBound)
      if places.lowerBound == 0 { sums = part } else { sums.add(part, from: first) }
      if first == 1 { rows += last }
    }
    let steps = next.map { (target - firstStep(of: $0.lowerBound) + 1) * $0.count }
    done += next.reduce(0) { $0 + $1.count }
    return cost(ofSteps: steps.reduce(0, +))
  }

  /// The sums over some covectors, and λ of each at the first step that it reaches.
  private func sums(
    seenBy places: Range<Int>, check: (() throws -> Void)? = nil
  ) rethrows -> (sums: StepSums, last: [ScaledVector]) {
    let first = firstStep(of: places.lowerBound)
    let history = try history(places, from: first) { _, _ in try check?() }
    var sums = StepSums(count: target, units: trajectory.hiddenSize, block: block)
    sums.add(history, inputs, from: first)
    return (sums, history.last)
  }

  /// The first step that a covector reaches, and none behind it in order goes farther.
  private func firstStep(of place: Int) -> Int {
    guard let basis, basis.isComplete else { return 1 }
    return basis.firstSteps[count - place - 1]
  }

  /// Covectors from a place on, as many as are taken at a time: as ten megabytes hold, and of those that are forgotten as go
  /// about as far back as the first one.
  func batch(from first: Int) -> Range<Int> {
    guard first < count else { return count..<count }
    let steps = target - firstStep(of: first) + 1
    let atOnce = Swift.max(1, Swift.min(16, 1_200_000 / (steps * trajectory.hiddenSize * trajectory.layout.gates)))
    let most = first..<Swift.min(first + atOnce, count)
    let least = steps * 4 / 5
    return first..<(most.first { target - firstStep(of: $0) + 1 < least } ?? most.upperBound)
  }

  /// All from a place on, so many at a time; or some of these batches.
  func batches(from first: Int = 0, atMost count: Int = .max) -> [Range<Int>] {
    Array(
      sequence(first: batch(from: first)) { self.batch(from: $0.upperBound) }.lazy.prefix { !$0.isEmpty }.prefix(count))
  }

  /// What some covectors see from a step on; each step on their way back is handed to `visit`.
  func history(
    _ places: Range<Int>, from first: Int = 1, visit: ((BackwardSweep, Int) throws -> Void)? = nil
  ) rethrows -> DeltaHistory {
    if observable == .totalLoss, let losses = OutputErrors(trajectory, through: target)?.covectors {
      return try DeltaHistory(
        trajectory, target: target, losses: losses, truncation: truncation, adjointLimit: adjointLimit, visit: visit)
    }
    return try DeltaHistory(
      trajectory, target: target, from: first, covectors: covectors(places), throughLayers: observable.isLoss,
      truncation: truncation, adjointLimit: adjointLimit, visit: visit)
  }

  private func covectors(_ places: Range<Int>) -> ScaledRows {
    guard observable.isVector else { return ScaledRows([trajectory.covector(of: observable, at: target)]) }
    if let basis, basis.isComplete {
      return ScaledRows(places.flatMap { basis.covectors[count - $0 - 1] }, columns: trajectory.stateSize)
    }
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

  /// Adds what some covectors see from a step on.
  mutating func add(_ history: DeltaHistory, _ inputs: LayerInputs, from first: Int) {
    let blockDeltas = history.deltas(of: block, units: unitCount)
    let inputs = inputs.rows.rows(first - 1..<flows.count)
    for index in first - 1..<flows.count {
      let place = index - first + 1
      for row in place * history.rowCount..<(place + 1) * history.rowCount {
        let (flow, delta) = (history.flows[row], blockDeltas.norm(row))
        flows[index].add(flow * flow)
        deltas[index].add(delta * delta)
      }
    }
    units.add(blockDeltas, covectors: history.rowCount, inputs)
    if block.isNumber {
      flowNumbers = history.flows
      numbers = flows.indices.map { blockDeltas.number($0) * inputs.number($0) }
    } else {
      let gradients = OuterProductSums(blockDeltas, count: history.rowCount, inputs)
      for covector in 0..<gradients.count { total.add(gradients.square(covector)) }
      gradients.forEachInnerProduct { innerProducts[first - 1 + $0].add($1) }
    }
  }

  /// Adds the sums over other covectors, those of a block that is no number, from a step on.
  mutating func add(_ other: StepSums, from first: Int) {
    for index in first - 1..<flows.count {
      flows[index].add(other.flows[index].value)
      deltas[index].add(other.deltas[index].value)
      innerProducts[index].add(other.innerProducts[index].value)
    }
    total.add(other.total.value)
    units.add(other.units)
  }
}

extension Trajectory {
  /// ∂s_i/∂θ_* where the state is one number and so is the block.
  fileprivate func immediateNumber(at step: Int, _ block: ParameterBlock, _ input: ScaledDouble) -> ScaledDouble {
    layout.gateDerivatives.indices.filter { block.gates.contains(layout.gateDerivatives[$0].gate) }
      .reduce(.zero) { $0 + scaledDerivative(at: step, $1, unit: 0) * input }
  }
}
