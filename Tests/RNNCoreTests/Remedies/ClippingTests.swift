import RNNCore
import Testing

@Suite("Clipped gradients")
struct ClippingTests {
  /// s_1 = U x_1 + b with U = (1), b = 0: ∂s/∂W = s_0 = 3, ∂s/∂U = x = 4, ∂s/∂b = 1.
  private func trajectory(_ s0: Double, _ x: Double) throws -> Trajectory {
    Trajectory(
      network: try RNN(activation: .identity, W: 0, U: 1), inputs: InputSequence(name: "one", values: [x]),
      initialState: [s0])
  }

  private func clipped(_ clipping: Clipping) throws -> ClippedGradient {
    ClippedGradient(of: try trajectory(3, 4), target: 1, observable: .state, clipping: clipping)
  }

  private func after(_ gradient: ClippedGradient) -> [Double] {
    [.recurrentWeights, .inputWeights, .bias].map { gradient.parts[$0]?.after.doubleValue ?? .nan }
  }

  @Test("(3, 4, 1) by hand: one factor for all, one for each, a clamp for every number")
  func byHand() throws {
    let length = 26.0.squareRoot()
    let norm = try clipped(.norm(1))
    #expect((norm.all.before.doubleValue - length).magnitude < 1e-15)
    let factor = 1 / (length + 1e-6)
    let shortened: [Double] = [3 * factor, 4 * factor, factor]
    for (found, expected) in zip(after(norm), shortened) { #expect((found - expected).magnitude < 1e-15) }
    #expect(norm.all.after.doubleValue < 1 && norm.all.after.doubleValue > 1 - 1e-6)

    let each = try clipped(.each(2))
    let expected: [Double] = [6 / 3.000001, 8 / 4.000001, 1]
    for (found, expected) in zip(after(each), expected) { #expect((found - expected).magnitude < 1e-15) }
    #expect(each.parts[.outputWeights] == nil, "V has no part in a state")

    let value = try clipped(.value(2))
    #expect(after(value) == [2, 2, 1])
    let cosine = try #require(value.all.cosine)
    let expectedCosine: Double = 15 / (length * 3)
    #expect((cosine - expectedCosine).magnitude < 1e-15, "the direction changes")
    #expect(after(try clipped(.value(5))) == [3, 4, 1])
  }

  @Test("k parameters clipped each to c are together c·√k long")
  func eachAddsUp() throws {
    let each = ClippedGradient(of: try trajectory(300, 400), target: 1, observable: .state, clipping: .each(0.5))
    #expect((each.all.after.doubleValue - 0.5 * 3.0.squareRoot()).magnitude < 2e-6)
  }

  /// W = 2 five steps long: λ = 1, 2, 4, 8, 16, clamped to 3.
  @Test("An adjoint clamped inside time changes terms")
  func adjoint() throws {
    let trajectory = Trajectory(
      network: try RNN(activation: .identity, W: 2, U: 1), inputs: SyntheticInput.constant.sequence(steps: 5),
      initialState: [0])
    let terms = Contributions(of: trajectory, target: 5, parameter: .bias, adjointLimit: 3)
    // Clamped λ goes on: 1, 2, 4 → 3, 6 → 3, 6 → 3.
    #expect((1...5).map { terms[$0].flow.doubleValue } == [3, 3, 3, 2, 1])
    #expect((1...5).map { terms[$0].value.doubleValue } == [3, 3, 3, 2, 1])
    #expect(terms.total.doubleValue == 12 && terms.adjointLimit == 3)
    let clipped = ClippedGradient(of: trajectory, target: 5, observable: .state, clipping: .adjoint(3))
    #expect(clipped.parts[.bias]?.before.doubleValue == 31 && clipped.parts[.bias]?.after.doubleValue == 12)
    #expect(Clipping.adjoint(3).adjointLimit == 3 && Clipping.norm(3).adjointLimit == nil)
    #expect([Clipping.norm(1), .each(2), .value(3), .adjoint(4)].map(\.threshold) == [1, 2, 3, 4])
    // Negative ones to −3.
    let negative = Trajectory(
      network: try RNN(activation: .identity, W: -2, U: 1), inputs: SyntheticInput.constant.sequence(steps: 5),
      initialState: [0])
    let alternating = Contributions(of: negative, target: 5, parameter: .bias, adjointLimit: 3)
    #expect((1...5).map { alternating[$0].flow.doubleValue } == [3, -3, 3, -2, 1])
  }

  @Test("The whole state of several units is the gradient of all its numbers")
  func wholeState() throws {
    let network = RNN(activation: .tanh, hiddenSize: 20, inputSize: 1, initialization: .orthogonal, seed: 3)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.sine.sequence(steps: 9), initialState: Array(repeating: 0.1, count: 20))
    for (part, parameter) in [(ClippedGradient.Part.recurrentWeights, Parameter.recurrentWeights), (.bias, .bias)] {
      let whole = Contributions(of: trajectory, target: 9, parameter: parameter)
      let clipped = ClippedGradient(of: trajectory, target: 9, observable: .state, clipping: .value(1e300))
      let change = try #require(clipped.parts[part])
      let ratio: Double = (change.before / whole.total).doubleValue
      #expect((ratio - 1).magnitude < 1e-13)
      let cosine = try #require(change.cosine)
      #expect(change.after == change.before && (cosine - 1).magnitude < 1e-15)
    }
  }

  /// ∂L_k/∂V = (o_k − onehot(y_k)) s_kᵀ: one step alone.
  @Test("A loss of one step has the head's parameters among those that are clipped")
  func lossOfOneStep() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix(1), recurrentWeights: Matrix(0.9), outputWeights: Matrix([[2], [0]]))
    let trajectory = Trajectory(
      network: network, inputs: InputSequence(name: "two", values: [1, -1], classes: [0, 1]), initialState: [0.1])
    let clipped = ClippedGradient(of: trajectory, target: 2, observable: .loss, clipping: .norm(1e9))
    let errors = try #require(trajectory.output(at: 2)?.logitGradient)
    let length = errors.map { $0 * $0 }.reduce(0, +).squareRoot()
    let state = try #require(trajectory.state(at: 2).first)
    let V = try #require(clipped.parts[.outputWeights]?.before.doubleValue)
    #expect((V - length * state.magnitude).magnitude < 1e-15)
    #expect(((clipped.parts[.outputBias]?.before.doubleValue ?? 0) - length).magnitude < 1e-15)
  }

  @Test("What has no length has no direction")
  func zero() throws {
    let zero = ClippedGradient(of: try trajectory(0, 0), target: 1, observable: .state, clipping: .norm(1))
    #expect(zero.parts[.recurrentWeights]?.cosine == nil && zero.parts[.recurrentWeights]?.after.isZero == true)
    #expect(ClippedGradient.Part(.inputWeights).rawValue == "U")
  }

  @Test("b_hh of a GRU is a parameter among the others")
  func hiddenBias() throws {
    let drawn = RNN(.gru, hiddenSize: 3, inputSize: 1, seed: 2)
    let network = try drawn.with(V: Matrix([[1, -1, 0.5], [0, 1, 2]]))
    let inputs = SyntheticInput.noise.sequence(steps: 12)
    let trajectory = Trajectory(
      network: network, inputs: InputSequence(name: "x", values: inputs.values, classes: (0..<12).map { $0 % 2 }),
      initialState: [0, 0, 0])
    let gradients = try #require(LossGradients(of: trajectory))
    let expected: [ClippedGradient.Part: ScaledMatrix] = [
      .recurrentWeights: gradients.recurrentWeights, .inputWeights: gradients.inputWeights, .bias: gradients.bias,
      .hiddenBias: try #require(gradients.hiddenBias), .outputWeights: try #require(gradients.outputWeights),
      .outputBias: try #require(gradients.outputBias),
    ]
    let clipped = ClippedGradient(of: trajectory, target: 12, observable: .totalLoss, clipping: .norm(0.1))
    #expect(Set(clipped.parts.keys) == Set(ClippedGradient.Part.allCases))
    for (part, gradient) in expected {
      let change = try #require(clipped.parts[part])
      #expect(((change.before / gradient.norm).doubleValue - 1).magnitude < 1e-13, "\(part)")
    }
    let square = expected.values.reduce(0) { $0 + $1.norm.doubleValue * $1.norm.doubleValue }
    #expect((clipped.all.before.doubleValue / square.squareRoot() - 1).magnitude < 1e-13)
    #expect((clipped.all.after.doubleValue - 0.1).magnitude < 1e-6)
    #expect(Parameter.Kind.allCases.map { ClippedGradient.Part($0).rawValue } == ["W", "U", "b", "bh"])
  }
}
