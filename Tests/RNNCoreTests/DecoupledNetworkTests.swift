import RNNCore
import Testing

/// A network whose units do not touch each other is as many scalar networks: an oracle for the matrix path.
@Suite("Matrix networks that are scalar networks in truth")
struct DecoupledNetworkTests {
  private static let inputs = InputSequence(
    name: "waves", values: (0..<400).map { t in [0.3, -0.9, 1.1, 0.05, -0.4, 0.7, -1.3][t % 7] })

  /// A diagonal network over `steps` inputs, and its units as networks of their own.
  private func networks(
    _ activation: Activation, W: [Double], U: [Double], b: [Double], s0: [Double], steps: Int
  ) throws -> (whole: Trajectory, units: [Trajectory]) {
    let n = W.count
    var diagonal = Matrix(rows: n, columns: n, elements: Array(repeating: 0, count: n * n))
    for unit in 0..<n { diagonal[unit, unit] = W[unit] }
    let inputs = InputSequence(name: "waves", values: Array(Self.inputs.values.prefix(steps)))
    let whole = try RNN(
      activation: activation, inputWeights: Matrix(U.map { [$0] }), recurrentWeights: diagonal, bias: b)
    let units = try (0..<n).map { unit in
      let network = try RNN(activation: activation, W: W[unit], U: U[unit], b: b[unit])
      return Trajectory(network: network, inputs: inputs, initialState: [s0[unit]])
    }
    return (Trajectory(network: whole, inputs: inputs, initialState: s0), units)
  }

  /// Unit r of the whole network against scalar network r. For W the carried state is the whole vector, so b and U.
  private func compare(_ whole: Trajectory, _ units: [Trajectory], _ name: String) {
    let k = whole.steps
    for (unit, trajectory) in units.enumerated() {
      for parameter in [Parameter.inputWeights, .bias] {
        let seen = Contributions(of: whole, target: k, parameter: parameter, observable: .unit(unit))
        let own = Contributions(of: trajectory, target: k, parameter: parameter)
        for step in 1...k {
          let (value, expected) = (seen.value(at: step), own.value(at: step).magnitude)
          #expect(isClose(value, expected), "\(name), unit \(unit), ∂/∂\(parameter.rawValue), step \(step)")
          #expect(isClose(seen.flow(at: step), own.flow(at: step).magnitude), "\(name), unit \(unit), flow \(step)")
        }
      }
    }
  }

  private func isClose(_ value: ScaledDouble, _ expected: ScaledDouble) -> Bool {
    guard !expected.isZero, !value.isZero else { return expected.isZero == value.isZero }
    return (value / expected - .one).magnitude < ScaledDouble(1e-13)
  }

  @Test("Two quiet units", arguments: [Activation.tanh, .sigmoid, .identity, .softsign, .gelu])
  func quiet(activation: Activation) throws {
    let (whole, units) = try networks(
      activation, W: [0.7, -0.4], U: [1, 0.5], b: [0.1, -0.2], s0: [0.5, -0.5], steps: 60)
    compare(whole, units, "quiet")
  }

  @Test("A unit that vanishes beside one that does not")
  func unequalRates() throws {
    let (whole, units) = try networks(.tanh, W: [1, 0.001], U: [0.01, 1], b: [0, 0], s0: [0, 0.1], steps: 300)
    compare(whole, units, "rates")
  }

  @Test("A deeply saturated unit beside a quiet one keeps terms that are tiny but not 0")
  func saturated() throws {
    let (whole, units) = try networks(.tanh, W: [0.5, 1], U: [1, 1], b: [0, 420], s0: [0, 0], steps: 20)
    compare(whole, units, "saturated")
  }

  @Test("States from 1e-200 to 1e280 in one trajectory: every term counts the same")
  func growingStates() throws {
    let steps = 280
    let whole = try RNN(
      activation: .identity, inputWeights: Matrix([[0], [0]]), recurrentWeights: Matrix([[60, 0], [0, 60]]))
    let (x, s0) = (SyntheticInput.zero.sequence(steps: steps), [3e-200, 4e-200])
    let trajectory = Trajectory(network: whole, inputs: x, initialState: s0)
    #expect(trajectory.overflowAt == nil && trajectory.underflowAt == nil)
    // Contribution i is 60^(k-i)·60^(i-1)·s_0, whatever i.
    let expected = (0..<steps - 1).reduce(ScaledDouble(5e-200)) { product, _ in product * ScaledDouble(60) }
    let terms = Contributions(of: trajectory, target: steps, parameter: .recurrentWeights, observable: .unit(1))
    for term in terms {
      #expect(isClose(term.value, expected), "step \(term.step)")
      #expect(isClose(term.signed, expected), "bar \(term.step)")
    }
    #expect(isClose(terms.total, expected * ScaledDouble(Double(steps))))
  }

  @Test("n = 1 with a second input that is 0 equals the scalar network bit for bit", arguments: Activation.allCases)
  func oneUnit(activation: Activation) throws {
    let scalar = try RNN(activation: activation, W: 0.8, U: 0.6, b: -0.1)
    let wide = try RNN(
      activation: activation, inputWeights: Matrix([[0.6, 0]]), recurrentWeights: Matrix(0.8), bias: [-0.1])
    let pairs = InputSequence(name: "pairs", dimension: 2, values: Self.inputs.values.flatMap { [$0, 3] })
    let a = Trajectory(network: scalar, inputs: Self.inputs, initialState: [0.5])
    let b = Trajectory(network: wide, inputs: pairs, initialState: [0.5])
    for step in 1...a.steps {
      #expect(a.state(at: step).first == b.state(at: step).first)
      #expect(a.stepFactor(at: step) == b.stepFactor(at: step))
    }
    for parameter in [Parameter.recurrentWeights, .bias] {
      let (x, y) = (
        Contributions(of: a, target: 400, parameter: parameter), Contributions(of: b, target: 400, parameter: parameter)
      )
      #expect(x.elementsEqual(y))
      #expect(x.total == y.total)
    }
  }

  @Test("n = 1 seen as a matrix: U's row of contributions has the norm of its numbers")
  func oneUnitTwoInputs() throws {
    let wide = try RNN(activation: .tanh, inputWeights: Matrix([[0.6, -0.3]]), recurrentWeights: Matrix(0.8))
    let pairs = InputSequence(
      name: "pairs", dimension: 2, values: Self.inputs.values.prefix(60).flatMap { [$0, $0 / 2] })
    let trajectory = Trajectory(network: wide, inputs: pairs, initialState: [0.5])
    let terms = Contributions(of: trajectory, target: 60, parameter: .inputWeights)
    let bias = Contributions(of: trajectory, target: 60, parameter: .bias)
    for step in 1...60 {
      let x = pairs[step]
      let norm = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(isClose(terms.value(at: step), bias.value(at: step).magnitude * ScaledDouble(norm)))
    }
  }
}
