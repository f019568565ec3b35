import RNNCore

/// A trained `torch.nn.RNN`, `torch.nn.GRU` or `torch.nn.LSTM` read from a state dict, with the output layer behind it where
/// there is one.
///
///     weight_ih_l{k}             U of layer k, n×m (n×n above the first)
///     weight_hh_l{k}             W, n×n
///     bias_ih_l{k} + bias_hh_l{k}    b, n numbers; 0 in a model without biases
///     NAME.weight, NAME.bias     V and c, p×n and p
///
/// A GRU's have 3n rows and an LSTM's 4n, which is how the cell is told; of a GRU bias_ih is b and bias_hh is bh. The names
/// of a `torch.nn.RNNCell`, `GRUCell` or `LSTMCell` have no `_l{k}`: it is one layer. They may stand under any prefix, and
/// under several, of which one is chosen. Numbers of all types become Doubles exactly; a sum of biases is their sum as a Double.
///
/// A bidirectional layer has another one beside it, `…_reverse`, which reads the sequence from its last step to its first,
/// and the layer above takes 2n numbers, those of both. One direction is looked at, as a network by itself: step 1 of the
/// reverse one is the last step of the sequence. Behind the last layer V reads both: the loss is of both, and its gradient that
/// of the direction that is looked at.
public struct RNNModel: Sendable {
  /// The layer that is looked at, under the layers between it and the output layer.
  public let network: RNN
  /// Every layer that can be looked at, the first one first: those below, the shown one, and those above it where the output
  /// layer is read; the last one has V and c then. Empty of a bidirectional model.
  public let stack: [RNN]
  /// The layers that make its inputs, the first one first.
  public let layersBelow: [LayerBelow]
  /// What the file says of itself.
  public let metadata: [String: String]
  /// Who says what f is; nil of a cell that has its own functions.
  let activationOrigin: ActivationOrigin?
  let plan: ModelPlan
  /// What feeds the first layer at a symbol; nil where there is none, or it was not to be read.
  public let embedding: Embedding?

  /// Who says what the activation is, which a state dict does not.
  enum ActivationOrigin: Hashable {
    /// Whoever opened the file.
    case asked
    /// The file's metadata.
    case metadata
    /// Nobody: it is taken to be tanh, as in `torch.nn.RNN`.
    case assumed
  }

  /// The direction that is looked at, of a bidirectional layer; nil where there is one alone.
  public var direction: LayerDirection? { plan.direction }

  /// m of the first layer: the size of the inputs that the model is fed.
  public var inputSize: Int { layersBelow.first?.inputSize ?? network.inputSize }

  /// Reads the only model in a file, and no other tensor than those it consists of.
  ///
  /// - Parameters:
  ///   - file: a state dict, in a ``SafetensorsFile`` or a ``TorchFile``.
  ///   - layer: the layer that is looked at, from 0; nil for the last.
  ///   - direction: of a bidirectional layer; nil for forward.
  ///   - outputLayer: the name of the layer that is V and c; nil for the only one that fits, where nothing can lie before
  ///     it.
  ///   - activation: f of all layers of an `nn.RNN`; nil for the one that the metadata's `nonlinearity` names, or tanh.
  /// - Throws: ``RNNModelError`` where the file is no model that can be looked at; never traps, whatever the file.
  /// - Complexity: O(numbers that are read).
  public init<File: WeightsFile>(
    _ file: File, layer: Int? = nil, direction: LayerDirection? = nil, outputLayer: String? = nil,
    activation: Activation? = nil
  ) throws(RNNModelError) {
    try self.init(
      file, ModelSelection(layer: layer, direction: direction, outputLayer: outputLayer), activation: activation)
  }

  /// Reads the model that is selected in a file, and no other tensor than those it consists of.
  ///
  /// - Parameters:
  ///   - file: a state dict, of several models perhaps.
  ///   - selection: which of its tensors are the model.
  ///   - activation: f of all layers of an `nn.RNN`; nil for the one that the metadata's `nonlinearity` names, or tanh.
  /// - Throws: ``RNNModelError`` where the file is no model that can be looked at; never traps, whatever the file.
  /// - Complexity: O(numbers that are read).
  public init<File: WeightsFile>(
    _ file: File, _ selection: ModelSelection, activation: Activation? = nil
  ) throws(RNNModelError) {
    try self.init(file, ModelPlan(file.tensors, selection), activation: activation)
  }

