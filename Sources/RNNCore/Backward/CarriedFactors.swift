/// The right factor of each rank-one contribution δ_i c_iᵀ: c_i is s_{i−1} for W, x_i for U and 1 for b.
struct CarriedFactors: Sendable {
  /// c_1 … c_k, each under an exponent of its own: states may span a `Double`'s whole range.
  let rows: ScaledRows

  init(_ trajectory: Trajectory, target: Int, parameter: Parameter) {
    switch parameter {
    case .recurrentWeights:
      let n = trajectory.hiddenSize
      rows = ScaledRows(Array(trajectory.states[..<(target * n)]), columns: n)
    case .inputWeights:
      let m = trajectory.inputs.dimension
      rows = ScaledRows(Array(trajectory.inputs.values[..<(target * m)]), columns: m)
    case .bias: rows = ScaledRows(Array(repeating: 1, count: target), columns: 1)
    }
  }

  /// ‖c_i‖₂.
  func norm(at step: Int) -> ScaledDouble { rows.norm(step - 1) }
}
