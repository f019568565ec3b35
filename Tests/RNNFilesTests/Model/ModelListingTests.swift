import Testing

@testable import RNNFiles

@Suite struct ModelListingTests {
  private func lines(_ tensors: [SampleTensor], metadata: [String: String] = [:]) throws -> [String] {
    ModelListing(try SafetensorsFile(safetensors(tensors, metadata: metadata)), name: "m").lines
  }

  @Test func model() throws {
    #expect(
      try lines(layer(biases: false) + linear(), metadata: ["format": "pt"]) == [
        "m: 4 tensors, 15 numbers",
        "  rnn.weight_ih_l0  F64  [2, 1]  U of layer 0",
        "  rnn.weight_hh_l0  F64  [2, 2]  W of layer 0",
        "  fc.weight         F64  [3, 2]  V of the output layer",
        "  fc.bias           F64  [3]     c of the output layer",
        "metadata",
        "  format: pt",
        "taken as: an nn.RNN of 1 layer, n = 2, m = 1, tanh, p = 3 classes from \"fc\"",
      ])
  }

  @Test("Any well-formed file is listed, and why it is no model")
  func noModel() throws {
    #expect(
      try lines([SampleTensor(name: "ids", shape: [1], values: [0], type: "I64")]) == [
        "m: 1 tensor, 1 number", "  ids  I64  [1]  not used",
        "not a model to look at: m: no nn.RNN, expected tensors such as weight_hh_l0 under any prefix: there are \"ids\"",
      ])
    #expect(try lines([]).count == 2)
  }
}
