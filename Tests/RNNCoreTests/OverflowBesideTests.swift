import Testing

@testable import RNNCore

@Suite("Networks that overflow beside the point that is looked at")
struct OverflowBesideTests {
  /// s_2 = W² with W just below the root of the largest Double: a step up of 10⁻¹¹ of W is too much.
  @Test("Where a state overflows at any step up, the central difference is not resolved")
  func centralDifference() throws {
    let network = try RNN(activation: .identity, W: 1.34078079299e154, U: 0)
    let experiment = Experiment(
      network: network, initialState: [1], inputs: SyntheticInput.zero.sequence(steps: 2))
    let check = GradientCheck(of: experiment, target: 2, parameter: .recurrentWeights)
    #expect(check.comparisons[0].outcome == .agrees)
    #expect(check.comparisons[1].outcome == .unresolved(relativeSpread: .infinity))
  }

  @Test("A gain at which the state overflows has no growth")
  func gain() throws {
    let network = try RNN(activation: .identity, W: [[1, 0], [0, 1]], U: [[1], [1]])
    let experiment = Experiment(
      network: network, initialState: [1, 1], inputs: SyntheticInput.zero.sequence(steps: 4))
    #expect(experiment.growth(ofGain: 1e200, target: 4) == nil)
    #expect(experiment.growth(ofGain: 2, target: 4) != nil)
  }
}
