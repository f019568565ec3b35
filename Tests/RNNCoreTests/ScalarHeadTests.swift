import RealModule
import Testing

@testable import RNNCore

@Suite("The scalar network's own head")
struct ScalarHeadTests {
  private func experiment(
    _ activation: Activation = .tanh, W: Double = 0.9, V: Double = 2, b: Double = 0.1, steps: Int = 30
  ) throws -> Experiment {
    Experiment(
      network: try RNN(activation: activation, W: W, U: 0.8, b: b, V: V), initialState: [0.1],
      inputs: SyntheticInput.noise.sequence(steps: steps, seed: 3).askingForNext(0.4))
  }

  @Test("o = softmax((V s, 0)): o[0] = 1/(1 + e^(−V s)), and ∂L/∂s = (o[0] − [y = 0])·V", arguments: [-3.0, 0, 0.5, 2])
  func outputs(V: Double) throws {
    let experiment = try experiment(V: V)
    let trajectory = experiment.trajectory()
    for step in 1...30 {
      let state = try #require(trajectory.state(at: step).first)
      let output = try #require(trajectory.output(at: step))
      let expected = 1 / (1 + Double.exp(-V * state))
      #expect((output.probabilities[0] - expected).magnitude < 1e-15 && output.probabilities.count == 2)
      let y = try #require(output.targetClass)
      #expect((try #require(output.loss) + .log(y == 0 ? expected : 1 - expected)).magnitude < 1e-14)
      let covector = try #require(trajectory.lossCovector(at: step))
      let gradient = ScaledDouble(significand: covector.elements[0], exponent: covector.exponent).doubleValue
      #expect((gradient - (expected - (y == 0 ? 1 : 0)) * V).magnitude < 1e-14)
    }
  }

  @Test("Classes of the built-in question: 0 where the next value is above the mean")
  func question() {
    let inputs = InputSequence(name: "x", values: [3, -1, 4, 0, -1])
    #expect(inputs.askingForNext(nil).classes == [1, 0, 1, 1, nil], "the mean is 1")
    #expect(inputs.askingForNext(1.5).classes == [1, 0, 1, 1, 0])
    #expect(inputs.askingForNext(1).classes?.last == 1, "the mean itself is not above it")
    let constant = SyntheticInput.constant.sequence(steps: 44, amplitude: 0.1).askingForNext(nil)
    #expect(constant.classes?.dropLast().allSatisfy { $0 == 1 } == true, "rounding of the mean decides nothing")
    #expect(SyntheticInput.zero.sequence(steps: 3).askingForNext(nil).classes == [1, 1, nil])
    let huge = InputSequence(name: "x", values: [1e308, 1e308, -1e308]).askingForNext(nil)
    #expect(huge.classes == [0, 1, nil], "the sum would overflow")
  }

  @Test("Every gradient of a loss agrees with differences and the forward recursion", arguments: Activation.allCases)
  func check(activation: Activation) throws {
    let experiment = try experiment(activation)
    for observable in [Observable.loss, .totalLoss] {
      for parameter in Parameter.allCases {
        for target in [1, 7, 30] {
          let check = GradientCheck(of: experiment, target: target, parameter: parameter, observable: observable)
          #expect(check.passes, "\(observable) \(parameter) \(target)")
          let terms = Contributions(
            of: experiment.trajectory(), target: target, parameter: parameter, observable: observable)
          let difference = (check.sumOfTerms - terms.total).magnitude
          #expect(difference <= terms.sumOfNorms * ScaledDouble(1e-13))
        }
      }
    }
  }

  /// torch.nn.functional.cross_entropy over a loop of tanh(0.8 x + W s + 0.1) with W 0.9, V 2, s_0 0.1 in float64:
  /// x = (0.5, −1, 0.25, 1.5), y = (1, 0, 0, 1).
  @Test("PyTorch's gradients")
  func pytorch() throws {
    let inputs = InputSequence(name: "x", values: [0.5, -1, 0.25, 1.5], classes: [1, 0, 0, 1])
    let trajectory = Trajectory(
      network: try RNN(activation: .tanh, W: 0.9, U: 0.8, b: 0.1, V: 2), inputs: inputs, initialState: [0.1])
    for (observable, parameter, expected) in Self.autograd {
      let total = Contributions(of: trajectory, target: 4, parameter: parameter, observable: observable).total
        .doubleValue
      #expect(total.sign == expected.sign && (total / expected - 1).magnitude < 1e-13, "\(observable) \(parameter)")
    }
  }

