/// o_t − onehot(y_t) of steps 1 … k, 0 where there is no target class; all at once.
struct OutputErrors {
  /// Σ L_t in nats.
  let loss: Double
  /// ∂L_t/∂s_t = Vᵀ(o_t − onehot(y_t)), a row for each step and in it a number for each of the state's.
  let covectors: ScaledRows
  private let errors: ScaledRows

  /// Nil where the total loss does not exist up to that step.
  init?(_ trajectory: Trajectory, through last: Int) {
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
    covectors = Self.covectors(errors, V).padded(to: trajectory.stateSize)
  }

  /// z_t = V s_t + c of every step.
  private static func logits(_ trajectory: Trajectory, _ V: Matrix, _ c: [Double], through last: Int) -> [Double] {
    let n = trajectory.hiddenSize
    let states = trajectory.hiddenStates(1..<last + 1)
    var logits = LinearAlgebra.product(states, V.transposed.elements, rows: last, inner: n, columns: c.count)
    for index in logits.indices { logits[index] += c[index % c.count] }
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

  private static func covectors(_ errors: ScaledRows, _ V: Matrix) -> ScaledRows {
    let weights = ScaledWeights(guarding: V)
    var covectors = ScaledRows(
      LinearAlgebra.product(errors.elements, weights.elements, rows: errors.count, inner: V.rows, columns: V.columns),
      columns: V.columns)
    covectors.shift(by: errors.exponents.map { $0 + weights.exponent })
    return covectors
  }

  /// Σ_t (o_t − onehot(y_t)) c_tᵀ.
  func gradient(carrying factors: ScaledRows) -> ScaledMatrix { OuterProductSums(errors, count: 1, factors).matrix(0) }
}
