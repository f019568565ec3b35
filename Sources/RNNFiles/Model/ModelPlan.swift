/// Which tensors of a state dict are taken as what. Decided by names, types and shapes alone.
struct ModelPlan: Hashable {
  /// The layers of the file, as far as they are run: all up to the chosen one.
  let layers: [RecurrentLayer]
  /// The number of layers in the file.
  let layerCount: Int
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

  /// Finds the one `nn.RNN` among `tensors`.
  ///
  /// - Parameters:
  ///   - layer: the layer that is looked at, from 0; nil for the last.
  ///   - outputLayer: the name of V's layer; nil for the only one that fits, where nothing can lie before it.
  init(_ tensors: [TensorDescription], layer: Int?, outputLayer: String?) throws(RNNModelError) {
    let (prefix, recurrent) = try Self.recurrentTensors(tensors)
    layerCount = try Self.layerCount(recurrent)
    let chosen = layer ?? layerCount - 1
    guard (0..<layerCount).contains(chosen) else { throw .noSuchLayer(chosen, count: layerCount) }
    var layers: [RecurrentLayer] = []
    for number in 0..<layerCount {
      let next = try RecurrentLayer(number, prefix: prefix, in: recurrent)
      if let below = layers.last, next.inputSize != below.hiddenSize {
        throw .wrongColumns(next.inputWeights, expected: below.hiddenSize)
      }
      layers.append(next)
    }
    self.layers = Array(layers[...chosen])
    let isLast = chosen == layerCount - 1
    if let outputLayer, !isLast { throw .outputBehindLast(outputLayer, chosen: chosen, last: layerCount - 1) }
    let others = tensors.filter { RecurrentName($0.name) == nil }
    (choice, embedding) = try Self.choose(
      outputLayer, in: others, isLast ? layers[chosen].hiddenSize : nil, layers[0].inputSize)
    var used = layers[...chosen].flatMap { [$0.inputWeights, $0.recurrentWeights] + $0.biases }
    if case .taken(let output) = choice { used += [output.weights] + (output.bias.map { [$0] } ?? []) }
    let taken = Set(used + (embedding.map { [$0] } ?? []))
    unused = tensors.filter { $0.type.isFloatingPoint && !taken.contains($0) }
    try checkSize()
  }

  /// The most numbers of all tensors that are read: 0.8 GB as Doubles.
  static let numberLimit = 100_000_000

  private func checkSize() throws(RNNModelError) {
    let weights = layers.flatMap { [$0.inputWeights, $0.recurrentWeights] } + (output.map { [$0.weights] } ?? [])
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

  private static func layerCount(_ recurrent: [RecurrentName: TensorDescription]) throws(RNNModelError) -> Int {
    if let reverse = recurrent.keys.map(\.text).filter({ $0.hasSuffix("_reverse") }).min() {
      throw .bidirectional(name: reverse)
    }
    let numbers = Set(recurrent.keys.map(\.layer)).sorted()
    for (expected, number) in numbers.enumerated() where number != expected {
      throw .layerMissing(expected, found: numbers)
    }
    return numbers.count
  }

  /// The layer that a name insists on, or the one that can be told; `hiddenSize` is nil where there can be none.
  private static func choose(
    _ name: String?, in tensors: [TensorDescription], _ hiddenSize: Int?, _ inputSize: Int
  ) throws(RNNModelError) -> (OutputChoice, TensorDescription?) {
    let tables = OutputChoice.embeddings(in: tensors, inputSize: inputSize)
    guard let hiddenSize else { return (.behindLast, tables.only) }
    guard let name else {
      let (choice, embedding) = OutputChoice.unnamed(in: tensors, hiddenSize: hiddenSize, inputSize: inputSize)
      return (choice, embedding)
    }
    let output = try Self.output(name, in: tensors, hiddenSize: hiddenSize)
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
