import Testing

@testable import RNNCore

@Suite("Responses of a target step to a swept variable")
struct ResponseTests {
  private func experiment(
    _ activation: Activation, W: Double = 0.9, U: Double = 0.8, b: Double = 0.1, s0: Double = 0.3, steps: Int = 60
  ) throws -> Experiment {
    var generator = SplitMix64(seed: 7)
    let network = try RNN(activation: activation, W: W, U: U, b: b)
    let inputs = InputSequence(name: "noise", values: (0..<steps).map { _ in generator.nextNormal() })
    return Experiment(network: network, initialState: [s0], inputs: inputs)
  }

  private static let values = [-1e300, -1e8, -400, -3, -1.1, -0.2, 0, 1e-300, 0.7, 1, 2.5, 30, 1e160]

  @Test("They are what a whole trajectory and its backward pass give", arguments: Activation.allCases)
  func sweep(activation: Activation) throws {
    let experiment = try experiment(activation)
    for variable in ScalarVariable.allCases {
      for parameter in Parameter.allCases {
        for target in [1, 2, 31, 60] {
          let responses = experiment.responses(to: variable, at: Self.values, target: target, parameter: parameter)
          #expect(responses.map(\.value) == Self.values)
          for response in responses {
            let point = try experiment.sweepPoint(variable, response.value, target: target, parameter: parameter)
            try compare(response, point, experiment, variable, target, parameter)
          }
        }
      }
    }
  }

  /// Both sums have rounded k terms, in another order: 60·2^−52 of Σ|terms| is 1.3e−14, and the factors' own roundings
  /// about as much again.
  private func compare(
    _ response: Response, _ point: SweepPoint, _ experiment: Experiment, _ variable: ScalarVariable, _ target: Int,
    _ parameter: Parameter
  ) throws {
    let trajectory = try Experiment(
      start: experiment.start.setting(variable, to: response.value), inputs: experiment.inputs
    ).trajectory()
    guard trajectory.isFinite(through: target) else {
      #expect(response.states.isEmpty && response.total == nil && response.flow == nil)
      #expect(response.lyapunovExponent == nil)
      return
    }
    let states = (Swift.max(1, target - 31)...target).flatMap { Array(trajectory.state(at: $0)) }
    #expect(response.states == states && response.states.last == point.state)
    let terms = Contributions(of: trajectory, target: target, parameter: parameter)
    let total = try #require(response.total)
    let magnitude = terms.values().reduce(ScaledDouble.zero) { $0 + $1.magnitude }
    // From about 2^(−10^18) on an exponent saturates, and nothing but that can be said.
    if !magnitude.isZero, magnitude.exponent < -1 << 60 {
      #expect(total.exponent < -1 << 60)
    } else {
      #expect((total - terms.total).magnitude <= magnitude * ScaledDouble(4e-14))
    }
    let (rate, expected) = (response.lyapunovExponent, point.regime.lyapunovExponent)
    #expect((rate == nil) == (expected == nil))
    if let rate, let expected { #expect((rate - expected).magnitude <= 1e-14 * Swift.max(expected.magnitude, 1)) }
  }

  @Test("The final state alone is the trajectory's", arguments: Activation.allCases)
  func finalState(activation: Activation) throws {
    for W in Self.values {
      let experiment = try experiment(activation, W: W)
      let trajectory = experiment.trajectory()
      for target in [1, 30, 60] {
        let expected = trajectory.isFinite(through: target) ? trajectory.state(at: target).first : nil
        #expect(experiment.state(at: target) == expected)
      }
    }
  }

  @Test("Final states over a grid are those of each network alone", arguments: Activation.allCases)
  func finalStates(activation: Activation) throws {
    let experiment = try experiment(activation)
    let biases = [-1e300, -2, 0, 0.5]
    let states = experiment.states(at: 50, weights: Self.values, biases: biases)
    let expected = try biases.flatMap { b in
      try Self.values.map { W in try self.experiment(activation, W: W, b: b).state(at: 50) }
    }
    #expect(states == expected)
  }

  @Test("A gradient beyond 1e300 keeps what is added to it under states of 1e297")
  func beyondDoubleGrowing() throws {
    let experiment = Experiment(
      network: try RNN(activation: .identity, W: 1e3, U: 1), initialState: [1e-3],
      inputs: SyntheticInput.constant.sequence(steps: 100))
    let response = try #require(
      experiment.responses(to: .recurrentWeight, at: [1e3], target: 100, parameter: .recurrentWeights).first)
    let expected = Contributions(of: experiment.trajectory(), target: 100, parameter: .recurrentWeights).total
    #expect((try #require(response.total) / expected - .one).magnitude < ScaledDouble(1e-13))
  }

