/// What is in a file of tensors, and what of it would be taken as what: the lines of `gradflow inspect`.
public struct ModelListing: Equatable, Sendable {
  /// The lines.
  public let lines: [String]

  /// Lists a file that people call `name`. The tensors of a model are read, so that NaN in them is told.
  ///
  /// Complexity: O(numbers of the model + tensors²).
  public init<File: WeightsFile>(_ file: File, name: String, _ selection: ModelSelection = ModelSelection()) {
    let tensors = file.tensors
    let isTrace = Trace.isTrace(file)
    let model = Result { () throws(RNNModelError) in
      try isTrace ? RNNModel(recorded: file, selection, activation: nil) : RNNModel(file, selection)
    }
    let plan = try? model.get().plan
    let cells = tensors.map { tensor in
      [
        Excerpt.printable(tensor.name), tensor.type.rawValue, tensor.shape.words,
        isTrace ? Trace.role(of: tensor.name) ?? Self.role(tensor, plan, tensors) : Self.role(tensor, plan, tensors),
      ]
    }
    let elements = tensors.reduce(0) { $0 + $1.elementCount }
    let count = Excerpt.counted(tensors.count, "tensor")
    lines =
      ["\(Excerpt.printable(name)): \(count), \(Excerpt.counted(elements, "number"))"] + Self.table(cells)
      + Self.metadata(file.metadata)
      + (isTrace ? Self.trace(file, selection, name) : Self.conclusion(model, name))
  }

  /// What was recorded, or why it cannot be looked at.
  private static func trace(_ file: some WeightsFile, _ selection: ModelSelection, _ name: String) -> [String] {
    do {
      return [try Trace(file, layer: selection.layer, direction: selection.direction).taken]
    } catch { return ["not a trace to look at: " + error.message(file: name)] }
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
    for (name, layer) in plan?.named ?? [] {
      if tensor == layer.inputWeights { return "U of \(name)" }
      if tensor == layer.recurrentWeights { return "W of \(name)" }
      guard let place = layer.biases.firstIndex(of: tensor) else { continue }
      if layer.cell.hasHiddenBias { return "\(place == 0 ? "b" : "bh") of \(name)" }
      return "b of \(name), one of two that are added"
    }
    if let output = plan?.output {
      if tensor == output.weights {
        return "V of the output layer" + (tensor == plan?.embedding ? ", and embedding" : "")
      }
      if tensor == output.bias { return "c of the output layer" }
    }
    if tensor == plan?.embedding { return "embedding" }
    return "not used"
  }

  private static func conclusion(_ model: Result<RNNModel, RNNModelError>, _ name: String) -> [String] {
    switch model {
    case .failure(let error): return ["not a model to look at: " + error.message(file: name)]
    case .success(let model):
      let words = ModelWords(model, feeding: nil)
      return [
        "taken as", "  recurrent: \(words.layer)", "  activation: \(words.activation)", "  output: \(words.output)",
        "  inputs: \(words.embedding)",
        "  not used: \(words.unused.isEmpty ? "nothing" : words.unused.map(Excerpt.quoted).joined(separator: ", "))",
      ]
    }
  }
}

/// What a model took of its file as what, what it assumes and what it did not use, in words: nothing is taken silently.
struct ModelWords {
  /// The layer: `layer 1 ("rnn.weight_hh_l1", n = 6, m = 6) behind layer 0`.
  let layer: String
  /// f, and who says so; or whose functions there are.
  let activation: String
  /// V and c, or why there are none.
  let output: String
  /// What stands before the layers.
  let embedding: String
  /// The names of the floating-point tensors that are none of these.
  let unused: [String]

  /// - Parameter feeding: whether the rows of the embedding are fed; nil where that is not known yet.
  init(_ model: RNNModel, feeding: Bool?) {
    let plan = model.plan
    layer = Self.layer(plan)
    activation = Self.functions(model)
    output = Self.output(plan.choice, width: plan.width)
    embedding = Self.embedding(plan, inputs: model.inputSize, feeding: feeding)
    unused = plan.unused.map(\.name)
  }

  private static func embedding(_ plan: ModelPlan, inputs m: Int, feeding: Bool?) -> String {
    guard let table = plan.embedding else { return noEmbedding(plan.possibleEmbeddings.map(\.layerName)) }
    let name = "embedding \(Excerpt.quoted(table.layerName)) of \(Excerpt.counted(table.shape[0], "symbol"))"
    return switch feeding {
    case true?: "\(name), whose rows are the inputs"
    case false?: "\(name), which is not read: inputs are the \(m) numbers behind it"
    case nil:
      "\(name), whose rows --text or --tokens feeds; --input feeds the \(Excerpt.counted(m, "number")) behind it"
    }
  }

  private static func noEmbedding(_ names: [String]) -> String {
    guard let first = names.first else { return "no embedding" }
    return names.count == 1
      ? "no embedding, since \(Excerpt.quoted(first)) could as well be the output layer "
        + "(--embedding \(Excerpt.printable(first)) insists)"
      : "no embedding, since each of \(Excerpt.list(names)) could be it (--embedding chooses)"
  }

  private static func layer(_ plan: ModelPlan) -> String {
    let (shown, number) = (plan.shown, plan.layersBelow.count)
    let both = plan.direction == nil ? "" : "both directions of "
    let last = number + plan.layersAbove.count
    let above =
      last == number ? "" : last == number + 1 ? " under layer \(last)" : " under layers \(number + 1) to \(last)"
    let below = number == 0 ? "" : number == 1 ? " behind \(both)layer 0" : " behind \(both)layers 0 to \(number - 1)"
    return "layer \(number)\(kind(plan)) (\(Excerpt.quoted(shown.recurrentWeights.name)), n = \(shown.hiddenSize), "
      + "m = \(shown.inputSize))" + below + above
  }

