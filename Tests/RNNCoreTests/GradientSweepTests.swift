import Testing

@testable import RNNCore

@Suite("Contributions and regime, a part at a time")
struct GradientSweepTests {
  private func trajectory(
    _ n: Int, gain: Double, _ activation: Activation = .tanh, steps: Int, classes: [Int?]? = nil
  ) throws -> Trajectory {
    let W = Initialization.gaussian.recurrentWeights(order: n, seed: 3)
    let network = try RNN(
      activation: activation, inputWeights: Matrix(rows: n, columns: 1, elements: Array(repeating: 1, count: n)),
      recurrentWeights: Matrix(rows: n, columns: n, elements: W.elements.map { gain * $0 }),
      outputWeights: Matrix(rows: 2, columns: n, elements: (0..<2 * n).map { $0 % 3 == 0 ? 0.5 : -0.25 }))
    let values = SyntheticInput.noise.sequence(steps: steps, seed: 5).values
    return Trajectory(
      network: network,
      inputs: InputSequence(name: "noise", values: values, classes: classes ?? Array(repeating: 1, count: steps)),
      initialState: Array(repeating: 0.1, count: n))
  }

  /// Runs a sweep one part at a time and says which stages it went through; what is done never shrinks within one.
  private func run(_ sweep: inout GradientSweep) -> [GradientSweep.Stage] {
    var stages = [sweep.stage]
    var progress = sweep.progress
    while !sweep.isComplete {
      sweep.refine(budget: 0)
      #expect(sweep.stage != stages.last || sweep.progress > progress)
      #expect((0...1).contains(sweep.progress) && (sweep.regime != nil) == sweep.isComplete)
      progress = sweep.progress
      if sweep.stage != stages.last { stages.append(sweep.stage) }
    }
    return stages
  }

  @Test("are those computed at once, to the last bit", arguments: [1, 2, 20, 37], [Parameter.recurrentWeights, .bias])
  func same(n: Int, parameter: Parameter) throws {
    for (gain, activation) in [(0.4, Activation.tanh), (1.6, .tanh), (3, .softsign), (1.3, .relu)] {
      let trajectory = try trajectory(n, gain: gain, activation, steps: 30)
      for observable in [Observable.state, .unit(0), .loss, .totalLoss] {
        for target in [1, 2, 30] {
          var sweep = GradientSweep(of: trajectory, target: target, parameter: parameter, observable: observable)
          _ = run(&sweep)
          let whole = Contributions(of: trajectory, target: target, parameter: parameter, observable: observable)
          let terms = try #require(sweep.contributions)
          #expect(Array(terms) == Array(whole) && terms.total == whole.total && terms.unitShares == whole.unitShares)
          #expect(terms.target == target && terms.parameter == parameter && terms.observable == observable)
          #expect(terms.extent.largest == whole.extent.largest)
          #expect(sweep.regime == Regime(of: whole, extremes: .told))
        }
      }
    }
  }

  @Test("are the same bits on any number of threads", arguments: [20, 37, 70])
  func threads(n: Int) throws {
    for gain in [0.4, 1.6] {
      let trajectory = try trajectory(n, gain: gain, steps: 60)
      for parameter in [Parameter.recurrentWeights, .bias] {
        let whole = Contributions(of: trajectory, target: 60, parameter: parameter)
        for threads in [-1, 0, 2, 3] {
          let terms = Contributions(of: trajectory, target: 60, parameter: parameter, threads: threads)
          #expect(Array(terms) == Array(whole) && terms.total == whole.total && terms.unitShares == whole.unitShares)
          var sweep = GradientSweep(of: trajectory, target: 60, parameter: parameter, observable: .state)
          while !sweep.isComplete { sweep.refine(budget: 1e5, threads: threads) }
          let parts = try #require(sweep.contributions)
          #expect(Array(parts) == Array(whole) && parts.total == whole.total && parts.unitShares == whole.unitShares)
          #expect(sweep.regime == Regime(of: whole, extremes: .told))
        }
      }
    }
  }

  @Test("cut and clamped are those computed at once, with no regime", arguments: [1, 2, 20])
  func cut(n: Int) throws {
    let trajectory = try trajectory(n, gain: 1.6, steps: 30)
    for truncation in [Truncation.none, Truncation(window: 4), Truncation(detachEvery: 7)] {
      for (observable, limit) in [(Observable.state, nil), (.state, 0.01), (.totalLoss, nil), (.totalLoss, 0.01)] {
        var sweep = GradientSweep(
          contributionsOf: trajectory, target: 30, parameter: .recurrentWeights, observable: observable,
          truncation: truncation, adjointLimit: limit)
        while !sweep.isComplete {
          #expect(sweep.stage == .contributions)
          sweep.refine(budget: 0)
        }
        let whole = Contributions(
          of: trajectory, target: 30, parameter: .recurrentWeights, observable: observable, truncation: truncation,
          adjointLimit: limit)
        let terms = try #require(sweep.contributions)
        #expect(Array(terms) == Array(whole) && terms.total == whole.total && terms.truncation == truncation)
        #expect(terms.adjointLimit == limit && sweep.regime == nil)
      }
    }
  }

  @Test("go through the stages that the question takes, and more work at once takes fewer parts")
  func stages() throws {
    // Its norm grows beyond 10 on the way: whether its largest singular value does is a matter of its own.
    let growing = try trajectory(24, gain: 2.2, steps: 60)
    var sweep = GradientSweep(of: growing, target: 60, parameter: .bias, observable: .state)
    #expect(run(&sweep) == [.contributions, .extremes, .complete])
    sweep = GradientSweep(of: growing, target: 60, parameter: .bias, observable: .loss)
    #expect(run(&sweep).prefix(2) == [.contributions, .flow])
    sweep = GradientSweep(of: growing, target: 60, parameter: .bias, observable: .state)
    sweep.refine(budget: .infinity)
    #expect(sweep.isComplete && sweep.stage == .complete && sweep.progress == 1)
    sweep.refine(budget: 1)
    #expect(sweep.isComplete)
    let gentle = try trajectory(24, gain: 0.3, steps: 60)
    sweep = GradientSweep(of: gentle, target: 60, parameter: .bias, observable: .state)
    #expect(run(&sweep) == [.contributions, .complete])
  }

  @Test("without contributions there is the regime: no class to be told, a state that overflowed")
  func absent() throws {
    let silent = try trajectory(5, gain: 0.9, steps: 20, classes: Array(repeating: nil, count: 20))
    var sweep = GradientSweep(of: silent, target: 20, parameter: .bias, observable: .loss)
    #expect(run(&sweep).first == .flow && sweep.contributions == nil)
    #expect(sweep.regime == Regime(of: silent, target: 20, extremes: .told))
    let exploding = try trajectory(5, gain: 1e30, .identity, steps: 40)
    sweep = GradientSweep(of: exploding, target: 40, parameter: .bias, observable: .state)
    #expect(sweep.isComplete && sweep.contributions == nil && sweep.regime?.verdict == .overflow)
  }
}
