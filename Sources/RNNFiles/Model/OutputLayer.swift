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
