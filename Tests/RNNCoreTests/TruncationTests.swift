import Testing

@testable import RNNCore

@Suite("Truncated back-propagation: summands left out")
struct TruncationTests {
  @Test("What a target hears, by hand")
  func firstSteps() {
    #expect(Truncation.none.firstStep(reaching: 9) == 1)
    #expect((1...7).map { Truncation(window: 3).firstStep(reaching: $0) } == [1, 1, 1, 2, 3, 4, 5])
    #expect((1...7).map { Truncation(detachEvery: 3).firstStep(reaching: $0) } == [1, 1, 1, 4, 4, 4, 7])
    #expect((1...7).map { Truncation(window: 2, detachEvery: 3).firstStep(reaching: $0) } == [1, 1, 2, 4, 4, 5, 7])
  }

  private static let cuts = [
    Truncation(window: 1), Truncation(window: 4), Truncation(window: 40), Truncation(detachEvery: 1),
    Truncation(detachEvery: 5), Truncation(window: 3, detachEvery: 4),
  ]

  private func elman(_ n: Int, _ activation: Activation = .tanh) throws -> Trajectory {
    let drawn = RNN(activation: activation, hiddenSize: n, inputSize: 1, initialization: .gaussian, seed: 4)
    let network = try RNN(
      activation: activation, inputWeights: drawn.inputWeights, recurrentWeights: drawn.recurrentWeights,
      outputWeights: n == 1 ? Matrix([[2], [0]]) : Initialization.gaussian.recurrentWeights(order: n, seed: 9))
    return trajectory(network)
  }

  private func trajectory(_ network: RNN) -> Trajectory {
    let classes: [Int?] = (0..<17).map { $0 % 5 == 3 ? nil : $0 % 2 }
    let inputs = InputSequence(
      name: "noise", values: SyntheticInput.noise.sequence(steps: 17, seed: 8).values, classes: classes)
    return Trajectory(
      network: network, inputs: inputs, initialState: Array(repeating: 0.2, count: network.hiddenSize))
  }

  @Test("A cut sum has the summands of the whole one, or 0", arguments: cuts)
  func summands(cut: Truncation) throws {
    let gated = try RNN(
      cell: MinimalGatedUnit(units: 3, inputs: 1, seed: 6),
      outputWeights: Initialization.gaussian.recurrentWeights(order: 3, seed: 9))
    for trajectory in [try elman(1), try elman(3), try elman(4, .relu), self.trajectory(gated)] {
      for observable in [Observable.state, .unit(0), .loss] {
        for parameter in Parameter.allCases {
          for target in [1, 5, 6, 17] where trajectory.canObserve(observable, at: target) {
            let whole = Contributions(of: trajectory, target: target, parameter: parameter, observable: observable)
            let some = Contributions(
              of: trajectory, target: target, parameter: parameter, observable: observable, truncation: cut)
            let first = cut.firstStep(reaching: target)
            for (term, other) in zip(some, whole) {
              // The scalar network's loss has a kernel of its own for the whole sum: other roundings.
              let expected = term.step < first ? .zero : other.value
              let rounding = expected.magnitude * ScaledDouble(trajectory.hiddenSize == 1 ? 1e-14 : 0)
              #expect((term.value - expected).magnitude <= rounding)
              #expect(term.step >= first || term.flow.isZero && term.signed.isZero)
            }
            if !whole.areNorms {
              let sum = whole.sum(over: first...target)
              #expect((some.total - sum).magnitude <= whole.sumOfNorms * ScaledDouble(1e-15))
            }
          }
        }
      }
    }
  }

  /// Brute force: ∂L_t/∂θ of every t by itself, each over its own window or chunk.
  @Test("Of a total loss every step's loss has its own window", arguments: cuts)
  func totalLoss(cut: Truncation) throws {
    let trajectory = try elman(1)
    for parameter in Parameter.allCases {
      let terms = Contributions(
        of: trajectory, target: 17, parameter: parameter, observable: .totalLoss, truncation: cut)
      #expect(!terms.areNorms)
      #expect((terms.sum(over: 1...17) - terms.total).magnitude <= terms.sumOfNorms * ScaledDouble(1e-15))
      for step in 1...17 {
        var sum = ScaledSum()
        for target in step...17 where trajectory.canObserve(.loss, at: target) {
          let loss = Contributions(
            of: trajectory, target: target, parameter: parameter, observable: .loss, truncation: cut)
          sum.add(loss.value(at: step))
        }
        #expect((terms.value(at: step) - sum.value).magnitude <= terms.sumOfNorms * ScaledDouble(1e-14))
      }
    }
  }