  /// Reads the module of a trace, whose other tensors are no part of it.
  init<File: WeightsFile>(
    recorded file: File, _ selection: ModelSelection, activation: Activation?
  ) throws(RNNModelError) {
    let parameters = file.tensors.filter { RecurrentName($0.name) != nil }
    try self.init(file, ModelPlan(parameters, selection, isRecording: true), activation: activation)
  }

  private init<File: WeightsFile>(
    _ file: File, _ plan: ModelPlan, activation: Activation?
  ) throws(RNNModelError) {
    let (f, origin) = try Self.activation(asked: activation, of: plan.shown.cell, file.metadata)
    let reader = WeightReader(file: file, activation: f)
    var layersBelow: [LayerBelow] = []
    for layer in plan.layersBelow {
      var reverse: RNN?
      if let tensors = layer.reverse { reverse = try reader.network(tensors, output: nil) }
      layersBelow.append(LayerBelow(try reader.network(layer.forward, output: nil), reverse: reverse))
    }
    var above: [RNN] = []
    for layer in plan.layersAbove {
      above.append(try reader.network(layer, output: layer == plan.layersAbove.last ? plan.output : nil))
    }
    let shown = try reader.network(
      plan.shown, output: above.isEmpty ? plan.output : nil, columns: plan.columns(of: plan.direction))
    embedding = try plan.readsEmbedding ? plan.embedding.map(reader.embedding) : nil
    stack = plan.direction == nil ? layersBelow.map(\.forward) + [shown] + above : []
    network = try Self.network(shown, under: above, beside: plan, reader)
    (self.layersBelow, self.plan, metadata, activationOrigin) = (layersBelow, plan, file.metadata, origin)
  }

  /// The layer under those above it, or beside the other direction of it.
  private static func network<File>(
    _ shown: RNN, under above: [RNN], beside plan: ModelPlan, _ reader: WeightReader<File>
  ) throws(RNNModelError) -> RNN {
    var other: (layer: RNN, outputWeights: Matrix)?
    if let tensors = plan.otherDirection, let output = plan.output {
      other = (
        try reader.network(tensors, output: nil),
        try reader.outputWeights(output, columns: plan.columns(of: plan.direction?.other))
      )
    }
    return try Result { () throws(NetworkError) in
      guard let other else { return try shown.under(above.map { InitializedNetwork(network: $0) }) }
      return try shown.beside(InitializedNetwork(network: other.layer), outputWeights: other.outputWeights)
    }.mapError(RNNModelError.network).get()
  }

  /// f, and who says so; of a gated cell, which has no f, nobody.
  private static func activation(
    asked: Activation?, of cell: CellKind, _ metadata: [String: String]
  ) throws(RNNModelError) -> (Activation, ActivationOrigin?) {
    guard cell == .elman else {
      if asked != nil { throw .ownFunctions(cell) }
      return (.tanh, nil)
    }
    if let asked { return (asked, .asked) }
    guard let saved = try nonlinearity(metadata) else { return (.tanh, .assumed) }
    return (saved, .metadata)
  }

  /// The network with what reaches it of some inputs: those of the first layer, run through all below the one that is
  /// looked at, s_0 = 0 in each, and turned round for a reverse direction.
  ///
  ///     let model = try RNNModel(SafetensorsFile(bytes))
  ///     let trajectory = try model.experiment(inputs).trajectory()
  ///     print(ContributionTable(of: trajectory, target: 40, parameter: .recurrentWeights).string(.csv))
  ///
  /// - Parameters:
  ///   - inputs: what the lowest layer is fed.
  ///   - initialState: s_0 of the layer that is looked at, of an LSTM h_0 and then c_0; nil for 0 everywhere.
  /// - Throws: `ExperimentError` where the inputs have no step or another dimension than `inputSize`, a layer below overflows,
  ///   a class is none of the network's, or s_0 does not fit.
  /// - Complexity: O(T·n·(n + m)) for each layer below, O(T) without.
  public func experiment(
    _ inputs: InputSequence, initialState: [Double]? = nil
  ) throws(ExperimentError) -> Experiment {
    try Experiment(validating: network, inputs: layerInputs(inputs), initialState: initialState)
  }

