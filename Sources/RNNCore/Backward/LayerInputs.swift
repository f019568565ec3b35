/// The right factor of each rank-one contribution δ_i c_iᵀ to a block of parameters: what the block is multiplied by, c_i:
/// h_{i−1} for W, x_i for U and 1 for b.
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
  /// The block of a parameter.
  func block(_ parameter: Parameter) -> ParameterBlock { network.cell.block(parameter) }

  /// c_t, what a block is multiplied by at step t.
  func layerInput(at step: Int, _ block: ParameterBlock) -> ArraySlice<Double> {
    switch block.layerInput {
    case .previousState: state(at: step - 1)
    case .input: inputs[step]
    case .one: [1]
    }
  }
}
