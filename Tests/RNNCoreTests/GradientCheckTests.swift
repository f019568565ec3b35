import RNNCore
import Testing

@Suite("The gradient check passes right gradients and fails wrong ones")
struct GradientCheckTests {
  private func scalar(
    _ activation: Activation, W: Double = 0.8, U: Double = 0.7, b: Double = 0.1, s0: Double = 0.3,
    x: InputSequence = SyntheticInput.noise.sequence(steps: 30, seed: 3)
  ) throws -> Experiment {
    Experiment(network: try RNN(activation: activation, W: W, U: U, b: b), initialState: [s0], inputs: x)
  }

  private func matrix(_ activation: Activation) throws -> Experiment {
    let network = try RNN(
      activation: activation, inputWeights: Matrix([[0.5, -0.3], [0.8, 0.1], [-0.2, 0.4]]),
      recurrentWeights: Matrix([[0.4, -0.5, 0.1], [0.3, 0.2, -0.6], [-0.2, 0.7, 0.3]]), bias: [0.1, -0.2, 0.3])
    let inputs = SyntheticInput.noise.sequence(steps: 30, seed: 5)
    return Experiment(
      network: network, initialState: [0.1, 0.2, -0.3],
      inputs: InputSequence(name: "pairs", dimension: 2, values: inputs.values))
  }

  /// What a `claimed` number is measured against.
  private func sum(_ experiment: Experiment, _ target: Int, _ parameter: Parameter) -> ScaledDouble {
    GradientCheck(of: experiment, target: target, parameter: parameter).sumOfTerms
  }

  @Test("Where differences leave the range of a Double they are unresolved, and nothing traps")
  func differencesBeyondRange() throws {
    for (W, U, s0) in [(1e-300, 1e300, 1e300), (1e300, 1e-300, 1e-10), (0.5, 1e308, 1), (2, 1e-308, 1e307)] {
      let network = try RNN(activation: .identity, W: W, U: U)
      let inputs = InputSequence(name: "test", values: [1, -1, 1])
      let experiment = Experiment(network: network, initialState: [s0], inputs: inputs)
      for target in 1...3 where experiment.trajectory().isFinite(through: target) {
        for parameter in Parameter.allCases {
          #expect(GradientCheck(of: experiment, target: target, parameter: parameter).passes)
        }
      }
    }
  }

  @Test("Scalar networks pass with both methods", arguments: Activation.allCases)
  func scalarPasses(activation: Activation) throws {
    for parameter in Parameter.allCases {
      for target in [1, 2, 12] {
        let experiment = try scalar(activation)
        let check = GradientCheck(of: experiment, target: target, parameter: parameter)
        #expect(check.passes, "\(activation) ∂/∂\(parameter.rawValue), k = \(target)")
        #expect(check.comparisons.map(\.method) == GradientCheck.Method.allCases)
        #expect(check.comparisons.allSatisfy { $0.outcome == .agrees }, "\(activation): \(check.comparisons)")
        let terms = Contributions(of: experiment.trajectory(), target: target, parameter: parameter)
        let difference = (check.sumOfTerms - terms.total).magnitude
        let scale = terms.reduce(ScaledDouble.zero) { $0 + $1.value.magnitude }
        #expect(difference <= scale * ScaledDouble(1e-14), "it is the contributions' total that is checked")
      }
    }
  }

  @Test("Matrix networks pass, whatever the directions drawn", arguments: Activation.allCases)
  func matrixPasses(activation: Activation) throws {
    for parameter in Parameter.allCases {
      for seed in [1, 2, 3] as [UInt64] {
        let check = GradientCheck(of: try matrix(activation), target: 9, parameter: parameter, seed: seed)
        #expect(check.passes, "\(activation) ∂/∂\(parameter.rawValue), seed \(seed)")
        #expect(check.comparisons[0].outcome == .agrees)
        #expect(check.comparisons[1].outcome == .agrees, "\(activation): \(check.comparisons[1])")
      }
    }
  }

  @Test(
    "A gradient that is wrong by 1e-4, by its sign, or by one lost term fails with both methods",
    arguments: Activation.allCases)
  func wrongFails(activation: Activation) throws {
    let experiment = try scalar(activation)
    for parameter in Parameter.allCases {
      let terms = Contributions(of: experiment.trajectory(), target: 12, parameter: parameter)
      let right = sum(experiment, 12, parameter)
      guard !right.isZero else { continue }
      let lost = right - terms[12].value
      for wrong in [right * ScaledDouble(1.0001), -right, .zero, lost] {
        let check = GradientCheck(of: experiment, target: 12, parameter: parameter, claimed: wrong)
        #expect(check.sumOfTerms == wrong)
        #expect(!check.passes, "\(activation) ∂/∂\(parameter.rawValue)")
        #expect(check.comparisons.allSatisfy { $0.outcome == .disagrees }, "\(activation): \(check.comparisons)")
      }
    }
  }

  @Test("A matrix gradient that is wrong by 1e-4 fails", arguments: Parameter.allCases)
  func wrongMatrixFails(parameter: Parameter) throws {
    let experiment = try matrix(.tanh)
    let wrong = sum(experiment, 9, parameter) * ScaledDouble(1.0001)
    let check = GradientCheck(of: experiment, target: 9, parameter: parameter, claimed: wrong)
    #expect(check.comparisons.allSatisfy { $0.outcome == .disagrees })
  }

