/// The help screen: how to read the picture, and the key table.
enum HelpPanel {
  static func draw(_ session: Session, scroll: Int, into frame: inout Frame) {
    Sheet.drawPage(" gradflow   how gradients flow back through time", into: &frame)
    let lines = lines(for: session)
    let room = session.size.height - 2
    let shown = lines.dropFirst(Swift.min(scroll, scrollLimit(session))).prefix(room)
    for (row, line) in shown.enumerated() { frame.write(line, x: 0, y: row + 1) }
    Sheet.drawKeys((lines.count > room ? [("↑↓", "scroll")] : []) + [("esc", "back to the picture")], into: &frame)
  }

  /// The most lines that the help can be scrolled down by.
  static func scrollLimit(_ session: Session) -> Int {
    Swift.max(lines(for: session).count - (session.size.height - 2), 0)
  }

  private static func lines(for session: Session) -> [[Span]] {
    let keys = KeyBindings.table.filter { $0.isAvailable(session) }.flatMap {
      entry($0.label, $0.help, .target, width: session.size.width)
    }
    let reading = (session.state.isMatrix ? readingOfUnits : reading).flatMap {
      entry($0.0, $0.1, .strong, width: session.size.width)
    }
    return [[]] + reading + [[], [Span(" Keys", .muted)], []] + keys
      + entry("Mouse", mouse, .target, width: session.size.width)
  }

  private static let mouse = "a click on a column sets i; a click or drag on the axis sets k; the wheel turns the knob"

  private static let readingOfUnits = [
    ("states", "s_t, a row for each unit: blue above 0, orange below, the brighter the farther from it"),
    ("share", "how much of the terms is about a row's own weights, Σᵢ‖Cᵢ[r]‖² of Σᵢ‖Cᵢ‖²; the largest on top"),
    ("step factor", "σ_max(∂s_j/∂s_j₋₁), the most that step j can amplify a gradient on its way back; log scale"),
    ("terms", "the norm of each summand, a tensor; + where it works with the total, − where against it"),
    ("≤ Σ‖termᵢ‖", "the norm that the total would have if no summand worked against another"),
    ("ρ(W), σ_max(W)", "the largest modulus of an eigenvalue, the largest singular value of W = g·W₀"),
    ("marks", "▾ ▴ beyond the axis; × exactly 0, the path is blocked; · exactly 0; ! overflow"),
    (
      "per step",
      "the factor over one step, averaged over all of the way that the word is about: σ_max(P(k,1))^(1/(k−1))"
    ),
    ("halves, doubles", "the steps that it takes at that average; ×460 within 7 steps: how far it first went"),
    ("σ_max(W)·γ", "γ = sup|f′|: below 1 the flow must vanish; above it may explode, or vanish where f′ is small"),
    ("output", "the softmax at step k class by class, the right one marked ▸; L_t is each step's loss"),
    ("lag, flow", "k − i, and the norm of P(k,i), the product of the factors from k down to i + 1"),
  ]

  private static let reading = [
    ("state", "s_t, a bar from the zero line; the target step k stands out"),
    ("step factor", "∂s_j/∂s_j₋₁, what a gradient is multiplied by on its way back over step j; log scale"),
    ("terms", "one bar for each summand of ∂s_k/∂W; the row below has their signs, Σ is the total"),
    ("marks", "▾ ▴ beyond the axis; × exactly 0, the path is blocked; · exactly 0; ! overflow"),
    ("per step", "the factor over one step, averaged over all of the way that the word is about: |P(k,1)|^(1/(k−1))"),
    ("halves, doubles", "the steps that it takes at that average; ×460 within 7 steps: how far it first went"),
    ("verdict", "vanishing, exploding: over 3 % a step, or tenfold in all; else steady; blocked: a factor is 0"),
    ("|W|γ", "γ = sup|f′|: below 1 the flow must vanish; above it may explode, or vanish where f′ is small"),
    ("∂s/∂W*", "the immediate derivative: s_i₋₁ held fixed"),
    ("lag, flow", "k − i, and P(k,i), the product of the factors from k down to i + 1"),
    ("fp16", "flow lost: the first lag with a flow below 6e−8, the least number of half precision"),
  ]

  /// A label and its text, broken at blanks where the screen is narrow.
  private static func entry(_ label: String, _ text: String, _ style: Style, width: Int) -> [[Span]] {
    let indent = 21
    let room = Swift.max(width - indent - 1, 12)
    return TextWrap.lines(text, width: room).enumerated().map { row, line in
      let head = row == 0 ? " " + label : ""
      return [Span(head + String(repeating: " ", count: Swift.max(indent - head.columns, 1)), style), Span(line)]
    }
  }
}
