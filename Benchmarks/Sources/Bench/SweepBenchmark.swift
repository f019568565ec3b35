import RNNCore

/// `sweep --vary g=0.5:1.5:0.01` of n units over T steps, 101 values: on one thread, and on as many as there are processors.
func gainSweep(hidden: Int, steps: Int) throws {
  let experiment = Experiment(
    start: InitializedNetwork(
      network: RNN(activation: .tanh, hiddenSize: hidden, inputSize: 1, initialization: .gaussian, seed: 1)),
    inputs: SyntheticInput.noise.sequence(steps: steps))
  guard let range = SweepRange(from: 0.5, through: 1.5, by: 0.01) else { return }
  let plan = SweepPlan("g", of: experiment, varying: .gain, over: range, target: steps)
  for threads in Set([1, Concurrent.processors]).sorted() {
    let work = { use(try? plan.points(0..<plan.count, parameter: .recurrentWeights, threads: threads)) }
    let time = Timing.medians(rounds: 3, [work])[0]
    row(
      "sweep of g, n = \(hidden), T = \(steps), \(plan.count) values, \(threads) threads", short(time, "s"),
      threads > 1 ? "< 3 s" : "")
  }
}

/// `profile`: every pair of target and step, by its lag.
func lagProfile(steps: Int) throws {
  let experiment = Experiment(
    network: try RNN(activation: .tanh, W: 0.9, U: 0.8), initialState: [0.1],
    inputs: SyntheticInput.noise.sequence(steps: steps))
  let trajectory = experiment.trajectory()
  let time = Timing.medians(rounds: 3, [{ use(LagStatistics(of: [trajectory], parameter: .recurrentWeights)) }])[0]
  row("profile, n = 1, T = \(steps)", short(time * 1e3, "ms"), "")
}
