/// What of a file is to be taken as the model, where more than one thing could be.
///
///     try RNNModel(file, ModelSelection(prefix: "encoder", layer: 0))
public struct ModelSelection: Hashable, Sendable {
  /// What stands before the names of the network's tensors, with the point behind it or without; nil for the only one.
  public var prefix: String?
  /// The layer that is looked at, from 0; nil for the last.
  public var layer: Int?
  /// That of a bidirectional layer; nil for forward.
  public var direction: LayerDirection?
  /// The name of the layer that is V and c; nil for the only one that fits, where nothing can lie before it.
  public var outputLayer: String?
  /// What feeds the first layer.
  public var embedding: EmbeddingChoice
  /// Whether the numbers of the embedding are read: they are fed where inputs are symbols, and not where they are numbers.
  public var readsEmbedding: Bool

  /// A selection; what is left out is told by names and shapes.
  public init(
    prefix: String? = nil, layer: Int? = nil, direction: LayerDirection? = nil, outputLayer: String? = nil,
    embedding: EmbeddingChoice = .told, readsEmbedding: Bool = false
  ) {
    self.prefix = prefix
    self.layer = layer
    self.direction = direction
    self.outputLayer = outputLayer
    self.embedding = embedding
    self.readsEmbedding = readsEmbedding
  }
}

/// Which tensor is the embedding before the first layer.
public enum EmbeddingChoice: Hashable, Sendable {
  /// The only one that can be, where it can be nothing else: `*.weight` of a row of m numbers for each symbol, without a bias.
  case told
  /// The layer with that name, which may be the output layer as well: tied weights.
  case named(String)
  /// None: symbols are fed as one-hot vectors.
  case refused
}
