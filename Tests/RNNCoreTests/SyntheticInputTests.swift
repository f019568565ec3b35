import RNNCore
import Testing

@Suite("Inputs")
struct SyntheticInputTests {
  @Test(
    "The made sequences, by their definitions",
    arguments: [
      (SyntheticInput.impulse, [1.0, 0, 0, 0, 0]), (.step, [0, 0, 1, 1, 1]), (.zero, [0, 0, 0, 0, 0]),
      (.constant, [1, 1, 1, 1, 1]), (.alternating, [1, -1, 1, -1, 1]),
    ])
  func definitions(input: SyntheticInput, expected: [Double]) {
    #expect(input.sequence(steps: 5).values == expected)
    #expect(input.sequence(steps: 5, amplitude: -2).values == expected.map { -2 * $0 })
    #expect(input.sequence(steps: 1).steps == 1)
    #expect(input.sequence(steps: 5).name == input.rawValue)
    #expect(!input.isRandom)
  }

  @Test("sin(2πt/12) to the last bit, with exact zeros and a period that closes")
  func sine() {
    let values = SyntheticInput.sine.sequence(steps: 36).values
    let root = 3.0.squareRoot() / 2
    #expect(Array(values.prefix(12)) == [0.5, root, 1, root, 0.5, 0, -0.5, -root, -1, -root, -0.5, 0])
    #expect(values[0..<12] == values[12..<24] && values[0..<12] == values[24..<36])
  }

  @Test("Noise is standard normal, and its seed decides it")
  func noise() {
    let values = SyntheticInput.noise.sequence(steps: 10_000, seed: 4).values
    #expect(SyntheticInput.noise.isRandom)
    #expect((values.reduce(0, +) / 10_000).magnitude < 0.04)
    #expect((values.reduce(0) { $0 + $1 * $1 } / 10_000 - 1).magnitude < 0.06)
    #expect(SyntheticInput.noise.sequence(steps: 10, seed: 4).values == Array(values.prefix(10)))
    #expect(SyntheticInput.noise.sequence(steps: 10, seed: 5).values != Array(values.prefix(10)))
  }

  @Test("Steps are counted from 1 and may be vectors")
  func steps() {
    let inputs = InputSequence(name: "pairs", dimension: 2, values: [1, 2, 3, 4, 5, 6])
    #expect(inputs.steps == 3)
    #expect(Array(inputs[1]) == [1, 2])
    #expect(Array(inputs[3]) == [5, 6])
    #expect(InputSequence(name: "none", values: []).steps == 0)
  }
}
