/// Which tensors of a state dict are taken as what. Decided by names, types and shapes alone.
struct ModelPlan: Hashable {
  /// The layers of the file, as far as they are run: all below the chosen one.
  let layersBelow: [StackedLayer]
  /// The layers between the chosen one and the head; empty where the head is not read, or both directions of a layer are.
  let layersAbove: [RecurrentLayer]
  /// How many layers the network has.
  let layerCount: Int
  /// The other direction of the chosen layer, where the head reads both.
  let otherDirection: RecurrentLayer?
  /// The chosen one, in the chosen direction.
  let shown: RecurrentLayer
  /// The direction of a bidirectional layer; nil where there is one alone.
  let direction: LayerDirection?
  /// The numbers of a step that the chosen layer makes, in all its directions.
  let width: Int
  /// What is taken as V and c, or why nothing is.
  let choice: OutputChoice
  /// What stands before the first layer, as far as it can be told or is said.
  let embedding: TensorDescription?
  /// What may stand there, where nothing is told nor said.
  let possibleEmbeddings: [TensorDescription]
  /// Whether its numbers are read.
  let readsEmbedding: Bool
  /// The floating-point tensors that are none of these.
  let unused: [TensorDescription]

  /// V and c; nil where there are none.
  var output: OutputLayer? { choice.output }

  /// The columns of V that read a direction; nil where there is one alone.
  func columns(of direction: LayerDirection?) -> Range<Int>? {
    switch direction {
    case nil: nil
    case .forward: 0..<shown.hiddenSize
    case .reverse: width - shown.hiddenSize..<width
    }
  }

  /// Finds the `nn.RNN`, `nn.GRU` or `nn.LSTM`, or the cell, that is selected among `tensors`, or the only one.
  ///
  /// - Parameter isRecording: whether the gradients that reached the output are known, so that no head is asked for.
  init(
    _ tensors: [TensorDescription], _ selection: ModelSelection = ModelSelection(), isRecording: Bool = false
  ) throws(RNNModelError) {
    let network = try Self.network(tensors, prefix: selection.prefix)
    let layers = try Self.layers(of: network, in: tensors)
    let (outputLayer, direction) = (selection.outputLayer, selection.direction)
    readsEmbedding = selection.readsEmbedding
    let (chosen, last) = (selection.layer ?? layers.count - 1, layers.count - 1)
    guard layers.indices.contains(chosen) else { throw .noSuchLayer(chosen, count: layers.count) }
    if let outputLayer, chosen < last, layers.contains(where: { $0.reverse != nil }) {
      throw .outputBehindLast(outputLayer, chosen: chosen, last: last)
    }
    (layersBelow, shown) = (Array(layers[..<chosen]), try Self.shown(layers[chosen], direction))
    self.direction = layers[chosen].reverse == nil ? nil : direction ?? .forward
    width = layers[chosen].outputSize
    // Another network of the file may lie between this one and a head.
    let others = tensors.filter { RecurrentName($0.name)?.network != network }
    // What lies above both directions of a layer is of none of them alone.
    let isReached = chosen == last || layers.allSatisfy { $0.reverse == nil }
    let inputSize = layers[0].forward.inputSize
    (choice, embedding) =
      isRecording
      ? (.recorded, nil)
      : try Self.choose(selection, in: others, behind: isReached ? layers[last] : nil, inputSize)
    let (output, isOpen) = (choice.output, selection.embedding == .told && embedding == nil && !isRecording)
    possibleEmbeddings =
      isOpen ? OutputChoice.embeddings(in: others, inputSize: inputSize).filter { $0 != output?.weights } : []
    var used = layersBelow.flatMap(\.directions).flatMap(\.tensors) + shown.tensors
    layerCount = layers.count
    if isRecording {
      (layersAbove, otherDirection) = (isReached ? layers[(chosen + 1)...].map(\.forward) : [], nil)
      used += layersAbove.flatMap(\.tensors)
    } else if let output {
      let (above, shown) = (layers[(chosen + 1)...].map(\.forward), shown)
      let other = layers[chosen].directions.first { $0 != shown }
      used += (above + (other.map { [$0] } ?? [])).flatMap(\.tensors)
      used += [output.weights] + (output.bias.map { [$0] } ?? [])
      (layersAbove, otherDirection) = (above, other)
    } else {
      (layersAbove, otherDirection) = ([], nil)
    }
    let taken = Set(used + (embedding.map { [$0] } ?? []))
    unused = tensors.filter { $0.type.isFloatingPoint && !taken.contains($0) }
    try checkSize()
  }

  /// The most numbers of all tensors that are read: 0.8 GB as Doubles.
  static let numberLimit = 100_000_000

  private func checkSize() throws(RNNModelError) {
    let run = layersBelow.flatMap(\.directions) + [shown] + layersAbove + (otherDirection.map { [$0] } ?? [])
    let table = readsEmbedding ? embedding.map { [$0] } ?? [] : []
    let weights = run.flatMap(\.weights) + (output.map { [$0.weights] } ?? []) + table
    var rest = Self.numberLimit
    for tensor in weights {
      rest -= Swift.min(tensor.elementCount, Self.numberLimit + 1)
      guard rest >= 0 else { throw .tooLarge(tensor, limit: Self.numberLimit) }
    }
  }

