import RNNCore
import Testing

@Suite("How far contributions, states and step factors reach")
struct ExtentsTests {
  private func trajectory(_ activation: Activation) throws -> Trajectory {
    let network = try RNN(activation: activation, W: -0.8, U: 0.9, b: 0.1)
    return Trajectory(
      network: network, inputs: SyntheticInput.noise.sequence(steps: 90, seed: 8), initialState: [0.4])
  }

  @Test("The extent of the contributions is what a look at each finds", arguments: Activation.allCases)
  func contributions(activation: Activation) throws {
    let trajectory = try trajectory(activation)
    for target in [1, 2, 90] {
      for parameter in Parameter.allCases {
        let terms = Contributions(of: trajectory, target: target, parameter: parameter)
        let magnitudes = terms.map(\.value.magnitude).filter { !$0.isZero }
        #expect(terms.extent.largest == magnitudes.max() ?? .zero)
        #expect(terms.extent.smallest == magnitudes.min() ?? .zero)
        let values = terms.map(\.value) + [terms.total]
        #expect(terms.extent.hasPositive == values.contains { $0 > .zero })
        #expect(terms.extent.hasNegative == values.contains { $0 < .zero })
      }
    }
  }

  @Test("Step factors of several units are norms")
  func matrix() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix([[1], [0.5]]), recurrentWeights: Matrix([[0.9, 2], [0, 0.5]]))
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.noise.sequence(steps: 30), initialState: [0, 0])
    let factors = (4...20).map { trajectory.stepFactor(at: $0) }
    let (smallest, largest) = trajectory.stepFactorExtremes(over: 4...20)
    #expect(smallest == factors.min() && largest == factors.max())
    #expect(smallest < largest)
  }

  @Test("States and step factors, likewise", arguments: Activation.allCases)
  func states(activation: Activation) throws {
    let trajectory = try trajectory(activation)
    for steps in [1...1, 3...17, 1...90] {
      let states = steps.compactMap { trajectory.state(at: $0).first }
      #expect(trajectory.stateRange(over: steps) == (states.min() ?? 0)...(states.max() ?? 0))
      let factors = steps.map { trajectory.stepFactor(at: $0) }
      let (smallest, largest) = trajectory.stepFactorExtremes(over: steps)
      #expect(smallest.magnitude == factors.map(\.magnitude).min())
      #expect(largest.magnitude == factors.map(\.magnitude).max())
      #expect(factors.contains(smallest) && factors.contains(largest))
    }
  }

  @Test("Several units: the extremes are those of the factors, and a unit's range is its own")
  func severalUnits() throws {
    let network = try RNN(
      activation: .relu, inputWeights: Matrix([[1], [-1]]), recurrentWeights: Matrix([[0, 0], [0, 0.5]]), bias: [0, 3])
    let inputs = InputSequence(name: "x", values: [1, 9, 2])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [7, -7])
    // The second unit is 3 − x + s/2 where that is above 0: 0, 0, 1. Its weight is all of J_3, the others are 0.
    let (smallest, largest) = trajectory.stepFactorExtremes(over: 1...3)
    #expect(smallest.isZero && largest == ScaledDouble(0.5))
    #expect(trajectory.stepFactorExtremes(over: 2...2).largest.isZero)
    let extent = Contributions(of: trajectory, target: 3, parameter: .bias).extent
    #expect(extent.hasPositive && !extent.hasNegative)
    #expect(trajectory.stateRange(over: 0...3) == -7...9)
    #expect(trajectory.stateRange(over: 0...3, unit: 0) == 1...9)
    #expect(trajectory.stateRange(over: 1...3, unit: 1) == 0...1)
  }

  @Test("Step factors below a Double's range are told apart")
  func tinyFactors() throws {
    let network = try RNN(activation: .tanh, W: 2, U: 1)
    let inputs = InputSequence(name: "x", values: [400, 500, 450, 0.5])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    let (smallest, largest) = trajectory.stepFactorExtremes(over: 1...4)
    #expect(smallest == trajectory.stepFactor(at: 2) && !smallest.isZero)
    #expect(largest == trajectory.stepFactor(at: 4))
  }

  @Test("Counting step factors within a limit of 1 leaves out the exact zeros")
  func counts() throws {
    let network = try RNN(activation: .relu, W: 0.25, U: 1)
    let inputs = InputSequence(name: "x", values: [1, -9, 1, -9, 1])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    let (within, all) = trajectory.countStepFactors(through: 5, within: [2, 3, 4, 10])
    #expect(within == [0, 0, 3, 3])
    #expect(all == 3)
    #expect(trajectory.countStepFactors(through: 2, within: [2, 3, 4, 10]).all == 1)
    // 0.01·2 below 0 and 2 above.
    let leaky = Trajectory(
      network: try RNN(activation: .leakyrelu, W: 2, U: 1), inputs: inputs, initialState: [0])
    #expect(leaky.countStepFactors(through: 5, within: [1.5, 3, 49, 51]).within == [0, 3, 3, 5])
  }

  @Test("Of factors of one magnitude the first is told, with its sign")
  func ties() throws {
    let network = try RNN(activation: .sine, W: 0.5, U: 1)
    let trajectory = Trajectory(
      network: network, inputs: InputSequence(name: "x", values: [0, .pi, 0]), initialState: [0])
    #expect((1...2).map { trajectory.stepFactor(at: $0).doubleValue } == [0.5, -0.5])
    let (smallest, largest) = trajectory.stepFactorExtremes(over: 1...2)
    #expect(smallest.doubleValue == 0.5 && largest.doubleValue == 0.5)
  }

  @Test("With several units the factors counted are the largest singular values")
  func countsOfMatrices() throws {
    // Both units alive, the second alone, none: σ_max is 2, 0.25 and 0.
    let network = try RNN(
      activation: .relu, inputWeights: Matrix([[1, 0], [0, 1]]), recurrentWeights: Matrix([[2, 0], [0, 0.25]]))
    let inputs = InputSequence(name: "x", dimension: 2, values: [1, 1, -9, 1, -9, -9])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0, 0])
    let (within, all) = trajectory.countStepFactors(through: 3, within: [1.5, 2, 3, 4])
    #expect(all == 2)
    #expect(within == [0, 1, 1, 2])
  }
}
