import RNNCore
import Testing

/// How the contributions are divided among the units that they speak to.
@Suite struct UnitSharesTests {
  private static func contributions(
    _ W: [[Double]], U: [[Double]], _ observable: Observable, _ parameter: Parameter = .recurrentWeights,
    activation: Activation = .identity, steps: Int = 3
  ) throws -> Contributions {
    let network = try RNN(activation: activation, inputWeights: Matrix(U), recurrentWeights: Matrix(W))
    let inputs = InputSequence(name: "ones", values: Array(repeating: 1, count: steps))
    let start = Array(repeating: 1.0, count: W.count)
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: start)
    return Contributions(of: trajectory, target: steps, parameter: parameter, observable: observable)
  }

  @Test("A diagonal network's unit hears only itself")
  func diagonal() throws {
    let W = [[0.5, 0, 0], [0, 2, 0], [0, 0, 1]]
    for unit in 0..<3 {
      let shares = try Self.contributions(W, U: [[1], [1], [1]], .unit(unit)).unitShares
      #expect(shares == (0..<3).map { $0 == unit ? 1 : 0 })
    }
  }

  @Test("Of a diagonal network's whole state each unit has Σ_i w_r^{2(k−i)} ‖c_i‖²")
  func wholeState() throws {
    let shares = try Self.contributions([[0.5, 0], [0, 2]], U: [[1], [1]], .state, .bias).unitShares
    // Lags 0, 1, 2: 1 + 1/4 + 1/16 and 1 + 4 + 16.
    let (small, large) = (21.0 / 16, 21.0)
    #expect((shares[0] - small / (small + large)).magnitude < 1e-15)
    #expect((shares[1] - large / (small + large)).magnitude < 1e-15)
  }

  @Test("Shares of any network sum to 1 whatever the observable and the range", arguments: [1e-300, 1, 1e300])
  func sum(scale: Double) throws {
    let W = [[0.3, -1.2, 0.4], [0.9, 0.1, -0.5], [-0.2, 0.8, 0.7]].map { $0.map { $0 * scale } }
    for observable in [Observable.state, .unit(1)] {
      let contributions = try Self.contributions(W, U: [[1], [-1], [0.5]], observable, activation: .tanh, steps: 40)
      // 3 additions and a division.
      #expect((contributions.unitShares.reduce(0, +) - 1).magnitude < 1e-15)
    }
  }

  @Test("Where nothing is contributed nobody has a part in it")
  func nothing() throws {
    let W = [[0.0, 0], [0, 0]]
    let network = try RNN(activation: .relu, inputWeights: Matrix([[-1], [-1]]), recurrentWeights: Matrix(W))
    let inputs = InputSequence(name: "ones", values: [1, 1])
    let trajectory = Trajectory(network: network, inputs: inputs, initialState: [0, 0])
    #expect(Contributions(of: trajectory, target: 2, parameter: .bias).unitShares == [0, 0])
  }

  @Test("The scalar network's only unit has all, or nothing where every contribution is 0; its numbers are no norms")
  func scalar() throws {
    func terms(_ U: Double, _ parameter: Parameter) throws -> Contributions {
      let network = try RNN(activation: .relu, W: 0.5, U: U)
      let trajectory = Trajectory(
        network: network, inputs: SyntheticInput.constant.sequence(steps: 4), initialState: [0])
      return Contributions(of: trajectory, target: 4, parameter: parameter)
    }
    #expect(try terms(1, .bias).unitShares == [1])
    #expect(try terms(-1, .bias).unitShares == [0])
    #expect(try !terms(1, .bias).areNorms)
    let network = RNN(activation: .tanh, hiddenSize: 2, inputSize: 1, initialization: .identity, seed: 1)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.constant.sequence(steps: 4), initialState: [0, 0])
    #expect(Contributions(of: trajectory, target: 4, parameter: .bias).areNorms)
  }
}
