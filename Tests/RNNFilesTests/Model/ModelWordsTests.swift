import RNNCore
import Testing

@testable import RNNFiles

/// The line that says what was taken of a file.
@Suite struct ModelWordsTests {
  private func model(
    _ tensors: [SampleTensor], metadata: [String: String] = [:], layer: Int? = nil, output: String? = nil,
    activation: Activation? = nil
  ) throws -> RNNModel {
    try RNNModel(
      SafetensorsFile(safetensors(tensors, metadata: metadata)), layer: layer, outputLayer: output,
      activation: activation)
  }

  private let norm = [SampleTensor(name: "norm.weight", shape: [2], values: [1, 1])]
  private let table = SampleTensor(name: "emb.weight", shape: [3, 4], values: Array(repeating: 0, count: 12))

  @Test("Layer, activation, output and embedding, whatever there is of them")
  func plain() throws {
    let model = try model(layer() + linear(), metadata: ["nonlinearity": "relu"])
    #expect(
      model.taken == "takes layer 0 (\"rnn.weight_hh_l0\", n = 2, m = 1); relu by its metadata; "
        + "output layer \"fc\" of 3 classes; no embedding")
    #expect(model.takenBriefly == nil && model.reasonForNoOutput == nil && model.possibleEmbeddings.isEmpty)
    #expect(!model.assumesActivation)
  }

  @Test("What is assumed and what is not used is said")
  func assumed() throws {
    let model = try model(layer(inputs: 4) + linear() + norm + [table])
    #expect(
      model.taken == "takes layer 0 (\"rnn.weight_hh_l0\", n = 2, m = 4); "
        + "tanh assumed, since no metadata names the nonlinearity (--activation); no output layer, "
        + "since \"norm.weight\" may lie before \"fc\" (--output-layer fc insists); "
        + "embedding \"emb\" of 3 symbols, which is not read: inputs are the 4 numbers behind it; "
        + "not used: \"fc.weight\", \"fc.bias\", \"norm.weight\"")
    #expect(
      model.takenBriefly
        == "tanh assumed · no output layer · embedding not read · 3 tensors not used · gradflow inspect says more")
    #expect(model.assumesActivation && model.embedding == nil && model.possibleEmbeddings.isEmpty)
    #expect(try self.model(layer() + linear(), activation: .tanh).taken.contains("; tanh as asked for; "))
    #expect(try !self.model(layer() + linear(), activation: .tanh).assumesActivation)
  }

  @Test("Why there is no output layer")
  func reasons() throws {
    let deep = layer() + layer(1, inputs: 2) + layer(2, inputs: 2)
    let choice = try model(layer() + linear("a.") + linear("b."))
    let either = try model(layer(inputs: 2) + linear("emb.", bias: false))
    #expect(try model(layer()).reasonForNoOutput == "no output layer, since none takes 2 numbers")
    #expect(
      choice.reasonForNoOutput
        == "no output layer, since each of \"a\", \"b\" could be it (--output-layer chooses)")
    #expect(
      either.reasonForNoOutput
        == "no output layer, since \"emb\" could as well embed the inputs (--output-layer emb insists)")
    #expect(either.possibleEmbeddings == ["emb"])
    #expect(
      either.taken.contains(
        "; no embedding, since \"emb\" could as well be the output layer (--embedding emb insists); "))
    let two = [table, SampleTensor(name: "other.weight", shape: [3, 4], values: Array(repeating: 0, count: 12))]
    #expect(
      try model(layer(inputs: 4) + two).taken.contains(
        "; no embedding, since each of \"emb\", \"other\" could be it (--embedding chooses); "))
    let head = SampleTensor(name: "head.weight", shape: [4, 3], values: Array(repeating: 0, count: 12))
    #expect(
      try model(layer() + linear() + [head]).reasonForNoOutput
        == "no output layer, since \"head.weight\" may take what \"fc\" makes (--output-layer fc insists)")
    #expect(try model(deep, layer: 1).reasonForNoOutput == "no output layer, since none takes 2 numbers")
    #expect(
      try model(deep, layer: 1).taken.hasPrefix("takes layer 1 (\"rnn.weight_hh_l1\", n = 2, m = 2) behind layer 0;"))
    #expect(try model(deep).taken.contains("m = 2) behind layers 0 to 1;"))
  }

  @Test("A name in a file steers no terminal")
  func names() throws {
    let model = try model(layer() + linear("a\u{9b}31m.") + norm)
    #expect(!model.taken.contains("\u{9b}"))
  }
}
