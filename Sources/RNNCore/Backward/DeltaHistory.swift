/// δ_1 … δ_k of a few covectors, from one sweep of adjoints.
struct DeltaHistory {
  /// The number of covectors.
  let rowCount: Int
  /// δ by step and covector.
  private(set) var deltas: ScaledRows
  /// ‖λ_i‖₂ by step and covector.
  private(set) var flowNorms: [ScaledDouble]
  /// λ_1 of each covector.
  private(set) var last: [ScaledVector] = []

  /// Runs covectors from the target to step 1. Each row t of `losses` is added to the only covector at step t.
  init(_ trajectory: Trajectory, target: Int, covectors: ScaledRows, losses: ScaledRows? = nil) {
    rowCount = covectors.count
    deltas = ScaledRows(zeroRows: target * rowCount, columns: trajectory.hiddenSize)
    flowNorms = Array(repeating: .zero, count: target * rowCount)
    var sweep = AdjointSweep(trajectory, covectors: covectors)
    for step in stride(from: target, through: 1, by: -1) {
      if let losses { sweep.add(losses, row: step - 1, toRow: 0) }
      sweep.enter(step)
      deltas.copy(sweep.deltas, to: (step - 1) * rowCount)
      for row in 0..<rowCount { flowNorms[(step - 1) * rowCount + row] = sweep.adjoints.norm(row) }
      if step > 1 { sweep.leave() }
    }
    last = (0..<rowCount).map { sweep.adjoints.vector($0) }
  }

  /// G = Σ_i δ_i c_iᵀ of each covector.
  func gradients(_ carried: CarriedFactors) -> OuterProductSums {
    OuterProductSums(deltas, count: rowCount, carried.rows)
  }
}
