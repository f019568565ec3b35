import Explorer
import RNNCore
import Screen

/// The screen while what is looked at is still being computed: the title, what is computed and how much of it is done, and
/// the keys that are heard.
enum WaitingPanel {
  static func draw(_ session: Session, _ analysis: AnalysisUnderWay, into frame: inout Frame) {
    let (width, height) = (frame.size.width, frame.size.height)
    TitlePanel.draw(session, into: &frame, in: Rect(x: 0, y: 0, width: width, height: 1))
    let words = words(analysis).map { [Span(" " + $0, .strong)] }
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

  /// What is being computed, from everything to the least.
  static func words(_ analysis: AnalysisUnderWay) -> [String] {
    let (what, brief) = names(of: analysis.stage, analysis.state)
    let done = analysis.progress.map { ": \(Int($0 * 100)) %" } ?? " …"
    let (n, k) = (analysis.state.start.network.hiddenSize, analysis.state.target)
    let size = "\(n) units over \(k) step\(k == 1 ? "" : "s")"
    return [
      "computing \(what), \(size)\(done)", "computing \(what)\(done)", "computing \(brief)\(done)", "computing\(done)",
    ]
  }

  static func names(of stage: AnalysisUnderWay.Stage, _ state: State) -> (what: String, brief: String) {
    let k = NumberText.subscripted(state.target)
    return switch stage {
    case .states: ("the states s_t", "states")
    case .stepFactors: ("the step factors", "factors")
    case .eigenvalues: ("the eigenvalues of W", "eigenvalues")
    case .contributions: ("the terms of \(state.gradientSymbol)", "the terms")
    case .flow: ("the flow ∂s\(k)/∂sᵢ back to step 1", "the flow")
    case .extremes: ("where the flow ∂s\(k)/∂sᵢ is largest or smallest", "its extremes")
    }
  }
}
