import Testing

@testable import RNNCore

@Suite("The largest and the smallest flow on the way")
struct FlowMagnitudesTests {
  private func trajectory(
    _ n: Int, _ initialization: Initialization, gain: Double, _ activation: Activation, steps: Int, seed: UInt64
  ) throws -> Trajectory {
    let W = initialization.recurrentWeights(order: n, seed: seed)
    let network = try RNN(
      activation: activation, inputWeights: Matrix(rows: n, columns: 1, elements: Array(repeating: 1, count: n)),
      recurrentWeights: Matrix(rows: n, columns: n, elements: W.elements.map { gain * $0 }),
      outputWeights: Matrix(rows: 2, columns: n, elements: (0..<2 * n).map { $0 % 3 == 0 ? 0.5 : -0.25 }))
    let inputs = SyntheticInput.noise.sequence(steps: steps, seed: seed)
    let classes: [Int?] = Array(repeating: 1, count: steps)
    return Trajectory(
      network: network, inputs: InputSequence(name: "noise", values: inputs.values, classes: classes),
      initialState: Array(repeating: 0.1, count: n))
  }

  /// Every σ_max(P(k,i)) by itself, index 0 being lag 0.
  private func flows(_ trajectory: Trajectory, _ target: Int) -> [ScaledDouble] {
    (0..<target).map { trajectory.flowNorm(from: target - $0, to: target) }
  }

  /// The lag is that of the extreme, or one at which the flow is the same but for 2·10⁻⁹; the flow has all digits.
  private func expect(_ regime: Regime, _ flows: [ScaledDouble]) throws {
    let (peak, trough) = (try #require(regime.peak), try #require(regime.trough))
    let (largest, smallest) = (flows.max() ?? .zero, flows.min() ?? .zero)
    let slack = ScaledDouble(1 + 2e-9)
    #expect(peak.flow * slack >= largest && trough.flow <= smallest * slack)
    for extreme in [peak, trough] {
      let flow = flows[extreme.lag]
      #expect((flow - extreme.flow).magnitude <= flow * ScaledDouble(1e-12), "lag \(extreme.lag)")
    }
    #expect(peak.flow >= .one && trough.flow <= .one)
  }

  @Test(
    "Of several units they are those of all products, one by one",
    arguments: [
      (2, Initialization.gaussian, 1.5, Activation.tanh), (5, .gaussian, 0.9, .tanh), (5, .gaussian, 3, .tanh),
      (6, .shift, 2, .identity), (6, .shift, 2, .softsign), (8, .orthogonal, 1, .identity), (8, .orthogonal, 1.1, .elu),
      (8, .orthogonal, 0.97, .relu), (40, .gaussian, 1.4, .tanh), (36, .gaussian, 0.8, .sine),
    ], [3, 40])
  func matrices(network: (Int, Initialization, Double, Activation), steps: Int) throws {
    let (n, initialization, gain, activation) = network
    for seed in UInt64(1)...2 {
      let trajectory = try trajectory(n, initialization, gain: gain, activation, steps: steps, seed: seed)
      for target in [1, 2, steps] {
        let flows = flows(trajectory, target)
        let regime = Regime(of: trajectory, target: target)
        try expect(regime, flows)
        for observable in [Observable.state, .unit(0), .loss] {
          let terms = Contributions(of: trajectory, target: target, parameter: .bias, observable: observable)
          try expect(Regime(of: terms), flows)
          expectTold(Regime(of: terms, extremes: .told), as: Regime(of: terms))
        }
      }
    }
  }

  /// Only what the way tells of is there, and it is the same.
  private func expectTold(_ told: Regime, as all: Regime) {
    #expect(told.verdict == all.verdict && told.lyapunovExponent == all.lyapunovExponent)
    #expect(told.way == all.way)
    switch told.way {
    case .direct: break
    case .explodedFirst(let peak): #expect(told.peak == peak && all.peak == peak)
    case .vanishedFirst(let trough): #expect(told.trough == trough && all.trough == trough)
    }
  }

  /// Rows of P that are 2^600 and 2^−600: their norms have exponents of their own.
  @Test("Of rows that lie far apart the larger counts")
  func apart() throws {
    let network = try RNN(
      activation: .identity, inputWeights: Matrix([[0], [0]]), recurrentWeights: Matrix([[2, 0], [0, 0.5]]))
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.zero.sequence(steps: 601), initialState: [0, 0])
    let regime = Regime(of: trajectory, target: 601)
    #expect(regime.peak == FlowExtreme(lag: 600, flow: ScaledDouble(significand: 1, exponent: 600)))
    #expect(regime.trough == FlowExtreme(lag: 0, flow: .one))
  }

  @Test("Against products of 80 digits", arguments: try MatrixReference.all())
  func reference(reference: MatrixReference) throws {
    let regime = Regime(of: reference.experiment.trajectory(), target: reference.target)
    let flows = Array(reference.flowNorms.reversed())
    let (peak, trough) = (try #require(regime.peak), try #require(regime.trough))
    #expect(flows[peak.lag].relativeError(of: peak.flow) < 1e-12)
    #expect(flows[trough.lag].relativeError(of: trough.flow) < 1e-12)
  }

  @Test("Of one unit, seen as a state, as a loss, or with two inputs", arguments: Activation.allCases)
  func scalars(activation: Activation) throws {
    for W in [-3, -1, 0, 0.6, 1.7, 4.0] {
      let network = try RNN(activation: activation, W: W, U: 0.7, b: 0.1, V: 2)
      let inputs = SyntheticInput.sine.sequence(steps: 50).askingForNext(0.5)
      let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0.3])
      guard trajectory.overflowAt == nil else { continue }
      let flows = Contributions(of: trajectory, target: 50, parameter: .bias).reversed().map(\.flow.magnitude)
      for observable in [Observable.state, .loss, .totalLoss] {
        let terms = Contributions(of: trajectory, target: 50, parameter: .bias, observable: observable)
        let regime = Regime(of: terms)
        #expect(regime.peak?.flow == flows.max() && regime.trough?.flow == flows.min())
        #expect(regime.peak?.lag == flows.firstIndex { $0 == regime.peak?.flow })
        #expect(regime.trough?.lag == flows.firstIndex { $0 == regime.trough?.flow })
      }
    }
  }

  @Test("A flow that explodes from the start by less and less has its peak at the far end, and is direct")
  func direct() throws {
    let trajectory = try trajectory(3, .orthogonal, gain: 1.3, .identity, steps: 30, seed: 4)
    let regime = Regime(of: trajectory, target: 30)
    #expect(regime.verdict == .exploding && regime.way == .direct && regime.peak?.lag == 29 && regime.trough?.lag == 0)
    let told = Regime(of: trajectory, target: 30, extremes: .told)
    #expect(told.peak == nil && told.trough == nil)
  }

  @Test("σ_max by bidiagonalisation is LAPACK's to 10⁻¹⁰", arguments: [1, 2, 33, 64, 100])
  func largestSingularValue(n: Int) {
    for seed in UInt64(1)...4 {
      for initialization in Initialization.allCases {
        let W = initialization.recurrentWeights(order: n, seed: seed)
        let block = ScaledVector(W.elements.map { $0 * 0x1p200 }, exponent: 5)
        let (fast, exact) = (block.largestSingularValue(order: n), block.spectralNorm(order: n))
        #expect((fast - exact).magnitude <= exact * ScaledDouble(1e-10), "\(initialization)")
      }
    }
    #expect(ScaledVector.zero(40 * 40).largestSingularValue(order: 40).isZero)
  }
}
