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
    for variable in ScalarVariable.variables(of: .elman) {
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
    try comparePeak(response, Regime(of: terms), terms)
  }

  /// Products of at most 60 factors, forward and backward: 60·2^−52 twice. Where two lags have the same flow but for that,
  /// either may be told.
  private func comparePeak(_ response: Response, _ regime: Regime, _ terms: Contributions) throws {
    let expected = try #require(regime.peak)
    let tolerance = ScaledDouble(1 + 3e-14)
    guard let peak = response.peak else { return #expect(expected.flow <= tolerance) }
    // Beyond 2^(±10^18) an exponent saturates.
    guard peak.flow.exponent < 1 << 60 else { return }
    #expect(peak.flow <= expected.flow * tolerance && expected.flow <= peak.flow * tolerance)
    let there = terms.flow(at: terms.target - peak.lag).magnitude
    #expect(there <= peak.flow * tolerance && peak.flow <= there * tolerance && peak.lag > 0)
  }

  @Test("The peak of a linear network's flow is W^(k−1) where |W| > 1, its growth ln|W|, and none where |W| ≤ 1")
  func peak() throws {
    let responses = try experiment(.identity).responses(
      to: .recurrentWeight, at: [-1.5, 0, 0.5, 1, 1e4], target: 60, parameter: .bias)
    #expect(responses[1...3].allSatisfy { $0.peak == nil })
    for response in [responses[0], responses[4]] {
      let peak = try #require(response.peak)
      #expect(peak.lag == 59)
      let expected = ScaledDouble(response.value).magnitude.naturalLogarithm
      #expect((try #require(peak.growth) - expected).magnitude < 1e-13 * expected)
    }
    #expect(FlowExtreme(lag: 0, flow: .one).growth == nil && FlowExtreme(lag: 3, flow: .zero).growth == nil)
  }

  /// ReLU with W = 2: the first unit input comes behind a step that is off, so only what follows it flows.
  @Test("Behind a factor that is exactly 0 the way begins anew")
  func blocked() throws {
    let experiment = Experiment(
      network: try RNN(activation: .relu, W: 2, U: 1, b: 0), initialState: [1],
      inputs: InputSequence(name: "off", values: [1, 1, -1e3, 1, 1, 1, 1]))
    let response = try #require(
      experiment.responses(to: .recurrentWeight, at: [2], target: 7, parameter: .bias).first)
    #expect(response.flow == .zero && response.lyapunovExponent == nil)
    // P(7,3) = 2⁴: the factors of steps 4 … 7 are 2, that of step 3 is 0.
    #expect(response.peak == FlowExtreme(lag: 4, flow: ScaledDouble(16)))
  }

  @Test("The least product is found across units that no Double holds")
  func farApart() throws {
    let network = try RNN(activation: .identity, W: 0x1p-1, U: 0, b: 0)
    let experiment = Experiment(
      network: network, initialState: [0], inputs: SyntheticInput.zero.sequence(steps: 3000))
    let responses = experiment.responses(
      to: .recurrentWeight, at: [0x1p-3, 0x1p3], target: 3000, parameter: .bias)
    #expect(responses[0].peak == nil)
    #expect(responses[1].peak == FlowExtreme(lag: 2999, flow: ScaledDouble(significand: 1, exponent: 3 * 2999)))
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
    for (low, high, expected) in [(ends[0], ends[1], -1.0), (ends[2], ends[3], 1)] {
      var crossing = try #require(GrowthCrossing(between: low, and: high))
      #expect(crossing.middle == low.value + (high.value - low.value) / 2)
      for _ in 0..<30 {
        crossing.halve(try #require(experiment.growth(of: .recurrentWeight, at: crossing.middle, target: 60)))
        #expect(crossing.low <= expected && expected <= crossing.high)
      }
      #expect(crossing.halvings == 30 && (crossing.middle - expected).magnitude < 1.1 * 0x1p-30)
    }
    #expect(GrowthCrossing(between: ends[1], and: ends[2]) == nil)
    #expect(GrowthCrossing(between: ends[1], and: Response(value: 2, target: 60)) == nil)
    #expect(experiment.growth(of: .recurrentWeight, at: .nan, target: 60) == nil)
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
}
