/// What a target step is looked at through: the quantity g(s_k) whose gradient is taken apart.
public enum Observable: Hashable, Sendable {
  /// The whole state s_k, of a gated cell h_k; contributions are measured by their Frobenius norm.
  case state
  /// One unit of s_k, from 0.
  case unit(Int)
  /// c_k of an LSTM, all of it.
  case cell
  /// One unit of c_k, from 0.
  case cellUnit(Int)
  /// L_k = −log o_k[y_k], the loss of the target step.
  case loss
  /// L_1 + … + L_k over the steps that have a target class.
  case totalLoss

  /// `state`, `unit:R`, `cell`, `cell:R`, `loss` or `total-loss`, as command line and files call it.
  public var name: String {
    switch self {
    case .state: "state"
    case .unit(let unit): "unit:\(unit)"
    case .cell: "cell"
    case .cellUnit(let unit): "cell:\(unit)"
    case .loss: "loss"
    case .totalLoss: "total-loss"
    }
  }

  /// Whether it is a loss, one step's or the total.
  public var isLoss: Bool { self == .loss || self == .totalLoss }
  /// Whether it is a number for each unit, h_k or c_k, whose gradient is seen by every one of them.
  public var isVector: Bool { self == .state || self == .cell }
}

extension Observable {
  /// One number of a vector: what a unit sees of h_k or c_k.
  func unit(_ unit: Int) -> Observable { self == .cell ? .cellUnit(unit) : .unit(unit) }
  /// How many covectors see it, of a network of n units: one of each, or the one of a number.
  package func covectorCount(units n: Int) -> Int { isVector ? n : 1 }
}
