import RNNCore
import Testing

@testable import RNNFiles

/// Which tensor is the embedding before the first layer, and what is read of it. n = 2.
@Suite struct EmbeddingTests {
  /// A table of rows of m numbers: 0, 1, 2, …
  private func table(_ name: String = "emb", _ rows: Int = 3, _ m: Int = 4, type: String = "F64") -> SampleTensor {
    SampleTensor(name: name + ".weight", shape: [rows, m], values: (0..<rows * m).map(Double.init), type: type)
  }

  private func model(
    _ others: [SampleTensor], inputs: Int = 4, _ embedding: EmbeddingChoice = .told, output: String? = nil,
    reads: Bool = true
  ) throws -> RNNModel {
    try RNNModel(
      SafetensorsFile(safetensors(layer(inputs: inputs) + others)),
      ModelSelection(outputLayer: output, embedding: embedding, readsEmbedding: reads))
  }

  private func message(_ body: () throws -> RNNModel) -> String {
    do { return "no error: \(try body().taken)" } catch {
      return (error as? RNNModelError)?.message(file: "m") ?? "\(error)"
    }
  }

  @Test("Its rows are read where they are fed, and not else")
  func read() throws {
    let fed = try model([table()] + linear())
    #expect(fed.embedding?.name == "emb" && fed.embedding?.symbolCount == 3)
    #expect(fed.embedding?.table == Matrix([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]))
    #expect(fed.possibleEmbeddings.isEmpty && fed.network.outputWeights != nil)
    #expect(fed.taken(feedingEmbedding: true).hasSuffix("embedding \"emb\" of 3 symbols, whose rows are the inputs"))
    #expect(fed.takenBriefly(feedingEmbedding: true)?.contains("rows of \"emb\"") == true)
    let unread = try model([table()] + linear(), reads: false)
    #expect(unread.embedding == nil && unread.taken.contains("which is not read"))
    #expect(try model(linear()).embedding == nil)
  }

