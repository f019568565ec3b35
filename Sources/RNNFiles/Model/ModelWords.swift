/// What a model took of its file as what, what it assumes and what it did not use, in words: nothing is taken silently.
struct ModelWords {
  /// The layer: `layer 1 ("rnn.weight_hh_l1", n = 6, m = 6) behind layer 0`.
  let layer: String
  /// f, and who says so.
  let activation: String
  /// V and c, or why there are none.
  let output: String
  /// What stands before the layers.
  let embedding: String
  /// The names of the floating-point tensors that are none of these.
  let unused: [String]

  init(_ model: RNNModel) {
    let plan = model.plan
    layer = Self.layer(plan)
    activation = "\(model.network.activation.rawValue) \(Self.origin(model.activationOrigin))"
    output = Self.output(plan.choice, hiddenSize: model.network.hiddenSize)
    embedding =
      plan.embedding.map {
        "embedding \(Excerpt.quoted(OutputLayer.name(of: $0.name))) of \($0.shape[0]) symbols, which is not read: "
          + "inputs are the \(model.inputSize) numbers behind it"
      } ?? "no embedding"
    unused = plan.unused.map(\.name)
  }

  private static func layer(_ plan: ModelPlan) -> String {
    let (top, number) = (plan.layers[plan.layers.count - 1], plan.layers.count - 1)
    let below = number == 0 ? "" : number == 1 ? " behind layer 0" : " behind layers 0 to \(number - 1)"
    return "layer \(number) (\(Excerpt.quoted(top.recurrentWeights.name)), n = \(top.hiddenSize), m = \(top.inputSize))"
      + below
  }

  private static func origin(_ origin: RNNModel.ActivationOrigin) -> String {
    switch origin {
    case .asked: "as asked for"
    case .metadata: "by its metadata"
    case .assumed: "assumed, since no metadata names the nonlinearity (--activation)"
    }
  }

  private static func output(_ choice: OutputChoice, hiddenSize: Int) -> String {
    switch choice {
    case .taken(let output): "output layer \(Excerpt.quoted(output.name)) of \(output.weights.shape[0]) classes"
    case .missing: "no output layer, since none takes \(hiddenSize) numbers"
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

extension RNNModel {
  /// One line that says what was taken as layer, activation, output layer and embedding, and which floating-point tensors
  /// were not used.
  public var taken: String {
    let words = ModelWords(self)
    let unused = words.unused.isEmpty ? [] : ["not used: \(Excerpt.list(words.unused))"]
    return "takes " + ([words.layer, words.activation, words.output, words.embedding] + unused).joined(separator: "; ")
  }

  /// What of it is worth a few words on a screen: what is assumed, missing, or not used; nil where nothing is.
  public var takenBriefly: String? {
    let words = ModelWords(self)
    let parts = [
      assumesActivation ? "\(network.activation.rawValue) assumed" : nil,
      network.outputWeights == nil ? "no output layer" : nil, plan.embedding == nil ? nil : "embedding not read",
      words.unused.isEmpty ? nil : Excerpt.counted(words.unused.count, "tensor") + " not used",
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " · ") + " · gradflow inspect says more"
  }

  /// The name of the embedding before the first layer, as far as it can be told: what feeds the model is its rows.
  public var embeddingName: String? {
    if case .orEmbedding(let name) = plan.choice { return name }
    return plan.embedding.map { OutputLayer.name(of: $0.name) }
  }

  /// Why there is no V; nil where there is one.
  public var reasonForNoOutput: String? {
    network.outputWeights == nil ? ModelWords(self).output : nil
  }
}
