/// Which tensors of a state dict are taken as what. Decided by names, types and shapes alone.
struct ModelPlan: Hashable {
  /// The layers of the file, as far as they are run: all below the chosen one.
  let layersBelow: [StackedLayer]
  /// The layers between the chosen one and the head; empty where the head is not read, or both directions of a layer are.
  let layersAbove: [RecurrentLayer]
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
  /// What stands before the first layer, as far as it can be told; it is not read.
  let embedding: TensorDescription?
  /// The floating-point tensors that are none of these.
  let unused: [TensorDescription]

  /// V and c; nil where there are none.
  var output: OutputLayer? {
    if case .taken(let output) = choice { output } else { nil }
  }

  /// The columns of V that read a direction; nil where there is one alone.
  func columns(of direction: LayerDirection?) -> Range<Int>? {
    switch direction {
    case nil: nil
    case .forward: 0..<shown.hiddenSize
    case .reverse: width - shown.hiddenSize..<width
    }
  }

  /// Finds the one `nn.RNN`, `nn.GRU` or `nn.LSTM` among `tensors`.
  ///
  /// - Parameters:
  ///   - layer: the layer that is looked at, from 0; nil for the last.
  ///   - direction: that of a bidirectional layer; nil for forward.
  ///   - outputLayer: the name of V's layer; nil for the only one that fits, where nothing can lie before it.
  init(
    _ tensors: [TensorDescription], layer: Int?, direction: LayerDirection? = nil, outputLayer: String?
  ) throws(RNNModelError) {
    let layers = try Self.layers(tensors)
    let (chosen, last) = (layer ?? layers.count - 1, layers.count - 1)
    guard layers.indices.contains(chosen) else { throw .noSuchLayer(chosen, count: layers.count) }
    if let outputLayer, chosen < last, layers.contains(where: { $0.reverse != nil }) {
      throw .outputBehindLast(outputLayer, chosen: chosen, last: last)
    }
    (layersBelow, shown) = (Array(layers[..<chosen]), try Self.shown(layers[chosen], direction))
    self.direction = layers[chosen].reverse == nil ? nil : direction ?? .forward
    width = layers[chosen].outputSize
    let others = tensors.filter { RecurrentName($0.name) == nil }
    // What lies above both directions of a layer is of none of them alone.
    let isReached = chosen == last || layers.allSatisfy { $0.reverse == nil }
    (choice, embedding) = try Self.choose(
      outputLayer, in: others, behind: isReached ? layers[last] : nil, layers[0].forward.inputSize)
    var used = layersBelow.flatMap(\.directions).flatMap(\.tensors) + shown.tensors
    if case .taken(let output) = choice {
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
    let weights = run.flatMap(\.weights) + (output.map { [$0.weights] } ?? [])
    var rest = Self.numberLimit
    for tensor in weights {
      rest -= Swift.min(tensor.elementCount, Self.numberLimit + 1)
      guard rest >= 0 else { throw .tooLarge(tensor, limit: Self.numberLimit) }
    }
  }

  private static func recurrentTensors(
    _ tensors: [TensorDescription]
  ) throws(RNNModelError) -> (prefix: String, tensors: [RecurrentName: TensorDescription]) {
    var recurrent: [RecurrentName: TensorDescription] = [:]
    for tensor in tensors {
      if let name = RecurrentName(tensor.name) { recurrent[name] = tensor }
    }
    let prefixes = Set(recurrent.keys.map(\.prefix)).sorted()
    guard let prefix = prefixes.first else { throw .noRecurrentLayer(names: tensors.map(\.name)) }
    guard prefixes.count == 1 else { throw .severalNetworks(prefixes: prefixes) }
    return (prefix, recurrent)
  }

  /// All layers, each on top of the one before.
  private static func layers(_ tensors: [TensorDescription]) throws(RNNModelError) -> [StackedLayer] {
    let (prefix, recurrent) = try recurrentTensors(tensors)
    let numbers = Set(recurrent.keys.map(\.layer)).sorted()
    for (expected, number) in numbers.enumerated() where number != expected {
      throw .layerMissing(expected, found: numbers)
    }
    let isBidirectional = recurrent.keys.contains { $0.isReverse }
    var layers: [StackedLayer] = []
    for number in numbers {
      layers.append(
        try StackedLayer(number, on: layers.last, isBidirectional: isBidirectional, prefix: prefix, in: recurrent))
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

  /// The layer that a name insists on behind the last recurrent one, or the one that can be told; `layer` is nil where there
  /// can be none.
  private static func choose(
    _ name: String?, in tensors: [TensorDescription], behind layer: StackedLayer?, _ inputSize: Int
  ) throws(RNNModelError) -> (OutputChoice, TensorDescription?) {
    let tables = OutputChoice.embeddings(in: tensors, inputSize: inputSize)
    guard let layer else { return (.behindLast, tables.only) }
    guard let name else {
      return OutputChoice.unnamed(in: tensors, hiddenSize: layer.outputSize, inputSize: inputSize)
    }
    let output = try Self.output(name, in: tensors, hiddenSize: layer.outputSize)
    return (.taken(output), tables.filter { $0 != output.weights }.only)
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
