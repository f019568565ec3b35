import Testing

@testable import RNNCore

@Suite("The forward pass, some steps at a time")
struct ForwardSweepTests {
  /// The states, derivatives and what else a run leaves behind are the same bits, of every layer.
  private func expectEqual(_ a: Trajectory?, _ b: Trajectory, _ comment: Comment) {
    func bits(_ numbers: [Double]) -> [UInt64] { numbers.map(\.bitPattern) }
    #expect(a?.network == b.network && a?.inputs == b.inputs, comment)
    #expect(a.map { bits($0.preActivations) } == bits(b.preActivations), comment)
    #expect(a.map { bits($0.states) } == bits(b.states), comment)
    #expect(a.map { bits($0.derivatives) } == bits(b.derivatives), comment)
    #expect(a.map { bits($0.logitOffsets) } == bits(b.logitOffsets), comment)
    #expect(a?.overflowAt == b.overflowAt && a?.underflowAt == b.underflowAt, comment)
    guard let next = b.next else { return #expect(a?.next == nil, comment) }
    expectEqual(a?.next, next, comment)
  }

  /// Runs an experiment with little and with more work at once; what is done never shrinks. Returns how many parts the
  /// former took.
  @discardableResult
  private func check(_ experiment: Experiment, _ comment: Comment) -> Int {
    var counts: [Int] = []
    for budget in [0, 1e3] {
      var sweep = ForwardSweep(of: experiment)
      var (count, progress) = (0, sweep.progress)
      #expect(progress == 0 && sweep.trajectory == nil)
      while !sweep.isComplete {
        sweep.refine(budget: budget)
        #expect((progress...1).contains(sweep.progress), comment)
        progress = sweep.progress
        count += 1
      }
      #expect(progress == 1)
      sweep.refine(budget: budget)
      expectEqual(sweep.trajectory, experiment.trajectory(), comment)
      counts.append(count)
    }
    #expect(counts[1] <= counts[0], comment)
    return counts[0]
  }

  @Test("It is that of all steps at once, to the last bit, layer upon layer and in both directions")
  func layers() throws {
    for reference in try LayersReference.all() {
      let run = try reference.trajectory(ofLayer: 0)
      let experiment = Experiment(
        network: run.network, initialState: Array(run.states.prefix(run.stateSize)), inputs: run.inputs)
      let parts = check(experiment, "\(reference.name)")
      #expect(parts == (run.network.layersAbove.count + 1) * (run.steps + 1))
    }
    for reference in try LayersReference.bidirectional() {
      check(try reference.experiment(ofDirection: 1), "\(reference.name)")
    }
  }

  @Test("A scalar network is one part, and one that overflows ends where it does")
  func short() throws {
    let inputs = SyntheticInput.noise.sequence(steps: 40, seed: 5)
    let scalar = Experiment(network: try RNN(activation: .tanh, W: 0.9, U: 0.8), initialState: [0.1], inputs: inputs)
    #expect(check(scalar, "scalar") == 1)
    let network = try RNN(
      activation: .identity, inputWeights: Matrix([[1], [1]]), recurrentWeights: Matrix([[1e30, 0], [0, 1]]))
    let parts = check(Experiment(network: network, initialState: [1, 1], inputs: inputs), "overflow")
    let overflow = try #require(Trajectory(network: network, inputs: inputs, initialState: [1, 1]).overflowAt)
    #expect(overflow < 40 && parts == overflow + 1)
  }
}
