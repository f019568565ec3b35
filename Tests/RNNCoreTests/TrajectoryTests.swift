import RNNCore
import Testing

@Suite("The forward pass")
struct TrajectoryTests {
  private func run(
    _ activation: Activation, W: Double, U: Double = 0, b: Double = 0, s0: Double, x: SyntheticInput = .zero, steps: Int
  ) throws -> Trajectory {
    let network = try RNN(activation: activation, W: W, U: U, b: b)
    return Trajectory(network: network, inputs: x.sequence(steps: steps), initialState: [s0])
  }

  @Test("One step: a = Ux + Ws + b, s = f(a)")
  func oneStep() throws {
    let network = try RNN(activation: .tanh, W: -0.5, U: 3, b: 0.25)
    let trajectory = Trajectory(
      network: network, inputs: InputSequence(name: "one", values: [0.125]), initialState: [0.5])
    #expect(trajectory.steps == 1)
    #expect(Array(trajectory.initialState) == [0.5])
    #expect(Array(trajectory.preActivation(at: 1)) == [0.375])
    #expect(((trajectory.state(at: 1).first ?? .nan) - 0.358_357_398_350_785_95).magnitude < 2e-16)
  }

  @Test("Units and inputs meet the right weights")
  func matrixStep() throws {
    let network = try RNN(
      activation: .identity, inputWeights: Matrix([[1, 10, 100], [2, 20, 200]]),
      recurrentWeights: Matrix([[0, 1000], [0, 0]]), bias: [0.5, 0.25])
    let inputs = InputSequence(name: "x", dimension: 3, values: [1, 2, 3, 0, 0, 1])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0, 1])
    #expect(Array(trajectory.state(at: 0)) == [0, 1])
    #expect(Array(trajectory.state(at: 1)) == [1321.5, 642.25])
    #expect(Array(trajectory.state(at: 2)) == [642_350.5, 200.25])
    #expect(Array(trajectory.preActivation(at: 2)) == [642_350.5, 200.25])
  }

  @Test("The linear network without input: s_t = s_0·W^t", arguments: [2.0, -2, 0.5, -0.5, 1, -1])
  func linear(W: Double) throws {
    let trajectory = try run(.identity, W: W, s0: 3, steps: 500)
    var expected = 3.0
    for step in 0...500 {
      #expect(Array(trajectory.state(at: step)) == [expected])
      expected *= W
    }
    #expect(trajectory.overflowAt == nil && trajectory.underflowAt == nil)
  }

  @Test("The power law: tanh, W = 1, s_0 = 1/2")
  func powerLaw() throws {
    let trajectory = try run(.tanh, W: 1, s0: 0.5, steps: 1000)
    #expect(((trajectory.state(at: 1000).first ?? .nan) / 0.038_599_372_233_772_774_5 - 1).magnitude < 1e-14)
    // ∂s_1000/∂s_0 = P(1000, 0), one factor more than the flow P(1000, 1) from the first step.
    #expect((trajectory.flowNorm(from: 0, to: 1000).doubleValue / 4.484_294_647_580_173_4e-4 - 1).magnitude < 1e-13)
  }

  @Test("The first state that overflows is known, and everything from it on is NaN")
  func overflow() throws {
    let trajectory = try run(.identity, W: 2, s0: 1, steps: 1030)
    #expect(trajectory.overflowAt == 1024)
    #expect(Array(trajectory.state(at: 1023)) == [0x1p1023])
    #expect(trajectory.isFinite(through: 1023) && !trajectory.isFinite(through: 1024))
    for step in 1024...1030 {
      #expect(trajectory.state(at: step).allSatisfy { $0.isNaN })
      #expect(trajectory.preActivation(at: step).allSatisfy { $0.isNaN })
    }
    let matrix = try RNN(
      activation: .identity, inputWeights: Matrix([[0], [0]]), recurrentWeights: Matrix([[2, 0], [0, 0.5]]))
    let pair = Trajectory(network: matrix, inputs: trajectory.inputs, initialState: [1, 1])
    #expect(pair.overflowAt == 1024)
    #expect(Array(pair.state(at: 1023)) == [0x1p1023, 0x1p-1023])
    #expect(pair.state(at: 1024).allSatisfy { $0.isNaN })
  }

  @Test("A pre-activation that overflows counts, though a bounded activation would hide it")
  func hiddenOverflow() throws {
    #expect(try run(.tanh, W: 1e308, U: 1e308, s0: 1, x: .constant, steps: 3).overflowAt == 1)
    #expect(try run(.tanh, W: 1e308, s0: 1, steps: 3).overflowAt == nil)
  }

  @Test("Every activation survives exploding states", arguments: Activation.allCases)
  func explodingStates(activation: Activation) throws {
    for W in [8.0, -8] {
      let trajectory = try run(activation, W: W, U: 1, s0: 0.5, x: .constant, steps: 700)
      let last = (trajectory.overflowAt ?? 701) - 1
      #expect(last >= 300)
      for step in 1...last {
        #expect(trajectory.state(at: step).allSatisfy { $0.isFinite })
        _ = trajectory.scaledDerivative(at: step)
      }
      for parameter in Parameter.allCases {
        let terms = Contributions(of: trajectory, target: last, parameter: parameter)
        #expect(terms.total.significand.isFinite)
      }
    }
  }

  @Test("A state that falls below the normal range without being 0 is reported")
  func underflow() throws {
    #expect(try run(.identity, W: 0.5, s0: 1, steps: 1022).underflowAt == nil)
    #expect(try run(.identity, W: 0.5, s0: 1, steps: 1023).underflowAt == 1023)
    #expect(try run(.tanh, W: 0.05, s0: 0.5, steps: 500).underflowAt == 237)
    #expect(try run(.identity, W: 1e-200, s0: 1e-200, steps: 1).underflowAt == 1, "straight to 0")
    for activation in [Activation.softplus, .sigmoid] {
      #expect(try run(activation, W: 1, b: -800, s0: 0, steps: 2).underflowAt == 1, "f(−800) = e^−800 is not 0")
    }
    let matrix = try RNN(
      activation: .identity, inputWeights: Matrix([[0], [0]]), recurrentWeights: Matrix([[0.5, 0], [0, 1]]))
    let inputs = SyntheticInput.zero.sequence(steps: 1100)
    #expect(Trajectory(network: matrix, inputs: inputs, initialState: [1, 1]).underflowAt == 1023)
    #expect(Trajectory(network: matrix, inputs: inputs, initialState: [0, 1]).underflowAt == nil)
  }

  @Test("A state that is exactly 0 is no underflow")
  func exactZero() throws {
    #expect(try run(.tanh, W: 0.5, s0: 0, steps: 50).underflowAt == nil)
    #expect(try run(.identity, W: 0, s0: 1, steps: 50).underflowAt == nil)
    #expect(try run(.relu, W: 1, b: -1, s0: 0.5, steps: 50).underflowAt == nil)
    #expect(try run(.hardtanh, W: 0, U: 1, s0: 1, x: .zero, steps: 50).underflowAt == nil)
    #expect(try run(.relu, W: 0.5, s0: 1, steps: 1100).underflowAt == 1023)
  }

  @Test("f′ of a saturated step is tiny and not 0")
  func saturatedDerivative() throws {
    let trajectory = try run(.tanh, W: 1, b: 399, s0: 1, steps: 1)
    let expected = try ReferenceNumber("1.467149834e-347")
    #expect(expected.relativeError(of: trajectory.scaledDerivative(at: 1)) < 1e-9)
    #expect(expected.relativeError(of: trajectory.stepFactor(at: 1)) < 1e-9)
    #expect(try run(.relu, W: 1, b: -399, s0: 1, steps: 1).scaledDerivative(at: 1).isZero)
  }

  #if compiler(>=6.2)
    @Test("Inputs, states and steps that do not fit are programmer errors")
    func preconditions() async throws {
      await #expect(processExitsWith: .failure) {
        let network = try RNN(activation: .tanh, W: 1, U: 1)
        _ = Trajectory(network: network, inputs: InputSequence(name: "", values: []), initialState: [0])
      }
      await #expect(processExitsWith: .failure) {
        let network = try RNN(activation: .tanh, W: 1, U: 1)
        _ = Trajectory(network: network, inputs: InputSequence(name: "", values: [1]), initialState: [0, 0])
      }
      await #expect(processExitsWith: .failure) {
        let network = try RNN(activation: .tanh, W: 1, U: 1)
        _ = Trajectory(network: network, inputs: InputSequence(name: "", values: [1]), initialState: [.nan])
      }
      await #expect(processExitsWith: .failure) {
        let network = try RNN(activation: .tanh, W: 1, U: 1)
        let inputs = InputSequence(name: "", dimension: 2, values: [1, 1])
        _ = Trajectory(network: network, inputs: inputs, initialState: [0])
      }
    }
  #endif
}
