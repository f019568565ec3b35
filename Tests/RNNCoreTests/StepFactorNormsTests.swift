import RNNCore
import Testing

@Suite("Step factors of many steps at once")
struct StepFactorNormsTests {
  private func check(_ network: RNN, _ inputs: InputSequence, _ name: String) {
    let trajectory = Trajectory(
      network: network, inputs: inputs, initialState: Array(repeating: 0.1, count: network.hiddenSize))
    let steps = Array(1...inputs.steps)
    for (step, factor) in zip(steps, trajectory.stepFactors(at: steps)) {
      let exact = trajectory.stepFactor(at: step)
      guard !exact.isZero else {
        #expect(factor.isZero, "\(name), step \(step)")
        continue
      }
      let ratio = (factor / exact).doubleValue
      #expect(ratio <= 1 + 1e-12 && ratio >= 1 - 1e-3, "\(name), step \(step): \(ratio)")
    }
  }

  @Test("Within 0.1 % of the exact ones, and not above", arguments: Initialization.allCases, [2, 5, 16, 40])
  func random(initialization: Initialization, n: Int) throws {
    for activation in [Activation.tanh, .relu, .identity, .sine] {
      let W = initialization.recurrentWeights(order: n, seed: 3)
      let U = Matrix(rows: n, columns: 1, elements: (0..<n).map { Double($0 % 5) - 2 })
      let network = try RNN(activation: activation, inputWeights: U, recurrentWeights: W)
      check(network, SyntheticInput.noise.sequence(steps: 30), "\(initialization) \(activation) n=\(n)")
    }
  }

  @Test("Huge, tiny and zero weights")
  func extremes() throws {
    for scale in [1e300, 1e-300, 0] {
      let W = Matrix(rows: 6, columns: 6, elements: (0..<36).map { scale * Double($0 % 7 - 3) })
      let network = try RNN(
        activation: .tanh, inputWeights: Matrix(rows: 6, columns: 1, elements: [1, 2, -1, 0, 30, 4]),
        recurrentWeights: W)
      check(network, SyntheticInput.sine.sequence(steps: 12), "W of size \(scale)")
    }
  }
}
