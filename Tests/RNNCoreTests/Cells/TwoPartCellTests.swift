import Testing

@testable import RNNCore

@Suite("A cell whose units keep more than they say: the LSTM behind the seam")
struct TwoPartCellTests {
  private func experiment(_ n: Int, seed: UInt64, steps: Int = 15) throws -> Experiment {
    var generator = SplitMix64(seed: seed)
    func matrix(_ columns: Int) -> Matrix {
      Matrix(rows: 4 * n, columns: columns, elements: (0..<4 * n * columns).map { _ in 0.7 * generator.nextNormal() })
    }
    let cell = LongShortTermMemory(
      inputWeights: matrix(2), recurrentWeights: matrix(n), bias: matrix(1).elements)
    let classes: [Int?] = (0..<steps).map { $0 % 4 == 1 ? nil : $0 % n }
    return Experiment(
      network: try RNN(cell: cell, outputWeights: Initialization.gaussian.recurrentWeights(order: n, seed: 9)),
      initialState: (0..<2 * n).map { 0.3 - 0.1 * Double($0) },
      inputs: InputSequence(
        name: "pairs", dimension: 2, values: SyntheticInput.noise.sequence(steps: 2 * steps, seed: seed).values,
        classes: classes))
  }

  @Test("The gradient check agrees with right gradients and fails wrong ones", arguments: [2, 3])
  func check(n: Int) throws {
    let experiment = try experiment(n, seed: 3)
    for observable in [Observable.state, .unit(1), .loss, .totalLoss] {
      for parameter in Parameter.allCases {
        let right = GradientCheck(of: experiment, target: 15, parameter: parameter, observable: observable)
        #expect(right.comparisons.allSatisfy { $0.outcome == .agrees }, "\(observable) \(parameter): \(right)")
        let wrong = GradientCheck(
          of: experiment, target: 15, parameter: parameter, observable: observable,
          claimed: right.sumOfTerms * ScaledDouble(1.0001))
        #expect(wrong.comparisons.allSatisfy { $0.outcome == .disagrees }, "\(observable) \(parameter): \(wrong)")
      }
    }
  }

  @Test("Contributions, the map and the sum agree with each other; the flow is that of h and c")
  func consistency() throws {
    let trajectory = try experiment(3, seed: 5).trajectory()
    for observable in [Observable.state, .unit(2), .loss, .totalLoss] {
      for parameter in Parameter.allCases {
        let terms = Contributions(of: trajectory, target: 15, parameter: parameter, observable: observable)
        let norms = ContributionNorms(
          of: trajectory, targets: [15], parameter: parameter, observable: observable
        ).norms(ofTargetAt: 0)
        for (norm, term) in zip(norms, terms) {
          #expect((norm - term.value).magnitude <= term.value * ScaledDouble(1e-13))
        }
        let sum = terms.sum(over: 1...15)
        #expect((sum - terms.total).magnitude <= terms.sumOfNorms * ScaledDouble(1e-13))
        let shares = terms.unitShares
        #expect(shares.count == 3 && (shares.reduce(0, +) - 1).magnitude < 1e-14)
      }
    }
    let regime = Regime(of: trajectory, target: 15)
    let rate = try #require(regime.lyapunovExponent)
    #expect((rate * 14 - trajectory.flowNorm(from: 1, to: 15).naturalLogarithm).magnitude < 1e-12)
    let spectrum = FlowSpectrum(of: trajectory, target: 15, lags: [14])
    #expect(spectrum.lags[0].singularValues.count == 6)
    let first = try #require(spectrum.lags[0].singularValues[0].value)
    #expect(((first / trajectory.flowNorm(from: 1, to: 15)).doubleValue - 1).magnitude < 1e-9)
    for (fast, step) in zip(trajectory.stepFactors(at: [2, 9, 15]), [2, 9, 15]) {
      #expect(((fast / trajectory.stepFactor(at: step)).doubleValue - 1).magnitude < 1e-3)
    }
  }

  @Test("What V reads is h alone")
  func visibleState() throws {
    let trajectory = try experiment(3, seed: 5).trajectory()
    #expect(trajectory.state(at: 4).count == 3 && trajectory.stateSize == 6)
    let states = (0...15).flatMap { Array(trajectory.state(at: $0)) }
    #expect(trajectory.stateRange(over: 0...15) == (states.min() ?? 0)...(states.max() ?? 0))
    let unit = (0...15).map { trajectory.state(at: $0)[trajectory.state(at: $0).startIndex + 1] }
    #expect(trajectory.stateRange(over: 0...15, unit: 1) == (unit.min() ?? 0)...(unit.max() ?? 0))
    let gradients = try #require(LossGradients(of: trajectory))
    let norm = Contributions(of: trajectory, target: 15, parameter: .bias, observable: .totalLoss).total
    #expect(((gradients.bias.norm / norm).doubleValue - 1).magnitude < 1e-13)
  }

  /// MATH.md: without weights and inputs ∂c_k/∂c_{k−50} = σ(b)^50, and h adds to it what o = ½ lets through.
  @Test(
    "A forget bias alone",
    arguments: [
      (0, 8.881784197001252e-16), (1, 1.5761911545634347e-7), (2, 1.7530457905259383e-3), (3, 8.809252656079149e-2),
    ])
  func forgetBias(bias: Double, expected: Double) throws {
    let zero = Matrix(rows: 4, columns: 1, elements: [0, 0, 0, 0])
    let cell = LongShortTermMemory(inputWeights: zero, recurrentWeights: zero, bias: [0, bias, 0, 0])
    let trajectory = Trajectory(
      network: try RNN(cell: cell), inputs: SyntheticInput.zero.sequence(steps: 60), initialState: [0, 0])
    let flow = trajectory.flowNorm(from: 10, to: 60).doubleValue
    #expect((flow / (expected * 1.25.squareRoot()) - 1).magnitude < 1e-12)
  }

  /// Laurent, von Brecht (2017): λ₁ ≈ 0.17 a step (MATH.md: 0.170 over 60 000 steps).
  @Test("Two units are enough for chaos")
  func chaos() throws {
    let W = Matrix(
      [[-1, -4], [-3, -2], [-2, 6], [0, -6], [-1, -6], [6, -9], [4, 1], [-9, -7]].map { $0.map(Double.init) })
    let zero = Matrix(rows: 8, columns: 1, elements: Array(repeating: 0, count: 8))
    let trajectory = Trajectory(
      network: try RNN(cell: LongShortTermMemory(inputWeights: zero, recurrentWeights: W, bias: zero.elements)),
      inputs: SyntheticInput.zero.sequence(steps: 12_000), initialState: [0.3, -0.2, 0.5, 0.1])
    let rate = try #require(Regime(of: trajectory, target: 12_000, extremes: .told).lyapunovExponent)
    #expect((rate - 0.170).magnitude < 0.01)
    #expect(trajectory.roundingDecidesAt != nil)
  }
}
