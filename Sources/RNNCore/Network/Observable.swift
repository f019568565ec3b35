/// θ: what a gradient is taken with respect to.
public enum Parameter: String, CaseIterable, Sendable {
  /// W, the recurrent weights. It is multiplied by s_{i−1}.
  case recurrentWeights = "W"
  /// U, the input weights. It is multiplied by x_i.
  case inputWeights = "U"
  /// b, the bias. It is multiplied by 1.
  case bias = "b"
}

/// What a target step is looked at through: the quantity g(s_k) whose gradient is taken apart.
public enum Observable: Hashable, Sendable {
  /// The whole state s_k; contributions are measured by their Frobenius norm.
  case state
  /// One unit of s_k, from 0.
  case unit(Int)
  /// L_k = −log o_k[y_k], the loss of the target step.
  case loss
  /// L_1 + … + L_k over the steps that have a target class.
  case totalLoss

  /// `state`, `unit:R`, `loss` or `total-loss`, as command line and files call it.
  public var name: String {
    switch self {
    case .state: "state"
    case .unit(let unit): "unit:\(unit)"
    case .loss: "loss"
    case .totalLoss: "total-loss"
    }
  }

  /// Whether it is a loss, one step's or the total.
  public var isLoss: Bool { self == .loss || self == .totalLoss }
}
