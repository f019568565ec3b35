@testable import RNNCore

/// Networks of more units than are taken apart exactly, for what larger ones are for.
enum WideNetworks {
  /// Units on noise, with two classes; W is `gain` times an initialisation.
  static func trajectory(
    _ n: Int, _ initialization: Initialization = .gaussian, gain: Double = 1, _ activation: Activation = .tanh,
    steps: Int, seed: UInt64 = 1
  ) throws -> Trajectory {
    let W = initialization.recurrentWeights(order: n, seed: seed)
    return try trajectory(
      Matrix(rows: n, columns: n, elements: W.elements.map { gain * $0 }), activation,
      U: Array(repeating: 1, count: n), SyntheticInput.noise.sequence(steps: steps, seed: seed).values)
  }

  /// Units with these weights on these inputs.
  static func trajectory(_ W: Matrix, _ activation: Activation, U: [Double], _ inputs: [Double]) throws -> Trajectory {
    let n = W.rows
    let network = try RNN(
      activation: activation, inputWeights: Matrix(rows: n, columns: 1, elements: U), recurrentWeights: W,
      outputWeights: Matrix(rows: 2, columns: n, elements: (0..<2 * n).map { $0 % 3 == 0 ? 0.5 : -0.25 }))
    return Trajectory(
      network: network,
      inputs: InputSequence(name: "given", values: inputs, classes: Array(repeating: 1, count: inputs.count)),
      initialState: Array(repeating: 0.1, count: n))
  }

  /// Gated units on noise.
  static func gated(_ kind: CellKind, _ n: Int, steps: Int) -> Trajectory {
    let network = RNN(kind, hiddenSize: n, inputSize: 1, seed: 5)
    return Trajectory(
      network: network, inputs: SyntheticInput.noise.sequence(steps: steps),
      initialState: Array(repeating: 0.1, count: kind.parts * n))
  }

  /// σ_max(P(k,i)) by a singular value decomposition of the matrix.
  static func exactNorm(_ trajectory: Trajectory, from step: Int, to target: Int) -> ScaledDouble {
    trajectory.flowMatrix(from: step, to: target).spectralNorm(order: trajectory.stateSize)
  }

  /// How far two numbers are apart, in parts of the second.
  static func distance(_ a: ScaledDouble, _ b: ScaledDouble) -> Double {
    a == b ? 0 : b.isZero ? .infinity : ((a - b) / b).magnitude.doubleValue
  }
}
