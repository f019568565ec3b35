/// What of a file is taken as V and c, or why nothing is.
///
/// A file does not say which layer feeds which. One that lies between the recurrent layer and the head would make another
/// loss of it, so a head is taken only where nothing can: a tensor between them takes n numbers, and so has a dimension
/// of n, or scales them all by its only one. Nor is the first layer of a longer head its last: one whose numbers another
/// weight takes.
enum OutputChoice: Hashable {
  /// This layer.
  case taken(OutputLayer)
  /// None is asked for: the file has what reached the layers' output.
  case recorded
  /// No layer takes n numbers.
  case missing
  /// Another layer than the last of a bidirectional model is looked at.
  case behindLast
  /// Each of several could be it; their names.
  case several([String])
  /// One without a bias, where there are as many inputs as units: an embedding of the inputs would look the same.
  case orEmbedding(String)
  /// The layer fits, and tensors of these names may lie before it.
  case behindOthers(String, others: [String])
  /// The layer fits, and weights of these names take as many numbers as it makes: what they make of them is what is said.
  case beforeOthers(String, others: [String])
}

extension OutputChoice {
  /// V and c; nil where nothing is taken.
  var output: OutputLayer? {
    if case .taken(let output) = self { output } else { nil }
  }

  /// What the tensors beside the recurrent ones are taken as, where no name is given: the choice, and the embedding.
  ///
  /// - Parameters:
  ///   - tensors: the tensors that are none of a recurrent layer's.
  ///   - hiddenSize: n of the last layer.
  ///   - tables: those that can be the embedding.
  static func unnamed(
    in tensors: [TensorDescription], hiddenSize: Int, tables: [TensorDescription]
  ) -> (choice: OutputChoice, embedding: TensorDescription?) {
    let fitting = OutputLayer.all(in: tensors, hiddenSize: hiddenSize)
    let doubtful = fitting.filter { tables.contains($0.weights) }
    let sure = fitting.filter { !tables.contains($0.weights) }
    let names = fitting.map(\.name)
    switch (sure.count, doubtful.count) {
    case (0, 0): return (.missing, tables.only)
    case (0, 1): return (.orEmbedding(names[0]), nil)
    case (1, 0): return (alone(sure[0], tables.only, tensors, hiddenSize), tables.only)
    case (1, 1) where !canStack(doubtful[0], on: sure[0], hiddenSize):
      return (alone(sure[0], doubtful[0].weights, tensors, hiddenSize), doubtful[0].weights)
    default: return (.several(names), doubtful.isEmpty ? tables.only : nil)
    }
  }

  /// The tables that can stand before an RNN of m inputs: a row of m numbers for each symbol, and no bias.
  static func embeddings(in tensors: [TensorDescription], inputSize: Int) -> [TensorDescription] {
    OutputLayer.all(in: tensors, hiddenSize: inputSize).filter { $0.bias == nil }.map(\.weights)
  }

  /// Whether a layer may read another one's rows instead of the inputs' symbols. Two of equally many rows are the two
  /// ends of a language model.
  private static func canStack(_ layer: OutputLayer, on other: OutputLayer, _ hiddenSize: Int) -> Bool {
    other.weights.shape[0] == hiddenSize && layer.weights.shape[0] != hiddenSize
  }

  private static func alone(
    _ layer: OutputLayer, _ embedding: TensorDescription?, _ tensors: [TensorDescription], _ hiddenSize: Int
  ) -> OutputChoice {
    let rest = tensors.filter {
      $0.type.isFloatingPoint && $0 != layer.weights && $0 != layer.bias && $0 != embedding
    }
    let before = rest.filter { $0.shape.contains(hiddenSize) || $0.elementCount == 1 }
    guard before.isEmpty else { return .behindOthers(layer.name, others: before.map(\.name)) }
    let behind = rest.filter { $0.shape.count == 2 && $0.shape[1] == layer.weights.shape[0] }
    return behind.isEmpty ? .taken(layer) : .beforeOthers(layer.name, others: behind.map(\.name))
  }
}

extension [TensorDescription] {
  /// The only one; nil for none and for several.
  var only: TensorDescription? { count == 1 ? self[0] : nil }
}

/// A layer that can stand behind an RNN: a `weight` of p×n with or without a `bias` of p.
struct OutputLayer: Hashable {
  /// V, p×n.
  let weights: TensorDescription
  /// c, p numbers.
  let bias: TensorDescription?

  /// The layer's name: what stands before `.weight`, or `weight` where nothing does.
  var name: String { Self.name(of: weights.name) }

  /// Every layer of `tensors` that fits n hidden units, in their order.
  static func all(in tensors: [TensorDescription], hiddenSize: Int) -> [OutputLayer] {
    tensors.compactMap { OutputLayer($0, in: tensors, hiddenSize: hiddenSize) }
  }

  private init?(_ weights: TensorDescription, in tensors: [TensorDescription], hiddenSize: Int) {
    guard Self.isWeight(weights), weights.type.isWeight, weights.shape.count == 2 else { return nil }
    guard weights.shape[1] == hiddenSize, weights.shape[0] > 0 else { return nil }
    let bias = tensors.first { $0.name == weights.name.dropLast("weight".count) + "bias" }
    if let bias {
      guard bias.type.isWeight, bias.shape == [weights.shape[0]] else { return nil }
    }
    self.weights = weights
    self.bias = bias
  }

  /// The tensor of `tensors` that is the weight of the layer that a user calls `name`.
  static func weights(called name: String, in tensors: [TensorDescription]) -> TensorDescription? {
    tensors.first { isWeight($0) && ($0.name == name || Self.name(of: $0.name) == name) }
  }

  private static func isWeight(_ tensor: TensorDescription) -> Bool {
    tensor.name == "weight" || tensor.name.hasSuffix(".weight")
  }

  /// What a layer is called whose tensor `weight` is.
  static func name(of weight: String) -> String {
    weight == "weight" ? weight : String(weight.dropLast(".weight".count))
  }
}
