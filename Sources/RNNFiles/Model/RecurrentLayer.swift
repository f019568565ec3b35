import RNNCore

/// The tensors of one direction of a layer of an `nn.RNN`, `nn.GRU` or `nn.LSTM`, or of one of their cells, with shapes that
/// fit each other.
struct RecurrentLayer: Hashable {
  /// Whose rows the weights have.
  let cell: CellKind
  /// weight_ih: n×m, 3n×m of a GRU, 4n×m of an LSTM.
  let inputWeights: TensorDescription
  /// weight_hh: n×n, 3n×n, 4n×n.
  let recurrentWeights: TensorDescription
  /// bias_ih and bias_hh, a number for each row; empty for a model without biases.
  let biases: [TensorDescription]

  /// n.
  var hiddenSize: Int { recurrentWeights.shape[1] }
  /// m.
  var inputSize: Int { inputWeights.shape[1] }
  /// Its matrices.
  var weights: [TensorDescription] { [inputWeights, recurrentWeights] }
  /// All that it consists of.
  var tensors: [TensorDescription] { weights + biases }

  /// A direction of the layer with a number among the tensors of a network.
  init(
    _ layer: Int, _ direction: LayerDirection = .forward, of network: RecurrentName.Network,
    in tensors: [RecurrentName: TensorDescription]
  ) throws(RNNModelError) {
    func name(_ part: RecurrentName.Part) -> RecurrentName {
      RecurrentName(network: network, part: part, layer: layer, isReverse: direction == .reverse)
    }
    func needed(_ part: RecurrentName.Part) throws(RNNModelError) -> TensorDescription {
      guard let tensor = tensors[name(part)] else { throw .missingTensor(name: name(part).text) }
      return tensor
    }
    if let projection = tensors[name(.projection)] { throw .projection(projection) }
    recurrentWeights = try needed(.recurrentWeights)
    cell = try Self.cell(of: recurrentWeights)
    inputWeights = try needed(.inputWeights)
    biases = [.inputBias, .recurrentBias].compactMap { tensors[name($0)] }
    if biases.count == 1 {
      let missing = tensors[name(.inputBias)] == nil ? name(.inputBias) : name(.recurrentBias)
      throw .loneBias(present: biases[0].name, missing: missing.text)
    }
    try checkShapes()
  }

  /// W is n×n; three or four such blocks below each other are the gates of a GRU or an LSTM.
  private static func cell(of W: TensorDescription) throws(RNNModelError) -> CellKind {
    guard W.shape.count == 2 else { throw .wrongRank(W, expected: 2) }
    let (rows, columns) = (W.shape[0], W.shape[1])
    guard rows > 0, columns > 0 else { throw .empty(W) }
    let cell = CellKind.allCases.first { rows % columns == 0 && rows / columns == $0.rowsPerUnit }
    guard let cell else { throw .notRecurrent(W) }
    return cell
  }

  private func checkShapes() throws(RNNModelError) {
    let rows = recurrentWeights.shape[0]
    guard inputWeights.shape.count == 2 else { throw .wrongRank(inputWeights, expected: 2) }
    guard inputWeights.shape[0] == rows else { throw .wrongRows(inputWeights, expected: rows, each: cell.rowsPerUnit) }
    guard inputSize > 0 else { throw .empty(inputWeights) }
    for bias in biases {
      guard bias.shape.count == 1 else { throw .wrongRank(bias, expected: 1) }
      guard bias.shape[0] == rows else { throw .wrongRows(bias, expected: rows, each: cell.rowsPerUnit) }
    }
    for tensor in [recurrentWeights, inputWeights] + biases {
      guard tensor.type.isWeight else { throw .notWeights(tensor) }
    }
  }
}

/// One of the two ways in which a bidirectional layer reads its sequence.
public enum LayerDirection: String, CaseIterable, Sendable {
  /// From the first step to the last.
  case forward
  /// From the last step to the first: its step 1 is the last of the sequence.
  case reverse

  /// The one that reads the other way.
  var other: LayerDirection { self == .forward ? .reverse : .forward }
}

/// A layer with all of its directions.
struct StackedLayer: Hashable {
  let forward: RecurrentLayer
  /// Of a bidirectional layer.
  let reverse: RecurrentLayer?

  /// The layer with a number, on top of another one: of its cell and as wide as what that one makes.
  init(
    _ number: Int, on below: StackedLayer?, isBidirectional: Bool, of network: RecurrentName.Network,
    in tensors: [RecurrentName: TensorDescription]
  ) throws(RNNModelError) {
    forward = try RecurrentLayer(number, of: network, in: tensors)
    reverse = isBidirectional ? try RecurrentLayer(number, .reverse, of: network, in: tensors) : nil
    for layer in directions {
      let cell = below?.forward.cell ?? forward.cell
      guard layer.cell == cell else { throw .mixedCells(layer.recurrentWeights, layer.cell, expected: cell) }
      if let below, layer.inputSize != below.outputSize {
        throw .wrongColumns(
          layer.inputWeights, expected: below.outputSize, each: below.reverse == nil ? .unitBelow : .unitOfBothBelow)
      }
      guard layer.inputSize == forward.inputSize else {
        throw .wrongColumns(layer.inputWeights, expected: forward.inputSize, each: .input)
      }
    }
  }

  /// Both of them, or the only one.
  var directions: [RecurrentLayer] { [forward] + (reverse.map { [$0] } ?? []) }
  /// The numbers of a step that it makes.
  var outputSize: Int { directions.reduce(0) { $0 + $1.hiddenSize } }
}
