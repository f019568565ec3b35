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

/// The tensors of one layer of an `nn.RNN`, with shapes that fit each other.
struct RecurrentLayer: Hashable {
  /// weight_ih, n×m.
  let inputWeights: TensorDescription
  /// weight_hh, n×n.
  let recurrentWeights: TensorDescription
  /// bias_ih and bias_hh, n numbers each; empty for a model without biases.
  let biases: [TensorDescription]

  /// n.
  var hiddenSize: Int { recurrentWeights.shape[0] }
  /// m.
  var inputSize: Int { inputWeights.shape[1] }

  /// The layer with a number among the tensors under one prefix.
  init(_ layer: Int, prefix: String, in tensors: [RecurrentName: TensorDescription]) throws(RNNModelError) {
    func name(_ part: RecurrentName.Part) -> RecurrentName { RecurrentName(prefix: prefix, part: part, layer: layer) }
    func needed(_ part: RecurrentName.Part) throws(RNNModelError) -> TensorDescription {
      guard let tensor = tensors[name(part)] else { throw .missingTensor(name: name(part).text) }
      return tensor
    }
    recurrentWeights = try needed(.recurrentWeights)
    try Self.checkKind(recurrentWeights, hasProjection: tensors[name(.projection)] != nil)
    inputWeights = try needed(.inputWeights)
    biases = [.inputBias, .recurrentBias].compactMap { tensors[name($0)] }
    if biases.count == 1 {
      let missing = tensors[name(.inputBias)] == nil ? name(.inputBias) : name(.recurrentBias)
      throw .loneBias(present: biases[0].name, missing: missing.text)
    }
    try checkShapes()
  }

  /// W is n×n; four or three such blocks above each other are the gates of an LSTM or a GRU.
  private static func checkKind(_ W: TensorDescription, hasProjection: Bool) throws(RNNModelError) {
    guard W.shape.count == 2 else { throw .wrongRank(W, expected: 2) }
    let (rows, columns) = (W.shape[0], W.shape[1])
    guard rows > 0, columns > 0 else { throw .empty(W) }
    if hasProjection { throw .gated(.lstm, W, hasProjection: true) }
    if rows / 4 == columns, rows % 4 == 0 { throw .gated(.lstm, W, hasProjection: false) }
    if rows / 3 == columns, rows % 3 == 0 { throw .gated(.gru, W, hasProjection: false) }
    guard rows == columns else { throw .notSquare(W) }
  }

  private func checkShapes() throws(RNNModelError) {
    guard inputWeights.shape.count == 2 else { throw .wrongRank(inputWeights, expected: 2) }
    guard inputWeights.shape[0] == hiddenSize else { throw .wrongRows(inputWeights, expected: hiddenSize) }
    guard inputSize > 0 else { throw .empty(inputWeights) }
    for bias in biases {
      guard bias.shape.count == 1 else { throw .wrongRank(bias, expected: 1) }
      guard bias.shape[0] == hiddenSize else { throw .wrongRows(bias, expected: hiddenSize) }
    }
    for tensor in [recurrentWeights, inputWeights] + biases {
      guard tensor.type.isWeight else { throw .notWeights(tensor) }
    }
  }
}

/// The name of a recurrent layer's tensor in a PyTorch state dict: `encoder.weight_hh_l0`, `weight_ih_l1_reverse`.
struct RecurrentName: Hashable {
  /// What a tensor is in its layer.
  enum Part: String, CaseIterable {
    case inputWeights = "weight_ih"
    case recurrentWeights = "weight_hh"
    case inputBias = "bias_ih"
    case recurrentBias = "bias_hh"
    /// The projection of an LSTM; an `nn.RNN` has none.
    case projection = "weight_hr"
  }

  /// What stands before, the point included: `encoder.`.
  let prefix: String
  let part: Part
  /// Counted from 0.
  let layer: Int
  /// Whether it belongs to the direction from the last step to the first.
  let isReverse: Bool

  init(prefix: String, part: Part, layer: Int, isReverse: Bool = false) {
    self.prefix = prefix
    self.part = part
    self.layer = layer
    self.isReverse = isReverse
  }

  /// Takes a name apart; nil for any other tensor's.
  init?(_ name: String) {
    let isReverse = name.hasSuffix("_reverse")
    let forward = isReverse ? name.dropLast("_reverse".count) : Substring(name)
    let digits = forward.reversed().prefix { $0.isASCII && $0.isNumber }
    let stem = forward.dropLast(digits.count)
    guard let layer = Int(String(digits.reversed())), String(layer).count == digits.count else { return nil }
    guard let part = Part.allCases.first(where: { stem.hasSuffix($0.rawValue + "_l") }) else { return nil }
    let prefix = String(stem.dropLast(part.rawValue.count + 2))
    self.init(prefix: prefix, part: part, layer: layer, isReverse: isReverse)
  }

  /// The name in a state dict.
  var text: String { "\(prefix)\(part.rawValue)_l\(layer)\(isReverse ? "_reverse" : "")" }
}
