import Testing

@testable import RNNFiles

/// Which layer of a file is taken as V by itself: only one before which nothing can lie. n = 2.
@Suite struct OutputChoiceTests {
  private func tensor(_ name: String, _ shape: [Int], type: String = "F64") -> SampleTensor {
    SampleTensor(name: name, shape: shape, values: Array(repeating: 0.5, count: shape.reduce(1, *)), type: type)
  }

  private func plan(_ others: [SampleTensor], inputs: Int = 1, layer chosen: Int? = nil, named name: String? = nil)
    throws -> ModelPlan
  {
    let file = try SafetensorsFile(safetensors(layer(inputs: inputs) + others))
    return try ModelPlan(file.header.tensors, ModelSelection(layer: chosen, outputLayer: name))
  }

  /// What is taken: V's name, the embedding's, and the unused tensors'.
  private func names(_ plan: ModelPlan) -> [String?] {
    [plan.output?.name, plan.embedding?.name] + plan.unused.map(\.name)
  }

  @Test("The only layer that fits is taken, with whatever bias it has")
  func alone() throws {
    #expect(names(try plan(linear())) == ["fc", nil])
    #expect(names(try plan(linear(bias: false))) == ["fc", nil])
    #expect(try plan([]).choice == .missing)
  }

  @Test(
    "A tensor that may lie between keeps it from being taken: one of n numbers, or a single one",
    arguments: [[2], [2, 7], [7, 2], [2, 1, 3], [1], [], [1, 1]])
  func between(shape: [Int]) throws {
    let plan = try plan(linear() + [tensor("x.y", shape)])
    #expect(plan.choice == .behindOthers("fc", others: ["x.y"]))
    #expect(names(plan) == [nil, nil, "fc.weight", "fc.bias", "x.y"])
    let insisted = try self.plan(linear() + [tensor("x.y", shape)], named: "fc")
    #expect(names(insisted) == ["fc", nil, "x.y"])
  }

  @Test(
    "A tensor that cannot take n numbers does not; it is not used",
    arguments: [tensorOf([3]), tensorOf([5, 4]), tensorOf([0])])
  func aside(other: SampleTensor) throws {
    #expect(names(try plan(linear() + [other])) == ["fc", nil, "x.y"])
  }

  private static func tensorOf(_ shape: [Int]) -> SampleTensor {
    SampleTensor(name: "x.y", shape: shape, values: Array(repeating: 0, count: shape.reduce(1, *)))
  }

  @Test(
    "What other weights take the numbers of is no last layer: the first of a longer head",
    arguments: [[4, 3], [1, 3]])
  func longerHead(shape: [Int]) throws {
    let head = tensor("head.weight", shape)
    let bias = tensor("head.bias", [shape[0] + 4])
    let plan = try plan(linear() + [head, bias])
    #expect(plan.choice == .beforeOthers("fc", others: ["head.weight"]))
    #expect(names(plan) == [nil, nil, "fc.weight", "fc.bias", "head.weight", "head.bias"])
    let insisted = try self.plan(linear() + [head, bias], named: "fc")
    #expect(names(insisted) == ["fc", nil, "head.weight", "head.bias"])
    #expect(names(try self.plan(linear() + [tensor("head.weight", shape, type: "I64")])) == ["fc", nil])
    #expect(names(try self.plan(linear() + [tensor("head.weight", [3, 4])])) == ["fc", nil, "head.weight"])
  }

  @Test("What is left of an attention over the states takes n numbers, whatever it is called")
  func attention() throws {
    let attention = tensor("attn.in_proj_weight", [6, 2])
    #expect(try plan(linear() + [attention]).choice == .behindOthers("fc", others: ["attn.in_proj_weight"]))
  }

  @Test("Counts and indices lie nowhere", arguments: ["I64", "U64"])
  func counts(type: String) throws {
    #expect(names(try plan(linear() + [tensor("norm.num_batches_tracked", [1], type: type)])) == ["fc", nil])
  }

  @Test("Two layers that fit are told apart by a name alone")
  func several() throws {
    let two = linear("mlp.0.", rows: 2) + linear("mlp.2.")
    #expect(try plan(two).choice == .several(["mlp.0", "mlp.2"]))
    #expect(names(try plan(two, named: "mlp.2")) == ["mlp.2", nil, "mlp.0.weight", "mlp.0.bias"])
  }

  @Test("An embedding of another width than n is known by it, and is no V")
  func embedding() throws {
    let table = tensor("emb.weight", [9, 4])
    #expect(names(try plan([table] + linear(), inputs: 4)) == ["fc", "emb.weight"])
    #expect(names(try plan([table], inputs: 4)) == [nil, "emb.weight"])
    #expect(try plan([table], inputs: 4).choice == .missing)
    #expect(names(try plan([table] + linear("a.") + linear("b."), inputs: 4)).prefix(2) == [nil, "emb.weight"])
    let two = [table, tensor("other.weight", [9, 4])]
    #expect(names(try plan(two + linear(), inputs: 4)) == ["fc", nil, "emb.weight", "other.weight"])
  }

  @Test("With as many inputs as units a layer without a bias may be either, and is taken as neither")
  func doubtful() throws {
    let table = tensor("emb.weight", [9, 2])
    #expect(try plan([table], inputs: 2).choice == .orEmbedding("emb"))
    #expect(names(try plan([table], inputs: 2)) == [nil, nil, "emb.weight"])
    #expect(names(try plan([table], inputs: 2, named: "emb")) == ["emb", nil])
  }

  @Test("Beside a layer with a bias it is the embedding, unless it can stand on that layer")
  func twoEnds() throws {
    let table = tensor("encoder.weight", [9, 2])
    #expect(names(try plan([table] + linear("decoder.", rows: 9), inputs: 2)) == ["decoder", "encoder.weight"])
    #expect(names(try plan([table] + linear("fc.", rows: 3), inputs: 2)) == ["fc", "encoder.weight"])
    #expect(try plan([table] + linear("hidden.", rows: 2), inputs: 2).choice == .several(["encoder", "hidden"]))
    #expect(names(try plan([tensor("encoder.weight", [2, 2])] + linear("fc.", rows: 2), inputs: 2)).first == "fc")
    let tied = [table, tensor("decoder.weight", [9, 2])]
    #expect(try plan(tied, inputs: 2).choice == .several(["encoder", "decoder"]))
    #expect(names(try plan(tied, inputs: 2, named: "decoder")) == ["decoder", "encoder.weight"])
    let norm = tensor("norm.weight", [2])
    #expect(
      try plan([table, norm] + linear("fc.", rows: 3), inputs: 2).choice == .behindOthers("fc", others: ["norm.weight"])
    )
  }

  @Test(
    "It stands behind the last layer, whichever is looked at, and the layers between are used; without it they are not")
  func behindLast() throws {
    let above = layer(1, inputs: 2, biases: false)
    let plan = try plan(above + linear(bias: false), layer: 0)
    #expect(names(plan) == ["fc", nil] && plan.layersAbove.count == 1)
    #expect(names(try self.plan(above + linear(bias: false), layer: 0, named: "fc")) == ["fc", nil])
    let none = try self.plan(above, layer: 0)
    #expect(none.choice == .missing && none.layersAbove.isEmpty)
    #expect(names(none) == [nil, nil, "rnn.weight_ih_l1", "rnn.weight_hh_l1"])
  }
}
