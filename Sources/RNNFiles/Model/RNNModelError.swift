import RNNCore

/// Why the tensors of a file are no network that can be looked at. The words for it are in ``message(file:)``.
public enum RNNModelError: Error, Equatable, Sendable {
  /// The file cannot be read.
  case file(WeightsFileError)
  /// No tensor has the name of an `nn.RNN`'s; the names there are.
  case noRecurrentLayer(names: [String])
  /// Recurrent layers under several prefixes.
  case severalNetworks(prefixes: [String])
  /// A prefix that no recurrent layer has; those there are.
  case noSuchNetwork(prefix: String, prefixes: [String])
  /// Names of a cell beside those of numbered layers, under one prefix.
  case numberedAndNot(prefix: String)
  /// A number between 0 and the last layer's that no layer has.
  case layerMissing(Int, found: [Int])
  /// A tensor that every layer has.
  case missingTensor(name: String)
  /// One of the two biases alone.
  case loneBias(present: String, missing: String)
  /// An LSTM that projects its h.
  case projection(TensorDescription)
  /// Recurrent weights of neither n, 3n nor 4n rows of n numbers.
  case notRecurrent(TensorDescription)
  /// A layer, or a direction of one, of another cell than what comes before it.
  case mixedCells(TensorDescription, CellKind, expected: CellKind)
  /// A matrix that is none, or a vector.
  case wrongRank(TensorDescription, expected: Int)
  /// More or fewer rows than there are for the hidden units, so many for each.
  case wrongRows(TensorDescription, expected: Int, each: Int)
  /// More or fewer columns than what is fed has numbers.
  case wrongColumns(TensorDescription, expected: Int, each: Fed)
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
  /// The reverse direction of a network that has one alone.
  case noReverse(TensorDescription)
  /// An activation for a cell that has its own functions.
  case ownFunctions(CellKind)
  /// A layer that the network does not have.
  case noSuchLayer(Int, count: Int)
  /// A name that no layer has; those that fit.
  case unknownOutputLayer(String, fitting: [String])
  /// A layer that does not fit the hidden units.
  case unfitOutputLayer(TensorDescription, hiddenSize: Int)
  /// A name that no layer has; those that can be the embedding.
  case unknownEmbedding(String, fitting: [String])
  /// A layer that does not feed the inputs.
  case unfitEmbedding(TensorDescription, inputSize: Int)
  /// An output layer for a layer that has none.
  case outputBehindLast(String, chosen: Int, last: Int)
  /// Metadata that names an unknown activation.
  case unknownNonlinearity(String)
  /// Weights that do not fit each other.
  case network(NetworkError)
}

extension RNNModelError {
  /// What a layer has a column for.
  public enum Fed: String, Sendable {
    /// The forward direction's inputs.
    case input = "input of the forward direction"
    /// A unit of the layer below.
    case unitBelow = "unit of the layer below"
    /// A unit of the layer below, which is bidirectional.
    case unitOfBothBelow = "unit of both directions of the layer below"
  }
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
      "no tensors: expected the state dict of an nn.RNN, nn.GRU or nn.LSTM"
    case .noRecurrentLayer(let names):
      "no nn.RNN, nn.GRU or nn.LSTM, expected tensors such as weight_hh_l0 under any prefix: there are \(Excerpt.list(names))"
    case .severalNetworks(let prefixes):
      "\(prefixes.count) recurrent networks, under the prefixes \(Excerpt.list(prefixes)): choose one with --prefix"
    case .noSuchNetwork(let prefix, let prefixes):
      "no recurrent network under the prefix \(Excerpt.quoted(prefix)): --prefix is "
        + (prefixes.count == 1 ? "\(Excerpt.list(prefixes)), the only one" : "one of \(Excerpt.list(prefixes))")
    case .numberedAndNot(let prefix):
      "\(Excerpt.quoted(prefix)) has tensors with the names of a cell, weight_hh, and of a network, weight_hh_l0: "
        + "save a file with one of them alone"
    case .projection(let tensor):
      "\(tensor.words) projects an LSTM's h on fewer numbers than its c has: save one without proj_size"
    case .mixedCells(let tensor, let cell, let expected):
      "\(tensor.words) is of \(cell.moduleWithArticle), and what comes before it of \(expected.moduleWithArticle): "
        + "save a file with one of them alone"
    case .layerMissing(let number, let found):
      "no layer \(number), and there is layer \(found.reduce(0, max)): save all layers"
    case .missingTensor(let name): "no \(Excerpt.quoted(name)): save the whole state dict"
    case .loneBias(let present, let missing):
      "\(Excerpt.quoted(present)) without \(Excerpt.quoted(missing)): save both, or neither for bias=False"
    default: nil
    }
  }

  private var tensorExplanation: String? {
    switch self {
    case .notRecurrent(let tensor):
      "\(tensor.words): expected W with as many rows as columns, or three (GRU) or four times as many (LSTM)"
    case .wrongRank(let tensor, let expected):
      "\(tensor.words) has \(Excerpt.counted(tensor.shape.count, "dimension")): expected \(expected)"
    case .wrongRows(let tensor, let expected, let each):
      "\(tensor.words): expected \(expected) rows, \(each == 1 ? "one" : "\(each)") for each hidden unit"
    case .wrongColumns(let tensor, let expected, let each):
      "\(tensor.words): expected \(expected) columns, one for each \(each.rawValue)"
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
    case .noReverse(let tensor):
      "\(Excerpt.quoted(tensor.name)) is of a layer that reads forward alone: --direction reverse is of bidirectional ones"
    case .ownFunctions(let cell): "\(cell.moduleWithArticle)'s functions are its own: leave --activation out"
    case .unknownOutputLayer(let name, let fitting) where fitting.isEmpty:
      "no layer \(Excerpt.quoted(name)), and none whose width fits: leave --output-layer out"
    case .unknownOutputLayer(let name, let fitting):
      "no layer \(Excerpt.quoted(name)): --output-layer is \(fitting.count == 1 ? "" : "one of ")\(Excerpt.list(fitting))"
    case .unfitOutputLayer(let tensor, let hiddenSize):
      "\(tensor.words) is no output layer: expected numbers, \(hiddenSize) columns, "
        + "and a bias with one for each row or none"
    case .unknownEmbedding(let name, let fitting) where fitting.isEmpty:
      "no layer \(Excerpt.quoted(name)), and none that could be an embedding of the inputs: leave --embedding out"
    case .unknownEmbedding(let name, let fitting):
      "no layer \(Excerpt.quoted(name)): --embedding is none, or "
        + "\(fitting.count == 1 ? "" : "one of ")\(Excerpt.list(fitting))"
    case .unfitEmbedding(let tensor, let inputSize):
      "\(tensor.words) is no embedding of the inputs: expected a row of \(Excerpt.counted(inputSize, "number")) for each "
        + "symbol, and no bias"
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

extension CellKind {
  /// `an LSTM`, in a sentence.
  var moduleWithArticle: String { (self == .gru ? "a " : "an ") + name }
}
