import RNNCore
import Testing

/// Where units are saturated their derivatives reach down to 10^−10^17 while others stay at 1: all in one tangent, and all
/// in one adjoint. Neither may lose what the other has.
@Suite("The gradient check of saturated networks of several units")
struct SaturatedGradientCheckTests {
  /// A network with three classes, so that it has losses.
  private func experiment(
    _ activation: Activation, _ initialization: Initialization, units n: Int, _ input: SyntheticInput,
    amplitude: Double, seed: UInt64 = 3
  ) throws -> Experiment {
    let drawn = RNN(activation: activation, hiddenSize: n, inputSize: 1, initialization: initialization, seed: seed)
    let network = try RNN(
      activation: activation, inputWeights: drawn.inputWeights, recurrentWeights: drawn.recurrentWeights,
      outputWeights: Initialization.gaussian.recurrentWeights(order: n, seed: 9))
    let inputs = input.sequence(steps: 5, amplitude: amplitude, seed: 2)
    return Experiment(
      network: network, initialState: Array(repeating: 0.1, count: n),
      inputs: InputSequence(name: "classes", values: inputs.values, classes: [0, nil, 1, 0, 1]))
  }

  private static let observables: [Observable] = [.state, .unit(0), .unit(2), .loss, .totalLoss]

  @Test("The one that was failed: the tangent of unit 0 is 10^250 000 times smaller than the others'")
  func unitBelowItsNeighbours() throws {
    let network = RNN(activation: .gelu, hiddenSize: 3, inputSize: 1, initialization: .gaussian, seed: 3)
    let experiment = Experiment(
      network: network, initialState: [0, 0, 0], inputs: SyntheticInput.constant.sequence(steps: 5, amplitude: 1000))
    let check = GradientCheck(of: experiment, target: 5, parameter: .inputWeights, observable: .unit(0))
    #expect(check.sumOfTerms.decimal(significantDigits: 4) == "1.285e-250833")
    #expect(check.comparisons[0].outcome == .agrees, "\(check.comparisons[0])")
  }

  @Test(
    "A right gradient is never failed, and a wrong one always is", arguments: Activation.allCases,
    Initialization.allCases)
  func saturated(activation: Activation, initialization: Initialization) throws {
    for input in [SyntheticInput.constant, .alternating, .noise] {
      for amplitude in [3, 50, 1e3, 1e6, 1e9] {
        let experiment = try experiment(activation, initialization, units: 3, input, amplitude: amplitude)
        for observable in Self.observables where experiment.trajectory().canObserve(observable, at: 5) {
          for parameter in Parameter.allCases {
            expectSound(experiment, parameter, observable, "\(input) × \(amplitude) \(observable) \(parameter)")
          }
        }
      }
    }
  }

  private func expectSound(
    _ experiment: Experiment, _ parameter: Parameter, _ observable: Observable, _ name: Comment
  ) {
    func check(_ claimed: ScaledDouble? = nil) -> GradientCheck {
      GradientCheck(
        of: experiment, target: 5, parameter: parameter, observable: observable, claimed: claimed,
        methods: [.forwardRecursion])
    }
    let right = check()
    #expect(right.passes, "\(name): \(right)")
    // Where terms cancel to their last digits, or nothing is told from 0, no claim near 0 can be refuted.
    let size = check(.zero).comparisons[0]
    guard size.outcome == .disagrees, size.relativeDifference ?? 0 > 1e-6 else { return }
    #expect(right.comparisons[0].outcome == .agrees, "\(name): \(right)")
    #expect(!check(right.sumOfTerms * ScaledDouble(1.001)).passes, name)
    #expect(!check(-right.sumOfTerms).passes, name)
  }

  /// gelu′(−10^9) = 10^(−2·10^17), and a product of two steps is out of range.
  @Test("Beyond all exponents nothing is decided, and a number that is not there is still refuted")
  func outOfRange() throws {
    let experiment = try experiment(.gelu, .gaussian, units: 3, .alternating, amplitude: 1e9)
    func outcome(_ claimed: ScaledDouble?) -> GradientCheck.Outcome {
      GradientCheck(
        of: experiment, target: 5, parameter: .bias, observable: .unit(0), claimed: claimed,
        methods: [.forwardRecursion]
      ).comparisons[0].outcome
    }
    #expect(outcome(nil) == .unresolved(relativeSpread: .infinity))
    #expect(outcome(.zero) == .unresolved(relativeSpread: .infinity))
    #expect(outcome(ScaledDouble(significand: 1, exponent: -1 << 59)) == .disagrees)
  }

  /// Unit 0 passes on 92·tanh′(92) = 10^−77 a step, unit 1 a half, and at step 1, the only one with an input, unit 1 passes
  /// on 10^−868 588: all of the gradient is what unit 0 has kept, 10^−600 times as much as unit 1 had until then.
  @Test("What is small for long may be all that is left: units that go apart slowly, then the larger one is stopped")
  func largerOneIsStopped() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: .identity(2), recurrentWeights: Matrix([[92, 0], [0, 0.5]]),
      outputWeights: Matrix([[1, 1], [0, 0]]))
    let steps = 10
    let inputs = InputSequence(
      name: "once", dimension: 2, values: [0.1, 1e6] + Array(repeating: 0, count: 2 * steps - 2),
      classes: Array(repeating: 0, count: steps))
    let experiment = Experiment(network: network, initialState: [0, 0], inputs: inputs)
    let trajectory = experiment.trajectory()
    let slope = try #require(trajectory.output(at: steps)?.logitGradient?[0])
    let alone = Trajectory(
      network: try RNN(activation: .tanh, W: 92, U: 1),
      inputs: InputSequence(
        name: "once",
        values: inputs.values.indices
          .filter { $0.isMultiple(of: 2) }.map { inputs.values[$0] }), initialState: [0])
    let expected =
      Contributions(of: alone, target: steps, parameter: .bias)[1].value
      * ScaledDouble(slope * (0.01 + 1e12).squareRoot())
    let loss = Contributions(of: trajectory, target: steps, parameter: .inputWeights, observable: .loss)
    #expect(expected.exponent < -1500)
    #expect(((loss.total / expected.magnitude).doubleValue - 1).magnitude < 1e-12)
    for observable in [Observable.state, .loss, .totalLoss] {
      let check = GradientCheck(
        of: experiment, target: steps, parameter: .inputWeights, observable: observable, methods: [.forwardRecursion])
      #expect(check.passes && !check.sumOfTerms.isZero, "\(observable): \(check)")
    }
  }
}
