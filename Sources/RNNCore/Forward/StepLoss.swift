/// The loss of one step and what it asks for.
struct StepLoss {
  /// L_t; nil of a recording, which says only how it changes.
  let value: Double?
  /// ∂L_t/∂z_t of z_t = V s_t + c; nil where s_t itself is held against the target.
  let outputGradient: ScaledVector?
  /// ∂L_t/∂s_t of the last layer, a number for each of the state's.
  let covector: ScaledVector
}

extension Trajectory {
  /// The loss of a step in 1…T; nil for a step without a target, or where it has no value.
  ///
  /// Complexity: O(p·n).
  func stepLoss(at step: Int) -> StepLoss? {
    guard let targets = inputs.targets, let readout, targets.isKnown(at: step), top.isFinite(through: step) else {
      return nil
    }
    switch targets.kind {
    case .classes:
      guard let output = output(at: step), let gradient = output.scaledLogitGradient else { return nil }
      return loss(output.loss, gradient, readout, targets.weight)
    case .values(let values): return squaredError(values, at: step, readout, targets.weight)
    case .gradients(let recorded):
      let reached = top.covector(of: recorded, at: step)
      return StepLoss(value: nil, outputGradient: nil, covector: ScaledVector(reached))
    }
  }

  /// ŷ_t of a step whose targets are values, and its mean squared error where it has one; nil where ŷ_t is not finite, or cannot be
  /// held against the targets.
  package func valuesSaid(at step: Int) -> (values: [Double], loss: Double?)? {
    guard let targets = inputs.targets, let readout, top.isFinite(through: step) else { return nil }
    let said = said(at: step, readout)
    guard said.allSatisfy(\.isFinite) else { return nil }
    return (said, stepLoss(at: step)?.value.map { $0 / targets.weight })
  }

  /// ‖∂L_t/∂z_t‖, or ‖∂L_t/∂s_t‖ where s_t itself is held against the target; 0 for a step without a target.
  package func errorNorm(at step: Int) -> ScaledDouble {
    stepLoss(at: step).map { ($0.outputGradient ?? $0.covector).norm } ?? .zero
  }

  /// ∂L_t/∂s_t of one unit; nil for a step without a target.
  package func lossSlope(at step: Int) -> ScaledDouble? { stepLoss(at: step)?.covector.first }

  /// L_t = w·mean (ŷ_t − y_t)².
  private func squaredError(_ values: TargetValues, at step: Int, _ readout: Readout, _ weight: Double) -> StepLoss? {
    let said = said(at: step, readout)
    let errors = zip(said, values[step]).map { $0 - $1 }
    let p = Double(errors.count)
    let mean = errors.reduce(0) { $0 + $1 * $1 } / p
    guard mean.isFinite else { return nil }
    return loss(mean, ScaledVector(errors.map { 2 * $0 / p }), readout, weight)
  }

  private func loss(_ value: Double?, _ gradient: ScaledVector, _ readout: Readout, _ weight: Double) -> StepLoss {
    let gradient =
      weight == 1
      ? gradient : ScaledVector(gradient.elements.map { $0 * weight }, exponent: gradient.exponent)
    let covector = readout.weights.map { $0.transposedProduct(gradient) } ?? gradient
    return StepLoss(
      value: value.map { $0 * weight }, outputGradient: readout.weights == nil ? nil : gradient,
      covector: covector.padded(to: top.stateSize))
  }

  /// ŷ_t: what is held against a target of numbers.
  func said(at step: Int, _ readout: Readout) -> [Double] {
    let top = top
    let state = Array(top.state(at: step))
    guard let V = readout.weights else { return state }
    var z = [Double](repeating: 0, count: V.rows)
    LinearAlgebra.multiply(V, state, into: &z)
    for index in z.indices { z[index] += readout.bias[index] }
    if !top.logitOffsets.isEmpty {
      for index in z.indices { z[index] += top.logitOffsets[(step - 1) * z.count + index] }
    }
    return z
  }

  /// What a recording has that reached the whole state of the last layer, this one, at a step.
  func covector(of recorded: RecordedGradients, at step: Int) -> [Double] {
    var numbers = Array(recorded[step]) + Array(repeating: 0, count: stateSize - hiddenSize)
    if let final = inputs.targets?.final(at: step) {
      for (index, number) in final.enumerated() { numbers[index] += number }
    }
    return numbers
  }
}
