import CReference
import RNNCore

/// Forward pass and every term of one target, against the same loops in C, in turn in the same run.
func scalarAgainstC(steps: Int) throws {
  let inputs = SyntheticInput.noise.sequence(steps: steps)
  let network = try RNN(activation: .tanh, W: 0.9, U: 0.8)
  var reference = [scaled](repeating: scaled(), count: steps)
  var terms = [ScaledDouble](repeating: .zero, count: steps)
  let repeats = Swift.max(20_000 / steps, 1)
  let times = Timing.medians(
    rounds: 301,
    [
      {
        for _ in 0..<repeats {
          let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0.1])
          let contributions = Contributions(of: trajectory, target: steps, parameter: .recurrentWeights)
          terms = contributions.values()
          use(contributions.total)
        }
      },
      { for _ in 0..<repeats { use(reference_terms(0.9, 0.8, 0, 0.1, inputs.values, steps, &reference)) } },
    ])
  check(terms, reference)
  let (swift, c) = (times[0] / Double(repeats) * 1e6, times[1] / Double(repeats) * 1e6)
  row("forward pass and all terms, T = \(steps), Swift", short(swift, "µs"), "")
  row("forward pass and all terms, T = \(steps), C -O3", short(c, "µs"), "")
  row("  ratio", short(swift / c, "×"), steps == 1000 ? "≤ 1.3 ×" : "")
}

/// Both must have computed the same terms, to the tolerance that their different tanh leaves.
private func check(_ terms: [ScaledDouble], _ reference: [scaled]) {
  for (term, other) in zip(terms, reference) {
    let expected = ScaledDouble(significand: other.significand, exponent: other.exponent)
    precondition((term - expected).magnitude <= ScaledDouble(1e-9) * expected.magnitude, "Swift and C disagree")
  }
}
