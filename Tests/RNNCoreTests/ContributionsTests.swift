import RNNCore
import Testing

@Suite("Contributions of the scalar network")
struct ContributionsTests {
  private func run(
    _ activation: Activation, W: Double, U: Double = 0, b: Double = 0, s0: Double, x: SyntheticInput = .zero, steps: Int
  ) throws -> Trajectory {
    let network = try RNN(activation: activation, W: W, U: U, b: b)
    return Trajectory(network: network, inputs: x.sequence(steps: steps), initialState: [s0])
  }

  @Test("k = 1: one term, with the empty product as its flow")
  func oneStep() throws {
    let trajectory = try run(.tanh, W: 0.5, U: 2, b: 0.1, s0: 0.25, x: .constant, steps: 3)
    for (parameter, carried) in zip(Parameter.allCases, [0.25, 1, 1]) {
      let terms = Contributions(of: trajectory, target: 1, parameter: parameter)
      #expect(terms.count == 1)
      let term = try #require(terms.first)
      #expect((term.step, term.lag) == (1, 0))
      #expect(term.flow == .one)
      #expect(term.value == term.immediateDerivative)
      #expect(term.value.doubleValue == Activation.tanh.derivative(2.225) * carried)
      #expect(terms.total == term.value)
      #expect(term.share == 1)
    }
  }

  @Test("By hand: k = 3 of a linear network, whose a_t are 2, 7, 22")
  func byHand() throws {
    // s_t = 3·s_{t−1} + x_t with x = 1 and s_0 = 1/3: s_1 = 2, s_2 = 7, s_3 = 22.
    let trajectory = try run(.identity, W: 3, U: 1, s0: 1.0 / 3, x: .constant, steps: 3)
    let W = Contributions(of: trajectory, target: 3, parameter: .recurrentWeights).map(\.value.doubleValue)
    #expect(W == [9.0 / 3, 3 * 2, 7])
    let U = Contributions(of: trajectory, target: 3, parameter: .inputWeights).map(\.value.doubleValue)
    #expect(U == [9, 3, 1])
    #expect(Contributions(of: trajectory, target: 3, parameter: .recurrentWeights).total == ScaledDouble(16))
  }

  @Test("The linear network without input: all terms equal s_0·W^(k−1)", arguments: [2.0, -2, 0.5, -0.25, 1])
  func linear(W: Double) throws {
    let trajectory = try run(.identity, W: W, s0: 3, steps: 400)
    for target in [1, 2, 3, 100, 400] {
      let terms = Contributions(of: trajectory, target: target, parameter: .recurrentWeights)
      var expected = ScaledDouble(3)
      for _ in 1..<target { expected *= ScaledDouble(W) }
      #expect(terms.allSatisfy { $0.value == expected })
      #expect(terms.allSatisfy { $0.share == 1 / Double(target) })
      #expect(terms.total == expected * ScaledDouble(Double(target)))
    }
  }

  @Test("Powers that are not exact: s_0·W^(k−1) to 1e-12 for k = 400", arguments: [0.9, -1.1, 0.3])
  func linearInexact(W: Double) throws {
    let trajectory = try run(.identity, W: W, s0: 0.7, steps: 400)
    let terms = Contributions(of: trajectory, target: 400, parameter: .recurrentWeights)
    for term in terms {
      #expect(((term.value / terms[1].value) - .one).magnitude < ScaledDouble(1e-12))
    }
  }

  @Test("Pascanu's logistic unit at its unstable fixed point: terms grow by 1.1750186 a step into the past")
  func pascanu() throws {
    // W = 5 and b = 0.5 − 5σ(0.5) make 0.5 a fixed point of a; f′·W = 5σ(0.5)(1 − σ(0.5)).
    let trajectory = try run(.sigmoid, W: 5, b: -2.612296656009273, s0: 0.6224593312018546, steps: 60)
    let terms = Contributions(of: trajectory, target: 60, parameter: .recurrentWeights)
    let factor = 1.175_018_560_1
    for term in terms {
      #expect((terms.stepFactor(at: term.step).doubleValue - factor).magnitude < 1e-9)
      #expect((terms.stepFactor(at: term.step).doubleValue - 1.175_018_6).magnitude < 5e-8)
      guard term.step > 1 else { continue }
      #expect(((terms[term.step - 1].value / term.value).doubleValue - factor).magnitude < 1e-9)
    }
  }

