import RNNCore
import Testing

@Suite("Gradients of the total loss")
struct LossGradientsTests {
  /// A few steps of small matrices: some hundred roundings, none of them amplified.
  private let tolerance = 1e-12

  private func matrices(_ gradients: LossGradients) throws -> [String: ScaledMatrix] {
    [
      "W": gradients.recurrentWeights, "U": gradients.inputWeights, "b": gradients.bias,
      "V": try #require(gradients.outputWeights), "c": try #require(gradients.outputBias),
    ]
  }

  @Test("Every parameter's gradient equals the total derivatives of every state, put together")
  func references() throws {
    for reference in try MatrixReference.all() {
      let gradients = try #require(LossGradients(of: reference.experiment.trajectory()))
      #expect(reference.fullLoss.relativeError(of: ScaledDouble(try #require(gradients.loss))) < tolerance)
      for (name, matrix) in try matrices(gradients) {
        let expected = try #require(reference.lossGradients[name])
        #expect(expected.count == matrix.rows * matrix.columns)
        for (index, number) in expected.enumerated() {
          let value = matrix[index / matrix.columns, index % matrix.columns]
          let error = (value.doubleValue - number.nearestDouble).magnitude
          #expect(error <= tolerance * matrix.norm.doubleValue, "\(reference.name), ∂L/∂\(name)[\(index)]")
        }
      }
    }
  }

  @Test("On any number of threads they are the same")
  func threads() throws {
    var generator = SplitMix64(seed: 4)
    let n = 300
    let W = Matrix(rows: n, columns: n, elements: (0..<n * n).map { _ in generator.nextNormal() / 17 })
    let U = Matrix(rows: n, columns: 2, elements: (0..<2 * n).map { _ in generator.nextNormal() })
    let V = Matrix(rows: 3, columns: n, elements: (0..<3 * n).map { _ in generator.nextNormal() / 17 })
    let network = try RNN(activation: .tanh, inputWeights: U, recurrentWeights: W, outputWeights: V)
    let inputs = InputSequence(
      name: "noise", dimension: 2, values: (0..<80).map { _ in generator.nextNormal() },
      classes: (0..<40).map { $0 % 3 })
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: Array(repeating: 0, count: n))
    let alone = try #require(LossGradients(of: trajectory))
    for threads in [-1, 0, 2, 3, 9] { #expect(LossGradients(of: trajectory, threads: threads) == alone) }
  }

  @Test("The contributions to the total loss sum to its gradient", arguments: Parameter.allCases)
  func contributions(parameter: Parameter) throws {
    for reference in try MatrixReference.all() {
      let trajectory = reference.experiment.trajectory()
      let gradients = try #require(LossGradients(of: trajectory))
      let norm = try #require(matrices(gradients)[parameter.rawValue]).norm
      let terms = Contributions(
        of: trajectory, target: trajectory.steps, parameter: parameter, observable: .totalLoss)
      #expect(((terms.total.magnitude / norm).doubleValue - 1).magnitude < tolerance, "\(reference.name)")
      var sum = ScaledSum()
      for term in terms { sum.add(term.signed) }
      #expect(((sum.value / norm).doubleValue - 1).magnitude < tolerance, "\(reference.name)")
    }
  }

  @Test("A total loss with one target is that target's loss")
  func oneTarget() throws {
    for reference in try MatrixReference.all() {
      var experiment = reference.experiment
      let k = reference.target
      let inputs = experiment.inputs
      let classes = (1...inputs.steps).map { $0 == k ? inputs.classes?[$0 - 1] : nil }
      experiment.inputs = InputSequence(
        name: "one target", dimension: inputs.dimension, values: inputs.values, classes: classes)
      let trajectory = experiment.trajectory()
      let one = Contributions(of: trajectory, target: k, parameter: .recurrentWeights, observable: .loss)
      let total = Contributions(of: trajectory, target: k, parameter: .recurrentWeights, observable: .totalLoss)
      // The logits are made one by one or all at once, and round differently.
      for (a, b) in zip(one, total) {
        #expect((a.flow - b.flow).magnitude <= ScaledDouble(1e-14) * a.flow.magnitude, "\(reference.name)")
        #expect((a.value - b.value).magnitude <= ScaledDouble(1e-14) * a.value.magnitude, "\(reference.name)")
        #expect((a.signed - b.signed).magnitude <= ScaledDouble(1e-14) * a.value.magnitude, "\(reference.name)")
      }
    }
  }

  @Test("The gradient is the slope of the loss itself")
  func differences() throws {
    let reference = try #require(try MatrixReference.all().first { $0.name == "tanh n=5 m=3" })
    let experiment = reference.experiment
    let gradients = try #require(LossGradients(of: experiment.trajectory()))
    let h = 1e-5
    func loss(_ change: Double, _ row: Int, _ column: Int) throws -> Double {
      var moved = experiment
      var W = experiment.network.recurrentWeights
      W[row, column] += change
      moved.start.network = try experiment.network.with(W: W)
      return try #require(LossGradients(of: moved.trajectory())?.loss)
    }
    for (row, column) in [(0, 0), (1, 3), (4, 2)] {
      let slope = (try loss(h, row, column) - loss(-h, row, column)) / (2 * h)
      let value = gradients.recurrentWeights[row, column].doubleValue
      // h² of the third derivative and rounding of L over h, both near 1e−10.
      #expect((value - slope).magnitude < 1e-8)
    }
  }

  @Test("n = 1: the terms carry the signs of a number")
  func scalar() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(0.8), recurrentWeights: Matrix(0.9),
      outputWeights: Matrix([[1], [-0.5], [0.2]]))
    let x = SyntheticInput.sine.sequence(steps: 20)
    let inputs = InputSequence(name: "sine", values: x.values, classes: (0..<20).map { $0 % 3 })
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0.1])
    let gradient = try #require(LossGradients(of: trajectory)).recurrentWeights[0, 0]
    let terms = Contributions(of: trajectory, target: 20, parameter: .recurrentWeights, observable: .totalLoss)
    #expect(((terms.total / gradient).doubleValue - 1).magnitude < 1e-13)
    for term in terms {
      #expect(term.value == term.flow * term.immediateDerivative)
      #expect(term.signed.magnitude == term.value.magnitude)
    }
    let state = Contributions(of: trajectory, target: 20, parameter: .recurrentWeights)
    let loss = Contributions(of: trajectory, target: 20, parameter: .recurrentWeights, observable: .loss)
    let slope = loss.flow(at: 20)
    for step in 1...20 {
      #expect(((loss.value(at: step) / (state.value(at: step) * slope)).doubleValue - 1).magnitude < 1e-14)
    }
    #expect(Regime(of: loss) == Regime(of: state))
  }

  @Test("An output that is all but sure has a gradient below a Double's range, and not 0")
  func sureOutput() throws {
    // z = (800, 0) and y = 0: ∂L/∂z = (−e^−800, e^−800).
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(1), recurrentWeights: Matrix(0.5),
      outputWeights: Matrix([[800], [0]]))
    let inputs = InputSequence(name: "x", values: [1], classes: [0])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    let gradients = try #require(LossGradients(of: trajectory))
    for (row, expected) in [-ScaledDouble.exp(-800), .exp(-800)].enumerated() {
      let ratio = (try #require(gradients.outputBias)[row, 0] / expected).doubleValue
      #expect((ratio - 1).magnitude < 1e-13)
    }
    let bias = (gradients.bias[0, 0] / (ScaledDouble(-800) * .exp(-800))).doubleValue
    #expect((bias - 1).magnitude < 1e-13)
  }
}
