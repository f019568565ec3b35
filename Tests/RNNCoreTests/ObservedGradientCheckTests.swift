import RNNCore
import Testing

@Suite("The gradient check of units and losses, and the norms of a derivation")
struct ObservedGradientCheckTests {
  /// Three units, two inputs and four classes; steps 4, 9, 14 … have no class.
  private func experiment(_ activation: Activation = .tanh, steps: Int = 20) throws -> Experiment {
    let network = try RNN(
      activation: activation, inputWeights: Matrix([[0.5, -0.3], [0.8, 0.1], [-0.2, 0.4]]),
      recurrentWeights: Matrix([[0.4, -0.5, 0.1], [0.3, 0.2, -0.6], [-0.2, 0.7, 0.3]]), bias: [0.1, -0.2, 0.3],
      outputWeights: Matrix([[1, -0.5, 0.3], [0.2, 0.9, -0.4], [-0.7, 0.1, 0.6], [0.4, 0.4, -1.1]]),
      outputBias: [0.1, 0, -0.2, 0.3])
    let noise = SyntheticInput.noise.sequence(steps: 2 * steps, seed: 5)
    let classes: [Int?] = (0..<steps).map { $0 % 5 == 3 ? nil : $0 * 7 / 3 % 4 }
    return Experiment(
      network: network, initialState: [0.1, 0.2, -0.3],
      inputs: InputSequence(name: "pairs", dimension: 2, values: noise.values, classes: classes))
  }

  private static let observables: [Observable] = [.unit(0), .unit(2), .loss, .totalLoss]

