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
