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
      Span(" \(session.state.knob.rawValue) = ", .hint), Span(text + "_", .hintKey),
      Span("   " + help, complaint == nil ? .hint : .hintKey),
    ]
  }

  /// As many hints as fit, in the table's order; help and quit always stand last.
  private static func hints(_ session: Session, in width: Int) -> [Span] {
    let available = KeyBindings.table.filter { $0.isAvailable(session) }
    let all = available.compactMap { binding in
      binding.hint.map { [Span(" \($0.keys)", .hintKey), Span(" \($0.text(session)) ", .hint)] }
    }
    let last = all.suffix(2).flatMap { $0 }
    var shown: [Span] = []
    for hint in all.dropLast(2) {
      guard shown.columns + hint.columns + last.columns <= width + 1 else { break }
      shown += hint
    }
    return shown + last
  }
}
