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

extension RNNModelError {
  /// One line for a person: the file, the tensor, what is wrong, what was expected, and what to do.
  ///
  /// - Parameter file: the name of the file as the user gave it.
  public func message(file: String) -> String {
    if case .file(let error) = self { return error.message(file: file) }
    // Each other case is explained by one of the three.
    let explanations = [kindExplanation, tensorExplanation, choiceExplanation]
    return "\(Excerpt.printable(file)): " + explanations.compactMap { $0 }.joined()
  }

  private var kindExplanation: String? {
    switch self {
    case .noRecurrentLayer(let names) where names.isEmpty:
      "no tensors: expected the state dict of an nn.RNN"
    case .noRecurrentLayer(let names):
      "no nn.RNN, expected tensors such as weight_hh_l0 under any prefix: there are \(Excerpt.list(names))"
    case .severalNetworks(let prefixes):
      "\(prefixes.count) recurrent networks, under the prefixes \(Excerpt.list(prefixes)): "
        + "save a file with one of them alone"
    case .bidirectional(let name):
      "\(Excerpt.quoted(name)) belongs to a bidirectional RNN, in which no gradient flows back through time alone: "
        + "save one with bidirectional=False"
    case .gated(let kind, let tensor, true):
      "\(tensor.words) belongs to an \(kind.rawValue) with a projection, which has gates and no single W: save an nn.RNN"
    case .gated(let kind, let tensor, false):
      "\(tensor.words) is \(kind.rows) times \(tensor.shape[1]) rows, \(kind.article) \(kind.rawValue)'s gates, "
        + "and there is no single W: save an nn.RNN"
    case .layerMissing(let number, let found):
      "no layer \(number), and there is layer \(found.reduce(0, max)): save all layers of the nn.RNN"
    case .missingTensor(let name): "no \(Excerpt.quoted(name)): save the whole state dict of the nn.RNN"
    case .loneBias(let present, let missing):
      "\(Excerpt.quoted(present)) without \(Excerpt.quoted(missing)): save both, or neither for bias=False"
    default: nil
    }
  }

  private var tensorExplanation: String? {
    switch self {
    case .notSquare(let tensor):
      "\(tensor.words): expected W with as many rows as columns: save an nn.RNN"
    case .wrongRank(let tensor, let expected):
      "\(tensor.words) has \(Excerpt.counted(tensor.shape.count, "dimension")): expected \(expected)"
    case .wrongRows(let tensor, let expected):
      "\(tensor.words): expected \(expected) rows, one for each hidden unit"
    case .wrongColumns(let tensor, let expected):
      "\(tensor.words): expected \(expected) columns, one for each unit of the layer below"
    case .empty(let tensor): "\(tensor.words) is empty: expected at least one unit and one input"
    case .tooLarge(let tensor, let limit):
      "\(tensor.words) has \(tensor.elementCount) numbers, and a model at most \(limit) in all: save a smaller one"
    case .notWeights(let tensor):
      "\(Excerpt.quoted(tensor.name)) is \(tensor.type.rawValue), weights are F64, F32, F16 or BF16: "
        + "save the model with float()"
    case .notFinite(let tensor, let index, let isNaN):
      "\(Excerpt.quoted(tensor.name))\(index.words) is \(isNaN ? "NaN" : "infinite"): "
        + "the training diverged, use weights from before"
    case .biasOverflow(let first, let second, let unit):
      "\(Excerpt.quoted(first.name)) + \(Excerpt.quoted(second.name)) is infinite at [\(unit)]: "
        + "the training diverged, use weights from before"
    default: nil
    }
  }

  private var choiceExplanation: String? {
    switch self {
    case .noSuchLayer(let number, let count):
      "no layer \(number): --layer is \(count == 1 ? "0, the only one" : "from 0 to \(count - 1)")"
    case .unknownOutputLayer(let name, let fitting) where fitting.isEmpty:
      "no layer \(Excerpt.quoted(name)), and none whose width fits: leave --output-layer out"
    case .unknownOutputLayer(let name, let fitting):
      "no layer \(Excerpt.quoted(name)): --output-layer is \(fitting.count == 1 ? "" : "one of ")\(Excerpt.list(fitting))"
    case .unfitOutputLayer(let tensor, let hiddenSize):
      "\(tensor.words) is no output layer: expected numbers, \(hiddenSize) columns, "
        + "and a bias with one for each row or none"
    case .outputBehindLast(let name, let chosen, let last):
      "\(Excerpt.quoted(name)) stands behind layer \(last), not \(chosen): leave out --output-layer or --layer"
    case .unknownNonlinearity(let name):
      "the metadata's nonlinearity \(Excerpt.quoted(name)) is unknown: choose with --activation"
    case .network(.shape(_, let rule, let found)): "\(rule), and there are \(found): save the whole state dict"
    case .network(.notFinite(let parameter)):
      "\(parameter) is not finite: use weights from before the training diverged"
    default: nil
    }
  }
}

extension TensorDescription {
  /// The name and shape as messages show them.
  fileprivate var words: String { "\(Excerpt.quoted(name)) of shape \(shape.words)" }
}

extension GatedKind {
  fileprivate var rows: String { self == .lstm ? "four" : "three" }
  fileprivate var article: String { self == .lstm ? "an" : "a" }
}