  @Test("Terms are flow times immediate derivative, flows are products of step factors", arguments: Activation.allCases)
  func products(activation: Activation) throws {
    let trajectory = try run(activation, W: 0.7, U: 0.8, b: 0.1, s0: 0.3, x: .noise, steps: 80)
    for parameter in Parameter.allCases {
      let terms = Contributions(of: trajectory, target: 80, parameter: parameter)
      #expect(terms.startIndex == 1 && terms.endIndex == 81)
      var sum = ScaledDouble.zero
      for term in terms {
        #expect(term.value == term.flow * term.immediateDerivative)
        #expect(term.value == terms.value(at: term.step))
        #expect(term.flow == terms.flow(at: term.step))
        #expect(term.signed == (terms.total.signum < 0 ? -term.value : term.value))
        if term.step > 1 { #expect(terms.flow(at: term.step - 1) == term.flow * terms.stepFactor(at: term.step)) }
        sum += term.value
      }
      let scale = terms.reduce(ScaledDouble.zero) { $0 + $1.value.magnitude }
      #expect((sum - terms.total).magnitude <= scale * ScaledDouble(1e-14))
    }
  }

  @Test("A dead ReLU blocks: terms before it are exactly 0, those behind it are not")
  func blocked() throws {
    let network = try RNN(activation: .relu, W: 0.9, U: 1, b: 0.5)
    let inputs = InputSequence(name: "dip", values: [1, 1, 1, 1, -9, 1, 1, 1])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [1])
    let terms = Contributions(of: trajectory, target: 8, parameter: .bias)
    for term in terms { #expect(term.value.isZero == (term.step <= 5), "step \(term.step)") }
    #expect(terms.flow(at: 5) == terms.flow(at: 6) * terms.stepFactor(at: 6) && !terms.flow(at: 5).isZero)
    #expect(terms.flow(at: 4).isZero)
    #expect(terms[3].share == 0)
  }

  @Test("W = 0: the last term alone is left")
  func zeroWeight() throws {
    let trajectory = try run(.tanh, W: 0, U: 1, s0: 0.5, x: .constant, steps: 5)
    let terms = Contributions(of: trajectory, target: 5, parameter: .recurrentWeights)
    #expect(terms.dropLast().allSatisfy { $0.value.isZero && $0.flow.isZero })
    #expect(!terms[5].value.isZero)
    #expect(terms[5].share == 1)
  }

  @Test("A total of 0 has no shares, and its signed bars are 0")
  func zeroTotal() throws {
    let trajectory = try run(.identity, W: 1, U: 1, s0: 0, x: .alternating, steps: 4)
    let terms = Contributions(of: trajectory, target: 4, parameter: .inputWeights)
    #expect(terms.map(\.value.doubleValue) == [1, -1, 1, -1])
    #expect(terms.total.isZero)
    #expect(terms.allSatisfy { $0.share == nil && $0.signed.isZero })
  }

  @Test("A share too small for a Double is nil, not 0")
  func tinyShare() throws {
    let trajectory = try run(.sigmoid, W: 0.05, U: 1, s0: 0.5, x: .constant, steps: 400)
    let terms = Contributions(of: trajectory, target: 400, parameter: .bias)
    #expect(!terms[1].value.isZero)
    #expect(terms[1].share == nil)
    #expect((terms[400].share ?? 0) > 0.9)
  }

  @Test("Targets before the end see nothing of what comes after")
  func targets() throws {
    let long = try run(.gelu, W: 0.8, U: 1, s0: 0.5, x: .noise, steps: 50)
    let short = try run(.gelu, W: 0.8, U: 1, s0: 0.5, x: .noise, steps: 20)
    for parameter in Parameter.allCases {
      let (a, b) = (
        Contributions(of: long, target: 20, parameter: parameter),
        Contributions(of: short, target: 20, parameter: parameter)
      )
      #expect(a.elementsEqual(b))
    }
  }

  #if compiler(>=6.2)
    @Test("Targets out of range or behind an overflow are programmer errors")
    func preconditions() async {
      await #expect(processExitsWith: .failure) {
        let network = try RNN(activation: .tanh, W: 1, U: 1)
        let inputs = SyntheticInput.zero.sequence(steps: 5)
        let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0])
        _ = Contributions(of: trajectory, target: 6, parameter: .bias)
      }
      await #expect(processExitsWith: .failure) {
        let network = try RNN(activation: .identity, W: 1e300, U: 1)
        let inputs = SyntheticInput.zero.sequence(steps: 5)
        let trajectory = Trajectory(network: network, inputs: inputs, initialState: [1])
        _ = Contributions(of: trajectory, target: 2, parameter: .bias)
      }
    }
  #endif
}
