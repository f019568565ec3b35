import RNNCore
import Testing

@testable import Explorer

@Suite("Knobs")
struct KnobTests {
  @Test(
    "A turn lands on the next multiple of 0.05, the decimal number nearest to it",
    arguments: [
      (0.9, 1, 0.95), (0.9, -1, 0.85), (0.93, 1, 0.95), (0.93, -1, 0.9), (0.1, 1, 0.15), (0.15, 1, 0.2),
      (0.2, -1, 0.15), (0.3, -1, 0.25), (-0.93, 1, -0.9), (-0.93, -1, -0.95), (0, 1, 0.05), (0, -1, -0.05),
      (0.001, -1, 0), (-0.001, 1, 0), (2.95, 1, 3), (1e-3, 1, 0.05),
    ])
  func one(value: Double, steps: Int, expected: Double) {
    #expect(Knob.recurrentWeight.turned(value, by: steps) == expected)
  }

  @Test(
    "Ten at a time it lands on the next multiple of 0.5",
    arguments: [(0.9, 10, 1.0), (0.9, -10, 0.5), (1, 10, 1.5), (0.5, -10, 0), (-0.2, 10, 0), (-0.2, -10, -0.5)])
  func ten(value: Double, steps: Int, expected: Double) {
    #expect(Knob.inputWeight.turned(value, by: steps) == expected)
  }

  @Test("T turns by whole steps", arguments: [(44, 1, 45), (44, -1, 43), (44, 10, 50), (44, -10, 40), (50, 10, 60)])
  func steps(value: Double, steps: Int, expected: Double) {
    #expect(Knob.steps.turned(value, by: steps) == expected)
  }

  @Test("Every multiple from −3 to 3 is passed, up and down, as the decimal fraction itself")
  func wholeWay() {
    for multiple in -60..<60 {
      let (here, above) = (Double(multiple * 5) / 100, Double((multiple + 1) * 5) / 100)
      #expect(Knob.recurrentWeight.turned(here, by: 1) == above)
      #expect(Knob.recurrentWeight.turned(above, by: -1) == here)
    }
  }

  @Test("Upwards is never down, downwards never up, whatever the value")
  func direction() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      let value =
        generator.nextNormal() * Double(sign: .plus, exponent: Int(generator.next() % 40) - 20, significand: 1)
      for steps in [1, 10] {
        #expect(Knob.bias.turned(value, by: steps) > value || value.magnitude > 1e9)
        #expect(Knob.bias.turned(value, by: -steps) < value || value.magnitude > 1e9)
      }
    }
  }

  @Test("Each knob has its variable, T, d and checkpoint none")
  func variables() {
    #expect(
      Knob.allCases.map(\.rawValue) == [
        "W", "U", "b", "b_f", "b_i", "b_o", "b_z", "b_r", "s₀", "V", "T", "d", "checkpoint",
      ])
    #expect(
      Knob.allCases.map(\.variable) == [
        .recurrentWeight, .inputWeight, .bias, .forgetBias, .inputGateBias, .outputGateBias, .updateBias, .resetBias,
        .initialState, .outputWeight, nil, nil, nil,
      ])
  }
}
