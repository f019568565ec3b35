import Explorer
import Screen

/// The derivation of ∂s_k/∂θ with its numbers.
enum DerivationPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    let page = DerivationPage(session)
    for (row, line) in page.lines.dropFirst(page.top).prefix(page.rows).enumerated() {
      frame.write(line, x: rect.x, y: rect.y + row, limit: rect.x + rect.width)
    }
    guard page.limit > 0, rect.height > 1 else { return }
    let more = more(page)
    frame.write(more, x: rect.x + rect.width - 1 - more.columns, y: rect.y + rect.height - 1, .muted)
  }

  private static func more(_ page: DerivationPage) -> String {
    let above = page.top > 0 ? "↑ \(page.top) · Ctrl-U" : ""
    let below = page.below > 0 ? "↓ \(page.below) more \(page.below == 1 ? "line" : "lines") · Ctrl-D" : ""
    return above + (above.isEmpty || below.isEmpty ? "" : "   ") + below
  }
}
