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
        "taken as",
        "  recurrent: layer 0 (\"rnn.weight_hh_l0\", n = 2, m = 1)",
        "  activation: tanh assumed, since no metadata names the nonlinearity (--activation)",
        "  output: output layer \"fc\" of 3 classes",
        "  inputs: no embedding",
        "  not used: nothing",
      ])
  }

  @Test("Biases, no output layer, and metadata in order, cut where it is long")
  func biasesAndMetadata() throws {
    let long = String(repeating: "ab", count: 101)
    #expect(
      try lines(layer(), metadata: ["z": "1", "a": long]).dropFirst(3) == [
        "  rnn.bias_ih_l0    F64  [2]     b of layer 0, one of two that are added",
        "  rnn.bias_hh_l0    F64  [2]     b of layer 0, one of two that are added",
        "metadata",
        "  a: \(String(repeating: "ab", count: 100))…",
        "  z: 1",
        "taken as",
        "  recurrent: layer 0 (\"rnn.weight_hh_l0\", n = 2, m = 1)",
        "  activation: tanh assumed, since no metadata names the nonlinearity (--activation)",
        "  output: no output layer, since none takes 2 numbers",
        "  inputs: no embedding",
        "  not used: nothing",
      ])
  }

  @Test("A tensor beside the model's is not used")
  func besides() throws {
    let extra = SampleTensor(name: "step", shape: [1], values: [1])
    let lines = try lines(layer(biases: false) + linear() + [extra])
    #expect(lines[5] == "  step              F64  [1]     not used")
    #expect(lines.last == "  not used: \"fc.weight\", \"fc.bias\", \"step\"")
  }

  @Test("An embedding is known as one")
  func embedding() throws {
    let table = SampleTensor(name: "emb.weight", shape: [3, 4], values: Array(repeating: 0, count: 12))
    let lines = try lines(layer(inputs: 4, biases: false) + linear() + [table])
    #expect(lines[5] == "  emb.weight        F64  [3, 4]  embedding")
    #expect(
      lines.contains(
        "  inputs: embedding \"emb\" of 3 symbols, whose rows --text or --tokens feeds; --input feeds the 4 numbers behind it"
      ))
  }

  @Test("Any well-formed file is listed, and why it is no model")
  func noModel() throws {
    #expect(
      try lines([SampleTensor(name: "ids", shape: [1], values: [0], type: "I64")]) == [
        "m: 1 tensor, 1 number", "  ids  I64  [1]  not used",
        "not a model to look at: m: no nn.RNN, nn.GRU or nn.LSTM, expected tensors such as weight_hh_l0 under any prefix: "
          + "there are \"ids\"",
      ])
    #expect(try lines([]).count == 2)
  }
}
