import RealModule
import Testing

@testable import RNNCore

@Suite("Difference quotients, extrapolated")
struct DifferenceEstimateTests {
  /// The estimate of f′(x) from a first step; quotients for which `exists` is false overflow.
  private func estimate(
    _ f: @escaping (Double) -> Double, at x: Double, step: Double, exists: @escaping (Double) -> Bool = { _ in true }
  ) -> (value: Double, spread: Double)? {
    let estimate = DifferenceEstimate.ridders(initialStep: step) { h in
      exists(h) ? .value((f(x + h) - f(x - h)) / (2 * h), spread: 0, rounding: .ulpOfOne / h) : .overflow
    }
    guard case .value(let value, let spread, _) = estimate else { return nil }
    return (value, spread)
  }

  /// Plain differences lose half of all digits or more: 1e−11 relative is their best.
  @Test("Extrapolation finds twelve digits from steps at which plain differences have four", arguments: [0.05, 0.4])
  func digits(step: Double) throws {
    let exponential = try #require(estimate({ .exp($0) }, at: 1, step: step))
    #expect((exponential.value / 2.718281828459045 - 1).magnitude < 2e-13)
    #expect(exponential.spread < 1e-11)
    let sine = try #require(estimate({ .sin($0) }, at: 0.5, step: step))
    #expect((sine.value / 0.877_582_561_890_372_7 - 1).magnitude < 2e-13)
  }

  @Test("A cubic is exact after one extrapolation but for rounding")
  func cubic() throws {
    let cubic = try #require(estimate({ $0 * $0 * $0 - 2 * $0 }, at: 2, step: 1))
    #expect((cubic.value - 10).magnitude < 1e-13)
  }

  @Test("The first step is made smaller until the quotient exists, by a quarter each time, thirteen times at most")
  func smallerSteps() throws {
    var tried: [Double] = []
    let none = DifferenceEstimate.ridders(initialStep: 1) { h in
      tried.append(h)
      return .kink(step: 3)
    }
    guard case .kink(step: 3) = none else {
      Issue.record("not the kink of the last step")
      return
    }
    #expect(tried == (0...13).map { Double(sign: .plus, exponent: -2 * $0, significand: 1) })
    let late = try #require(estimate({ .exp($0) }, at: 0, step: 1, exists: { $0 <= 0x1p-10 }))
    // Steps below 2^−10 lose the digits that rounding has taken from the values.
    #expect((late.value - 1).magnitude < 1e-9)
    #expect(estimate({ .exp($0) }, at: 0, step: 1, exists: { $0 < 0x1p-26 }) == nil)
    #expect(estimate({ .exp($0) }, at: 0, step: 1, exists: { $0 <= 0x1p-26 }) != nil)
  }

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
}
