import Testing

@testable import RNNCore

@Suite("Step factors and immediate derivatives one by one")
struct ScalarStepsTests {
  /// f′ from 1 down to below a Double's range, and states of every size.
  private func trajectory(W: Double) throws -> Trajectory {
    let network = try RNN(activation: .tanh, W: W, U: 1)
    let inputs = InputSequence(name: "x", values: [0.3, 17.25, 0, -18.5, 200, 1e-200, 355, -360, 400, 1])
    return Trajectory(network: network, inputs: inputs, initialState: [1e-290])
  }

  @Test(
    "They have the digits of the careful path where a product of Doubles would lose some",
    arguments: [0.9, -3, 1e-300, 1e-308, 5e-324, 0])
  func careful(W: Double) throws {
    let trajectory = try trajectory(W: W)
    for parameter in Parameter.allCases {
      ScalarSteps.with(trajectory, parameter) { steps in
        for step in 1...trajectory.steps {
          let derivative = trajectory.scaledDerivative(at: step)
          let carried: Double =
            switch parameter.kind {
            case .recurrentWeights: trajectory.states[step - 1]
            case .inputWeights: trajectory.inputs.values[step - 1]
            case .bias, .hiddenBias: 1
            }
          #expect(steps.factor(at: step) == derivative * ScaledDouble(W), "J_\(step), W = \(W)")
          #expect(steps.immediate(at: step) == derivative * ScaledDouble(carried), "\(parameter), step \(step)")
          #expect(!steps.isDead(at: step))
        }
      }
    }
  }

  @Test("A dead step is one whose derivative is exactly 0")
  func dead() throws {
    let network = try RNN(activation: .relu, W: 1, U: 1)
    let inputs = InputSequence(name: "x", values: [1, -9, 1e-320])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    let dead = ScalarSteps.with(trajectory, .bias) { steps in (1...3).map { steps.isDead(at: $0) } }
    #expect(dead == [false, true, false])
  }
}
