import Explorer
import Screen

/// What the Derivation view is to a session.
struct DerivationDefinition: ViewDefinition {
  let view = View.derivation
  let keys: ViewKeys = [.term, .brakes, .lines]

  func key(_ session: Session) -> DerivationLines.Key? {
    session.state.view == .derivation ? DerivationLines.Key(session) : nil
  }

  func part(_ key: DerivationLines.Key, _ session: Session, previous: DerivationLines?) -> DerivationLines {
    DerivationLines(key, session.analysis, previous: previous, later: session.computesLater)
  }

  func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    DerivationPanel.draw(session, into: &frame, in: rect)
  }

  func page(_ session: Session) -> ReadingPage? {
    let page = DerivationPage(session)
    return ReadingPage(
      units: page.text.units, shown: page.shown, halfScreens: page.halfScreens, limit: page.limit, half: page.half)
  }
}

/// The derivation of ∂s_k/∂θ with its numbers.
enum DerivationPanel {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    let page = DerivationPage(session)
    guard page.text.isComplete else {
      frame.write(
        "the derivation is not computed yet", x: rect.x + 1, y: rect.y + 1, .muted, limit: rect.x + rect.width)
      return
    }
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

/// What is asked while lines of the derivation are hidden, in place of the total and the verdict: nobody reads the answer
/// before the question.
enum QuestionLine {
  static func draw(_ session: Session, into frame: inout Frame, in rect: Rect) {
    frame.write(spans(session), x: rect.x + 1, y: rect.y, limit: rect.x + rect.width)
  }

  private static func spans(_ session: Session) -> [Span] {
    let name = session.state.gradientSymbol
    let isNorm = session.analysis.contributions?.areNorms == true
    let question = Span((isNorm ? "‖\(name)‖" : name) + " = ?", .strong)
    guard let playback = session.playback else { return [question, Span("   Enter: the next line", .muted)] }
    return [question, Span("   playing: step \(playback.position), lag \(playback.target - playback.position)")]
  }
}
