import RNNCore

extension Observable {
  /// What `--of` calls it.
  var flag: String {
    switch self {
    case .state: "state"
    case .unit(let unit): "unit:\(unit)"
    case .loss: "loss"
    case .totalLoss: "total-loss"
    }
  }
}
