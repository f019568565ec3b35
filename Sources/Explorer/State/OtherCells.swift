import RNNCore

extension Initialization {
  /// How W₀ begins where nothing else is asked for: of a gated cell as PyTorch draws it.
  package static func usual(of kind: CellKind) -> Initialization { kind == .elman ? .gaussian : .uniform }
}
