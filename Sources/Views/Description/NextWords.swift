import Explorer
import RNNCore
import Screen

/// What the next keys do, in sentences.
enum NextWords {
  /// What the next press of ↑ makes of the numbers; nothing where it does nothing, or takes long.
  static func preview(_ session: Session) -> [String] {
    var next = session
    guard session.mode == .exploring, next.handle(Key(.up)) == nil, next.state != session.state, !next.isWaiting else {
      return []
    }
    next.settle()
    let (state, knob) = (next.state, session.state.knob)
    let value = knob == .checkpoint ? state.checkpoint?.name ?? "" : SpokenNumber.knob(state.value(of: knob))
    let change = "One press of up makes \(NetworkWords.name(knob, state)) \(value)"
    guard let total = next.analysis.contributions?.total else {
      return ["\(change): \(Description.uncapitalised(VerdictWords.verdict(next.shown)))"]
    }
    return [
      "\(change): the total becomes \(SpokenNumber.text(total, digits: 6)). \(VerdictWords.verdict(next.shown))"
    ]
  }

  /// The keys to begin with.
  static func keys(_ session: Session) -> String {
    let state = session.state
    let activation = state.start.network.elmanActivation == nil ? "" : ", a takes another activation"
    return
      "Keys: up and down turn \(NetworkWords.name(state.knob, state)), left and right move the target step, brackets the "
      + "inspected term, capital K goes to the strongest brake\(activation), o lists scenarios, question mark is help, q leaves."
  }
}

/// What a view shows beside what all of them do, in sentences.
enum ViewWords {
  static func sentences(_ session: Session) -> [String] {
    let (state, analysis) = (session.state, session.analysis)
    let spectrum = analysis.weightSpectrum.map {
      "The spectral radius of W is \(SpokenNumber.text($0.spectralRadius)), its largest singular value \(SpokenNumber.text($0.spectralNorm))."
    }
    switch state.view {
    case .flow: return playback(session)
    case .derivation: return ["This is the derivation: the formulas of the numbers above, line by line."]
    case .map:
      return [
        "This is the map of the terms of all targets; its cursor is on target \(state.target) and term \(state.inspected)."
      ]
    case .landscape:
      let name = NetworkWords.name(session.sweptKnob, state)
      return [
        "This is the landscape: what becomes of the state and the gradient at all values of \(name) around this one."
      ]
    case .spectrum: return ["This is the spectrum."] + [spectrum].compactMap { $0 }
    }
  }

  private static func playback(_ session: Session) -> [String] {
    guard let playback = session.playback else { return [] }
    let end = playback.hasArrived ? "has arrived" : playback.isPaused ? "is paused" : "is played"
    return ["The backward pass \(end): it is at step \(playback.position)."]
  }
}

/// What lies over the picture, in sentences.
enum OverlayWords {
  static func sentences(_ session: Session) -> [String] {
    switch session.mode {
    case .exploring: return []
    case .typing(let text, let complaint):
      let knob = NetworkWords.name(session.state.knob, session.state)
      let typed = text.isEmpty ? "Type a value for \(knob), then Enter." : "Typed for \(knob): \(text)."
      return [typed] + (complaint.map { [Description.sentence($0)] } ?? [])
    case .help: return HelpPanel.sentences(session)
    case .command: return ["The command line of this screen: \(session.commandLine)"]
    case .scenarios(let selected):
      let scenarios = session.scenarios
      return [
        "Scenario \(selected + 1) of \(scenarios.count), \(scenarios[selected].name): \(SpokenSymbols.sentence(scenarios[selected].title))."
      ]
    case .card(let scenario, _):
      return [Description.sentence(SpokenSymbols.sentence(scenario.title)), SpokenSymbols.sentence(scenario.text)]
    }
  }
}
