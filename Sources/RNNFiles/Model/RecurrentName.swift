/// The name of a recurrent layer's tensor in a PyTorch state dict: `encoder.weight_hh_l0`, `weight_ih_l1_reverse`, and of
/// `nn.RNNCell`, `nn.GRUCell` and `nn.LSTMCell`, which are one layer, `encoder.weight_hh`.
struct RecurrentName: Hashable {
  /// What a tensor is in its layer.
  enum Part: String, CaseIterable {
    case inputWeights = "weight_ih"
    case recurrentWeights = "weight_hh"
    case inputBias = "bias_ih"
    case recurrentBias = "bias_hh"
    /// The projection of an LSTM; an `nn.RNN` has none, nor has a cell.
    case projection = "weight_hr"
  }

  /// The network that a tensor belongs to: one prefix, and names that are numbered or not.
  struct Network: Hashable {
    /// What stands before, the point included: `encoder.`.
    let prefix: String
    /// Whether it is a cell by itself, whose names have no number.
    let isCell: Bool

    /// The prefix as a user writes it: without the point.
    var name: String { prefix.hasSuffix(".") ? String(prefix.dropLast()) : prefix }
  }

  let network: Network
  let part: Part
  /// Counted from 0; 0 of a cell.
  let layer: Int
  /// Whether it belongs to the direction from the last step to the first.
  let isReverse: Bool

  init(network: Network, part: Part, layer: Int, isReverse: Bool = false) {
    self.network = network
    self.part = part
    self.layer = layer
    self.isReverse = isReverse
  }

  /// Takes a name apart; nil for any other tensor's.
  init?(_ name: String) {
    if let cell = Self.ofCell(name) {
      self = cell
      return
    }
    let isReverse = name.hasSuffix("_reverse")
    let forward = isReverse ? name.dropLast("_reverse".count) : Substring(name)
    let digits = forward.reversed().prefix { $0.isASCII && $0.isNumber }
    let stem = forward.dropLast(digits.count)
    guard let layer = Int(String(digits.reversed())), String(layer).count == digits.count else { return nil }
    guard let part = Part.allCases.first(where: { stem.hasSuffix($0.rawValue + "_l") }) else { return nil }
    let prefix = String(stem.dropLast(part.rawValue.count + 2))
    self.init(network: Network(prefix: prefix, isCell: false), part: part, layer: layer, isReverse: isReverse)
  }

  /// That of a cell's tensor: one that ends in a part's name, and begins with it or has a point before it.
  private static func ofCell(_ name: String) -> RecurrentName? {
    guard let part = Part.allCases.first(where: { name.hasSuffix($0.rawValue) }), part != .projection else {
      return nil
    }
    let prefix = String(name.dropLast(part.rawValue.count))
    guard prefix.isEmpty || prefix.hasSuffix(".") else { return nil }
    return RecurrentName(network: Network(prefix: prefix, isCell: true), part: part, layer: 0)
  }

  /// The name in a state dict.
  var text: String {
    network.prefix + part.rawValue + (network.isCell ? "" : "_l\(layer)\(isReverse ? "_reverse" : "")")
  }
}
