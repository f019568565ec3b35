/// The bottom line: the keys that matter now, or a message, or the value being typed.
enum HintsPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    let row = rect.height > 0 ? rect : Rect(x: 0, y: session.size.height - 1, width: session.size.width, height: 1)
    let spans: [Span]
    if case .typing(let text, let complaint) = session.mode {
      spans = typed(text, complaint, session)
    } else if let notice = session.notice {
      spans = [Span(" " + notice, .hintKey)]
    } else if rect.height > 0 {
      spans = hints(session, in: rect.width)
    } else {
      return
    }
    frame.fill(row, with: Cell(" ", .hint))
    frame.write(spans, x: row.x, y: row.y, limit: row.width)
  }

  private static func typed(_ text: String, _ complaint: String?, _ session: Session) -> [Span] {
    let help = complaint ?? "Enter sets it · Esc leaves"
    return [
      Span(" \(session.state.name(of: session.state.knob)) = ", .hint), Span(text + "_", .hintKey),
      Span("   " + help, complaint == nil ? .hint : .hintKey),
    ]
  }

  /// As many hints as fit, the important ones first, shown in the table's order; help and quit always stand last.
  private static func hints(_ session: Session, in width: Int) -> [Span] {
    let all = KeyBindings.available(in: session).compactMap { binding in
      binding.hint.map { (isMinor: binding.hintIsMinor, spans: spans($0.keys, $0.text(session))) }
    }
    let last = all.suffix(2).flatMap(\.spans)
    var (chosen, taken) = (Set<Int>(), last.columns)
    for isMinor in [false, true] {
      for (place, hint) in all.dropLast(2).enumerated() where hint.isMinor == isMinor {
        guard taken + hint.spans.columns <= width + 1 else { break }
        chosen.insert(place)
        taken += hint.spans.columns
      }
    }
    return chosen.sorted().flatMap { all[$0].spans } + last
  }

  /// A key and what it does.
  static func spans(_ keys: String, _ text: String) -> [Span] {
    [Span(" \(keys)", .hintKey), Span(" \(text) ", .hint)]
  }
}
