/// The gradient of the total loss L = Σ_t L_t, over the steps that have a target (`Targets`), with respect to every parameter.
///
/// One backward sweep for all targets: λ_i = Vᵀ ∂L_i/∂z_i + J_{i+1}ᵀ λ_{i+1} from the right end, then
///
///     ∂L/∂W = Σ_i δ_i s_{i−1}ᵀ    ∂L/∂U = Σ_i δ_i x_iᵀ    ∂L/∂b = Σ_i δ_i          with δ_i = f′(a_i) ⊙ λ_i
///     ∂L/∂V = Σ_t ∂L_t/∂z_t s_tᵀ                          ∂L/∂c = Σ_t ∂L_t/∂z_t
///
/// where ∂L_t/∂z_t is o_t − onehot(y_t) of a class and 2(ŷ_t − y_t)/p of p values, times their w.
///
/// Complexity: O(T·n·(n + m + p)) time, O(T·(n + m + p)) memory.
public struct LossGradients: Hashable, Sendable {
  /// L, of classes in nats; nil of recorded gradients, which say only how it changes.
  public let loss: Double?
  /// ∂L/∂W, of the shape of W: n×n for Elman's cell.
  public let recurrentWeights: ScaledMatrix
  /// ∂L/∂U, of the shape of U.
  public let inputWeights: ScaledMatrix
  /// ∂L/∂b, a row for each number of b.
  public let bias: ScaledMatrix
  /// ∂L/∂b_hh of a GRU, likewise; nil of every other cell.
  public let hiddenBias: ScaledMatrix?
  /// ∂L/∂V, p×n; nil where the states themselves are held against the targets.
  public let outputWeights: ScaledMatrix?
  /// ∂L/∂c, p×1; nil likewise.
  public let outputBias: ScaledMatrix?

  /// The gradients of the loss of steps 1 … T.
  ///
  /// Nil where there is no such number: without targets that the network can be held against, or where the trajectory or an
  /// output overflows.
  ///
  /// - Parameters:
  ///   - trajectory: the forward pass.
  ///   - truncation: what each step's loss does not hear.
  ///   - adjointLimit: what every number of λ is clamped to at every step, above 0; nil for no limit.
  ///   - threads: how many may share what is left to do after the sweep, on which no number depends.
  public init?(
    of trajectory: Trajectory, truncation: Truncation = .none, adjointLimit: Double? = nil, threads: Int = 1
  ) {
    let steps = trajectory.steps
    guard let errors = OutputErrors(trajectory, through: steps) else { return nil }
    loss = errors.loss
    outputWeights = errors.gradient(layerInputs: trajectory.top.stateRows)
    outputBias = errors.gradient(layerInputs: ScaledRows(Array(repeating: 1, count: steps), columns: 1))
    let history = DeltaHistory(
      trajectory, target: steps, losses: errors.covectors, truncation: truncation, adjointLimit: adjointLimit)
    let cell = trajectory.network.cell
    func gradient(_ block: ParameterBlock) -> ScaledMatrix {
      let deltas = history.deltas(of: block, units: trajectory.hiddenSize)
      let inputs = LayerInputs(trajectory, target: steps, block).rows
      return OuterProductSums(deltas, count: 1, inputs, threads: threads).matrix
    }
    recurrentWeights = gradient(cell.recurrentBlock)
    inputWeights = gradient(cell.inputBlock)
    bias = gradient(cell.biasBlock)
    hiddenBias = cell.hiddenBiasBlock.map { gradient($0) }
  }
}

extension Trajectory {
  /// s_1 … s_T.
  fileprivate var stateRows: ScaledRows { ScaledRows(hiddenStates(1..<steps + 1), columns: hiddenSize) }
}
