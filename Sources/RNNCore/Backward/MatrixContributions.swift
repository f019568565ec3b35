/// The norms that stand for each contribution of a network with several units, and their signed bars.
///
/// All arrays are indexed by step − 1. Everything follows from adjoints: row r of P(k,i)·diag f′(a_i) is the covector
/// δ_i = f′(a_i) ⊙ λ_i of unit r, so the whole state is the sum over its units. They are taken a few at a time: what is
/// held is a few times the trajectory, never all of the flows nor the n×n×n tensor of a contribution.
struct MatrixContributions: Sendable {
  /// ‖λ_i‖₂, of the whole state ‖P(k,i)‖_F.
  private(set) var flows: [ScaledDouble] = []
  /// ‖c_i‖₂, of the whole state times ‖f′(a_i)‖₂.
  private(set) var immediates: [ScaledDouble] = []
  /// ‖C_i‖_F.
  private(set) var values: [ScaledDouble] = []
  /// ⟨C_i, G⟩/‖G‖_F.
  private(set) var signed: [ScaledDouble] = []
  /// ‖G‖_F.
  private(set) var total = ScaledDouble.zero
  /// What each unit's own parameters have of Σ ‖C_i‖².
  private(set) var unitShares: [Double] = []
  /// P(k,1) of the whole state, row by row; nil for other observables.
  private(set) var flow: ScaledVector?

  init(_ trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable) {
    var sweep = MatrixContributionSweep(trajectory, target: target, parameter: parameter, observable: observable)
    while !sweep.isComplete { sweep.advance() }
    self.init(sweep)
  }

  /// From sums that are complete.
  init(_ sweep: MatrixContributionSweep) {
    let (trajectory, carried) = (sweep.trajectory, sweep.carried)
    flow = sweep.flow
    read(sweep.sums, carried)
    immediates = (1...sweep.target).map { step in
      let norm = carried.norm(at: step)
      return sweep.observable == .state ? trajectory.derivativeNorm(at: step) * norm : norm
    }
  }

  private mutating func read(_ sums: StepSums, _ carried: CarriedFactors) {
    total = sums.total.value.squareRoot()
    unitShares = sums.units.shares
    flows = sums.flows.map { $0.value.squareRoot() }
    values = sums.deltas.indices.map { sums.deltas[$0].value.squareRoot() * carried.norm(at: $0 + 1) }
    // Both may have saturated where the total is out of range, and their quotient would look like a number: only the
    // product's sign is one.
    let norm = total.isOutOfRange ? .one : total
    signed = sums.innerProducts.map { norm.isZero ? .zero : $0.value / norm }
  }
}

/// The sums that `MatrixContributions` are read from, gathered from a few covectors at a time: every unit of s_k, or the
/// one covector of a unit or a loss.
struct MatrixContributionSweep: Sendable {
  let trajectory: Trajectory
  let target: Int
  let observable: Observable
  let carried: CarriedFactors
  fileprivate var sums: StepSums
  /// λ_1 of every covector that has taken part.
  private var rows: [ScaledVector] = []
  /// How many covectors have taken part, and how many there are.
  private(set) var done = 0
  let count: Int

  init(_ trajectory: Trajectory, target: Int, parameter: Parameter, observable: Observable) {
    (self.trajectory, self.target, self.observable) = (trajectory, target, observable)
    carried = CarriedFactors(trajectory, target: target, parameter: parameter)
    sums = StepSums(count: target, units: trajectory.hiddenSize)
    count = observable == .state ? trajectory.hiddenSize : 1
  }

  /// Whether every covector has taken part.
  var isComplete: Bool { done == count }

  /// P(k,1) of the whole state, once it is complete; nil for other observables.
  fileprivate var flow: ScaledVector? { observable == .state ? ScaledRows(rows).matrix() : nil }

  /// The multiplications of one covector, counted roughly: two passes over W or G for each step.
  var costOfCovector: Double {
    let n = Double(trajectory.hiddenSize)
    return 3 * Double(target) * n * n
  }

  /// Takes the next covectors in, as many at a time as some ten megabytes hold.
  mutating func advance() {
    let n = trajectory.hiddenSize
    let atOnce = Swift.max(1, Swift.min(16, 1_200_000 / (target * n)))
    let next = done..<Swift.min(done + atOnce, count)
    rows += sums.add(DeltaHistory(trajectory, target: target, covectors: covectors(next), losses: losses), carried)
    done = next.upperBound
  }

  private func covectors(_ places: Range<Int>) -> ScaledRows {
    guard observable == .state else { return ScaledRows([trajectory.covector(of: observable, at: target)]) }
    let n = trajectory.hiddenSize
    return ScaledRows(places.flatMap { unit in (0..<n).map { $0 == unit ? 1.0 : 0 } }, columns: n)
  }

  private var losses: ScaledRows? {
    observable == .totalLoss ? OutputErrors(trajectory, through: target)?.covectors : nil
  }
}

/// Sums over covectors: norms add as squares, inner products as they are.
private struct StepSums: Sendable {
  var flows: [ScaledSum]
  var deltas: [ScaledSum]
  var innerProducts: [ScaledSum]
  var total = ScaledSum()
  var units: UnitSquares

  init(count: Int, units: Int) {
    self.units = UnitSquares(units: units)
    flows = Array(repeating: ScaledSum(), count: count)
    deltas = flows
    innerProducts = flows
  }

  /// Adds what some covectors see, and returns each one's λ_1.
  mutating func add(_ history: DeltaHistory, _ carried: CarriedFactors) -> [ScaledVector] {
    for index in flows.indices {
      for row in index * history.rowCount..<(index + 1) * history.rowCount {
        let (flow, delta) = (history.flowNorms[row], history.deltas.norm(row))
        flows[index].add(flow * flow)
        deltas[index].add(delta * delta)
      }
    }
    units.add(history.deltas, covectors: history.rowCount, carried.rows)
    let gradients = history.gradients(carried)
    for covector in 0..<gradients.count { total.add(gradients.square(covector)) }
    gradients.forEachInnerProduct { innerProducts[$0].add($1) }
    return history.last
  }
}
