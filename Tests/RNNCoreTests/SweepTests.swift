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
    let range = try #require(SweepRange(from: 0, through: 3, by: 0.01))
    #expect(range.count == 301)
    #expect(range.value(at: 7) == 0.07)
    #expect(range.value(at: 29) == 0.29)
    #expect(range.value(at: 300) == 3)
    let down = try #require(SweepRange(from: 1, through: -1, by: -0.1))
    #expect(down.count == 21)
    #expect(down.value(at: 7) == 0.3 && down.value(at: 10) == 0 && down.value(at: 20) == -1)
    let uneven = try #require(SweepRange(from: 0, through: 1, by: 0.3))
    #expect(uneven.count == 4 && uneven.value(at: 3) == 0.9)
    #expect(SweepRange(from: 2, through: 2, by: 1)?.count == 1)
  }

  @Test("Ranges that lead nowhere are none")
  func nowhere() {
    #expect(SweepRange(from: 0, through: 1, by: 0) == nil)
    #expect(SweepRange(from: 0, through: 1, by: -0.1) == nil)
    #expect(SweepRange(from: 0, through: .infinity, by: 1) == nil)
    #expect(SweepRange(from: .nan, through: 1, by: 1) == nil)
    #expect(SweepRange(from: 0, through: 1, by: 1e-9) == nil, "too many values")
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

  private func several(_ kind: CellKind, forgetBias: Double = 0) -> Experiment {
    let network =
      kind == .elman
      ? RNN(activation: .tanh, hiddenSize: 3, inputSize: 1, initialization: .gaussian, seed: 4)
      : RNN(kind, hiddenSize: 3, inputSize: 1, seed: 4, forgetBias: forgetBias)
    return Experiment(
      start: InitializedNetwork(network: network), inputs: SyntheticInput.sine.sequence(steps: 12))
  }

  @Test("Of several units g multiplies W, s0 is every number of the state, and bf is what a drawn network adds")
  func severalUnits() throws {
    let plain = several(.elman)
    let gained = try plain.setting(.gain, to: -1.5)
    #expect(gained.network.recurrentWeights.elements == plain.network.recurrentWeights.elements.map { -1.5 * $0 })
    #expect(gained.network.inputWeights == plain.network.inputWeights && gained.inputs == plain.inputs)
    for kind in [CellKind.gru, .lstm] {
      #expect(try several(kind).setting(.forgetBias, to: 1.25) == several(kind, forgetBias: 1.25))
      let start = try several(kind).setting(.initialState, to: 0.5).initialState
      #expect(start == Array(repeating: 0.5, count: kind == .lstm ? 6 : 3))
    }
    #expect(throws: NetworkError.noVariable(.forgetBias, of: .elman)) { try plain.setting(.forgetBias, to: 1) }
    #expect(throws: NetworkError.notFinite(parameter: "s0")) { try plain.setting(.initialState, to: .nan) }
    #expect(throws: NetworkError.notFinite(parameter: "W")) { try plain.setting(.gain, to: .infinity) }
  }

  @Test("A drawn network is told without its forget bias, and every other as it is")
  func withoutForgetBias() {
    func drawn(_ kind: CellKind, _ forgetBias: Double) -> ScaledNetwork {
      .seeded(
        .uniform, cell: kind, hidden: 3, inputs: 2, activation: .sigmoid, gain: 1.5, seed: 5, forgetBias: forgetBias)
    }
    #expect(drawn(.lstm, 3).withoutForgetBias == drawn(.lstm, 0))
    #expect(drawn(.lstm, 0).withoutForgetBias == drawn(.lstm, 0))
    #expect(drawn(.elman, 0).withoutForgetBias == drawn(.elman, 0))
  }

  @Test("Of several units s_k is a norm, where that is a Double")
  func norm() throws {
    let trajectory = several(.elman).trajectory()
    let point = SweepPoint(of: trajectory, target: 12, parameter: .recurrentWeights)
    let norm = trajectory.state(at: 12).reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs((point.state ?? 0) - norm) < 1e-15)
    let large = try RNN(activation: .identity, W: [[0, 0], [0, 0]], U: [[1.5e308], [1.5e308]])
    let beyond = Experiment(
      network: large, initialState: [0, 0], inputs: SyntheticInput.constant.sequence(steps: 1)
    ).trajectory()
    #expect(beyond.overflowAt == nil)
    #expect(SweepPoint(of: beyond, target: 1, parameter: .bias).state == nil)
  }

  @Test("The rows of a plan are the same on any number of threads, and each is that of its setting", arguments: [1, 4])
  func plan(threads: Int) throws {
    let range = try #require(SweepRange(from: 0.5, through: 1.5, by: 0.25))
    let experiment = several(.elman)
    let plan = SweepPlan("g", of: experiment, varying: .gain, over: range, target: 9)
    #expect(try plan.setting(at: 0).target == 9)
    let rows = try plan.points(1..<5, parameter: .recurrentWeights, threads: threads)
    #expect(plan.name == "g" && plan.count == 5)
    #expect(rows.map(\.label) == [0.75, 1, 1.25, 1.5].map { .value($0) })
    for (row, gain) in zip(rows, [0.75, 1, 1.25, 1.5]) {
      let trajectory = try experiment.setting(.gain, to: gain).trajectory()
      #expect(row.target == 9)
      #expect(row.point == SweepPoint(of: trajectory, target: 9, parameter: .recurrentWeights))
    }
    let own = SweepPlan("checkpoint", count: 2, hasTruncations: true) { place in
      SweepSetting(
        .name("\(place)"), experiment, target: 9, truncation: place == 0 ? nil : Truncation(detachEvery: 2))
    }
    #expect(own.hasTruncations && !plan.hasTruncations)
    let cut = try own.points(0..<2, parameter: .bias, truncation: Truncation(window: 3), threads: threads)
    for (row, truncation) in zip(cut, [Truncation(window: 3), Truncation(detachEvery: 2)]) {
      let trajectory = experiment.trajectory()
      #expect(row.point == SweepPoint(of: trajectory, target: 9, parameter: .bias, truncation: truncation))
    }
    let steep = try #require(SweepRange(from: 0, through: 1.5e308, by: 1.5e308))
    let broken = SweepPlan(
      "g",
      of: Experiment(
        network: try RNN(activation: .tanh, W: [[3, 0], [0, 1]], U: [[1], [1]]), initialState: [0, 0],
        inputs: experiment.inputs), varying: .gain, over: steep, target: 9)
    #expect(throws: NetworkError.notFinite(parameter: "W")) {
      try broken.points(0..<broken.count, parameter: .bias, threads: threads)
    }
  }
}
