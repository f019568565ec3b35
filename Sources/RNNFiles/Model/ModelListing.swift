/// What is in a safetensors file, and what of it would be taken as what: the lines of `gradflow inspect`.
public struct ModelListing: Equatable, Sendable {
  /// The lines.
  public let lines: [String]

  /// Lists a file that people call `name`. The tensors of a model are read, so that NaN in them is told.
  public init<Source>(_ file: SafetensorsFile<Source>, name: String) {
    let header = file.header
    let model = Result { () throws(RNNModelError) in try RNNModel(file) }
    let plan = try? model.get().plan
    let cells = header.tensors.map { tensor in
      [
        Excerpt.printable(tensor.name), tensor.type.rawValue, tensor.shape.words,
        Self.role(tensor, plan, header.tensors),
      ]
    }
    let elements = header.tensors.reduce(0) { $0 + $1.elementCount }
    let count = Excerpt.counted(header.tensors.count, "tensor")
    lines =
      ["\(Excerpt.printable(name)): \(count), \(Excerpt.counted(elements, "number"))"] + Self.table(cells)
      + Self.metadata(header.metadata) + Self.conclusion(model, name)
  }

  private static func table(_ rows: [[String]]) -> [String] {
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return "  " + (padded + [row[3]]).joined(separator: "  ")
    }
  }

  private static func metadata(_ members: [String: String]) -> [String] {
    members.isEmpty
      ? []
      : ["metadata"]
        + members.sorted { $0.key < $1.key }.map {
          "  \(Excerpt.printable($0.key)): \(Excerpt.printable($0.value.prefix(200)))\($0.value.count > 200 ? "…" : "")"
        }
  }

  /// What a tensor is taken as, or could be.
  private static func role(_ tensor: TensorDescription, _ plan: ModelPlan?, _ tensors: [TensorDescription]) -> String {
    for (number, layer) in (plan?.layers ?? []).enumerated() {
      if tensor == layer.inputWeights { return "U of layer \(number)" }
      if tensor == layer.recurrentWeights { return "W of layer \(number)" }
      if layer.biases.contains(tensor) { return "b of layer \(number), one of two that are added" }
    }
    if let output = plan?.output {
      if tensor == output.weights { return "V of the output layer" }
      if tensor == output.bias { return "c of the output layer" }
    }
    if tensor == plan?.embedding { return "embedding, not read" }
    return "not used"
  }

  private static func conclusion(_ model: Result<RNNModel, RNNModelError>, _ name: String) -> [String] {
    switch model {
    case .failure(let error): return ["not a model to look at: " + error.message(file: name)]
    case .success(let model):
      let words = ModelWords(model)
      return [
        "taken as", "  recurrent: \(words.layer)", "  activation: \(words.activation)", "  output: \(words.output)",
        "  inputs: \(words.embedding)",
        "  not used: \(words.unused.isEmpty ? "nothing" : words.unused.map(Excerpt.quoted).joined(separator: ", "))",
      ]
    }
  }
}
