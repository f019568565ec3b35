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

  @Test("Symbols are rows of a table, multiplied by the amplitude")
  func embedded() {
    let table = Matrix([[1, 2], [3, 4], [5, 6]])
    let targets = Targets(.classes([2, 1, 2, nil]))
    let source = InputSource(name: "text", symbols: [0, 2, 1, 2], table: table, targets: targets, flags: [])
    #expect(source.availableSteps(offset: 1) == 3 && source.ownDimension == 2 && source.dimension == 2)
    #expect(source.defaultSteps == 4 && !source.isRandom && source.hasTargets)
    var choice = InputChoice(source: 0, offset: 1, steps: 2)
    let inputs = source.sequence(choice, activation: .tanh)
    #expect(inputs.dimension == 2 && inputs.values == [5, 6, 3, 4] && inputs.classes == [1, 2])
    choice.amplitude = -2
    #expect(source.sequence(choice, activation: .tanh).values == [-10, -12, -6, -8])
    #expect(source.mostSteps(hidden: 1) == InputSource.stepLimit)
    #expect(source.taken(by: Intake(standsOnLayers: true, classCount: 2)).classes == nil)
  }

  @Test("Behind layers below, the states of the last of them are the inputs")
  func layersBelow() throws {
    let below = try RNN(
      activation: .identity, inputWeights: Matrix([[1, 2, 3], [0, 1, 0]]), recurrentWeights: Matrix([[1, 0], [0, 0]]))
    var source = text
    source.layersBelow = [LayerBelow(below)]
    #expect(source.dimension == 2)
    let inputs = source.sequence(InputChoice(source: 0, offset: 0, steps: 3), activation: .identity)
    // s_1 = (1, 0), s_2 = (1 + 3, 0), s_3 = (4 + 2, 1).
    #expect(inputs.values == [1, 0, 4, 0, 6, 1])
  }

  @Test("A network takes of a source what is its own: layers of a model, the question of the scalar network")
  func taken() throws {
    var source = InputSource(.sine)
    source.layersBelow = [LayerBelow(try RNN(activation: .tanh, W: 0.5, U: 1))]
    (source.asksForNext, source.classNames) = (true, ["above", "not above"])
    let scalar = source.taken(by: Intake(standsOnLayers: false, classCount: 2))
    #expect(scalar.layersBelow.isEmpty && scalar.asksForNext && scalar.classNames == ["above", "not above"])
    let drawn = source.taken(by: Intake(standsOnLayers: false, classCount: nil))
    #expect(drawn.layersBelow.isEmpty && !drawn.hasTargets && drawn.classNames.isEmpty)
    let model = source.taken(by: Intake(standsOnLayers: true, classCount: 2))
    #expect(model.layersBelow.count == 1 && !model.hasTargets && model.classNames.isEmpty)
    // Names of classes of its own stay with the classes.
    var named = text
    (named.asksForNext, named.classNames) = (true, ["a", "b", "c"])
    let told = named.taken(by: Intake(standsOnLayers: true, classCount: 3))
    #expect(told.hasTargets && told.classNames.count == 3 && !told.asksForNext)
    #expect(named.taken(by: Intake(standsOnLayers: true, classCount: 2)).classes == nil)
  }
}
