/// δ_1 … δ_k of a few covectors, from one way back through time.
struct DeltaHistory {
  /// The number of covectors.
  let rowCount: Int
  /// δ by step and covector.
  private(set) var deltas: ScaledRows
  /// λ by step and covector: ‖λ_i‖₂, or λ_i itself where the state is one number.
  private(set) var flows: [ScaledDouble]
  /// λ_1 of each covector.
  private(set) var last: [ScaledVector] = []

  /// Runs covectors from the target to step 1.
  init(
    _ trajectory: Trajectory, target: Int, covectors: ScaledRows, truncation: Truncation = .none,
    adjointLimit: Double? = nil
  ) {
    self.init(trajectory, target: target, rowCount: covectors.count)
    var sweep = BackwardSweep(
      trajectory, target: target, covectors: covectors, truncation: truncation, adjointLimit: adjointLimit)
    // Beyond the first step that is heard everything is 0.
    for step in stride(from: target, through: truncation.firstStep(heardBy: target), by: -1) {
      sweep.enter(step)
      keep(sweep, step)
      if step > 1 { sweep.leave() }
    }
    last = (0..<rowCount).map { sweep.adjoints.vector($0) }
  }

  /// Runs the losses of steps 1 … k back together, row t − 1 being ∂L_t/∂s_t: λ_{i−1} = J_iᵀ λ_i + ∂L_{i−1}/∂s_{i−1}.
  ///
  /// A window has an end for every loss of its own: as many covectors are under way as it is long.
  init(
    _ trajectory: Trajectory, target: Int, losses: ScaledRows, truncation: Truncation = .none,
    adjointLimit: Double? = nil
  ) {
    self.init(trajectory, target: target, rowCount: 1)
    let count = Swift.min(truncation.window ?? 1, target)
    var sweep = BackwardSweep(
      trajectory, target: target, covectors: ScaledRows(zeroRows: count, columns: trajectory.stateSize),
      truncation: truncation, adjointLimit: adjointLimit)
    for step in stride(from: target, through: 1, by: -1) {
      if truncation.window == nil {
        sweep.add(losses, row: step - 1, toRow: 0)
      } else {
        sweep.begin(row: step % count, with: losses.vector(step - 1), at: step)
      }
      sweep.enter(step)
      keep(sweep, step)
      if step > 1 { sweep.leave() }
    }
    last = [sweep.adjoints.sum()]
  }

  private init(_ trajectory: Trajectory, target: Int, rowCount: Int) {
    self.rowCount = rowCount
    deltas = ScaledRows(zeroRows: target * rowCount, columns: trajectory.layout.lines * trajectory.hiddenSize)
    flows = Array(repeating: .zero, count: target * rowCount)
  }

  /// Keeps what the sweep has at a step, of more covectors than are told apart their sum.
  private mutating func keep(_ sweep: BackwardSweep, _ step: Int) {
    let first = (step - 1) * rowCount
    if sweep.activeCount == rowCount {
      deltas.copy(sweep.deltas, to: first)
      for row in 0..<rowCount { flows[first + row] = Self.flow(sweep.adjoints, row) }
    } else {
      deltas.replace(first, with: sweep.deltas.sum())
      flows[first] = Self.flow(ScaledRows([sweep.adjoints.sum()]), 0)
    }
  }

  private static func flow(_ adjoints: ScaledRows, _ row: Int) -> ScaledDouble {
    adjoints.columns == 1 ? adjoints.number(row) : adjoints.norm(row)
  }

  /// δ of the lines that feed a block, by step and covector.
  func deltas(of block: ParameterBlock, units: Int) -> ScaledRows { deltas.lines(block.lines, units: units) }
}
