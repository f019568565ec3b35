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

  @Test("The range of step factors leaves out the exact zeros; nil where all are 0")
  func ranges() throws {
    let inputs = InputSequence(name: "x", values: [1, -9, 1, -9, 1])
    func range(_ activation: Activation, W: Double, through last: Int = 5) throws -> ClosedRange<ScaledDouble>? {
      Trajectory(network: try RNN(activation: activation, W: W, U: 1), inputs: inputs, initialState: [0])
        .stepFactorRange(through: last)
    }
    #expect(try range(.relu, W: -0.25) == ScaledDouble(0.25)...ScaledDouble(0.25))
    // 0.01·2 below 0 and 2 above.
    #expect(try range(.leakyrelu, W: 2) == ScaledDouble(0.02)...ScaledDouble(2))
    #expect(try range(.tanh, W: 0) == nil && range(.tanh, W: 1, through: 0) == nil)
    let dead = Trajectory(
      network: try RNN(activation: .relu, W: 1, U: 1, b: -9), inputs: inputs, initialState: [0])
    #expect(dead.stepFactorRange(through: 5) == nil)
  }

  @Test("A derivative below a Double's range is not taken for 0: sech²(500) = 4e^−1000/(1 + e^−1000)²")
  func tinyRange() throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .tanh, W: 1, U: 1), inputs: InputSequence(name: "x", values: [0, 500]),
      initialState: [0])
    let range = try #require(trajectory.stepFactorRange(through: 2))
    #expect((range.lowerBound.naturalLogarithm - (1.3862943611198906 - 1000)).magnitude < 1e-9)
    #expect(range.upperBound == .one)
  }

  @Test("The steps of the smallest and the largest factors, of equal ones the later first")
  func extremeSteps() throws {
    let inputs = InputSequence(name: "x", values: [0, 2, 0, 500, 2, 501])
    let trajectory = Trajectory(
      network: try RNN(activation: .tanh, W: 0, U: 1).with(W: Matrix(0)), inputs: inputs, initialState: [0])
    // W = 0: every factor is 0, so the order is that of the steps, the later first.
    #expect(trajectory.extremeSteps(over: 1...6, count: 2).smallest == [6, 5])
    let moving = Trajectory(
      network: try RNN(activation: .tanh, W: 1e-9, U: 1), inputs: inputs, initialState: [0])
    let (smallest, largest) = moving.extremeSteps(over: 1...6, count: 3)
    #expect(smallest.prefix(2) == [6, 4] && Set(largest.prefix(2)) == [1, 3])
    #expect(moving.extremeSteps(over: 2...3, count: 5).smallest.count == 2)
    #expect(moving.extremeSteps(over: 1...6, count: 0).largest.isEmpty)
  }

  @Test("Of several units σ_max is compared; flows are compared by magnitude")
  func extremesOfMatrices() throws {
    // Both units alive, the second alone, none: σ_max is 2, 0.25 and 0.
    let network = try RNN(
      activation: .relu, inputWeights: Matrix([[1, 0], [0, 1]]), recurrentWeights: Matrix([[2, 0], [0, 0.25]]))
    let inputs = InputSequence(name: "x", dimension: 2, values: [1, 1, -9, 1, -9, -9])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0, 0])
    #expect(trajectory.stepFactorRange(through: 3) == ScaledDouble(0.25)...ScaledDouble(2))
    #expect(trajectory.extremeSteps(over: 1...3, count: 1) == ([3], [1]))
  }

  @Test("The largest contribution of a range is told by its magnitude, where all are 0 by the flow's")
  func largest() throws {
    let inputs = InputSequence(name: "x", values: [1, 1, 1, 1])
    func terms(_ W: Double, _ parameter: Parameter) throws -> Contributions {
      let trajectory = Trajectory(
        network: try RNN(activation: .identity, W: W, U: 1), inputs: inputs, initialState: [0])
      return Contributions(of: trajectory, target: 4, parameter: parameter)
    }
    // The flows −8, 4, −2, 1 alone; times the states 0, 1, −1, 3 before them.
    #expect(
      try terms(-2, .bias).sumAndLargest(over: 1...4).largest == 1
        && terms(-2, .bias).sumAndLargest(over: 3...4).largest == 3)
    #expect(try terms(-2, .recurrentWeights).sumAndLargest(over: 1...4).largest == 2)
    #expect(try terms(-2, .recurrentWeights).sumAndLargest(over: 1...1).largest == 1)
    // 1.25³ and what is smaller within the same power of two.
    #expect(try terms(1.25, .bias).sumAndLargest(over: 1...4).largest == 1)
    // Of equal ones the last.
    #expect(try terms(1, .bias).sumAndLargest(over: 1...3).largest == 3)
    let unused = Trajectory(
      network: try RNN(activation: .identity, W: -2, U: 1),
      inputs: InputSequence(name: "x", values: [0, 0, 0, 0]), initialState: [0])
    #expect(Contributions(of: unused, target: 4, parameter: .inputWeights).sumAndLargest(over: 1...4).largest == 1)
    #expect(try terms(-2, .bias).sumAndLargest(over: 1...3).sum == ScaledDouble(-6))
  }

  @Test("The first step that reaches a part of a magnitude")
  func firstStep() throws {
    let inputs = InputSequence(name: "x", values: [1, 1, 1, 1])
    let scalar = Trajectory(
      network: try RNN(activation: .identity, W: -0.5, U: 1), inputs: inputs, initialState: [0])
    // −1/8, 1/4, −1/2, 1.
    let terms = Contributions(of: scalar, target: 4, parameter: .bias)
    #expect(terms.firstStep(reaching: .one, over: ScaledDouble(8)) == 1)
    #expect(terms.firstStep(reaching: .one, over: ScaledDouble(7)) == 2)
    #expect(terms.firstStep(reaching: .one, over: .one) == 4)
    #expect(terms.firstStep(reaching: ScaledDouble(2), over: .one) == nil)
    let network = try RNN(
      activation: .identity, inputWeights: Matrix([[1], [1]]), recurrentWeights: Matrix([[0.5, 0], [0, 0.5]]))
    let norms = Contributions(
      of: Trajectory(network: network, inputs: inputs, initialState: [0, 0]), target: 4, parameter: .bias)
    #expect(norms.firstStep(reaching: norms.extent.largest, over: ScaledDouble(2)) == 3)
    #expect(norms.firstStep(reaching: norms.extent.largest, over: ScaledDouble(0.5)) == nil)
  }

  @Test("Of tensors the norms decide")
  func largestNorm() throws {
    let network = try RNN(
      activation: .identity, inputWeights: Matrix([[1], [1]]), recurrentWeights: Matrix([[0.5, 0], [0, 0.5]]))
    let trajectory = Trajectory(
      network: network, inputs: InputSequence(name: "x", values: [9, 1, 1, 3]), initialState: [0, 0])
    let terms = Contributions(of: trajectory, target: 4, parameter: .inputWeights, observable: .state)
    // 9/8, 1/4, 1/2 and 3 times one norm.
    #expect(terms.sumAndLargest(over: 2...4).sum == terms.sum(over: 2...4))
    #expect(
      terms.sumAndLargest(over: 1...4).largest == 4 && terms.sumAndLargest(over: 1...3).largest == 1
        && terms.sumAndLargest(over: 2...3).largest == 3)
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
}
