/// θ: what a gradient is taken with respect to: a matrix of the cell, or of a gated cell's matrix the rows of one gate.
public struct Parameter: Hashable, Sendable {
  /// A matrix of a cell.
  public enum Kind: String, CaseIterable, Sendable {
    /// W, the recurrent weights. It is multiplied by h_{i−1}.
    case recurrentWeights = "W"
    /// U, the input weights. It is multiplied by x_i.
    case inputWeights = "U"
    /// b, the bias: of a GRU that of the input's side, of every other cell the sum of both. It is multiplied by 1.
    case bias = "b"
    /// b_hh of a GRU, whose row of the candidate is multiplied by the reset gate.
    case hiddenBias = "bh"
  }

  /// Which matrix.
  public let kind: Kind
  /// Whose rows of it; nil for all of them.
  public let gate: Gate?

  /// All of a matrix, or the rows of one gate.
  public init(_ kind: Kind, gate: Gate? = nil) {
    (self.kind, self.gate) = (kind, gate)
  }

  /// W.
  public static let recurrentWeights = Parameter(.recurrentWeights)
  /// U.
  public static let inputWeights = Parameter(.inputWeights)
  /// b.
  public static let bias = Parameter(.bias)
  /// b_hh of a GRU.
  public static let hiddenBias = Parameter(.hiddenBias)
}

extension Parameter: CaseIterable {
  /// W, U and b: the matrices that every cell has. `RNN.parameters` are those of a network, gate by gate too.
  public static let allCases = [recurrentWeights, inputWeights, bias]
}

extension Parameter: RawRepresentable, CustomStringConvertible {
  /// `W`, `U`, `b`, `bh`, and of one gate `W.f`.
  public var rawValue: String { kind.rawValue + (gate.map { ".\($0.rawValue)" } ?? "") }

  /// As `rawValue` writes it; nil for anything else.
  public init?(rawValue: String) {
    let halves = rawValue.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = Kind(rawValue: String(halves[0])) else { return nil }
    let gate = halves.count == 2 ? Gate(rawValue: String(halves[1])) : nil
    guard halves.count == 1 || gate != nil else { return nil }
    self.init(kind, gate: gate)
  }

  /// As `rawValue`.
  public var description: String { rawValue }
}

/// A gate of a cell, or the candidate that its gates let in: what has rows of its own in W, U and b.
public enum Gate: String, CaseIterable, Sendable {
  /// i of an LSTM: how much of the candidate is taken in.
  case inputGate = "i"
  /// f of an LSTM: how much of c is kept.
  case forgetGate = "f"
  /// g of an LSTM: the candidate.
  case cellCandidate = "g"
  /// o of an LSTM: how much of c is said.
  case outputGate = "o"
  /// r of a GRU: how much of W h the candidate hears.
  case resetGate = "r"
  /// z of a GRU: how much of h is kept.
  case updateGate = "z"
  /// n of a GRU: the candidate.
  case newGate = "n"

  /// Whether it is the candidate, a tanh of −1…1, and no gate of 0…1.
  public var isCandidate: Bool { self == .cellCandidate || self == .newGate }
}
