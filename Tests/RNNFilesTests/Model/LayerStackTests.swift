import RNNCore
import Testing

@testable import RNNFiles

/// Every layer of a model with what is above it, and both directions of one. n = 2.
@Suite struct LayerStackTests {
  private func model(
    _ tensors: [SampleTensor], layer: Int? = nil, direction: LayerDirection? = nil, output: String? = nil
  ) throws -> RNNModel {
    try RNNModel(
      SafetensorsFile(safetensors(tensors)), layer: layer, direction: direction, outputLayer: output)
  }

  @Test("Each layer of three stands under those above it, and the loss is the last one's", arguments: CellKind.allCases)
  func stack(cell: CellKind) throws {
    let tensors = (0..<3).flatMap { gatedLayer(cell, $0, inputs: $0 == 0 ? 1 : 2) } + linear()
    let last = try model(tensors)
    #expect(last.stack.count == 3 && last.stack[2] == last.network && last.network.layersAbove.isEmpty)
    let inputs = InputSequence(name: "x", values: [1, -1, 2], classes: [2, nil, 0])
    let loss = try #require(last.experiment(inputs).trajectory().value(of: .totalLoss, target: 3))
    for layer in 0..<2 {
      let model = try model(tensors, layer: layer)
      #expect(model.stack == last.stack && model.network.layersAbove.count == 2 - layer)
      #expect(model.network.outputWeights == last.network.outputWeights && model.layersBelow.count == layer)
      let value = try #require(model.experiment(inputs).trajectory().value(of: .totalLoss, target: 3))
      #expect(value == loss)
    }
  }

  @Test("What was taken says what is above, and inspect names every layer")
  func words() throws {
    let tensors = layer() + layer(1, inputs: 2) + layer(2, inputs: 2) + linear()
    #expect(try model(tensors, layer: 0).taken.contains("m = 1) under layers 1 to 2;"))
    #expect(try model(tensors, layer: 1).taken.contains("m = 2) behind layer 0 under layer 2;"))
    let lines = ModelListing(try SafetensorsFile(safetensors(tensors)), name: "m").lines
    #expect(lines.contains { $0.contains("rnn.weight_hh_l0") && $0.hasSuffix("W of layer 0") })
  }

  @Test("Behind the last bidirectional layer V reads both directions, a half each")
  func bothDirections() throws {
    let tensors =
      gatedLayer(.lstm) + gatedLayer(.lstm, reverse: true) + [
        SampleTensor(name: "fc.weight", shape: [3, 4], values: (0..<12).map { Double($0) / 4 })
      ]
    let forward = try model(tensors)
    let reverse = try model(tensors, direction: .reverse, output: "fc")
    #expect(forward.network.outputWeights == Matrix([[0, 0.25], [1, 1.25], [2, 2.25]]))
    #expect(reverse.network.outputWeights == Matrix([[0.5, 0.75], [1.5, 1.75], [2.5, 2.75]]))
    #expect(forward.stack.isEmpty && forward.taken.contains("output layer \"fc\" of 3 classes"))
    #expect(!forward.taken.contains("not used"))
    let inputs = InputSequence(name: "x", values: [1, -1, 2], classes: [2, 1, 0])
    let losses = try [forward, reverse].map {
      try #require($0.experiment(inputs).trajectory().value(of: .totalLoss, target: 3))
    }
    #expect((losses[0] - losses[1]).magnitude < 1e-14)
    let lines = ModelListing(try SafetensorsFile(safetensors(tensors)), name: "m").lines
    #expect(
      lines.contains { $0.hasSuffix("W of layer 0, forward") }
        && lines.contains { $0.hasSuffix("W of layer 0, reverse") })
  }

  @Test("Below the last bidirectional layer there is no loss, which runs through both directions at once")
  func belowBothDirections() throws {
    let directions = [false, true].flatMap { reverse in
      gatedLayer(.gru, reverse: reverse) + gatedLayer(.gru, 1, inputs: 4, reverse: reverse)
    }
    let tensors = directions + [SampleTensor(name: "fc.weight", shape: [3, 4], values: Array(repeating: 1, count: 12))]
    let below = try model(tensors, layer: 0)
    #expect(below.network.outputWeights == nil && below.reasonForNoOutput?.contains("behind the last layer") == true)
    #expect(throws: RNNModelError.outputBehindLast("fc", chosen: 0, last: 1)) {
      try model(tensors, layer: 0, output: "fc")
    }
    #expect(try model(tensors, direction: .reverse).network.outputWeights?.columns == 2)
  }
}
