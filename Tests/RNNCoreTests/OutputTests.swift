import Testing

@testable import RNNCore

@Suite("Softmax, cross-entropy and their gradient")
struct OutputTests {
  /// A network whose logits are V·s_1 with s_1 = x_1.
  private func trajectory(logits: [Double], class y: Int?) throws -> Trajectory {
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(1), recurrentWeights: Matrix(0),
      outputWeights: Matrix(logits.map { [$0] }))
    let inputs = InputSequence(name: "one", values: [1], classes: [y])
    return Trajectory(network: network, inputs: inputs, initialState: [0])
  }

  /// L and ∂L/∂z from mpmath with 60 digits.
  @Test(
    "Losses from certain to hopeless",
    arguments: [
      ([0, 0], 0, 0.69314718055994530942, -0.5),
      ([1, 2, 3], 2, 0.40760596444438030448, -0.33475904422517811047),
      ([40, 0], 0, 4.2483542552915889863e-18, -4.2483542552915889773e-18),
      ([40, 0], 1, 40.000000000000000004, -0.99999999999999999575),
      ([700, 0, 1], 0, 3.6661056127145840314e-304, -3.6661056127145840314e-304),
      ([-900, 900], 0, 1800, -1),
      ([1000, 1000, 1000], 1, 1.0986122886681098, -0.66666666666666666667),
    ])
  func losses(logits: [Double], y: Int, loss: Double, slope: Double) throws {
    let output = try #require(try trajectory(logits: logits, class: y).output(at: 1))
    #expect(((output.loss ?? .nan) / loss - 1).magnitude < 4e-15)
    #expect(((output.logitGradient?[y] ?? .nan) / slope - 1).magnitude < 4e-15)
    #expect((output.probabilities.reduce(0, +) - 1).magnitude < 1e-15)
    #expect((output.logitGradient ?? [.nan]).reduce(0, +).magnitude < 1e-16)
  }

  @Test("A network that is sure to e^−2000 still has a gradient")
  func certainty() throws {
    let trajectory = try trajectory(logits: [2000, 0], class: 0)
    let terms = Contributions(of: trajectory, target: 1, parameter: .bias, observable: .loss)
    // ∂L/∂s = (o_0 − 1)·2000 = −2000·e^−2000.
    let exact = try ReferenceNumber("-5.1530717459222993043803e-866")
    #expect(exact.relativeError(of: terms.total) < 1e-13)
  }

  @Test("Its total loss is the sum of such certainties, and so is the gradient")
  func certainTotal() throws {
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(1), recurrentWeights: Matrix(0),
      outputWeights: Matrix([[2000], [0]]))
    let inputs = InputSequence(name: "ones", values: [1, 1, 1], classes: [0, nil, 0])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
    // Each of the two is −2000·e^−2000, and W = 0 keeps them apart.
    let exact = try ReferenceNumber("-1.03061434918445986087608e-865")
    func terms(_ parameter: Parameter) -> ScaledDouble {
      Contributions(of: trajectory, target: 3, parameter: parameter, observable: .totalLoss).total
    }
    #expect(exact.relativeError(of: terms(.bias)) < 1e-13)
    #expect(exact.relativeError(of: terms(.inputWeights)) < 1e-13)
    // ∂L/∂V_0 = 2·(o_0 − 1)·s = −2·e^−2000.
    let gradient = try #require(LossGradients(of: trajectory)?.outputWeights)[0, 0]
    #expect(((gradient * ScaledDouble(2000) / terms(.bias)).doubleValue - 1).magnitude < 4e-16)
  }

  @Test("A step without a class adds nothing to a loss")
  func noClass() throws {
    #expect(try trajectory(logits: [1, 2], class: nil).covector(of: .loss, at: 1).isZero)
  }

  @Test("Without V or a target there is no loss")
  func absent() throws {
    #expect(try trajectory(logits: [1, 2], class: nil).output(at: 1)?.loss == nil)
    #expect(try !trajectory(logits: [1, 2], class: nil).canObserve(.loss, at: 1))
    #expect(try !trajectory(logits: [1], class: 0).canObserve(.loss, at: 1), "one class is no choice")
    let plain = Trajectory(
      network: try RNN(activation: .tanh, W: 1, U: 1), inputs: SyntheticInput.sine.sequence(steps: 3),
      initialState: [0])
    #expect(plain.output(at: 1) == nil)
    #expect(!plain.canObserve(.totalLoss, at: 3))
    let classesAlone = Trajectory(
      network: plain.network, inputs: InputSequence(name: "x", values: [1], classes: [0]), initialState: [0])
    #expect(!classesAlone.canObserve(.totalLoss, at: 1))
    #expect(LossGradients(of: plain) == nil)
  }

  @Test("Logits beyond a Double are no output")
  func overflow() throws {
    let trajectory = try trajectory(logits: [1e308, -1e308], class: 1)
    #expect(trajectory.output(at: 1) != nil)
    let huge = try RNN(
      activation: .identity, inputWeights: Matrix(10), recurrentWeights: Matrix(0),
      outputWeights: Matrix([[1e308], [0]]))
    let inputs = InputSequence(name: "one", values: [1], classes: [0])
    let overflowing = Trajectory(network: huge, inputs: inputs, initialState: [0])
    #expect(overflowing.output(at: 1) == nil)
    #expect(!overflowing.canObserve(.loss, at: 1))
    #expect(!overflowing.canObserve(.totalLoss, at: 1))
  }
}
