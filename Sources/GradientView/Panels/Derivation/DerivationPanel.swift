/// The derivation of ∂s_k/∂θ with its numbers.
enum DerivationPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    let text = DerivationText(
      session.analysis, DerivationNumbers(session.analysis), inspected: session.state.inspected, width: rect.width)
    for (row, line) in text.lines.prefix(rect.height).enumerated() {
      frame.write(line.spans, x: rect.x, y: rect.y + row, limit: rect.x + rect.width)
    }
  }
}