  @Test("Sum of terms, forward recursion and central differences agree", arguments: observables)
  func passes(observable: Observable) throws {
    for activation in [Activation.tanh, .relu, .softplus] {
      let experiment = try experiment(activation)
      for parameter in Parameter.allCases {
        for target in [1, 2, 12] {
          let check = GradientCheck(
            of: experiment, target: target, parameter: parameter, observable: observable, seed: 7)
          #expect(check.comparisons.count == 2)
          #expect(
            check.comparisons.allSatisfy { $0.outcome == .agrees }, "\(activation), k = \(target): \(check.comparisons)"
          )
        }
      }
    }
  }

  @Test("A gradient that is off by one part in a thousand is told, by both methods", arguments: observables)
  func failsWrongClaims(observable: Observable) throws {
    let experiment = try experiment()
    for parameter in Parameter.allCases {
      let right = GradientCheck(of: experiment, target: 12, parameter: parameter, observable: observable)
      let wrong = GradientCheck(
        of: experiment, target: 12, parameter: parameter, observable: observable,
        claimed: right.sumOfTerms * ScaledDouble(1.001))
      #expect(wrong.comparisons.allSatisfy { $0.outcome == .disagrees })
    }
  }

  @Test("It is the observable that is checked: the slope of the loss is not that of a unit")
  func observablesDiffer() throws {
    let experiment = try experiment()
    let sums = (Self.observables + [.state]).map {
      GradientCheck(of: experiment, target: 12, parameter: .bias, observable: $0).sumOfTerms
    }
    #expect(Set(sums).count == sums.count)
  }

  @Test("Methods can be left out")
  func methods() throws {
    let check = GradientCheck(
      of: try experiment(), target: 5, parameter: .bias, methods: [.forwardRecursion])
    #expect(check.comparisons.map(\.method) == [.forwardRecursion])
  }

  @Test("The value of a unit is its state, of the loss −log of what was given to its class")
  func values() throws {
    let trajectory = try experiment().trajectory()
    #expect(trajectory.value(of: .unit(2), target: 6) == Array(trajectory.state(at: 6))[2])
    let loss = try #require(trajectory.value(of: .loss, target: 6))
    #expect(loss == trajectory.output(at: 6)?.loss)
    #expect(trajectory.value(of: .loss, target: 4) == nil && trajectory.value(of: .state, target: 4) == nil)
    let losses = (1...6).compactMap { trajectory.value(of: .loss, target: $0) }
    #expect(losses.count == 5)
    let total = try #require(trajectory.value(of: .totalLoss, target: 6))
    // Five sums of numbers near 1.
    #expect((total - losses.reduce(0, +)).magnitude < 1e-14)
  }

  @Test("Norms of immediate derivatives are those of the whole state's contributions, whatever is looked at")
  func norms() throws {
    let trajectory = try experiment().trajectory()
    for parameter in Parameter.allCases {
      let contributions = Contributions(of: trajectory, target: 9, parameter: parameter)
      for step in 1...9 {
        let norm = trajectory.immediateNorm(at: step, parameter)
        #expect((norm / contributions[step].immediateDerivative).doubleValue.distance(to: 1).magnitude < 1e-14)
      }
      // At i = k the contribution is the immediate derivative.
      let last = contributions.value(at: 9) / trajectory.immediateNorm(at: 9, parameter)
      #expect(last.doubleValue.distance(to: 1).magnitude < 1e-14)
    }
  }

  @Test("The order of two Jacobians matters as much as their commutator is large; diagonal ones commute")
  func order() throws {
    let W = Matrix([[0, 1], [0, 0]])
    let network = try RNN(activation: .tanh, inputWeights: Matrix([[1], [0.5]]), recurrentWeights: W)
    let inputs = InputSequence(name: "ones", values: [1, 1, 1])
    let nilpotent = Trajectory(network: network, inputs: inputs, initialState: [0, 0])
    #expect(nilpotent.orderDefect(at: 2) == nil, "J₂·J₁ is 0")
    let diagonal = Trajectory(
      network: try network.with(W: Matrix([[0.5, 0], [0, 2]])), inputs: inputs, initialState: [0, 0])
    #expect(diagonal.orderDefect(at: 3) == 0)
    let trajectory = Trajectory(
      network: try network.with(W: Matrix([[0.5, 1], [-1, 0.25]])), inputs: inputs, initialState: [0, 0])
    #expect(try #require(trajectory.orderDefect(at: 3)).distance(to: Self.defect(trajectory)).magnitude < 1e-14)
  }

  /// ‖AB − BA‖_F/‖AB‖_F of A = J₃ and B = J₂ by the definition, element by element.
  private static func defect(_ trajectory: Trajectory) -> Double {
    func jacobian(_ step: Int) -> Matrix {
      let W = trajectory.network.recurrentWeights
      return Matrix(
        (0..<2).map { row in
          (0..<2).map { trajectory.scaledDerivative(at: step, unit: row).doubleValue * W[row, $0] }
        })
    }
    let (right, swapped) = (jacobian(3) * jacobian(2), jacobian(2) * jacobian(3))
    func norm(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let indices = [(0, 0), (0, 1), (1, 0), (1, 1)]
    return norm(indices.map { right[$0.0, $0.1] - swapped[$0.0, $0.1] }) / norm(indices.map { right[$0.0, $0.1] })
  }

  /// J_2 J_1 and J_1 J_2 have their elements in the same places, d_2,r·d_1,r+1 and d_1,r·d_2,r+1, with d_1 = (1, ε, 1),
  /// d_2 = (1 − tanh²1, ε, ε) and ε = tanh'(300) = 4e^−600.
  @Test("An order defect of 10^260 is a number")
  func largeDefect() throws {
    let network = try RNN(
      activation: .tanh, inputWeights: Matrix([[300, 0, 0], [0, 300, 0], [0, 0, 300]]),
      recurrentWeights: Matrix([[0, 1, 0], [0, 0, 1], [1, 0, 0]]))
    let inputs = InputSequence(name: "one-hot", dimension: 3, values: [0, 1, 0, 0, 1, 1])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0, 0, 0])
    let d = 0.41997434161402606940
    let expected = ScaledDouble(d / (d * d + 2).squareRoot() / 4) * .exp(600)
    let defect = ScaledDouble(try #require(trajectory.orderDefect(at: 2)))
    // exp(600) carries 2 ulp of its own and every f' four.
    #expect(((defect / expected).doubleValue - 1).magnitude < 32 * .ulpOfOne)
  }

  @Test("Where the gradient is 0, a claim of another number is told")
  func claimAgainstZero() throws {
    let network = try RNN(activation: .tanh, W: 0.5, U: 1)
    let experiment = Experiment(
      network: network, initialState: [0], inputs: SyntheticInput.zero.sequence(steps: 4))
    let check = GradientCheck(
      of: experiment, target: 4, parameter: .recurrentWeights, claimed: .one, methods: [.forwardRecursion])
    #expect(check.comparisons.map(\.outcome) == [.disagrees])
    #expect(check.comparisons.map(\.relativeDifference) == [.infinity])
  }

  /// z = V·s with the largest number for V and s = 1: one step up overflows.
  @Test("Where the output overflows beside the point, the central difference is not resolved")
  func overflowBeside() throws {
    let network = try RNN(
      activation: .identity, inputWeights: Matrix(1), recurrentWeights: Matrix(0.5),
      outputWeights: Matrix([[.greatestFiniteMagnitude], [0]]))
    let experiment = Experiment(
      network: network, initialState: [0], inputs: InputSequence(name: "one", values: [1], classes: [1]))
    let check = GradientCheck(of: experiment, target: 1, parameter: .inputWeights, observable: .loss)
    let central = try #require(check.comparisons.last)
    #expect(central.method == .centralDifference)
    #expect(central.outcome == .unresolved(relativeSpread: .infinity))
  }
}