  /// The network under a prefix, or the only one.
  private static func network(
    _ tensors: [TensorDescription], prefix: String?
  ) throws(RNNModelError) -> RecurrentName.Network {
    let networks = Set(tensors.compactMap { RecurrentName($0.name)?.network })
    let names = Set(networks.map(\.name)).sorted()
    guard let only = names.first else { throw .noRecurrentLayer(names: tensors.map(\.name)) }
    guard prefix != nil || names.count == 1 else { throw .severalNetworks(prefixes: names) }
    let found = networks.filter { network in
      prefix.map { network.prefix == $0 || network.name == $0 } ?? (network.name == only)
    }
    guard let network = found.first else {
      throw .noSuchNetwork(prefix: [prefix].compactMap { $0 }.joined(), prefixes: names)
    }
    guard found.count == 1 else { throw .numberedAndNot(prefix: network.name) }
    return network
  }

  /// All layers of a network, each on top of the one before.
  private static func layers(
    of network: RecurrentName.Network, in tensors: [TensorDescription]
  ) throws(RNNModelError) -> [StackedLayer] {
    var recurrent: [RecurrentName: TensorDescription] = [:]
    for tensor in tensors {
      if let name = RecurrentName(tensor.name), name.network == network { recurrent[name] = tensor }
    }
    let numbers = Set(recurrent.keys.map(\.layer)).sorted()
    for (expected, number) in numbers.enumerated() where number != expected {
      throw .layerMissing(expected, found: numbers)
    }
    let isBidirectional = recurrent.keys.contains { $0.isReverse }
    var layers: [StackedLayer] = []
    for number in numbers {
      layers.append(
        try StackedLayer(number, on: layers.last, isBidirectional: isBidirectional, of: network, in: recurrent))
    }
    return layers
  }

  private static func shown(
    _ layer: StackedLayer, _ direction: LayerDirection?
  ) throws(RNNModelError) -> RecurrentLayer {
    guard direction == .reverse else { return layer.forward }
    guard let reverse = layer.reverse else { throw .noReverse(layer.forward.recurrentWeights) }
    return reverse
  }

  /// The layer that a name insists on behind the last recurrent one, or the one that can be told, and the embedding
  /// likewise; `layer` is nil where there can be none.
  private static func choose(
    _ selection: ModelSelection, in tensors: [TensorDescription], behind layer: StackedLayer?, _ inputSize: Int
  ) throws(RNNModelError) -> (OutputChoice, TensorDescription?) {
    let tables = OutputChoice.embeddings(in: tensors, inputSize: inputSize)
    switch selection.embedding {
    case .told:
      guard let layer else { return (.behindLast, tables.only) }
      guard let name = selection.outputLayer else {
        return OutputChoice.unnamed(in: tensors, hiddenSize: layer.outputSize, tables: tables)
      }
      let output = try Self.output(name, in: tensors, hiddenSize: layer.outputSize)
      return (.taken(output), tables.filter { $0 != output.weights }.only)
    case .named(let name):
      let table = try embedding(name, in: tensors, tables, inputSize)
      // Weights that are tied are both, where a name says so.
      let rest = selection.outputLayer == nil ? tensors.filter { $0 != table } : tensors
      return (try output(selection.outputLayer, in: rest, behind: layer), table)
    case .refused: return (try output(selection.outputLayer, in: tensors, behind: layer), nil)
    }
  }

  /// The layer that is V, or the only one that can be, where it is known which tensor is an embedding.
  private static func output(
    _ name: String?, in tensors: [TensorDescription], behind layer: StackedLayer?
  ) throws(RNNModelError) -> OutputChoice {
    guard let layer else { return .behindLast }
    guard let name else {
      return OutputChoice.unnamed(in: tensors, hiddenSize: layer.outputSize, tables: []).choice
    }
    return .taken(try output(name, in: tensors, hiddenSize: layer.outputSize))
  }

  private static func embedding(
    _ name: String, in tensors: [TensorDescription], _ tables: [TensorDescription], _ inputSize: Int
  ) throws(RNNModelError) -> TensorDescription {
    guard let weights = OutputLayer.weights(called: name, in: tensors) else {
      throw .unknownEmbedding(name, fitting: tables.map { OutputLayer.name(of: $0.name) })
    }
    guard tables.contains(weights) else { throw .unfitEmbedding(weights, inputSize: inputSize) }
    return weights
  }

  private static func output(
    _ name: String, in tensors: [TensorDescription], hiddenSize: Int
  ) throws(RNNModelError) -> OutputLayer {
    let fitting = OutputLayer.all(in: tensors, hiddenSize: hiddenSize)
    guard let weights = OutputLayer.weights(called: name, in: tensors) else {
      throw .unknownOutputLayer(name, fitting: fitting.map(\.name))
    }
    guard let output = fitting.first(where: { $0.weights == weights }) else {
      throw .unfitOutputLayer(weights, hiddenSize: hiddenSize)
    }
    return output
  }
}
