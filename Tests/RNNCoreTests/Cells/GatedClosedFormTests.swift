import RealModule
import Testing

@testable import RNNCore

@Suite("Gated cells that can be computed by hand")
struct GatedClosedFormTests {
  /// 50 factors, each rounded once or twice.
  private let tolerance = 1e-13

  private func zeros(_ kind: CellKind, bias: [Gate: Double] = [:], start: [Double]) throws -> Trajectory {
    Trajectory(
      network: try RNN(scalar: kind, W: 0, U: 0, gateBiases: bias),
      inputs: SyntheticInput.zero.sequence(steps: 60), initialState: start)
  }

  @Test(
    "∂c_k/∂c_{k−50} is σ(b)^50, and half of it is left after as many steps",
    arguments: [
      (0, 8.881784197001252e-16, 1), (1, 1.5761911545634347e-7, 2.2127), (2, 1.7530457905259383e-3, 5.4609),
      (3, 8.809252656079149e-2, 14.266),
    ])
  func carousel(bias: Double, expected: Double, halfLife: Double) throws {
    let trajectory = try zeros(.lstm, bias: [.forgetGate: bias], start: [0.2, 0.5])
    for observable in [Observable.cell, .cellUnit(0)] {
      let terms = Contributions(of: trajectory, target: 60, parameter: .bias, observable: observable)
      #expect((terms.flow(at: 10).doubleValue / expected - 1).magnitude < tolerance)
      let rate = (terms.flow(at: 60) / terms.flow(at: 10)).naturalLogarithm / 50
      #expect((.log(2) / rate - halfLife).magnitude < 6e-5 * halfLife)
    }
  }

  @Test("Both of PyTorch's biases at 1 are b = 2: what is kept adds up before the sigmoid")
  func twoBiases() throws {
    let zero = Matrix(rows: 4, columns: 1, elements: [0, 0, 0, 0])
    let both: [Double] = zip([0, 1, 0, 0], [0, 1, 0, 0]).map(+)
    let network = try RNN(.lstm, inputWeights: zero, recurrentWeights: zero, bias: both)
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.zero.sequence(steps: 60), initialState: [0.2, 0.5])
    let terms = Contributions(of: trajectory, target: 60, parameter: .bias, observable: .cell)
    #expect((terms.flow(at: 10).doubleValue / 1.7530457905259383e-3 - 1).magnitude < tolerance)
  }

  @Test("A GRU of zeros passes exactly ½ a step, and so does one of several units")
  func half() throws {
    let scalar = try zeros(.gru, start: [0.5])
    let terms = Contributions(of: scalar, target: 60, parameter: .bias)
    for step in 1...60 { #expect(terms.flow(at: step) == ScaledDouble(significand: 1, exponent: step - 60)) }
    #expect(scalar.stepFactor(at: 7).doubleValue == 0.5)
    let halfLife = try #require(Regime(of: scalar, target: 60).halfLife)
    #expect((halfLife - 1).magnitude < tolerance)
    let zero = Matrix(rows: 9, columns: 3, elements: Array(repeating: 0, count: 27))
    let several = Trajectory(
      network: try RNN(
        .gru, inputWeights: Matrix(rows: 9, columns: 1, elements: Array(repeating: 0, count: 9)), recurrentWeights: zero
      ),
      inputs: SyntheticInput.zero.sequence(steps: 30), initialState: [0.5, -0.25, 1])
    #expect((several.flowNorm(from: 2, to: 30).doubleValue / .exp2(-28) - 1).magnitude < tolerance)
    #expect(several.state(at: 30).map { $0 } == [0.5, -0.25, 1].map { $0 * .exp2(-30) })
  }

  /// h' = (1 − z) n + z h: of a constant candidate h_t = n + z^t (h_0 − n).
  @Test("A GRU of constant gates goes to its candidate as z^t, an LSTM of constant gates to i g/(1 − f)")
  func geometric() throws {
    let network = try RNN(scalar: .gru, W: 0, U: 0, b: 0.5, gateBiases: [.updateGate: 1])
    let gru = Trajectory(network: network, inputs: SyntheticInput.zero.sequence(steps: 40), initialState: [-0.8])
    let (n, z) = (Double.tanh(0.5), 1 / (1 + Double.exp(-1)))
    let last = try #require(gru.state(at: 40).first)
    #expect((last - (n + .pow(z, 40) * (-0.8 - n))).magnitude < tolerance)
    let cell = try RNN(
      scalar: .lstm, W: 0, U: 0, b: 0.5, gateBiases: [.inputGate: 2, .forgetGate: 1, .outputGate: -1])
    let lstm = Trajectory(network: cell, inputs: SyntheticInput.zero.sequence(steps: 300), initialState: [0, 0])
    let settled = n / (1 + .exp(-2)) * (1 + .exp(1))
    let c = try #require(lstm.value(of: .cellUnit(0), target: 300))
    let h = try #require(lstm.value(of: .unit(0), target: 300))
    #expect((c - settled).magnitude < tolerance && (h - .tanh(settled) / (1 + .exp(1))).magnitude < tolerance)
  }

  @Test("A state of zeros is 0 itself, and one that fades underflows", arguments: [CellKind.gru, .lstm])
  func underflow(kind: CellKind) throws {
    let still = try zeros(kind, start: Array(repeating: 0, count: kind.parts))
    #expect(still.underflowAt == nil && still.state(at: 60).first == 0)
    // ½ a step from 10⁻³⁰⁰ on.
    let fading = try zeros(kind, start: Array(repeating: 1e-300, count: kind.parts))
    #expect(fading.underflowAt == (kind == .gru ? 26 : 25), "h of an LSTM is half of c")
    // A candidate that is no Double: U x = 10⁻³²⁰.
    let faint = Trajectory(
      network: try RNN(scalar: kind, W: 0, U: 1e-160), inputs: InputSequence(name: "faint", values: [1e-160]),
      initialState: Array(repeating: 0, count: kind.parts))
    #expect(faint.underflowAt == 1)
    let product = Trajectory(
      network: try RNN(scalar: kind, W: 0, U: 1e-200), inputs: InputSequence(name: "faint", values: [1e-200]),
      initialState: Array(repeating: 0, count: kind.parts))
    #expect(product.underflowAt == 1, "U x is 0 in Doubles and yet is not")
  }
}
