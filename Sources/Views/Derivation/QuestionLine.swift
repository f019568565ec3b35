import Explorer
import Screen

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
