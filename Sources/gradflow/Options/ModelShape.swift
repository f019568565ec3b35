import RNNCore
import RNNFiles

/// What checkpoints of one network have in common.
struct ModelShape {
  private let path: String
  /// What it consists of, in words, the most telling first: those that differ are what an error says.
  private let parts: [Part]

  private struct Part {
    let words: String
    /// What must be the same.
    let value: String

    init(_ words: String, value: String? = nil) { (self.words, self.value) = (words, value ?? words) }
  }

  /// The shape of the model in a file.
  init(_ opened: OpenedModel, path: String) {
    self.path = path
    let (model, network) = (opened.model, opened.model.network)
    let stack = model.stack.isEmpty ? [network] : model.stack
    let below = model.layersBelow.map { "\($0.outputSize)" }
    let sizes = model.stack.isEmpty ? below + ["\(network.hiddenSize)"] : stack.map { "\($0.hiddenSize)" }
    let classes = network.outputWeights.map { "an output of \($0.rows) numbers" } ?? "no output layer"
    parts = [
      Part(network.cellKind.withArticle + (model.direction == nil ? "" : ", bidirectional")),
      Part("\(sizes.count == 1 ? "1 layer" : "\(sizes.count) layers") of \(sizes.joined(separator: ", ")) units"),
      Part(opened.trace == nil ? "weights alone" : "a trace of what was trained"),
      Part("inputs of \(model.inputSize) \(model.inputSize == 1 ? "number" : "numbers")"), Part(classes),
      Part(model.embedding.map { "an embedding of \($0.symbolCount) symbols" } ?? "no embedding that is read"),
      Part(network.elmanActivation.map { "f = \($0.rawValue)" } ?? "functions of its own"),
      Part(
        model.vocabulary.map { "a vocabulary of \($0.unicodeScalars.count) characters of its own" } ?? "no vocabulary",
        value: model.vocabulary ?? ""),
    ]
  }

  /// Refuses another shape.
  ///
  /// - Throws: `InputError` that names the other file and says in what it differs.
  func check(_ other: ModelShape) throws {
    guard let (own, others) = zip(parts, other.parts).first(where: { $0.value != $1.value }) else { return }
    throw InputError(
      "\(Excerpt.printable(other.path)): \(others.words), but \(Excerpt.printable(path)) has \(own.words): "
        + "checkpoints are of one network: leave one of them out")
  }
}
