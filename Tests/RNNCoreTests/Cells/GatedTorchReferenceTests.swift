import Testing

@testable import RNNCore

@Suite("GRU and LSTM of 1 to 32 units against PyTorch's automatic differentiation")
struct GatedTorchReferenceTests {
  /// Relative to the largest of what is looked at. PyTorch's own rounding is in these numbers too, over up to 200 steps:
  /// it makes 1 − z, 1 − tanh² and o − 1 by subtraction.
  private let tolerance = 1e-11

  @Test("States, losses and the flow of all that the units keep")
  func forward() throws {
    let references = try GatedTorchReference.all()
    #expect(references.count == 16 && references.count { $0.experiment.inputs.steps == 200 } == 8)
    for reference in references {
      let trajectory = reference.experiment.trajectory()
      let last = trajectory.steps
      let state = trajectory.states[last * trajectory.stateSize..<(last + 1) * trajectory.stateSize]
      #expect(state.count == reference.state.count)
      for (value, expected) in zip(state, reference.state) {
        #expect((value - expected).magnitude <= tolerance, "\(reference.name): state")
      }
      for (index, expected) in reference.losses.enumerated() {
        let loss = trajectory.output(at: index + 1)?.loss ?? 0
        #expect((loss - expected).magnitude <= tolerance, "\(reference.name): L_\(index + 1)")
      }
      let regime = Regime(of: trajectory, target: last)
      let flow = ScaledDouble.exp((regime.lyapunovExponent ?? 0) * Double(last - 1))
      for value in [flow, trajectory.flowNorm(from: 1, to: last)] {
        #expect((value.doubleValue / reference.flow - 1).magnitude <= tolerance, "\(reference.name): P(T,1)")
      }
    }
  }

  @Test("Contributions, signed bars and totals of every observable, of whole matrices and of rows of a gate")
  func contributions() throws {
    for reference in try GatedTorchReference.all() {
      let trajectory = reference.experiment.trajectory()
      for block in reference.blocks {
        for view in block.views { check(view, block, trajectory, reference.name) }
      }
    }
  }

  private func check(
    _ view: GatedTorchReference.View, _ block: GatedTorchReference.Block, _ trajectory: Trajectory, _ name: String
  ) {
    let terms = Contributions(
      of: trajectory, target: block.target, parameter: view.parameter, observable: block.observable)
    let label = "\(name), \(block.observable) at \(block.target), ∂/∂\(view.parameter)"
    let largest = ScaledDouble(view.largest)
    #expect(
      ((terms.values().map(\.magnitude).max() ?? .zero) - largest).magnitude <= ScaledDouble(tolerance) * largest,
      "\(label), the largest")
    // A sum that cancels cannot be known better than its terms: its direction turns by rounding over ‖G‖.
    let scale = terms.sumOfNorms.doubleValue
    let turn = Swift.max(1, scale / view.total.norm * 1e-2)
    for (place, step) in block.steps.enumerated() {
      let (norm, signed) = (view.norms[place], view.signed[place])
      #expect(
        (terms[step].value.magnitude.doubleValue - norm).magnitude <= tolerance * view.largest, "\(label) \(step)")
      #expect(
        (terms[step].signed.doubleValue - signed).magnitude <= tolerance * view.largest * turn, "\(label) \(step)")
      // The small ones are right too, each by itself.
      #expect((terms[step].value.magnitude.doubleValue / norm - 1).magnitude <= 1e-9 || norm < 1e-14 * view.largest)
      guard !terms.areNorms, signed.magnitude > tolerance * view.largest else { continue }
      let sign = signed * (view.total.elements.first ?? terms.total.significand)
      #expect(terms[step].value.signum == (sign < 0 ? -1 : 1), "\(label), sign of \(step)")
    }
    #expect((terms.total.magnitude.doubleValue - view.total.norm).magnitude <= tolerance * scale, "\(label), total")
  }

  @Test("∂L/∂W, U, b, b_hh, V and c, element by element")
  func gradients() throws {
    for reference in try GatedTorchReference.all() {
      let trajectory = reference.experiment.trajectory()
      let block = try #require(reference.blocks.first { $0.observable == .totalLoss })
      let gradients = try #require(LossGradients(of: trajectory))
      let loss = try #require(gradients.loss)
      #expect((loss - reference.losses.reduce(0, +)).magnitude <= tolerance * loss)
      #expect((gradients.hiddenBias != nil) == (reference.experiment.network.cellKind == .gru))
      let whole = block.views.filter { $0.parameter.gate == nil }.map(\.total) + block.head
      let matrices =
        [gradients.recurrentWeights, gradients.inputWeights, gradients.bias]
        + [gradients.hiddenBias, gradients.outputWeights, gradients.outputBias].compactMap { $0 }
      #expect(whole.count == matrices.count)
      for (total, matrix) in zip(whole, matrices) {
        #expect((matrix.norm.doubleValue / total.norm - 1).magnitude <= tolerance, "\(reference.name)")
        for (place, expected) in total.elements.enumerated() {
          let index = place * total.stride
          let value = matrix[index / matrix.columns, index % matrix.columns].doubleValue
          #expect((value - expected).magnitude <= tolerance * total.norm, "\(reference.name), number \(index)")
        }
      }
    }
  }
}
