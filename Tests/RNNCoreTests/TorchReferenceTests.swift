import RNNCore
import Testing

/// PyTorch's own rounding is in these numbers too, hence a bound well above that of the references of 60 digits.
@Suite("Networks of 1 to 32 units against PyTorch's automatic differentiation")
struct TorchReferenceTests {
  private let tolerance = 1e-11

  @Test("States, losses, contributions, signed bars and totals of every observable")
  func everything() throws {
    let references = try TorchReference.all()
    #expect(references.count == 44)
    for reference in references {
      let trajectory = reference.experiment.trajectory()
      for (value, expected) in zip(trajectory.state(at: trajectory.steps), reference.state) {
        #expect((value - expected).magnitude <= tolerance, "\(reference.name): state")
      }
      for (index, expected) in reference.losses.enumerated() {
        let loss = trajectory.output(at: index + 1)?.loss ?? 0
        #expect((loss - expected).magnitude <= tolerance * Swift.max(expected, 1), "\(reference.name): L_\(index + 1)")
      }
      for block in reference.blocks {
        for parameter in Parameter.allCases { try check(block, parameter, trajectory, reference.name) }
      }
    }
  }

  private func check(
    _ block: TorchReference.Block, _ parameter: Parameter, _ trajectory: Trajectory, _ name: String
  ) throws {
    let view = try #require(block.views[parameter.rawValue])
    let total = try #require(block.totals[parameter.rawValue])
    let terms = Contributions(
      of: trajectory, target: block.target, parameter: parameter, observable: block.observable)
    #expect(terms.count == view.norms.count)
    let tolerance = Swift.max(tolerance, roundingOfPyTorch(block, trajectory))
    let label = "\(name), \(block.observable) at \(block.target), ∂/∂\(parameter.rawValue)"
    // Where a state cancels to nothing, as in an orthogonal network, the processor's way of rounding decides what is left.
    let rounding = 4 * Double.ulpOfOne * (view.norms.max() ?? 0)
    for term in terms {
      let (norm, signed) = (view.norms[term.step - 1], view.signed[term.step - 1])
      #expect(
        (term.value.magnitude.doubleValue - norm).magnitude <= tolerance * norm + rounding,
        "\(label), step \(term.step)")
      // A sum that cancels cannot be known better than its terms: its direction turns by rounding over ‖G‖.
      let bound =
        rounding + tolerance * norm * Swift.max(1, terms.sumOfNorms.doubleValue / total.norm * 1e-2)
      #expect((term.signed.doubleValue - signed).magnitude <= bound, "\(label), bar \(term.step)")
    }
    let scale = terms.sumOfNorms.doubleValue
    #expect((terms.total.magnitude.doubleValue - total.norm).magnitude <= tolerance * scale, "\(label), total")
  }

  /// PyTorch makes o_y − 1 by subtraction: where the network is sure, few of its digits are right.
  private func roundingOfPyTorch(_ block: TorchReference.Block, _ trajectory: Trajectory) -> Double {
    guard block.observable == .loss, let output = trajectory.output(at: block.target), let y = output.targetClass,
      let slope = output.logitGradient?[y]
    else { return 0 }
    return 4 * .ulpOfOne / slope.magnitude
  }

  @Test("∂L/∂W, U, b, V and c, element by element")
  func gradients() throws {
    for reference in try TorchReference.all() {
      let trajectory = reference.experiment.trajectory()
      let block = try #require(
        reference.blocks.first { $0.observable == .totalLoss && $0.target == trajectory.steps })
      let gradients = try #require(LossGradients(of: trajectory))
      let loss = try #require(gradients.loss)
      #expect((loss - reference.losses.reduce(0, +)).magnitude <= tolerance * loss)
      for (name, matrix) in [
        ("W", gradients.recurrentWeights), ("U", gradients.inputWeights), ("b", gradients.bias),
        ("V", try #require(gradients.outputWeights)), ("c", try #require(gradients.outputBias)),
      ] {
        let total = try #require(block.totals[name])
        #expect((matrix.norm.doubleValue / total.norm - 1).magnitude <= tolerance, "\(reference.name), ‖∂L/∂\(name)‖")
        for (place, expected) in total.elements.enumerated() {
          let index = place * total.stride
          let value = matrix[index / matrix.columns, index % matrix.columns].doubleValue
          #expect((value - expected).magnitude <= tolerance * total.norm, "\(reference.name), ∂L/∂\(name)[\(index)]")
        }
      }
    }
  }
}
