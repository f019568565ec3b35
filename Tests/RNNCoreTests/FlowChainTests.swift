import Testing

@testable import RNNCore

@Suite("Flows that grow by a step at a time")
struct FlowChainTests {
  private func numbers(_ chain: FlowChain, _ n: Int) -> [ScaledDouble] { Array(chain.product.numbers(0).prefix(n * n)) }

  private func expectEqual(_ found: [ScaledDouble], _ exact: [ScaledDouble]) {
    let largest = exact.map(\.magnitude).max() ?? .zero
    #expect(found.count == exact.count)
    for (a, b) in zip(found, exact) { #expect((a - b).magnitude <= largest * ScaledDouble(1e-13)) }
  }

  @Test("Back from an anchor it is P(a,i)·D_i, on from it P(k,a)ᵀ", arguments: [1e-200, 1, 1e150])
  func products(scale: Double) throws {
    let n = 5
    let W = Initialization.gaussian.recurrentWeights(order: n, seed: 3).elements.map { $0 * scale }
    let network = try RNN(
      activation: scale > 1 ? .identity : .sigmoid,
      inputWeights: Matrix(rows: n, columns: 1, elements: Array(repeating: 1e-150, count: n)),
      recurrentWeights: Matrix(rows: n, columns: n, elements: W))
    let trajectory = Trajectory(
      network: network, inputs: SyntheticInput.zero.sequence(steps: 20), initialState: Array(repeating: 0, count: n))
    let weights = FlowWeights(trajectory.network.recurrentWeights)
    var (back, on) = (FlowChain.back(trajectory, weights), FlowChain.on(trajectory, weights))
    for distance in 0..<10 {
      let (step, target) = (10 - distance, 11 + distance)
      back.enter(step)
      on.enter(target)
      let (P, D) = (trajectory.flowMatrix(from: step, to: 10), trajectory.scaledDerivatives(at: step))
      expectEqual(numbers(back, n), P.numbers.enumerated().map { $1 * D.numbers[$0 % n] })
      let flow = trajectory.flowMatrix(from: 10, to: target).numbers
      expectEqual(numbers(on, n), (0..<n * n).map { flow[$0 % n * n + $0 / n] })
      #expect(back.relativeError < 1e-14 && on.relativeError < 1e-14)
    }
  }

  @Test("It knows that digits are lost where what grew shrinks, and that 0 has all of them")
  func errors() throws {
    let n = 16
    let Q = Initialization.orthogonal.recurrentWeights(order: n, seed: 5).elements
    let shift = (0..<n * n).map { $0 % n == $0 / n + 1 ? 4.0 : $0 % n == $0 / n ? 1 : 0 }
    let W = LinearAlgebra.product(
      LinearAlgebra.product(Q, shift, rows: n, inner: n, columns: n), transposedB: Q, rows: n, inner: n, columns: n)
    let trajectory = try WideNetworks.trajectory(
      Matrix(rows: n, columns: n, elements: W.map { $0 * 0.1 }), .identity, U: Array(repeating: 0, count: n),
      Array(repeating: 0, count: 150))
    var chain = FlowChain.back(trajectory, FlowWeights(trajectory.network.recurrentWeights))
    for step in (1...150).reversed() {
      chain.enter(step)
      if step == 148 { #expect(chain.relativeError < 1e-14) }
    }
    #expect(chain.relativeError > 1e-6)
    let blocked = try WideNetworks.trajectory(
      .identity(4), .relu, U: Array(repeating: -1, count: 4), Array(repeating: 100, count: 4))
    var zero = FlowChain.on(blocked, FlowWeights(.identity(4)))
    zero.enter(2)
    #expect(zero.product.norm(0).isZero && zero.relativeError == 0)
  }
}
