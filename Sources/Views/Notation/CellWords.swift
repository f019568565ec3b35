import Explorer
import RNNCore
import Screen

/// What a cell and its parts are called on the screen.
extension CellKind {
  /// Whether gates decide what passes.
  var isGated: Bool { self != .elman }

  /// What V reads: `s` of an Elman cell, `h` of a gated one.
  var stateLetter: String { isGated ? "h" : "s" }

  /// All that the units keep, as a column: `(h,c)` of an LSTM.
  var wholeState: String { parts == 2 ? "(h,c)" : stateLetter }

  /// The gates that are numbers of 0…1, what keeps the state first: f, i, o of an LSTM, z, r of a GRU.
  var shownGates: [Gate] {
    let gates = self.gates.filter { !$0.isCandidate }
    return gates.filter { $0 == keepingGate } + gates.filter { $0 != keepingGate }
  }

  /// What the gates let in: g of an LSTM, n of a GRU.
  var candidate: Gate? { gates.first(where: \.isCandidate) }

  /// What a gated cell does, from everything to the least; `isScalar` where its gates are constant numbers.
  func formulas(isScalar: Bool, bias: String) -> [String] {
    let (times, t) = isScalar ? ("·", "") : ("⊙", "_t")
    switch self {
    case .elman: return []
    case .gru:
      let keep = "h_t = (1−z\(t))\(times)n_t + z\(t)\(times)h_t₋₁"
      let candidate =
        isScalar ? "n_t = tanh(U·x_t + r·W·h_t₋₁\(bias))" : "n_t = tanh(U·x_t + b + r_t⊙(W·h_t₋₁ + bh))"
      return ["\(keep)   \(candidate)", keep]
    case .lstm:
      let keep = "c_t = f\(t)\(times)c_t₋₁ + i\(t)\(times)g_t"
      let say = "h_t = o\(t)\(times)tanh(c_t)"
      return ["\(keep)   \(say)   g_t = tanh(U·x_t + W·h_t₋₁\(bias))", "\(keep)   \(say)", keep]
    }
  }
}

extension State {
  /// Which cell the network has.
  var cellKind: CellKind { start.network.cellKind }

  /// What the network is called in one word: its activation, or its cell.
  var cellName: String { start.network.cellName }
}

extension RNN {
  /// `tanh`, and of gated cells `LSTM` or `GRU`.
  var cellName: String { elmanActivation?.rawValue ?? cellKind.name }
}

extension Contributions {
  /// Whether a contribution is its flow times its immediate derivative, all of them numbers with a sign: not of an LSTM, whose
  /// flow is that of h and c.
  var areProducts: Bool { !areNorms && trajectory.network.cellKind.parts == 1 }
}

/// What the head makes of states, in symbols.
enum HeadText {
  /// `softmax(V·s₄₄ + c)` of a step, or of any without one; it says whose state it reads where that is not this layer's, or not
  /// this direction's alone.
  static func formula(of network: RNN, at step: String = "") -> String {
    "softmax(\(readout(of: network, at: step)))" + whose(network)
  }

  /// `V·s₄₄ + c`, what the softmax is of.
  static func readout(of network: RNN, at step: String = "") -> String {
    let h = (network.layersAbove.last?.network ?? network).cellKind.stateLetter
    return network.isBesideAnother ? "V·\(h)\(step) + V′·\(h)′\(step) + c" : "V·\(h)\(step) + c"
  }

  /// Whose state is read, where that is not this layer's, or not this direction's alone.
  static func whose(_ network: RNN) -> String {
    network.isBesideAnother ? " of both directions" : network.layersAbove.isEmpty ? "" : " of the last layer"
  }
}
