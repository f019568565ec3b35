import Testing

@testable import RNNCore

@Suite struct InputSourceTests {
  /// Symbols 0, 2, 1, 2 of three, each with the next one as its class.
  private let text = InputSource(
    name: "text", symbols: [0, 2, 1, 2], dimension: 3, classes: [2, 1, 2, nil], flags: ["--text", "t"])

  @Test("Symbols are one-hot vectors")
  func oneHot() {
    #expect(text.availableSteps(offset: 1) == 3)
    let inputs = text.sequence(InputChoice(source: 0, offset: 1, steps: 2), activation: .tanh)
    #expect(inputs.dimension == 3)
    #expect(inputs.values == [0, 0, 1, 0, 1, 0])
    #expect(inputs.classes == [1, 2])
  }

  @Test("Behind layers below, the states of the last of them are the inputs")
  func layersBelow() throws {
    let below = try RNN(
      activation: .identity, inputWeights: Matrix([[1, 2, 3], [0, 1, 0]]), recurrentWeights: Matrix([[1, 0], [0, 0]]))
    var source = text
    source.layersBelow = [below]
    #expect(source.dimension == 2)
    let inputs = source.sequence(InputChoice(source: 0, offset: 0, steps: 3), activation: .identity)
    // s_1 = (1, 0), s_2 = (1 + 3, 0), s_3 = (4 + 2, 1).
    #expect(inputs.values == [1, 0, 4, 0, 6, 1])
  }
}
