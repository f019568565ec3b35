import Testing

@testable import RNNCore

@Suite("σ_max of a flow from products with vectors")
struct FlowLanczosTests {
  private func found(_ trajectory: Trajectory, from step: Int, to target: Int) -> FlowLanczos {
    var search = FlowLanczos(trajectory, from: step, to: target)
    while !search.isComplete { _ = search.advance() }
    let more = search.advance()
    #expect(more == 0)
    return search
  }

  /// 10⁻¹¹: what two ways of rounding some hundred factors leave of a product that none of them cancels in.
  @Test(
    "It is that of the matrix", arguments: [0.7, 1, 1.4, 2.5],
    [Activation.tanh, .relu, .sine, .softsign])
  func matrix(gain: Double, activation: Activation) throws {
    let trajectory = try WideNetworks.trajectory(40, gain: gain, activation, steps: 230)
    for (step, target) in [(1, 230), (60, 160), (100, 120)] {
      let exact = WideNetworks.exactNorm(trajectory, from: step, to: target)
      #expect(WideNetworks.distance(trajectory.flowNorm(from: step, to: target), exact) < 1e-11)
      if let value = found(trajectory, from: step, to: target).value {
        #expect(WideNetworks.distance(value, exact) < 1e-11)
      }
    }
  }

  @Test("Of gated cells too", arguments: [CellKind.gru, .lstm])
  func gated(kind: CellKind) throws {
    let trajectory = WideNetworks.gated(kind, 40, steps: 120)
    let exact = WideNetworks.exactNorm(trajectory, from: 1, to: 120)
    let value = try #require(found(trajectory, from: 1, to: 120).value)
    #expect(WideNetworks.distance(value, exact) < 1e-11)
  }

  /// Orthogonal W times g: σ = g^lag.
  @Test("1e−5000 and 1e5000 keep their digits", arguments: [1e-10, 1e10])
  func range(gain: Double) throws {
    let trajectory = try WideNetworks.trajectory(
      Matrix(
        rows: 40, columns: 40,
        elements: Initialization.orthogonal.recurrentWeights(order: 40, seed: 1).elements.map {
          gain * $0
        }),
      .identity, U: Array(repeating: 0, count: 40), Array(repeating: 0, count: gain < 1 ? 501 : 21))
    let lag = trajectory.steps - 1
    let value = trajectory.flowNorm(from: 1, to: trajectory.steps)
    let expected = Double(lag) * (gain < 1 ? -10 : 10)
    #expect((value.log10 - expected).magnitude < 1e-10)
  }

  @Test("A blocked way is exactly 0")
  func blocked() throws {
    var inputs = Array(repeating: 0.0, count: 40)
    inputs[19] = -1e9
    let trajectory = try WideNetworks.trajectory(
      Initialization.gaussian.recurrentWeights(order: 40, seed: 1), .relu,
      U: Array(repeating: 1, count: 40), inputs)
    #expect(found(trajectory, from: 1, to: 40).value == .zero)
    #expect(Regime(of: trajectory, target: 40).verdict == .blocked)
  }

  /// Units that do not meet, of which the others shrink by 2^−30 a step.
  private func unequal(_ inputs: [Double]) throws -> Trajectory {
    let n = 40
    var W = Matrix(rows: n, columns: n, elements: Array(repeating: 0, count: n * n))
    for unit in 0..<n { W[unit, unit] = unit == 0 ? 1 : 0x1p-30 }
    return try WideNetworks.trajectory(
      W, .relu, U: [1e9] + Array(repeating: 0, count: n - 1), inputs)
  }

  @Test("Where vectors are not enough it says so, and the matrices have it")
  func apart() throws {
    let trajectory = try unequal(Array(repeating: 0, count: 20))
    #expect(found(trajectory, from: 1, to: 20).value == nil)
    #expect(WideNetworks.distance(trajectory.flowNorm(from: 1, to: 20), .one) < 1e-14)
    var gathering = FlowGathering(trajectory, target: 20)
    while gathering.magnitudes == nil { _ = gathering.advance() }
    #expect(gathering.magnitudes.map { WideNetworks.distance($0.toFirst, .one) < 1e-14 } ?? false)
    let regime = Regime(of: trajectory, target: 20)
    #expect(
      regime.verdict == .steady
        && regime.trough.map { WideNetworks.distance($0.flow, .one) < 1e-14 } ?? false)
  }

  @Test("What is left where the largest unit is shut lies far below it")
  func shut() throws {
    var inputs = Array(repeating: 0.0, count: 20)
    inputs[17] = -1
    let (trajectory, expected) = (try unequal(inputs), ScaledDouble(significand: 1, exponent: -570))
    #expect(WideNetworks.distance(trajectory.flowNorm(from: 1, to: 20), expected) < 1e-14)
    let trough = try #require(Regime(of: trajectory, target: 20).trough)
    #expect(trough.lag == 19 && WideNetworks.distance(trough.flow, expected) < 1e-14)
  }
}
