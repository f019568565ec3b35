import Explorer
import RNNCore
import Screen

/// The views, and what lies around and over them.
struct ViewList: Pictures {
  func definition(of view: View) -> any ViewDefinition {
    switch view {
    case .flow: FlowDefinition()
    case .derivation: DerivationDefinition()
    case .map: MapDefinition()
    case .landscape: LandscapeDefinition()
    case .spectrum: SpectrumDefinition()
    }
  }

  var smallest: Size { Layout.smallest }

  func frame(_ session: Session) -> Frame { Picture(session).frame() }

  func helpLimit(_ session: Session) -> Int { HelpPanel.scrollLimit(session) }

  func card(of scenario: Scenario, _ session: Session) -> CardPlace {
    ScenarioPanel.place(of: scenario, session)
  }
}

extension Session {
  /// A session that begins with a state, with the views there are.
  package init(
    state: State, sources: [InputSource], checkpoints: [Checkpoint] = [], size: Size,
    waitingFrom cost: Double = .infinity, threads: @autoclosure @escaping @Sendable () -> Int = 1
  ) {
    self.init(
      state: state, sources: sources, checkpoints: checkpoints, size: size, pictures: ViewList(), waitingFrom: cost,
      threads: threads())
  }
}

/// The screen of a session, drawn panel by panel.
struct Picture {
  let session: Session

  init(_ session: Session) { self.session = session }

  func frame() -> Frame {
    var frame = Frame(size: session.size)
    guard !session.isTooSmall else {
      drawSizeNeeded(into: &frame)
      return frame
    }
    if let analysis = session.underWay {
      let alone = session.withoutCounterpart
      if let alone {
        Picture(alone).drawView(into: &frame)
      } else if let early = session.early, session.showsEarly {
        session.definition.drawEarly(early, session, into: &frame, in: Layout(for: session).body)
      }
      WaitingPanel.draw(session, analysis, overPicture: alone != nil || session.early != nil, into: &frame)
      return frame
    }
    drawView(into: &frame)
    switch session.mode {
    case .help(let scroll): HelpPanel.draw(session, scroll: scroll, into: &frame)
    case .command: CommandPanel.draw(session, into: &frame)
    case .scenarios(let selected): ScenarioPanel.draw(session, selected: selected, into: &frame)
    case .card(let scenario, let page): ScenarioPanel.drawCard(scenario, session, page: page, into: &frame)
    case .exploring, .typing: break
    }
    return frame
  }

  private func drawView(into frame: inout Frame) {
    let layout = Layout(for: session)
    TitlePanel.draw(session, into: &frame, in: layout.title)
    drawVerdict(into: &frame, in: layout.verdict)
    ComparisonPanel.draw(session, into: &frame, in: layout.comparison)
    session.definition.draw(session, into: &frame, in: layout.body)
    HintsPanel.draw(session, into: &frame, in: layout.hints)
  }

  /// Views without an inspector show the pass that is played in the verdict's place; a derivation with hidden lines asks.
  private func drawVerdict(into frame: inout Frame, in rect: Rect) {
    guard !session.hidesAnswer else { return QuestionLine.draw(session, into: &frame, in: rect) }
    guard [.derivation, .landscape].contains(session.state.view), let playback = session.playback
    else { return VerdictPanel.draw(session.shown, into: &frame, in: rect) }
    let variants = PlaybackLine.variants(playback, session.analysis)
    frame.write(BandRule.fitting(variants, in: rect.width - 2), x: rect.x + 1, y: rect.y, limit: rect.width)
  }

  private func drawSizeNeeded(into frame: inout Frame) {
    let (size, needed) = (session.size, Layout.smallest)
    let least = "\(needed.width)×\(needed.height)"
    let texts = [
      "\(size.width)×\(size.height) is too small: gradflow needs \(least)", "too small: gradflow needs \(least)",
      "needs \(least)", least,
    ]
    frame.write(BandRule.fitting(texts.map { [Span($0, .alarm)] }, in: size.width), x: 0, y: 0)
  }
}
