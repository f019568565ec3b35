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
  /// ∂L/∂W, n×n.
  public let recurrentWeights: ScaledMatrix
  /// ∂L/∂U, n×m.
  public let inputWeights: ScaledMatrix
  /// ∂L/∂b, n×1.
  public let bias: ScaledMatrix
  /// ∂L/∂V, p×n.
  public let outputWeights: ScaledMatrix
  /// ∂L/∂c, p×1.
  public let outputBias: ScaledMatrix

  /// The gradients of the loss of steps 1 … T.
  ///
  /// Nil where there is no such number: without output weights V of at least two classes, without a target class, or where
  /// the trajectory or an output overflows.
  public init?(of trajectory: Trajectory) {
    let steps = trajectory.steps
    guard trajectory.isFinite(through: steps), let outputs = OutputErrors(trajectory) else { return nil }
    loss = outputs.loss
    outputWeights = outputs.gradient(carrying: trajectory.stateRows)
    outputBias = outputs.gradient(carrying: ScaledRows(Array(repeating: 1, count: steps), columns: 1))
    let history = DeltaHistory(
      trajectory, target: steps, covectors: ScaledRows([outputs.covector(at: steps)]), losses: outputs.covector(at:))
    func gradient(_ parameter: Parameter) -> ScaledMatrix {
      history.gradients(CarriedFactors(trajectory, target: steps, parameter: parameter)).matrix(0)
    }
    recurrentWeights = gradient(.recurrentWeights)
    inputWeights = gradient(.inputWeights)
    bias = gradient(.bias)
  }
}

/// o_t − onehot(y_t) of every step, 0 where there is no target class.
private struct OutputErrors {
  let loss: Double
  private let V: Matrix
  private let errors: ScaledRows

  init?(_ trajectory: Trajectory) {
    guard let V = trajectory.network.outputWeights, trajectory.canObserve(.totalLoss, at: trajectory.steps) else {
      return nil
    }
    self.V = V
    var sum = ScaledSum()
    let none = ScaledVector(Array(repeating: 0, count: V.rows))
    errors = ScaledRows(
      (1...trajectory.steps).map { step in
        guard trajectory.inputs.classes?[step - 1] != nil, let output = trajectory.output(at: step) else { return none }
        sum.add(ScaledDouble(output.loss ?? 0))
        return output.scaledLogitGradient ?? none
      })
    loss = sum.value.doubleValue
  }

  /// ∂L_t/∂s_t.
  func covector(at step: Int) -> ScaledVector { V.transposedProduct(errors.vector(step - 1)) }

  /// Σ_t (o_t − onehot(y_t)) c_tᵀ.
  func gradient(carrying factors: ScaledRows) -> ScaledMatrix { OuterProductSums(errors, count: 1, factors).matrix(0) }
}

extension Trajectory {
  /// s_1 … s_T.
  fileprivate var stateRows: ScaledRows { ScaledRows(Array(states[hiddenSize...]), columns: hiddenSize) }
}
