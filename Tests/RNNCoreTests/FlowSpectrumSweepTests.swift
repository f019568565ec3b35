import Testing

@testable import RNNCore

@Suite("The flow's singular values in parts")
struct FlowSpectrumSweepTests {
  private func trajectory(_ n: Int, _ activation: Activation = .tanh, steps: Int, W: Matrix? = nil) throws -> Trajectory
  {
    let W = W ?? Initialization.gaussian.recurrentWeights(order: n, seed: 3)
    let U = Matrix(rows: n, columns: 1, elements: (0..<n).map { 0.5 - Double($0 % 2) })
    let network = try RNN(activation: activation, inputWeights: U, recurrentWeights: W)
    return Trajectory(
      network: network, inputs: SyntheticInput.noise.sequence(steps: steps, seed: 5),
      initialState: Array(repeating: 0, count: n))
  }

  @Test(
    "Lag by lag they are what they are at once, to the last bit", arguments: [3, 20, 40], [Activation.tanh, .relu])
  func parts(n: Int, activation: Activation) throws {
    let trajectory = try trajectory(n, activation, steps: 60)
    let lags = [0, 1, 2, 5, 9, 20, 33, 59]
    let whole = FlowSpectrum(of: trajectory, target: 60, lags: lags)
    var sweep = FlowSpectrumSweep(of: trajectory, target: 60, lags: lags.reversed())
    #expect(sweep.lags == lags && sweep.target == 60 && sweep.spectrum.lags.isEmpty)
    var counts: [Int] = []
    while !sweep.isComplete {
      #expect(sweep.costOfNext > 0 && (0..<1).contains(sweep.progress))
      sweep.refine(budget: 0)
      let known = sweep.spectrum.lags
      #expect(known.map(\.lag) == Array(lags.prefix(known.count)))
      counts.append(known.count)
    }
    #expect(sweep.costOfNext == 0 && sweep.progress == 1)
    #expect(counts.count > 2 && counts == counts.sorted() && counts.last == lags.count)
    #expect(sweep.spectrum.lags == whole.lags)
    sweep.refine(budget: 1e9)
    #expect(sweep.spectrum.lags == whole.lags, "nothing is left to be done")
  }

  @Test("Where the graded product lacks digits they come from the plain one, lag by lag too")
  func plain() throws {
    let n = 12
    let W = Matrix((0..<n).map { row in (0..<n).map { $0 == row || $0 == row + 1 ? 1 : 0 } })
    let trajectory = try trajectory(n, .identity, steps: 300, W: W)
    let lags = [1, 100, 299]
    let whole = FlowSpectrum(of: trajectory, target: 300, lags: lags)
    var sweep = FlowSpectrumSweep(of: trajectory, target: 300, lags: lags)
    var steps = 0
    while !sweep.isComplete {
      sweep.refine(budget: 0)
      steps += 1
    }
    #expect(steps == 6, "three lags graded, and three plain")
    #expect(sweep.spectrum.lags == whole.lags)
    #expect(whole.lags[2].singularValues[0].relativeError < 1e-9)
  }

  @Test("They are the same bits on any number of threads, with any budget", arguments: [3, 20, 40])
  func threads(n: Int) throws {
    let jordan = Matrix((0..<n).map { row in (0..<n).map { $0 == row || $0 == row + 1 ? 1 : 0 } })
    for (activation, W) in [(Activation.tanh, nil), (.identity, jordan)] {
      let trajectory = try trajectory(n, activation, steps: 200, W: W)
      let lags = Array(stride(from: 0, to: 200, by: 9))
      let whole = FlowSpectrum(of: trajectory, target: 200, lags: lags)
      for threads in [0, 2, 3] {
        #expect(FlowSpectrum(of: trajectory, target: 200, lags: lags, threads: threads).lags == whole.lags)
        var sweep = FlowSpectrumSweep(of: trajectory, target: 200, lags: lags)
        while !sweep.isComplete { sweep.refine(budget: 3e6, threads: threads) }
        #expect(sweep.spectrum.lags == whole.lags)
      }
    }
  }

  @Test("A budget is spent on several lags")
  func budget() throws {
    let trajectory = try trajectory(6, steps: 50)
    var sweep = FlowSpectrumSweep(of: trajectory, target: 50, lags: Array(0..<50))
    sweep.refine(budget: 2e6)
    #expect((5..<45).contains(sweep.spectrum.lags.count))
  }

  @Test("Without lags there is nothing to do")
  func none() throws {
    var sweep = FlowSpectrumSweep(of: try trajectory(3, steps: 5), target: 5, lags: [])
    #expect(sweep.isComplete)
    sweep.refine(budget: 1)
    #expect(sweep.spectrum.lags.isEmpty)
  }
}
