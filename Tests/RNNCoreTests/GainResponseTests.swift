import RNNCore
import Testing

@Suite("Responses of a target step to the gain of a network of several units")
struct GainResponseTests {
  /// Four units, two inputs, three classes.
  private func experiment(_ activation: Activation = .tanh, steps: Int = 40) throws -> Experiment {
    var generator = SplitMix64(seed: 11)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map { _ in generator.nextNormal() / Double(columns).squareRoot() })
    }
    let (W, U, V) = (matrix(4, 4), matrix(4, 2), matrix(3, 4))
    let network = try RNN(
      activation: activation, inputWeights: U, recurrentWeights: W, bias: [0.1, -0.1, 0.2, 0], outputWeights: V)
    let classes: [Int?] = (0..<steps).map { $0 % 4 == 1 ? nil : $0 % 3 }
    let inputs = InputSequence(
      name: "noise", dimension: 2, values: (0..<2 * steps).map { _ in generator.nextNormal() }, classes: classes)
    return Experiment(network: network, initialState: [0.1, 0, -0.2, 0.3], inputs: inputs)
  }

  /// The experiment with g·W, element by element.
  private func scaled(_ experiment: Experiment, _ gain: Double) throws -> Experiment {
    let W = experiment.network.recurrentWeights
    var changed = experiment
    changed.start.network = try experiment.network.with(
      W: Matrix((0..<4).map { row in (0..<4).map { gain * W[row, $0] } }))
    return changed
  }

  @Test("They are what the analysis of the network with that gain gives", arguments: [Activation.tanh, .relu])
  func analysis(activation: Activation) throws {
    let experiment = try experiment(activation)
    let gains = [-1.5, -0.2, 0, 1e-200, 0.7, 1, 3]
    for observable in [Observable.state, .unit(2), .loss, .totalLoss] {
      for parameter in Parameter.allCases {
        let responses = experiment.responses(
          toGains: gains, target: 31, parameter: parameter, observable: observable)
        #expect(responses.map(\.value) == gains)
        for response in responses {
          let trajectory = try scaled(experiment, response.value).trajectory()
          let contributions = Contributions(
            of: trajectory, target: 31, parameter: parameter, observable: observable)
          #expect(response.total == contributions.total)
          let regime = Regime(of: contributions)
          #expect(
            response.lyapunovExponent.map { ($0 * 1e12).rounded() }
              == regime.lyapunovExponent.map { ($0 * 1e12).rounded() })
        }
      }
    }
  }

  @Test("States: the last ones of the unit, else the units of the target step")
  func states() throws {
    let experiment = try experiment()
    let trajectory = experiment.trajectory()
    func states(_ observable: Observable, _ target: Int, _ count: Int) -> [Double]? {
      experiment.responses(
        toGains: [1], target: target, parameter: .bias, observable: observable, statesKept: count
      ).first?.states
    }
    #expect(states(.state, 20, 32) == Array(trajectory.state(at: 20)))
    #expect(states(.state, 20, 2) == [0, 2].map { Array(trajectory.state(at: 20))[$0] })
    #expect(states(.unit(3), 20, 3) == (18...20).map { Array(trajectory.state(at: $0))[3] })
    #expect(states(.unit(3), 20, 1) == [Array(trajectory.state(at: 20))[3]])
    #expect(states(.unit(3), 2, 3) == (1...2).map { Array(trajectory.state(at: $0))[3] })
  }

  @Test("Where the state or a weight overflows there is no number, and nothing traps")
  func overflow() throws {
    let experiment = try experiment(.identity)
    for response in experiment.responses(
      toGains: [1e40, 1e308, -1e308, .infinity], target: 30, parameter: .recurrentWeights, observable: .state)
    {
      #expect(response.states.isEmpty && response.total == nil && response.flow == nil)
    }
  }

  @Test("Without a class there is no gradient of the loss, but a flow; the first step has no rate")
  func missing() throws {
    let experiment = try experiment()
    let response = try #require(
      experiment.responses(toGains: [1], target: 2, parameter: .bias, observable: .loss).first)
    #expect(response.total == nil && response.flow != nil && response.lyapunovExponent != nil)
    let first = try #require(
      experiment.responses(toGains: [1], target: 1, parameter: .bias, observable: .state).first)
    #expect(first.lyapunovExponent == nil && first.flow == .one)
  }

  @Test("λ crosses 0 where an orthogonal linear network's gain is 1")
  func crossing() throws {
    let (c, s) = (0.6, 0.8)
    let network = try RNN(
      activation: .identity, inputWeights: Matrix([[1], [0]]), recurrentWeights: Matrix([[c, -s], [s, c]]))
    let experiment = Experiment(
      network: network, initialState: [0, 0],
      inputs: InputSequence(name: "impulse", values: [1] + Array(repeating: 0, count: 19)))
    let ends = experiment.responses(toGains: [0.25, 1.9], target: 20, parameter: .bias, observable: .state)
    // P(20,1) = g¹⁹·(rotation): λ = ln g.
    #expect(try #require(ends[0].lyapunovExponent).distance(to: -1.3862943611198906).magnitude < 1e-14)
    var crossing = try #require(GrowthCrossing(between: ends[0], and: ends[1]))
    for _ in 0..<20 { crossing.halve(try #require(experiment.growth(ofGain: crossing.middle, target: 20))) }
    #expect((crossing.middle - 1).magnitude < 1.65 * 0x1p-20)
    #expect(experiment.growth(ofGain: .infinity, target: 20) == nil)
  }

  /// P(k,k−j) of W = [[½, 40], [0, ½]] is [[½ʲ, 80j·½ʲ], [0, ½ʲ]]: largest at j = 1 or 2, where σ_max is 40.006 and 40.0016.
  @Test("The peak on the way is told where the flow vanishes in the end, and only there")
  func peak() throws {
    let network = try RNN(
      activation: .identity, inputWeights: Matrix([[1], [0]]), recurrentWeights: Matrix([[0.5, 40], [0, 0.5]]))
    let experiment = Experiment(
      network: network, initialState: [0, 0], inputs: SyntheticInput.zero.sequence(steps: 40))
    for observable in [Observable.state, .unit(0)] {
      let responses = experiment.responses(toGains: [1, 1e-3, 3], target: 40, parameter: .bias, observable: observable)
      let peak = try #require(responses[0].peak)
      // (√(4a² + b²) + b)/2 for [[a, b], [0, a]] with a = ½, b = 40.
      #expect(peak.lag == 1 && (peak.flow.doubleValue - (1601.0.squareRoot() + 40) / 2).magnitude < 1e-9)
      #expect(responses[1].peak == nil && responses[2].peak == nil)
    }
  }
}
