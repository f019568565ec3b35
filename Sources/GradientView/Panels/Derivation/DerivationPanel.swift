/// The derivation of ∂s_k/∂θ with its numbers.
enum DerivationPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {}
}
