/// The screen while what is looked at is still being computed: the title, what is computed and how much of it is done, and
/// the keys that are heard.
enum WaitingPanel {
  static func draw(_ session: Session, _ analysis: AnalysisUnderWay, into frame: inout Frame) {
    let (width, height) = (frame.size.width, frame.size.height)
    TitlePanel.draw(session, into: &frame, in: Rect(x: 0, y: 0, width: width, height: 1))
    let words = analysis.words.map { [Span(" " + $0, .strong)] }
    frame.write(BandRule.fitting(words, in: width - 1), x: 0, y: 1)
    Sheet.drawKeys(
      [
        [("q", "leave"), ("^Z", "suspend"), ("↑↓ ←→ a i d u", "change it"), ("other keys", "wait")],
        [("q", "leave"), ("other keys", "wait")], [("q", "leave")],
      ], into: &frame)
    guard let notice = session.notice else { return }
    for (row, line) in TextWrap.lines(notice, width: width - 2).enumerated() where row + 3 < height - 1 {
      frame.write(" " + line, x: 0, y: row + 3, .muted)
    }
  }
}