  @Test("λ = 0 of the linear network lies at |W| = 1")
  func linearCrossing() throws {
    let experiment = try experiment(.identity)
    let ends = experiment.responses(to: .recurrentWeight, at: [-1.2, -0.7, 0.6, 1.7], target: 60, parameter: .bias)
    let left = try #require(experiment.crossing(of: .recurrentWeight, between: ends[0], and: ends[1], target: 60))
    let right = try #require(experiment.crossing(of: .recurrentWeight, between: ends[2], and: ends[3], target: 60))
    #expect((left + 1).magnitude < 1e-6 && (right - 1).magnitude < 2e-6)
    #expect(experiment.crossing(of: .recurrentWeight, between: ends[1], and: ends[2], target: 60) == nil)
    let unhalved = experiment.crossing(of: .recurrentWeight, between: ends[0], and: ends[1], target: 60, halvings: 0)
    #expect(unhalved == ends[0].value + (ends[1].value - ends[0].value) / 2)
  }

  @Test("Flows that no Double holds")
  func beyondDouble() throws {
    let network = try RNN(activation: .tanh, W: 3, U: 0, b: 0)
    let experiment = Experiment(
      network: network, initialState: [0.5], inputs: SyntheticInput.zero.sequence(steps: 2000))
    let response = try #require(
      experiment.responses(to: .recurrentWeight, at: [3], target: 2000, parameter: .recurrentWeights).first)
    let terms = Contributions(of: experiment.trajectory(), target: 2000, parameter: .recurrentWeights)
    let flow = try #require(response.flow)
    #expect(flow.exponent < -5000)
    #expect(((flow - terms.flow(at: 1).magnitude) / flow).doubleValue.magnitude < 2000 * 2.3e-16)
  }

  @Test("Values that are not finite have no response")
  func notFinite() throws {
    let values = [Double.nan, 0.5, .infinity]
    let responses = try experiment(.tanh).responses(to: .bias, at: values, target: 3, parameter: .bias)
    #expect(responses.map(\.value) == [0.5])
  }

  /// W = 2 and U = 0 keep s = 0: ∂s_k/∂b = Σ 2^(k−i) = 2^k − 1, which a Double cannot hold from k = 1024 on.
  @Test("A derivative that grows beyond a Double keeps its digits")
  func growth() throws {
    let experiment = try experiment(.identity, W: 2, U: 0, b: 0, s0: 0, steps: 3000)
    let response = try #require(
      experiment.responses(to: .recurrentWeight, at: [2], target: 3000, parameter: .bias).first)
    #expect(response.total == ScaledDouble(significand: 1, exponent: 3000))
    #expect(response.flow == ScaledDouble(significand: 1, exponent: 2999))
  }

  @Test("No crossing is found where λ stops existing on the way, or has one sign")
  func noCrossing() throws {
    let experiment = try experiment(.identity)
    let ends = experiment.responses(to: .recurrentWeight, at: [0.5, 1.5], target: 20, parameter: .bias)
    #expect(Response.crossing(between: ends[0], and: ends[1], halvings: 20) { _ in nil } == nil)
    #expect(Response.crossing(between: ends[1], and: ends[1], halvings: 20) { $0 } == nil)
    let crossing = try #require(Response.crossing(between: ends[0], and: ends[1], halvings: 30) { $0 - 1.25 })
    #expect((crossing - 1.25).magnitude < 1e-8)
  }
}
