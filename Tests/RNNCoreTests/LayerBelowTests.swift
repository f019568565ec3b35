import Testing

@testable import RNNCore

/// Layers that others stand on, of one direction or two. With f the identity and W = U = 1 a layer adds up what it has read.
@Suite struct LayerBelowTests {
  private let inputs = InputSequence(name: "x", values: [1, 2, 3], classes: [7, nil, 0])
  private let sum: RNN
  private let total: RNN

  init() throws {
    sum = try RNN(activation: .identity, W: 1, U: 1)
    total = try RNN(activation: .identity, W: [[0]], U: [[1, 1]])
  }

  @Test("Both directions stand beside each other, each at the step that it has read up to")
  func bothDirections() throws {
    let layer = LayerBelow(sum, reverse: sum)
    #expect(layer.inputSize == 1 && layer.outputSize == 2)
    // From the front 1, 3, 6; from the back 6, 5, 3.
    #expect(
      try inputs.through([layer])
        == InputSequence(name: "x", dimension: 2, values: [1, 6, 3, 5, 6, 3], classes: [7, nil, 0]))
    #expect(try inputs.through([layer, LayerBelow(total)]).values == [7, 8, 9])
    #expect(try inputs.through([LayerBelow(sum)]) == inputs.throughLayers([sum]))
  }

  @Test("An LSTM hands on its h alone")
  func hiddenStates() throws {
    let lstm = RNN(.lstm, hiddenSize: 2, inputSize: 1, seed: 4)
    let states = try inputs.through([LayerBelow(lstm, reverse: lstm)])
    #expect(states.dimension == 4)
    let onwards = Trajectory(network: lstm, inputs: inputs.withoutTargets, initialState: lstm.zeroState)
    #expect(Array(states.values[4..<6]) == Array(onwards.state(at: 2)))
  }

  @Test("An overflow is told at its step of the sequence, the first of both directions")
  func overflow() throws {
    let large = InputSequence(name: "x", values: [1e308, 1e308, 1e308])
    #expect(throws: ExperimentError.layerOverflow(layer: 0, step: 2)) { try large.through([LayerBelow(sum)]) }
    let zero = try RNN(activation: .identity, W: 0, U: 0)
    #expect(throws: ExperimentError.layerOverflow(layer: 0, step: 2)) {
      try large.through([LayerBelow(zero, reverse: sum)])
    }
    let last = InputSequence(name: "x", values: [0, 1e308, 1e308])
    #expect(throws: ExperimentError.layerOverflow(layer: 0, step: 2)) {
      try last.through([LayerBelow(sum, reverse: sum)])
    }
  }

  @Test("Steps turned round keep their classes")
  func reversed() {
    let pairs = InputSequence(name: "x", dimension: 2, values: [1, 2, 3, 4], classes: [5, nil])
    #expect(
      pairs.reversed()
        == InputSequence(name: "x backwards", dimension: 2, values: [3, 4, 1, 2], classes: [nil, 5]))
    #expect(InputSequence(name: "x", values: [1]).reversed().classes == nil)
  }

  @Test(
    "A source is fed through both directions, with the activation in force, and read from its end where that is asked")
  func source() throws {
    var source = InputSource(name: "x", values: [1, 2, 3], classes: [0, 1, nil], flags: [])
    source.layersBelow = [LayerBelow(sum, reverse: sum)]
    source.readsBackwards = true
    let choice = InputChoice(source: 0, offset: 0, steps: 3)
    #expect(source.dimension == 2)
    #expect(source.sequence(choice, activation: .identity).values == [6, 3, 3, 5, 1, 6])
    #expect(source.sequence(choice, activation: .identity).classes == [nil, 1, 0])
    let relu = source.sequence(InputChoice(source: 0, offset: 0, steps: 3, amplitude: -1), activation: .relu)
    #expect(relu.values.allSatisfy { $0 == 0 })
    let alone = source.taken(by: Intake(standsOnLayers: false, classCount: 2))
    #expect(!alone.readsBackwards && alone.sequence(choice).values == [1, 2, 3])
    #expect(source.taken(by: Intake(standsOnLayers: true, classCount: 2)).readsBackwards)
  }

  @Test("Gated layers have no activation to be given")
  func gated() throws {
    var source = InputSource(name: "x", values: [1, 2], flags: [])
    source.layersBelow = [LayerBelow(RNN(.gru, hiddenSize: 2, inputSize: 1, seed: 4))]
    let choice = InputChoice(source: 0, offset: 0, steps: 2)
    #expect(source.sequence(choice, activation: .relu) == source.sequence(choice, activation: nil))
  }

  @Test("c of an LSTM is what it keeps; other cells keep no more than they say")
  func cellState() throws {
    let lstm = try RNN(scalar: .lstm, W: 0, U: 0, gateBiases: [.forgetGate: 0])
    let trajectory = Trajectory(network: lstm, inputs: inputs, initialState: [0.25, 8])
    // f = ½ and the candidate is 0.
    #expect((0...3).map { trajectory.cellState(at: $0).first } == [8, 4, 2, 1])
    #expect(trajectory.state(at: 0) == [0.25])
    #expect(Trajectory(network: sum, inputs: inputs, initialState: [1]).cellState(at: 1).isEmpty)
  }
}
