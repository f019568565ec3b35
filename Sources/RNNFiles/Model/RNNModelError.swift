import RNNCore

/// Why the tensors of a file are no network that can be looked at. The words for it are in ``message(file:)``.
public enum RNNModelError: Error, Equatable, Sendable {
  /// The file cannot be read.
  case file(SafetensorsError)
  /// No tensor has the name of an `nn.RNN`'s; the names there are.
  case noRecurrentLayer(names: [String])
  /// Recurrent layers under several prefixes.
  case severalNetworks(prefixes: [String])
  /// A network that reads its sequence backwards, too.
  case bidirectional(name: String)
  /// A number between 0 and the last layer's that no layer has.
  case layerMissing(Int, found: [Int])
  /// A tensor that every layer has.
  case missingTensor(name: String)
  /// One of the two biases alone.
  case loneBias(present: String, missing: String)
  /// An LSTM or a GRU.
  case gated(GatedKind, TensorDescription, hasProjection: Bool)
  /// Recurrent weights that are not n×n, nor those of a gated network.
  case notSquare(TensorDescription)
  /// A matrix that is none, or a vector.
  case wrongRank(TensorDescription, expected: Int)
  /// More or fewer rows than hidden units.
  case wrongRows(TensorDescription, expected: Int)
  /// More or fewer columns than units in the layer below.
  case wrongColumns(TensorDescription, expected: Int)
  /// A dimension of 0.
  case empty(TensorDescription)
  /// More numbers than are read.
  case tooLarge(TensorDescription, limit: Int)
  /// Numbers of a type that weights do not have.
  case notWeights(TensorDescription)
  /// NaN or infinity, and where.
  case notFinite(TensorDescription, index: [Int], isNaN: Bool)
  /// Two biases whose sum is beyond a Double.
  case biasOverflow(TensorDescription, TensorDescription, unit: Int)
  /// A layer that the network does not have.
  case noSuchLayer(Int, count: Int)
  /// A name that no layer has; those that fit.
  case unknownOutputLayer(String, fitting: [String])
  /// A layer that does not fit the hidden units.
  case unfitOutputLayer(TensorDescription, hiddenSize: Int)
  /// An output layer for a layer that has none.
  case outputBehindLast(String, chosen: Int, last: Int)
  /// Metadata that names an unknown activation.
  case unknownNonlinearity(String)
  /// Weights that do not fit each other.
  case network(NetworkError)
}

/// A recurrent network with gates, which has no single W.
public enum GatedKind: String, Sendable {
  case lstm = "LSTM"
  case gru = "GRU"
}