  /// ` of a bidirectional LSTM, forward`; nothing of what is not said of a simple network.
  private static func kind(_ plan: ModelPlan) -> String {
    let cell = plan.shown.cell
    switch plan.direction {
    case nil: return cell == .elman ? "" : " of \(cell.moduleWithArticle)"
    case .forward: return " of a bidirectional \(cell.name), forward"
    case .reverse: return " of a bidirectional \(cell.name), in reverse from the last step to the first"
    }
  }

  private static func functions(_ model: RNNModel) -> String {
    guard let activation = model.network.elmanActivation, let origin = model.activationOrigin else {
      return "\(model.network.cellKind.moduleWithArticle)'s functions, which are its own"
    }
    return "\(activation.rawValue) \(Self.origin(origin))"
  }

  private static func origin(_ origin: RNNModel.ActivationOrigin) -> String {
    switch origin {
    case .asked: "as asked for"
    case .metadata: "by its metadata"
    case .assumed: "assumed, since no metadata names the nonlinearity (--activation)"
    }
  }

  /// - Parameter width: the numbers of a step that the recurrent layer makes.
  private static func output(_ choice: OutputChoice, width: Int) -> String {
    switch choice {
    case .taken(let output) where output.weights.shape[0] == 1: "output layer \(Excerpt.quoted(output.name)) of 1 value"
    case .taken(let output): "output layer \(Excerpt.quoted(output.name)) of \(output.weights.shape[0]) classes"
    case .recorded: "no output layer, since what reached the output is recorded"
    case .missing: "no output layer, since none takes \(width) numbers"
    case .behindLast: "no output layer, which stands behind the last layer"
    case .several(let names):
      "no output layer, since each of \(Excerpt.list(names)) could be it (--output-layer chooses)"
    case .orEmbedding(let name):
      "no output layer, since \(Excerpt.quoted(name)) could as well embed the inputs "
        + "(--output-layer \(Excerpt.printable(name)) insists)"
    case .behindOthers(let name, let others):
      "no output layer, since \(Excerpt.list(others)) may lie before \(Excerpt.quoted(name)) "
        + "(--output-layer \(Excerpt.printable(name)) insists)"
    case .beforeOthers(let name, let others):
      "no output layer, since \(Excerpt.list(others)) may take what \(Excerpt.quoted(name)) makes "
        + "(--output-layer \(Excerpt.printable(name)) insists)"
    }
  }
}

extension ModelPlan {
  /// The layers that are run, with what they are called: of a plan of the last layer, and of its forward direction where
  /// there are two.
  fileprivate var named: [(String, RecurrentLayer)] {
    func suffix(_ place: Int) -> String { direction == nil ? "" : place == 0 ? ", forward" : ", reverse" }
    let below = layersBelow.enumerated().flatMap { number, layer in
      layer.directions.enumerated().map { ("layer \(number)" + suffix($0), $1) }
    }
    let own = "layer \(layersBelow.count)"
    let other = otherDirection.map { [(own + suffix(1), $0)] } ?? []
    return below + [(own + suffix(0), shown)] + other
  }
}

extension TensorDescription {
  /// What the layer is called whose `weight` it is.
  fileprivate var layerName: String { OutputLayer.name(of: name) }
}

extension RNNModel {
  /// One line that says what was taken as layer, activation, output layer and embedding, and which floating-point tensors
  /// were not used, where inputs are numbers.
  public var taken: String { taken(feedingEmbedding: false) }

  /// The same, and whether the inputs are rows of the embedding.
  public func taken(feedingEmbedding: Bool) -> String {
    let words = ModelWords(self, feeding: feedingEmbedding)
    let unused = words.unused.isEmpty ? [] : ["not used: \(Excerpt.list(words.unused))"]
    return "takes " + ([words.layer, words.activation, words.output, words.embedding] + unused).joined(separator: "; ")
  }

  /// What of it is worth a few words on a screen, where inputs are numbers: what is assumed, missing or not used; nil where
  /// nothing is.
  public var takenBriefly: String? { takenBriefly(feedingEmbedding: false) }

  /// The same, and whether the inputs are rows of the embedding.
  public func takenBriefly(feedingEmbedding: Bool) -> String? {
    let words = ModelWords(self, feeding: feedingEmbedding)
    let parts = [
      assumesActivation ? network.elmanActivation.map { "\($0.rawValue) assumed" } : nil,
      direction.map { "\($0.rawValue) direction" },
      network.outputWeights == nil ? "no output layer" : nil,
      plan.embedding.map { feedingEmbedding ? "rows of \(Excerpt.quoted($0.layerName))" : "embedding not read" },
      words.unused.isEmpty ? nil : Excerpt.counted(words.unused.count, "tensor") + " not used",
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " · ") + " · gradflow inspect says more"
  }

  /// The layers that may be the embedding before the first layer, where neither their shapes nor anybody says which.
  public var possibleEmbeddings: [String] { plan.possibleEmbeddings.map(\.layerName) }

  /// Why there is no V; nil where there is one.
  public var reasonForNoOutput: String? {
    network.outputWeights == nil ? ModelWords(self, feeding: nil).output : nil
  }
}