  /// The inputs of the layer that is looked at, in the order in which it reads them: the states of the one below it, or the
  /// model's own inputs.
  ///
  /// - Throws: `ExperimentError` where the inputs have no step or another dimension than `inputSize`, or a layer overflows.
  /// - Complexity: O(T·n·(n + m)) for each layer below.
  public func layerInputs(_ inputs: InputSequence) throws(ExperimentError) -> InputSequence {
    let fed = try inputs.through(layersBelow)
    return direction == .reverse ? fed.reversed() : fed
  }

  /// f as the metadata's `nonlinearity` names it; nil where it names none that is known.
  public var savedActivation: Activation? { metadata["nonlinearity"].flatMap(Activation.init) }

  /// Whether nobody says what f is, and it is taken to be tanh, as in `torch.nn.RNN`.
  public var assumesActivation: Bool { activationOrigin == .assumed }

  /// The characters that the model's inputs stand for, in the metadata's `vocabulary`.
  public var vocabulary: String? { metadata["vocabulary"] }

  private static func nonlinearity(_ metadata: [String: String]) throws(RNNModelError) -> Activation? {
    guard let name = metadata["nonlinearity"] else { return nil }
    guard let activation = Activation(rawValue: name) else { throw .unknownNonlinearity(name) }
    return activation
  }
}

/// Reads tensors as the weights of a network.
private struct WeightReader<File: WeightsFile> {
  let file: File
  /// f of Elman's cell.
  let activation: Activation

  /// - Parameter columns: those of V that read this layer; nil for all.
  func network(
    _ layer: RecurrentLayer, output: OutputLayer?, columns: Range<Int>? = nil
  ) throws(RNNModelError) -> RNN {
    let (U, W) = (try matrix(layer.inputWeights), try matrix(layer.recurrentWeights))
    var V: Matrix?
    if let output { V = try outputWeights(output, columns: columns) }
    let c = try output?.bias.map(values)
    let (b, second) = try biases(layer)
    return try Result { () throws(NetworkError) in
      guard layer.cell == .elman else {
        return try RNN(
          layer.cell, inputWeights: U, recurrentWeights: W, bias: b, hiddenBias: second, outputWeights: V,
          outputBias: c)
      }
      return try RNN(
        activation: activation, inputWeights: U, recurrentWeights: W, bias: b, outputWeights: V, outputBias: c)
    }.mapError(RNNModelError.network).get()
  }

  /// b, and bh of a GRU: both as they are, or their sum.
  private func biases(_ layer: RecurrentLayer) throws(RNNModelError) -> (b: [Double]?, bh: [Double]?) {
    guard layer.biases.count == 2 else { return (nil, nil) }
    let (first, second) = (try values(layer.biases[0]), try values(layer.biases[1]))
    if layer.cell.hasHiddenBias { return (first, second) }
    let sums = zip(first, second).map { $0 + $1 }
    if let place = sums.firstIndex(where: { !$0.isFinite }) {
      throw .biasOverflow(layer.biases[0], layer.biases[1], unit: place)
    }
    return (sums, nil)
  }

  /// V, or some columns of it.
  func outputWeights(_ output: OutputLayer, columns: Range<Int>?) throws(RNNModelError) -> Matrix {
    let V = try matrix(output.weights)
    guard let columns, columns != 0..<V.columns else { return V }
    let elements = (0..<V.rows).flatMap { row in columns.map { V[row, $0] } }
    return Matrix(rows: V.rows, columns: columns.count, elements: elements)
  }

  func embedding(_ tensor: TensorDescription) throws(RNNModelError) -> Embedding {
    Embedding(name: OutputLayer.name(of: tensor.name), table: try matrix(tensor))
  }

  private func matrix(_ tensor: TensorDescription) throws(RNNModelError) -> Matrix {
    Matrix(rows: tensor.shape[0], columns: tensor.shape[1], elements: try values(tensor))
  }

  private func values(_ tensor: TensorDescription) throws(RNNModelError) -> [Double] {
    let values: [Double]
    do { values = try file.weights(of: tensor) } catch { throw .file(error) }
    if let position = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(tensor, index: tensor.index(of: position), isNaN: values[position].isNaN)
    }
    return values
  }
}
