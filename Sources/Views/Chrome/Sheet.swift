import Explorer
import RNNCore
import Screen

/// What lies over the picture: a page of its own, or a card over the lower part.
enum Sheet {
  /// A blank page under a title, the first that fits.
  static func drawPage(_ titles: [String], into frame: inout Frame) {
    frame.fill(Rect(x: 0, y: 0, width: frame.size.width, height: frame.size.height), with: Cell(" "))
    frame.fill(Rect(x: 0, y: 0, width: frame.size.width, height: 1), with: Cell(" ", .title))
    let title = BandRule.fitting(titles.map { [Span($0, .title)] }, in: frame.size.width)
    frame.write(title, x: 0, y: 0)
  }

  /// A rule with a name and lines under it, as high as they are, above the last row.
  static func drawCard(_ name: String, _ lines: [[Span]], into frame: inout Frame) {
    let (width, screen) = (frame.size.width, frame.size.height)
    let height = Swift.min(lines.count + 2, screen)
    frame.fill(Rect(x: 0, y: screen - height, width: width, height: height), with: Cell(" "))
    drawSection(name, lines, from: screen - height, into: &frame)
  }

  /// A rule with a name in a row, and the lines under it above the last row; a mark where there is no room for all.
  static func drawSection(_ name: String, _ lines: [[Span]], from top: Int, into frame: inout Frame) {
    let title = BandRule.fitting([[Span(name, .strong)]], in: frame.size.width - 6)
    BandRule.draw(title, into: &frame, in: Rect(x: 0, y: top, width: frame.size.width, height: 1))
    let room = Swift.max(frame.size.height - top - 2, 0)
    let shown = lines.count <= room ? lines[...] : lines.prefix(Swift.max(room - 1, 0))
    for (row, line) in shown.enumerated() { frame.write(line, x: 0, y: top + 1 + row) }
    if lines.count > room, room > 0 { frame.write(" …", x: 0, y: top + room, .muted) }
  }

  /// The keys that the sheet takes, in the last row: the first of several lists that fits. At the right stands how many lines
  /// there are above and below those that are shown.
  static func drawKeys(
    _ candidates: [[(String, String)]], hidden: (above: Int, below: Int) = (0, 0), into frame: inout Frame
  ) {
    let (y, width) = (frame.size.height - 1, frame.size.width)
    frame.fill(Rect(x: 0, y: y, width: width, height: 1), with: Cell(" ", .hint))
    let more =
      (hidden.above > 0 ? " ↑ \(hidden.above)" : "") + (hidden.below > 0 ? " ↓ \(hidden.below) more" : "")
    let lists = candidates.map { keys in keys.flatMap { HintsPanel.spans($0.0, $0.1) } }
    frame.write(BandRule.fitting(lists, in: width - more.columns - 1), x: 0, y: y)
    frame.write(more, x: width - 1 - more.columns, y: y, .hintKey)
  }
}

/// The command line that reproduces the screen, over the lower part of it.
enum CommandPanel {
  static func draw(_ session: Session, into frame: inout Frame) {
    let lines = continued(ReproducingCommand.words(for: session), width: session.size.width - 2).map { [Span($0)] }
    let note = session.isSentToClipboard ? BandRule.fitting(Self.notes, in: session.size.width) : []
    Sheet.drawCard("the command line of this screen", lines + [note], into: &frame)
    Sheet.drawKeys([[("any key", "back to the picture")]], into: &frame)
  }

  /// What can be said of the clipboard: no terminal tells whether it has taken it.
  private static let notes = [
    [Span(" sent to the clipboard; some terminals do not take it, or ask", .muted)],
    [Span(" sent to the clipboard", .muted)],
  ]

  /// Lines that a shell takes as one when they are copied: broken between words, and only a word longer than a line is
  /// cut, whose rest then begins at the edge of the screen.
  static func continued(_ words: [String], width: Int) -> [String] {
    var (lines, line) = ([String](), "")
    for word in words {
      if !line.isEmpty, (line + " " + word).columns > width {
        lines.append(line + " \\")
        line = ""
      }
      line += " " + word
      while line.columns > width {
        let (head, rest) = ShellWord.cut(line, columns: width)
        lines.append(head)
        line = rest
      }
    }
    return lines + [line]
  }
}

/// The screen while what is looked at is still being computed, over what is there already: the title, what is computed and how
/// much of it is done, and the keys that are heard.
enum WaitingPanel {
  static func draw(_ session: Session, _ analysis: AnalysisUnderWay, overPicture: Bool, into frame: inout Frame) {
    let (width, height) = (frame.size.width, frame.size.height)
    frame.fill(Rect(x: 0, y: 0, width: width, height: 2), with: Cell(" "))
    TitlePanel.draw(session, into: &frame, in: Rect(x: 0, y: 0, width: width, height: 1))
    let whose = session.hasAnalysis ? " B: " : " "
    let shown = ["computing what is shown here, then the terms", "computing what is shown"]
    let words = (session.isBeforeTerms ? shown : words(analysis)).map { [Span(whose + $0, .strong)] }
    frame.write(BandRule.fitting(words, in: width - 1), x: 0, y: 1)
    Sheet.drawKeys(
      [
        [("q", "leave"), ("^Z", "suspend"), ("↑↓ ←→ a i d u", "change it"), ("1–5", "views"), ("other keys", "wait")],
        [("q", "leave"), ("other keys", "wait")], [("q", "leave")],
      ], into: &frame)
    guard let notice = session.notice else { return }
    let lines = TextWrap.lines(notice, width: width - 2).prefix(Swift.max(height - 4, 0))
    // Above the keys, where something is shown already.
    let top = overPicture ? height - 1 - lines.count : 3
    for (row, line) in lines.enumerated() {
      frame.fill(Rect(x: 0, y: top + row, width: width, height: 1), with: Cell(" "))
      frame.write(" " + line, x: 0, y: top + row, .muted)
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
    let (s, whole, k) = (state.cellKind.stateLetter, state.cellKind.wholeState, NumberText.subscripted(state.target))
    let flow = "∂\(whole)\(k)/∂\(whole)" + (state.cellKind.parts == 2 ? "_i" : "ᵢ")
    return switch stage {
    case .states: ("the states \(s)_t", "states")
    case .stepFactors: ("the step factors", "factors")
    case .eigenvalues: ("the eigenvalues of W", "eigenvalues")
    case .contributions: ("the terms of \(state.gradientSymbol)", "the terms")
    case .flow: ("the flow \(flow) back to step 1", "the flow")
    case .remedies: ("what is left of \(state.gradientSymbol)", "what is left")
    case .extremes: ("where the flow \(flow) is largest or smallest", "its extremes")
    }
  }
}
