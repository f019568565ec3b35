import Testing

@testable import RNNCore

@Suite("Directions on their way forward")
struct TangentSweepTests {
  /// J_t v number by number from the matrix.
  private func product(_ J: ScaledVector, _ v: [ScaledDouble]) -> [ScaledDouble] {
    v.indices.map { row in
      v.indices.reduce(.zero) { $0 + J.numbers[row * v.count + $1] * v[$1] }
    }
  }

  private func expectProducts(_ trajectory: Trajectory, _ name: String) {
    let n = trajectory.stateSize
    let start = (0..<n).map { Double($0 % 7) - 2.5 }
    var sweep = TangentSweep(trajectory, start)
    var expected = start.map { ScaledDouble($0) }
    for step in 1...trajectory.steps {
      expected = product(trajectory.jacobian(at: step), expected)
      let passed = sweep.enter(step)
      #expect(passed, "\(name), step \(step)")
    }
    let norm = ScaledVector(expected).norm
    for (number, other) in zip(sweep.tangent.numbers(0), expected) {
      #expect((number - other).magnitude <= norm * ScaledDouble(1e-12), "\(name)")
    }
  }

  @Test("They are the products with the Jacobians, whatever the cell")
  func products() throws {
    expectProducts(try WideNetworks.trajectory(5, gain: 1.2, steps: 40), "Elman")
    expectProducts(WideNetworks.gated(.gru, 4, steps: 20), "GRU")
    expectProducts(WideNetworks.gated(.lstm, 4, steps: 20), "LSTM")
  }

  /// cⁿ of an identity times c.
  @Test("A factor of 1e−5 a step is 1e−5000 after a thousand, and one of 1e5 1e5000")
  func range() throws {
    for factor in [1e-5, 1e5] {
      let W = Matrix(rows: 2, columns: 2, elements: [0, factor, factor, 0])
      let trajectory = try WideNetworks.trajectory(W, .identity, U: [0, 0], Array(repeating: 0, count: 40))
      var sweep = TangentSweep(trajectory, [1, 0])
      for _ in 1...25 {
        for step in 1...40 {
          let passed = sweep.enter(step)
          #expect(passed)
        }
      }
      #expect((sweep.tangent.norm(0).log10 - (factor < 1 ? -5000 : 5000)).magnitude < 1e-9)
    }
  }

  @Test("It stops at a derivative near the end of a Double's range")
  func saturated() throws {
    let trajectory = try WideNetworks.trajectory(
      Matrix([[0.1, 0.2], [0.2, 0.1]]), .tanh, U: [400, 0], [0, 1, 0])
    var sweep = TangentSweep(trajectory, [1, 1])
    let passed = (1...2).map { sweep.enter($0) }
    #expect(passed == [true, false])
  }

  @Test("It stops where numbers that W does not mix have gone apart")
  func apart() throws {
    let trajectory = try WideNetworks.trajectory(
      Matrix([[1, 0], [0, 0x1p-100]]), .identity, U: [0, 0], Array(repeating: 0, count: 9))
    var sweep = TangentSweep(trajectory, [1, 1])
    let passed = (1...9).map { sweep.enter($0) }
    #expect(passed == [true, true, true, true, false, false, false, false, false])
  }

  @Test("It has no way for gates with weights of 2^500")
  func huge() throws {
    let network = try RNN(.gru, hiddenSize: 2, inputSize: 1, seed: 5).replacing(
      Parameter(.recurrentWeights), with: Matrix(rows: 6, columns: 2, elements: Array(repeating: 0x1p500, count: 12)))
    let trajectory = Trajectory(network: network, inputs: SyntheticInput.zero.sequence(steps: 2), initialState: [0, 0])
    var sweep = TangentSweep(trajectory, [1, 1])
    let passed = sweep.enter(1)
    #expect(!passed)
  }
}
