import Explorer
import RNNCore
import Screen
import Views

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

/// As many as PyTorch has.
private let threads = 2

/// Forward pass and the gradient of the total loss with respect to W, U, b, V and c; then the same itemised by step.
func matrixNetworks(hiddenSizes: [Int], steps: Int) throws {
  for n in hiddenSizes {
    let experiment = try experiment(hiddenSize: n, steps: steps)
    let rounds = n > 128 ? 31 : 101
    let times = Timing.medians(
      rounds: rounds,
      [
        { use(LossGradients(of: experiment.trajectory(), threads: threads)) },
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
}

/// The same of gated cells, drawn as PyTorch draws them: forward pass and the gradient of the total loss with respect to W,
/// U, b (and b_hh), V and c; then the forward pass alone, and every term of ∂L/∂W_f or ∂L/∂W_z.
func gatedNetworks(_ kind: CellKind, hiddenSizes: [Int], steps: Int) throws {
  for n in hiddenSizes {
    let experiment = try gatedExperiment(kind, hiddenSize: n, steps: steps)
    let keeping = Parameter(.recurrentWeights, gate: kind.keepingGate)
    let times = Timing.medians(
      rounds: n > 128 ? 11 : 31,
      [
        { use(LossGradients(of: experiment.trajectory(), threads: threads)) },
        { use(experiment.trajectory()) },
        {
          use(
            Contributions(of: experiment.trajectory(), target: steps, parameter: keeping, observable: .totalLoss))
        },
      ])
    let name = kind.rawValue.uppercased()
    row(
      "\(name), n = \(n), T = \(steps): forward, all gradients of the loss", short(times[0] * 1e3, "ms"),
      "see PyTorch below")
    row("  forward alone", short(times[1] * 1e3, "ms"), "")
    row("  forward, every term of ∂L/∂\(keeping.rawValue)", short(times[2] * 1e3, "ms"), "")
  }
}

/// A gated network of n units on one input and eight classes.
private func gatedExperiment(_ kind: CellKind, hiddenSize n: Int, steps: Int) throws -> Experiment {
  let plain = try experiment(hiddenSize: n, steps: steps)
  let network = try RNN(kind, hiddenSize: n, inputSize: 1, seed: 7).with(V: plain.network.outputWeights)
  return try Experiment(validating: network, inputs: plain.inputs)
}

/// n = 64 over 256 steps: the parts of a frame, and every pair of target and step for the map.
func matrixParts(steps: Int) throws {
  let trajectory = try experiment(hiddenSize: 64, steps: steps).trajectory()
  let times = Timing.medians(
    rounds: 21,
    [
      { use(Contributions(of: trajectory, target: steps, parameter: .recurrentWeights)) },
      { use(Regime(of: trajectory, target: steps)) },
      { use(trajectory.stepFactors(at: Array(1...steps))) },
    ])
  row("n = 64, T = \(steps): every term of the whole state", short(times[0] * 1e3, "ms"), "")
  row("  P(T,1) alone", short(times[1] * 1e3, "ms"), "")
  row("  every step factor, for pictures", short(times[2] * 1e3, "ms"), "")
  for (name, observable) in [("the whole state", Observable.state), ("a unit", .unit(0)), ("the loss", .loss)] {
    let atOnce = ContributionNorms.targetsAtOnce(hiddenSize: 64, observable: observable)
    let work = {
      for first in stride(from: 1, through: steps, by: atOnce) {
        use(
          ContributionNorms(
            of: trajectory, targets: Array(first...Swift.min(first + atOnce - 1, steps)), parameter: .recurrentWeights,
            observable: observable))
      }
    }
    let time = Timing.medians(rounds: 3, [work])[0]
    row(
      "map, n = 64, T = \(steps), all targets, \(name)", short(time * 1e3, "ms"), observable.isVector ? "≤ 250 ms" : "")
  }
}

/// A key press to a finished frame at 100×30: the gain turned up and down.
func matrixKeyPress(hiddenSize n: Int, steps: Int) throws {
  let experiment = try experiment(hiddenSize: n, steps: steps)
  let inputs = experiment.inputs
  let source = InputSource(
    name: "noise", values: inputs.values, dimension: inputs.dimension, targets: inputs.targets, flags: [])
  for (name, observable) in [("the whole state", Observable.state), ("the loss", .loss)] {
    let matrix = ScaledNetwork(base: experiment.start, origin: .model(name: "noise", activation: .tanh, flags: []))
    var state = State(start: try matrix.start(), input: InputChoice(source: 0, offset: 0, steps: steps))
    (state.matrix, state.observable) = (matrix, observable)
    let session = Session(
      state: state, sources: [source], size: Size(width: 100, height: 30), threads: Concurrent.processors)
    let time = pressTimes(session, rounds: 21, [(.up, .down)])[0]
    row(
      "key press to frame, n = \(n), T = \(steps), \(name)", short(time * 1e3, "ms"),
      n == 64 ? observable.isVector ? "≤ 8 ms" : "≤ 4 ms" : "")
  }
}
