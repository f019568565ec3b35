import RNNCore
import Testing

@Suite("Sweeps and experiments")
struct SweepTests {
  private func experiment() throws -> Experiment {
    Experiment(
      network: try RNN(activation: .tanh, W: 0.5, U: 0.7, b: 0.1), initialState: [0.2],
      inputs: SyntheticInput.sine.sequence(steps: 40))
  }

  @Test("Grid values are the decimals one means, and the end is included")
  func grid() throws {
    let range = try #require(SweepRange(variable: .recurrentWeight, from: 0, through: 3, by: 0.01))
    #expect(range.count == 301)
    #expect(range.value(at: 7) == 0.07)
    #expect(range.value(at: 29) == 0.29)
    #expect(range.value(at: 300) == 3)
    let down = try #require(SweepRange(variable: .bias, from: 1, through: -1, by: -0.1))
    #expect(down.count == 21)
    #expect(down.value(at: 7) == 0.3 && down.value(at: 10) == 0 && down.value(at: 20) == -1)
    let uneven = try #require(SweepRange(variable: .bias, from: 0, through: 1, by: 0.3))
    #expect(uneven.count == 4 && uneven.value(at: 3) == 0.9)
    #expect(SweepRange(variable: .bias, from: 2, through: 2, by: 1)?.count == 1)
  }

  @Test("Ranges that lead nowhere are none")
  func nowhere() {
    #expect(SweepRange(variable: .bias, from: 0, through: 1, by: 0) == nil)
    #expect(SweepRange(variable: .bias, from: 0, through: 1, by: -0.1) == nil)
    #expect(SweepRange(variable: .bias, from: 0, through: .infinity, by: 1) == nil)
    #expect(SweepRange(variable: .bias, from: .nan, through: 1, by: 1) == nil)
    #expect(SweepRange(variable: .bias, from: 0, through: 1, by: 1e-9) == nil, "too many values")
  }

  @Test("A row is the experiment with one number changed", arguments: ScalarVariable.variables(of: .elman))
  func rows(variable: ScalarVariable) throws {
    let experiment = try experiment()
    let point = try experiment.sweepPoint(variable, 0.35, target: 30, parameter: .recurrentWeights)
    let changed = Experiment(start: try experiment.start.setting(variable, to: 0.35), inputs: experiment.inputs)
    #expect(changed.start.value(of: variable) == 0.35)
    for other in ScalarVariable.variables(of: .elman) where other != variable {
      #expect(changed.start.value(of: other) == experiment.start.value(of: other))
    }
    let trajectory = changed.trajectory()
    #expect(point.value == 0.35)
    #expect(point.state == trajectory.state(at: 30).first)
    #expect(point.total == Contributions(of: trajectory, target: 30, parameter: .recurrentWeights).total)
    #expect(point.regime == Regime(of: trajectory, target: 30))
  }

  @Test("With a truncation a row has both totals, and without one they are the same")
  func cut() throws {
    let experiment = try experiment()
    func point(_ truncation: Truncation) throws -> SweepPoint {
      try experiment.sweepPoint(.recurrentWeight, 0.9, target: 30, parameter: .recurrentWeights, truncation: truncation)
    }
    let (whole, cut) = (try point(.none), try point(Truncation(detachEvery: 7)))
    #expect(whole.cutTotal == whole.total && cut.total == whole.total && cut.regime == whole.regime)
    let changed = Experiment(start: try experiment.start.setting(.recurrentWeight, to: 0.9), inputs: experiment.inputs)
    let terms = Contributions(of: changed.trajectory(), target: 30, parameter: .recurrentWeights)
    // 29, 30 are the steps of the fifth chunk of seven.
    var kept = ScaledSum()
    for step in 29...30 { kept.add(terms.value(at: step)) }
    #expect(cut.cutTotal == kept.value)
  }

  @Test("A row that overflows says so and has no numbers")
  func overflow() throws {
    let linear = Experiment(
      network: try RNN(activation: .identity, W: 1, U: 1), initialState: [1],
      inputs: SyntheticInput.constant.sequence(steps: 40))
    let point = try linear.sweepPoint(.recurrentWeight, 1e100, target: 30, parameter: .bias)
    #expect(point.state == nil && point.total == nil && point.cutTotal == nil && point.regime.verdict == .overflow)
  }

  @Test("NaN and infinity are no values", arguments: ScalarVariable.variables(of: .elman))
  func notFinite(variable: ScalarVariable) throws {
    let start = try experiment().start
    #expect(throws: NetworkError.notFinite(parameter: variable.rawValue)) { try start.setting(variable, to: .nan) }
    #expect(throws: NetworkError.notFinite(parameter: variable.rawValue)) { try start.setting(variable, to: .infinity) }
    // One number does not say what two units, or two inputs, are.
    for (units, inputs) in [(2, 1), (1, 2)] {
      let network = RNN(
        activation: .tanh, hiddenSize: units, inputSize: inputs, initialization: .identity, seed: 1)
      let start = InitializedNetwork(network: network, initialState: Array(repeating: 0, count: units))
      #expect(!start.isScalar)
      #expect(
        throws: NetworkError.shape(
          parameter: variable.rawValue, rule: "\(variable.rawValue) is one number where there are 1 unit and 1 input",
          found: 2)
      ) { try start.setting(variable, to: 1) }
    }
  }
}
