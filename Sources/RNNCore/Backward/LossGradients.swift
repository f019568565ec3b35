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
  /// ∂L/∂b_hh of a GRU, likewise; nil of every other cell.
  public let hiddenBias: ScaledMatrix?
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
    outputWeights = errors.gradient(layerInputs: trajectory.top.stateRows)
    outputBias = errors.gradient(layerInputs: ScaledRows(Array(repeating: 1, count: steps), columns: 1))
    let history = DeltaHistory(
      trajectory, target: steps, losses: errors.covectors, truncation: truncation, adjointLimit: adjointLimit)
    let cell = trajectory.network.cell
    func gradient(_ block: ParameterBlock) -> ScaledMatrix {
      let deltas = history.deltas(of: block, units: trajectory.hiddenSize)
      return OuterProductSums(deltas, count: 1, LayerInputs(trajectory, target: steps, block).rows).matrix(0)
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

/// o_t − onehot(y_t) of steps 1 … k, 0 where there is no target class; all at once.
struct OutputErrors {
  /// Σ L_t in nats.
  let loss: Double
  /// ∂L_t/∂s_t = Vᵀ(o_t − onehot(y_t)), a row for each step and in it a number for each of the state's.
  let covectors: ScaledRows
  private let errors: ScaledRows

  /// Nil where the total loss does not exist up to that step. Where layers stand on the trajectory's, it is the last one's
  /// states that have one.
  init?(_ layer: Trajectory, through last: Int) {
    let trajectory = layer.top
    guard let V = trajectory.network.outputWeights, let c = trajectory.network.outputBias,
      let classes = trajectory.inputs.classes, trajectory.canObserve(.totalLoss, at: last)
    else { return nil }
    var logits = Self.logits(trajectory, V, c, through: last)
    var (sum, unresolved) = (ScaledSum(), [Int]())
    logits.withUnsafeMutableBufferPointer { logits in
      for t in 0..<last {
        let row = UnsafeMutableBufferPointer(rebasing: logits[t * c.count..<(t + 1) * c.count])
        guard let y = classes[t] else {
          row.update(repeating: 0)
          continue
        }
        sum.add(ScaledDouble(Self.overwrite(row, class: y)))
        if row[y].magnitude < 0x1p-900 { unresolved.append(t) }
      }
    }
    loss = sum.value.doubleValue
    var errors = ScaledRows(logits, columns: c.count)
    for t in unresolved {
      if let careful = trajectory.output(at: t + 1)?.scaledLogitGradient { errors.replace(t, with: careful) }
    }
    self.errors = errors
    covectors = errors.multiplied(by: ScaledWeights(guarding: V), columns: V.columns).padded(to: trajectory.stateSize)
  }

  /// z_t = V s_t + c of every step.
  private static func logits(_ trajectory: Trajectory, _ V: Matrix, _ c: [Double], through last: Int) -> [Double] {
    let n = trajectory.hiddenSize
    let states = trajectory.hiddenStates(1..<last + 1)
    var logits = LinearAlgebra.product(states, V.transposed.elements, rows: last, inner: n, columns: c.count)
    for index in logits.indices { logits[index] += c[index % c.count] }
    for (index, offset) in zip(logits.indices, trajectory.logitOffsets) { logits[index] += offset }
    return logits
  }

  /// Puts o − onehot(y) in the place of the logits and returns the loss.
  private static func overwrite(_ row: UnsafeMutableBufferPointer<Double>, class y: Int) -> Double {
    let logit = row[y]
    let softmax = Softmax(overwriting: row)
    let loss = softmax.loss(of: y, logit: logit, UnsafeBufferPointer(row))
    row[y] = -Softmax.others(UnsafeBufferPointer(row), than: y)
    return loss
  }

  /// Σ_t (o_t − onehot(y_t)) c_tᵀ of what the parameter is multiplied by.
  func gradient(layerInputs factors: ScaledRows) -> ScaledMatrix {
    OuterProductSums(errors, count: 1, factors).matrix(0)
  }
}