  /// The projection of a loss on its total does not split by targets, but the gradient's own numbers do.
  @Test("Of several units too: the total is the sum of what every loss says of a bias", arguments: cuts)
  func totalLossOfUnits(cut: Truncation) throws {
    let trajectory = try elman(3)
    let losses = try #require(OutputErrors(trajectory, through: 17)).covectors
    let history = DeltaHistory(trajectory, target: 17, losses: losses, truncation: cut)
    var expected = [[ScaledDouble]](repeating: Array(repeating: .zero, count: 3), count: 17)
    for target in 1...17 where trajectory.canObserve(.loss, at: target) {
      let covector = ScaledRows([trajectory.covector(of: .loss, at: target)])
      let one = DeltaHistory(trajectory, target: target, covectors: covector, truncation: cut)
      for step in 0..<target {
        for (unit, number) in one.deltas.numbers(step).enumerated() { expected[step][unit] += number }
      }
    }
    let scale = expected.flatMap { $0 }.map(\.magnitude).max() ?? .one
    for step in 0..<17 {
      for (number, expected) in zip(history.deltas.numbers(step), expected[step]) {
        #expect((number - expected).magnitude <= scale * ScaledDouble(1e-14))
      }
    }
  }

  @Test("The regime is that of the flow, whatever is left out of the sum")
  func regime() throws {
    for trajectory in [try elman(1), try elman(3)] {
      let cut = Contributions(
        of: trajectory, target: 17, parameter: .bias, truncation: Truncation(window: 2))
      #expect(cut[3].flow.isZero)
      let whole = Regime(of: trajectory, target: 17)
      let regime = Regime(of: cut)
      #expect(regime.verdict == whole.verdict && regime.way == whole.way)
      let difference = (regime.lyapunovExponent ?? 0) - (whole.lyapunovExponent ?? 1)
      #expect(difference.magnitude < 1e-14)
    }
  }

  /// Linear, constant input, stationary: what a window leaves out is W^τ of the whole.
  @Test(
    "The bias of a window is W^τ",
    arguments: [(10, 0.3486784401), (20, 0.12157665459056929), (50, 0.005153775207320113)])
  func stationaryBias(window: Int, expected: Double) throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .identity, W: 0.9, U: 0.1),
      inputs: SyntheticInput.constant.sequence(steps: 600), initialState: [1])
    let whole = Contributions(of: trajectory, target: 600, parameter: .recurrentWeights)
    let cut = Contributions(
      of: trajectory, target: 600, parameter: .recurrentWeights, truncation: Truncation(window: window))
    let bias = ((whole.total - cut.total) / whole.total).doubleValue
    #expect((bias / expected - 1).magnitude < 1e-12)
  }

  /// MATH.md, "Truncation and detach".
  @Test("A window that points the wrong way until it is 33 steps long")
  func wrongWay() throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .identity, W: 0.95, U: 0.3), inputs: SyntheticInput.step.sequence(steps: 44),
      initialState: [-10])
    func total(_ window: Int?) -> Double {
      Contributions(
        of: trajectory, target: 44, parameter: .recurrentWeights, truncation: Truncation(window: window)
      ).total.doubleValue
    }
    #expect((total(nil) + 12.26).magnitude < 0.005)
    let totals = (1...44).map { total($0) }
    #expect(totals[..<32].allSatisfy { $0 > 0 } && totals[32...].allSatisfy { $0 < 0 })
    #expect(((totals.max() ?? 0) - 17.51).magnitude < 0.005)
  }

  /// Influence balancing (Tallec, Ollivier 2017): θ adds to 10 units and takes from 13, through a chain.
  @Test("The sign of a chain of 23 units is right only from a window of 41 on")
  func influenceBalancing() throws {
    let n = 23
    var W = Matrix(rows: n, columns: n, elements: Array(repeating: 0, count: n * n))
    for unit in 0..<n {
      W[unit, unit] = 0.5
      if unit + 1 < n { W[unit, unit + 1] = 0.5 }
    }
    let U = Matrix(rows: n, columns: 1, elements: Array(repeating: 0, count: n))
    let trajectory = Trajectory(
      network: try RNN(activation: .identity, inputWeights: U, recurrentWeights: W),
      inputs: SyntheticInput.zero.sequence(steps: 400), initialState: Array(repeating: 0, count: n))
    func derivative(_ window: Int?) -> Double {
      let history = DeltaHistory(
        trajectory, target: 400, covectors: ScaledRows([trajectory.covector(of: .unit(0), at: 400)]),
        truncation: Truncation(window: window))
      var sum = ScaledSum()
      for step in 0..<400 {
        for (unit, number) in history.deltas.numbers(step).enumerated() { sum.add(unit < 10 ? number : -number) }
      }
      return sum.value.doubleValue
    }
    #expect((derivative(nil) + 6).magnitude < 1e-9)
    for (window, expected, digits) in [
      (19, 16.476, 5e-4), (40, 0.5655, 5e-5), (41, -0.2190, 5e-5), (101, -6.0, 0.05),
    ] { #expect((derivative(window) - expected).magnitude < digits, "window \(window)") }
  }
}
