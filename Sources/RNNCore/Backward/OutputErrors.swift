/// The losses of steps 1 … k and what they ask for, all at once: ∂L_t/∂z_t, 0 where there is no target.
struct OutputErrors {
  /// Σ L_t; nil of a recording.
  let loss: Double?
  /// ∂L_t/∂s_t of the last layer, a row for each step and in it a number for each of the state's.
  let covectors: ScaledRows
  /// ∂L_t/∂z_t; nil where s_t itself is held against the target.
  private let errors: ScaledRows?

  /// Nil where the total loss does not exist up to that step. Where layers stand on the trajectory's, it is the last one's
  /// states that have one.
  init?(_ layer: Trajectory, through last: Int) {
    guard let targets = layer.inputs.targets, let readout = layer.readout, layer.canObserve(.totalLoss, at: last) else {
      return nil
    }
    let top = layer.top
    switch targets.kind {
    case .classes(let classes):
      let (loss, errors) = Self.errors(top, readout, classes, through: last, weight: targets.weight)
      self.init(loss, errors, readout, top)
    case .values(let values):
      let (loss, errors) = Self.errors(top, readout, values, through: last, weight: targets.weight)
      self.init(loss, errors, readout, top)
    case .gradients(let recorded):
      let rows = ScaledRows((1...last).flatMap { top.covector(of: recorded, at: $0) }, columns: top.stateSize)
      self.init(loss: nil, covectors: rows, errors: nil)
    }
  }

  private init(loss: Double?, covectors: ScaledRows, errors: ScaledRows?) {
    (self.loss, self.covectors, self.errors) = (loss, covectors, errors)
  }

  private init(_ loss: Double, _ errors: ScaledRows, _ readout: Readout, _ top: Trajectory) {
    let asked =
      readout.weights.map { errors.multiplied(by: ScaledWeights(guarding: $0), columns: $0.columns) } ?? errors
    self.init(
      loss: loss, covectors: asked.padded(to: top.stateSize), errors: readout.weights == nil ? nil : errors)
  }

  /// Σ_t ∂L_t/∂z_t c_tᵀ of what the parameter is multiplied by; nil where s_t itself is held against the target.
  func gradient(layerInputs factors: ScaledRows) -> ScaledMatrix? {
    errors.map { OuterProductSums($0, count: 1, factors).matrix }
  }

  /// z_t = V s_t + c of every step, or s_t.
  private static func outputs(_ trajectory: Trajectory, _ readout: Readout, through last: Int) -> [Double] {
    let states = trajectory.hiddenStates(1..<last + 1)
    guard let V = readout.weights else { return states }
    let c = readout.bias
    var outputs = LinearAlgebra.product(
      states, V.transposed.elements, rows: last, inner: trajectory.hiddenSize, columns: c.count)
    for index in outputs.indices { outputs[index] += c[index % c.count] }
    for (index, offset) in zip(outputs.indices, trajectory.logitOffsets) { outputs[index] += offset }
    return outputs
  }
}

/// Classes: the cross-entropy of a softmax.
extension OutputErrors {
  /// Σ −log o_t[y_t] and o_t − onehot(y_t), times w.
  private static func errors(
    _ trajectory: Trajectory, _ readout: Readout, _ classes: ClassTargets, through last: Int, weight: Double
  ) -> (Double, ScaledRows) {
    let columns = readout.bias.count
    var logits = outputs(trajectory, readout, through: last)
    var (sum, unresolved) = (ScaledSum(), [Int]())
    logits.withUnsafeMutableBufferPointer { logits in
      for t in 0..<last {
        let row = UnsafeMutableBufferPointer(rebasing: logits[t * columns..<(t + 1) * columns])
        guard let y = classes[t] else {
          row.update(repeating: 0)
          continue
        }
        sum.add(ScaledDouble(overwrite(row, class: y)))
        if row[y].magnitude < 0x1p-900 { unresolved.append(t) }
        if weight != 1 { for index in row.indices { row[index] *= weight } }
      }
    }
    var errors = ScaledRows(logits, columns: columns)
    for t in unresolved {
      if let careful = trajectory.stepLoss(at: t + 1)?.outputGradient { errors.replace(t, with: careful) }
    }
    return (sum.value.doubleValue * weight, errors)
  }

  /// Puts o − onehot(y) in the place of the logits and returns the loss.
  private static func overwrite(_ row: UnsafeMutableBufferPointer<Double>, class y: Int) -> Double {
    let logit = row[y]
    let softmax = Softmax(overwriting: row)
    let loss = softmax.loss(of: y, logit: logit, UnsafeBufferPointer(row))
    row[y] = -Softmax.others(UnsafeBufferPointer(row), than: y)
    return loss
  }
}

/// Values: squared errors.
extension OutputErrors {
  /// Σ mean (ŷ_t − y_t)² and 2(ŷ_t − y_t)/p, times w.
  private static func errors(
    _ trajectory: Trajectory, _ readout: Readout, _ values: TargetValues, through last: Int, weight: Double
  ) -> (Double, ScaledRows) {
    let p = values.width
    var numbers = outputs(trajectory, readout, through: last)
    var sum = ScaledSum()
    for t in 0..<last {
      let row = t * p..<(t + 1) * p
      guard values.isKnown[t] else {
        for index in row { numbers[index] = 0 }
        continue
      }
      var squares = 0.0
      for index in row {
        let error = numbers[index] - values.numbers[index]
        squares += error * error
        numbers[index] = 2 * error / Double(p) * weight
      }
      sum.add(ScaledDouble(squares / Double(p)))
    }
    return (sum.value.doubleValue * weight, ScaledRows(numbers, columns: p))
  }
}
