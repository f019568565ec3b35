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
