import RealModule
import Testing

@testable import RNNCore

@Suite struct DifferenceEstimateTests {
  @Test("Where finer steps have no quotient, those that have one decide")
  func cutShort() {
    // d/dx sin at 1, without rounding to speak of at these steps.
    let estimate = DifferenceEstimate.ridders(initialStep: 0.1) { h in
      h < 0.02 ? .kink(step: 3) : .value((Double.sin(1 + h) - Double.sin(1 - h)) / (2 * h), spread: 0, rounding: 0)
    }
    guard case .value(let value, let spread, _) = estimate else {
      Issue.record("no value")
      return
    }
    #expect((value - 0.54030230586813971740).magnitude < 1e-11)
    #expect(spread < 1e-6)
  }

  @Test("Where no step has one, the last says why")
  func none() {
    guard case .kink(3) = DifferenceEstimate.ridders(initialStep: 1, { _ in .kink(step: 3) }) else {
      Issue.record("no kink")
      return
    }
  }
}