  @Test("Its rows are a sequence of inputs")
  func inputs() throws {
    let embedding = Embedding(name: "emb", table: Matrix([[1, 2], [3, 4]]))
    let inputs = try embedding.inputSequence(named: "t", symbols: [1, 0, 1], classes: [0, nil, 1])
    #expect(inputs == InputSequence(name: "t", dimension: 2, values: [3, 4, 1, 2, 3, 4], classes: [0, nil, 1]))
    #expect(throws: ExperimentError.symbolOutOfRange(2, step: 2, dimension: 2)) {
      try embedding.inputSequence(named: "t", symbols: [0, 2])
    }
    #expect(throws: ExperimentError.symbolOutOfRange(-1, step: 1, dimension: 2)) {
      try embedding.inputSequence(named: "t", symbols: [-1])
    }
    #expect(throws: ExperimentError.noSteps) { try embedding.inputSequence(named: "t", symbols: []) }
    #expect(throws: ExperimentError.classCount(1, steps: 2)) {
      try embedding.inputSequence(named: "t", symbols: [0, 1], classes: [0])
    }
  }

  @Test("What may be the embedding or the output layer is neither, until somebody says so")
  func doubtful() throws {
    let either = [table("emb", 3, 2)]
    #expect(try model(either, inputs: 2).possibleEmbeddings == ["emb"])
    let fed = try model(either, inputs: 2, .named("emb"))
    #expect(fed.embedding?.name == "emb" && fed.network.outputWeights == nil && fed.possibleEmbeddings.isEmpty)
    let told = try model(either, inputs: 2, output: "emb")
    #expect(told.embedding == nil && told.network.outputWeights != nil && told.possibleEmbeddings.isEmpty)
    let hot = try model(either, inputs: 2, .refused)
    #expect(hot.embedding == nil && hot.network.outputWeights != nil && hot.possibleEmbeddings.isEmpty)
  }

  @Test("Weights that are tied are both: under two names, or one said twice")
  func tied() throws {
    let two = [table("emb", 3, 2), table("head", 3, 2)]
    #expect(try model(two, inputs: 2).possibleEmbeddings == ["emb", "head"])
    let named = try model(two, inputs: 2, .named("emb"))
    #expect(named.embedding?.name == "emb" && named.plan.output?.name == "head" && named.plan.unused.isEmpty)
    let both = try model([table("emb", 3, 2)], inputs: 2, .named("emb.weight"), output: "emb")
    #expect(both.embedding?.table == both.network.outputWeights && both.plan.unused.isEmpty)
    let listing = ModelListing(
      try SafetensorsFile(safetensors(layer(inputs: 2) + [table("emb", 3, 2)])), name: "m",
      ModelSelection(outputLayer: "emb", embedding: .named("emb")))
    #expect(listing.lines.contains { $0.hasSuffix("V of the output layer, and embedding") })
  }

  @Test("One of several is chosen; none is, where there shall be none")
  func several() throws {
    let two = [table(), table("other")]
    #expect(try model(two).possibleEmbeddings == ["emb", "other"])
    #expect(try model(two, .named("other")).embedding?.name == "other")
    #expect(try model(two, .named("other")).plan.unused.map(\.name) == ["emb.weight"])
    let none = try model([table()] + linear(), .refused)
    #expect(none.embedding == nil && none.plan.unused.map(\.name) == ["emb.weight"] && none.possibleEmbeddings.isEmpty)
  }

  @Test("Before a layer that has no head it is known too")
  func withoutHead() throws {
    let below = layer(inputs: 4) + layer(1, inputs: 2) + [table()]
    let reverse = below.map { tensor in
      var tensor = tensor
      if !tensor.name.hasPrefix("emb") { tensor.name += "_reverse" }
      return tensor
    }.dropLast()
    let wide = below.map { tensor in
      var tensor = tensor
      if tensor.name == "rnn.weight_ih_l1" { (tensor.shape, tensor.values) = ([2, 4], Array(repeating: 0, count: 8)) }
      return tensor
    }
    let wideReverse = reverse.map { tensor in
      var tensor = tensor
      if tensor.name == "rnn.weight_ih_l1_reverse" {
        (tensor.shape, tensor.values) = ([2, 4], Array(repeating: 0, count: 8))
      }
      return tensor
    }
    let file = try SafetensorsFile(safetensors(wide + wideReverse))
    for choice in [.told, .named("emb")] as [EmbeddingChoice] {
      let model = try RNNModel(file, ModelSelection(layer: 0, embedding: choice, readsEmbedding: true))
      #expect(model.embedding?.name == "emb" && model.plan.choice == .behindLast)
    }
  }

  @Test("A name that is none, and a tensor that is no embedding")
  func refusals() {
    #expect(
      message { try model([table()], .named("x")) } == "m: no layer \"x\": --embedding is none, or \"emb\"")
    #expect(
      message { try model([table(), table("b")], .named("x")) }
        == "m: no layer \"x\": --embedding is none, or one of \"emb\", \"b\"")
    #expect(
      message { try model(linear(), .named("x")) }
        == "m: no layer \"x\", and none that could be an embedding of the inputs: leave --embedding out")
    #expect(
      message { try model(linear(), .named("fc")) }
        == "m: \"fc.weight\" of shape [3, 2] is no embedding of the inputs: expected a row of 4 numbers for each symbol, "
        + "and no bias")
    #expect(
      message { try model([table(type: "I64")], .named("emb")) }.contains("is no embedding of the inputs"))
  }

  @Test("Its numbers count where they are read, and must be finite")
  func numbers() throws {
    var broken = table()
    broken.values[5] = .nan
    #expect(message { try model([broken]) }.contains("\"emb.weight\"[1, 1] is NaN"))
    #expect(try model([broken], reads: false).embedding == nil)
    let huge = TensorDescription(name: "emb.weight", type: .f64, shape: [ModelPlan.numberLimit, 1])
    let own = try SafetensorsFile(safetensors(layer())).header.tensors + [huge]
    #expect(throws: RNNModelError.tooLarge(huge, limit: ModelPlan.numberLimit)) {
      try ModelPlan(own, ModelSelection(readsEmbedding: true))
    }
    #expect(try ModelPlan(own).embedding == huge)
  }
}