  private static let autograd: [(Observable, Parameter, Double)] = [
    (.loss, .recurrentWeights, 0.1349642642735441),
    (.loss, .inputWeights, 0.4519502300964213),
    (.loss, .bias, 1.1788778500393198),
    (.totalLoss, .recurrentWeights, -0.7041527245737028),
    (.totalLoss, .inputWeights, 2.0617041245122887),
    (.totalLoss, .bias, -1.802696123142374),
  ]

  @Test("V is a number like the others, and 0 where there is no head")
  func variable() throws {
    let start = try experiment().start
    #expect(start.value(of: .outputWeight) == 2)
    let changed = try start.setting(.outputWeight, to: -1.5)
    #expect(changed.value(of: .outputWeight) == -1.5 && changed.network.outputWeights?.rows == 2)
    #expect(changed.value(of: .recurrentWeight) == 0.9)
    let bare = InitializedNetwork(network: try RNN(activation: .tanh, W: 1, U: 1), initialState: [0])
    #expect(bare.value(of: .outputWeight) == 0 && !bare.network.hasClasses)
  }

  /// What the landscape computes by a forward pass, against the backward pass: two orders of summing k terms.
  @Test("Responses of losses are those of sweeps", arguments: [Activation.tanh, .sine, .identity, .relu, .gelu])
  func responses(activation: Activation) throws {
    let experiment = try experiment(activation)
    let values = [-400, -1.2, 0, 0.7, 3, 900]
    for observable in [Observable.loss, .totalLoss] {
      for variable in ScalarVariable.variables(of: .elman) {
        let responses = experiment.responses(
          to: variable, at: values, target: 30, parameter: .recurrentWeights, observable: observable)
        for (response, value) in zip(responses, values) {
          let point = try experiment.sweepPoint(
            variable, value, target: 30, parameter: .recurrentWeights, observable: observable)
          #expect((response.total == nil) == (point.total == nil), "\(variable) \(value)")
          guard let total = response.total, let expected = point.total else { continue }
          let changed = Experiment(start: try experiment.start.setting(variable, to: value), inputs: experiment.inputs)
          let terms = Contributions(
            of: changed.trajectory(), target: 30, parameter: .recurrentWeights, observable: observable)
          #expect((total - expected).magnitude <= terms.sumOfNorms * ScaledDouble(1e-12), "\(variable) \(value)")
        }
      }
    }
  }

  @Test("Without a class, or where a logit overflows, a loss has no gradient")
  func nothing() throws {
    let inputs = InputSequence(name: "x", values: [1, 2], classes: [0, nil])
    let experiment = Experiment(
      network: try RNN(activation: .identity, W: 1, U: 1, V: 2), initialState: [0], inputs: inputs)
    func totals(_ observable: Observable, V: Double, _ experiment: Experiment) -> [ScaledDouble?] {
      experiment.responses(to: .outputWeight, at: [V], target: 2, parameter: .bias, observable: observable).map(\.total)
    }
    #expect(totals(.loss, V: 2, experiment) == [nil])
    #expect(totals(.totalLoss, V: 2, experiment) != [nil])
    #expect(
      totals(
        .totalLoss, V: 1.5e308,
        Experiment(
          start: experiment.start, inputs: InputSequence(name: "x", values: [5, 2], classes: [0, 1]))) == [nil])
    #expect(
      totals(
        .loss, V: 2,
        Experiment(
          start: experiment.start, inputs: InputSequence(name: "x", values: [5, 2]))) == [nil])
    let point = try experiment.sweepPoint(.outputWeight, 2, target: 2, parameter: .bias, observable: .loss)
    #expect(point.total == nil && point.state == 3 && point.regime.verdict == .steady)
  }
}
