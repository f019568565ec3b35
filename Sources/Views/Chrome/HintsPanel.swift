import Explorer
import Screen

/// The bottom line: the keys that matter now, or a message, or the value being typed.
enum HintsPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    if case .typing(let text, let complaint) = session.mode {
      drawTyped(text, complaint, session, into: &frame)
    } else if let notice = session.notice {
      draw(TextWrap.lines(notice, width: session.size.width - 2).map { [Span(" " + $0, .hintKey)] }, into: &frame)
    } else if rect.height > 0 {
      frame.fill(rect, with: Cell(" ", .hint))
      frame.write(hints(session, in: rect.width), x: rect.x, y: rect.y)
    }
  }

  /// Lines at the bottom of the screen: what is too long for one row takes as many as it needs.
  private static func draw(_ lines: [[Span]], into frame: inout Frame) {
    let size = frame.size
    let shown = lines.suffix(size.height)
    let top = size.height - shown.count
    frame.fill(Rect(x: 0, y: top, width: size.width, height: shown.count), with: Cell(" ", .hint))
    for (row, line) in shown.enumerated() { frame.write(line, x: 0, y: top + row) }
  }

  /// What is typed, and beside it or above it the keys or why the last try was no value.
  private static func drawTyped(_ text: String, _ complaint: String?, _ session: Session, into frame: inout Frame) {
    let width = session.size.width
    let name = text.contains("=") ? " set " : " \(session.state.name(of: session.state.knob)) = "
    let room = width - name.columns - 1
    let end = text.columns <= room ? text : "…" + String(text.suffix(room - 1))
    let line = [Span(name, .hint), Span(end + "_", .hintKey)]
    let style = complaint == nil ? Style.hint : .hintKey
    let keys = (KeyBindings.hints(in: session, .typing).first ?? []).map { "\($0) \($1)" }.joined(separator: " · ")
    let help = complaint.map { [$0] } ?? [keys + " · k=30, i=12, T=100 and the like too", keys]
    if let beside = help.first(where: { line.columns + 3 + $0.columns <= width }) {
      return draw([line + [Span("   " + beside, style)]], into: &frame)
    }
    let above = TextWrap.lines(help[help.count - 1], width: width - 2).map { [Span(" " + $0, style)] }
    draw(above + [line], into: &frame)
  }

  /// As many hints as fit, the important ones first, shown in the table's order.
  private static func hints(_ session: Session, in width: Int) -> [Span] {
    let all = KeyBindings.available(in: session).compactMap { binding in
      binding.writtenHint(session).map { (weight: binding.hintWeight, spans: spans($0, $1)) }
    }
    var (chosen, taken) = (Set<Int>(), 0)
    for weight in KeyBinding.HintWeight.allCases {
      for (place, hint) in all.enumerated() where hint.weight == weight {
        guard taken + hint.spans.columns <= width else { continue }
        chosen.insert(place)
        taken += hint.spans.columns
      }
    }
    return chosen.sorted().flatMap { all[$0].spans }
  }

  /// A key and what it does.
  static func spans(_ keys: String, _ text: String) -> [Span] {
    [Span(" \(keys)", .hintKey), Span(" \(text) ", .hint)]
  }
}
