import RNNCore
import Testing

@Suite("Total derivatives of every step by the forward recursion")
struct TotalDerivativesTests {
  /// Both sides round once or twice for each of 40 steps: relative to Σ|terms| that is below 2e−14.
  @Test("Each is the sum of the contributions of its step", arguments: Activation.allCases)
  func contributions(activation: Activation) throws {
    let network = try RNN(activation: activation, W: -0.9, U: 0.8, b: 0.1)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.noise.sequence(steps: 40, seed: 3), initialState: [0.4])
    for parameter in Parameter.allCases {
      let totals = trajectory.totalDerivatives(through: 40, parameter)
      #expect(totals.count == 40)
      for (index, total) in totals.enumerated() {
        let terms = Contributions(of: trajectory, target: index + 1, parameter: parameter)
        #expect(
          (total - terms.total).magnitude <= terms.sumOfNorms * ScaledDouble(2e-14), "\(parameter), k=\(index + 1)")
      }
    }
  }

  @Test("Without input and f the identity, s_t = W^t·s_0 and ∂s_t/∂W = t·W^(t−1)·s_0, exactly for W = 2")
  func powers() throws {
    let network = try RNN(activation: .identity, W: 2, U: 1)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.zero.sequence(steps: 900), initialState: [3])
    let totals = trajectory.totalDerivatives(through: 900, .recurrentWeights)
    for t in 1...900 {
      #expect(totals[t - 1] == ScaledDouble(significand: 3 * Double(t), exponent: t - 1))
    }
    #expect(trajectory.totalDerivatives(through: 1, .bias) == [.one])
    #expect(trajectory.totalDerivatives(through: 3, .bias) == [1, 3, 7].map { ScaledDouble($0) })
  }
}