  @Test("The forward recursion is sharper: 1e-11 is enough for it")
  func sharpness() throws {
    let experiment = try scalar(.sigmoid)
    let wrong = sum(experiment, 12, .bias) * ScaledDouble(1 + 1e-11)
    let check = GradientCheck(of: experiment, target: 12, parameter: .bias, claimed: wrong)
    #expect(check.comparisons[0].outcome == .disagrees)
    #expect(check.comparisons[1].outcome == .agrees)
    #expect(!check.passes)
  }

  @Test("The immediate derivative alone, mistaken for the total one, fails")
  func immediateIsNotTotal() throws {
    let experiment = try scalar(.tanh)
    let terms = Contributions(of: experiment.trajectory(), target: 12, parameter: .recurrentWeights)
    let check = GradientCheck(
      of: experiment, target: 12, parameter: .recurrentWeights, claimed: terms[12].immediateDerivative)
    #expect(!check.passes)
  }

  @Test("At a kink the difference is skipped and says where; the recursion still decides")
  func kink() throws {
    let inputs = InputSequence(name: "kink", values: [1, 1, -0.5, 1])
    let experiment = try scalar(.relu, W: 0.5, U: 1, b: 0, s0: 0, x: inputs)
    // s_2 = 1.5 and a_3 = 0.75 − 0.5 > 0; with W = 1/3 the third step lies on the kink: a_3 = 0.5·… exactly 0.
    let onKink = InputSequence(name: "kink", values: [1, 1, -0.75, 1])
    let check = GradientCheck(
      of: try scalar(.relu, W: 0.5, U: 1, b: 0, s0: 0, x: onKink), target: 4, parameter: .bias)
    #expect(check.comparisons[1].outcome == .skippedAtKink(step: 3))
    #expect(check.comparisons[0].outcome == .agrees)
    #expect(check.passes)
    #expect(GradientCheck(of: experiment, target: 4, parameter: .bias).comparisons[1].outcome == .agrees)
  }

  @Test("A kink so near that every step crosses it is skipped too, from either side", arguments: [-1e-15, 1e-15])
  func nearKink(distance: Double) throws {
    let inputs = InputSequence(name: "kink", values: [1, 1, -0.75 + distance, 1])
    let check = GradientCheck(
      of: try scalar(.relu, W: 0.5, U: 1, b: 0, s0: 0, x: inputs), target: 4, parameter: .bias)
    #expect(check.comparisons[1].outcome == .skippedAtKink(step: 3))
    #expect(check.comparisons[0].outcome == .agrees)
  }

  @Test("Chaos leaves the difference unresolved instead of failing a right gradient")
  func chaos() throws {
    let experiment = try scalar(.sine, W: 6, U: 1, b: 0, x: SyntheticInput.noise.sequence(steps: 60))
    let check = GradientCheck(of: experiment, target: 60, parameter: .recurrentWeights)
    #expect(check.passes)
    guard case .unresolved = check.comparisons[1].outcome else {
      Issue.record("differences over 60 chaotic steps settled: \(check.comparisons[1])")
      return
    }
  }

  @Test(
    "Where a state underflows, or would by more digits than a Double has, differences decide nothing",
    arguments: [(1e-30, 0.5, 20), (0.5, 1e-310, 60), (1e-3, 1e-300, 4), (-1e-200, 1, 3)])
  func underflow(W: Double, s0: Double, steps: Int) throws {
    for activation in [Activation.identity, .tanh, .softsign] {
      let inputs = SyntheticInput.zero.sequence(steps: steps)
      let experiment = try scalar(activation, W: W, U: 1, b: 0, s0: s0, x: inputs)
      let check = GradientCheck(of: experiment, target: steps, parameter: .recurrentWeights)
      #expect(!check.sumOfTerms.isZero)
      #expect(check.passes, "\(activation) \(check.comparisons)")
      let wrong = GradientCheck(
        of: experiment, target: steps, parameter: .recurrentWeights, claimed: check.sumOfTerms * ScaledDouble(1.001))
      #expect(!wrong.passes, "the forward recursion decides")
    }
  }

  @Test("A curve that is flat on either side of a narrow peak")
  func narrowPeak() throws {
    // With b ± 0.05 the state at k = 20 falls from 0.04 to below 1e-79; its slope at b is 0.56.
    let inputs = SyntheticInput.noise.sequence(steps: 20, seed: 2)
    let experiment = try scalar(.gelu, W: -8, U: 1, b: 0, s0: 0.5, x: inputs)
    let check = GradientCheck(of: experiment, target: 20, parameter: .bias)
    #expect(check.comparisons.allSatisfy { $0.outcome == .agrees }, "\(check.comparisons)")
  }

  @Test("Deep saturation: tiny right gradients pass, and exact zeros agree with zero")
  func saturation() throws {
    let saturated = GradientCheck(of: try scalar(.tanh, W: 1, b: 200), target: 12, parameter: .recurrentWeights)
    #expect(!saturated.sumOfTerms.isZero && saturated.passes)
    #expect(saturated.comparisons[0].outcome == .agrees)
    let dead = GradientCheck(of: try scalar(.relu, W: 1, b: -200), target: 12, parameter: .recurrentWeights)
    #expect(dead.sumOfTerms.isZero && dead.passes)
  }
}
