/// The gradient of the total loss L = Σ_t L_t, over the steps that have a target class, with respect to every parameter.
///
/// One backward sweep for all targets: λ_i = Vᵀ(o_i − onehot(y_i)) + J_{i+1}ᵀ λ_{i+1} from the right end, then
///
///     ∂L/∂W = Σ_i δ_i s_{i−1}ᵀ    ∂L/∂U = Σ_i δ_i x_iᵀ    ∂L/∂b = Σ_i δ_i          with δ_i = f′(a_i) ⊙ λ_i
///     ∂L/∂V = Σ_t (o_t − onehot(y_t)) s_tᵀ                ∂L/∂c = Σ_t (o_t − onehot(y_t))
///
/// Complexity: O(T·n·(n + m + p)) time, O(T·(n + m + p)) memory.
public struct LossGradients: Hashable, Sendable {
  /// L, in nats.
  public let loss: Double
  /// ∂L/∂W, of the shape of W: n×n for Elman's cell.
  public let recurrentWeights: ScaledMatrix
  /// ∂L/∂U, of the shape of U.
  public let inputWeights: ScaledMatrix
  /// ∂L/∂b, a row for each number of b.
  public let bias: ScaledMatrix
  /// ∂L/∂V, p×n.
  public let outputWeights: ScaledMatrix
  /// ∂L/∂c, p×1.
  public let outputBias: ScaledMatrix

  /// The gradients of the loss of steps 1 … T.
  ///
  /// Nil where there is no such number: without output weights V of at least two classes, without a target class, or where
  /// the trajectory or an output overflows.
  ///
  /// - Parameters:
  ///   - trajectory: the forward pass.
  ///   - truncation: what each step's loss does not hear.
  ///   - adjointLimit: what every number of λ is clamped to at every step, above 0; nil for no limit.
  public init?(of trajectory: Trajectory, truncation: Truncation = .none, adjointLimit: Double? = nil) {
    let steps = trajectory.steps
    guard let errors = OutputErrors(trajectory, through: steps) else { return nil }
    loss = errors.loss
    outputWeights = errors.gradient(carrying: trajectory.stateRows)
    outputBias = errors.gradient(carrying: ScaledRows(Array(repeating: 1, count: steps), columns: 1))
    let history = DeltaHistory(
      trajectory, target: steps, losses: errors.covectors, truncation: truncation,
      adjointLimit: adjointLimit)
    func gradient(_ parameter: Parameter) -> ScaledMatrix {
      let block = trajectory.block(parameter)
      let deltas = history.deltas(of: block, units: trajectory.hiddenSize)
      return OuterProductSums(deltas, count: 1, LayerInputs(trajectory, target: steps, block).rows).matrix(0)
    }
    recurrentWeights = gradient(.recurrentWeights)
    inputWeights = gradient(.inputWeights)
    bias = gradient(.bias)
  }
}

extension Trajectory {
  /// s_1 … s_T.
  fileprivate var stateRows: ScaledRows { ScaledRows(hiddenStates(1..<steps + 1), columns: hiddenSize) }
}
