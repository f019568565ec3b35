import RNNCore

/// A network of n units on one input and eight classes, as `python_peers.py` has it for PyTorch.
private func experiment(hiddenSize n: Int, steps: Int) throws -> Experiment {
  var generator = SplitMix64(seed: 7)
  func matrix(_ rows: Int, _ columns: Int, _ scale: Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in scale * generator.nextNormal() })
  }
  let network = try RNN(
    activation: .tanh, inputWeights: matrix(n, 1, 1), recurrentWeights: matrix(n, n, 1 / Double(n).squareRoot()),
    outputWeights: matrix(8, n, 1 / Double(n).squareRoot()))
  let inputs = InputSequence(
    name: "noise", values: (0..<steps).map { _ in generator.nextNormal() }, classes: (0..<steps).map { $0 % 8 })
  return Experiment(network: network, initialState: Array(repeating: 0, count: n), inputs: inputs)
}

/// Forward pass and the gradient of the total loss with respect to W, U, b, V and c; then the same itemised by step.
func matrixNetworks(hiddenSizes: [Int], steps: Int) throws {
  for n in hiddenSizes {
    let experiment = try experiment(hiddenSize: n, steps: steps)
    let rounds = n > 128 ? 31 : 101
    let times = Timing.medians(
      rounds: rounds,
      [
        { use(LossGradients(of: experiment.trajectory())) },
        { use(experiment.trajectory()) },
        {
          use(
            Contributions(
              of: experiment.trajectory(), target: steps, parameter: .recurrentWeights, observable: .totalLoss))
        },
      ])
    row("n = \(n), T = \(steps): forward, all gradients of the loss", short(times[0] * 1e3, "ms"), "see PyTorch below")
    row("  forward alone", short(times[1] * 1e3, "ms"), "")
    row("  forward, every term of ∂L/∂W", short(times[2] * 1e3, "ms"), "")
  }
  let experiment = try experiment(hiddenSize: 64, steps: steps)
  let trajectory = experiment.trajectory()
  let times = Timing.medians(
    rounds: 21,
    [
      { use(Contributions(of: trajectory, target: steps, parameter: .recurrentWeights)) },
      { use(Regime(of: trajectory, target: steps)) },
    ])
  row("n = 64, T = \(steps): every term of the whole state", short(times[0] * 1e3, "ms"), "")
  row("n = 64, T = \(steps): P(T,1) alone", short(times[1] * 1e3, "ms"), "")
}
