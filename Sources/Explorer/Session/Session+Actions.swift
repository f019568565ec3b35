import RNNCore
import Screen

extension Session {
  /// Carries an action out and returns what the program around has to do, if anything.
  mutating func perform(_ action: Action) -> Effect? {
    switch action {
    case .step(let action): perform(action)
    case .knob(let action): perform(action)
    case .network(let action): perform(action)
    case .display(let action): perform(action)
    case .comparison(let action): perform(action)
    case .landscape(let action): perform(action)
    case .playback(let action): perform(action)
    case .reading(let action): perform(action)
    case .session(let action): perform(action)
    case .typing(let action): perform(action)
    case .overlay(let action): return perform(action)
    case .program(let action): return effect(of: action)
    }
    return nil
  }

  private mutating func perform(_ action: StepAction) {
    switch action {
    case .moveTarget(let steps): modify { $0.setTarget($0.target + steps) }
    case .moveTargetToStart: modify { $0.setTarget(1) }
    case .moveTargetToEnd: modify { $0.setTarget($0.input.steps) }
    case .moveInspected(let steps): modify { $0.setInspected($0.inspected + steps) }
    case .moveToBrake: moveToBrake()
    }
  }

  private mutating func perform(_ action: KnobAction) {
    switch action {
    case .turn(let steps): set(state.knob, to: state.knob.turned(state.value(of: state.knob), by: steps))
    case .next: modify { $0.knob = $0.knob.neighbour(1, among: $0.knobs) }
    case .previous: modify { $0.knob = $0.knob.neighbour(-1, among: $0.knobs) }
    case .flipSign: flipSign()
    case .startTyping: mode = .typing(text: "", complaint: nil)
    }
  }

  private mutating func perform(_ action: NetworkAction) {
    switch action {
    case .cycleActivation(let by): cycleActivation(by)
    case .cycleInput(let by): cycleInput(by)
    case .cycleCell(let by): cycleCell(by)
    case .cycleLayer: cycleLayer()
    case .cycleInitialization(let by): cycleInitialization(by)
    case .newSeed: drawAnew { $0.input.seed &+= 1 }
    }
  }

  private mutating func perform(_ action: DisplayAction) {
    switch action {
    case .show(let view):
      modify {
        $0.view = view
        $0.settleKnob()
      }
    case .cycleObservable(let by): cycleObservable(by)
    case .cycleParameter: modify { $0.parameter = $0.parameter.neighbour(1, among: $0.start.network.parameters) }
    case .changeCut(let by): changeCut(by)
    case .cycleCut: cycleCut()
    case .zoomTime(let count): zoomTime(by: count)
    case .toggleActivation: toggleActivation()
    case .toggleOutput: toggleOutput()
    case .toggleRuler: modify { $0.showsRuler.toggle() }
    case .toggleLinear: modify { $0.isLinear.toggle() }
    case .togglePin: modify { $0.isPinned.toggle() }
    case .changeDepth(let by): changeDepth(by)
    }
  }

  private mutating func perform(_ action: LandscapeAction) {
    switch action {
    case .zoom(let by): zoomLandscape(by: by)
    case .centre: centreLandscape()
    case .toggleSurface: toggleSurface()
    }
  }

  private mutating func perform(_ action: PlaybackAction) {
    switch action {
    case .toggle: togglePlayback()
    case .step(let steps): stepPaused(by: steps)
    case .changeSpeed(let by): playback?.changeSpeed(by: by)
    case .end: playback = nil
    }
  }

  private mutating func perform(_ action: ReadingAction) {
    switch action {
    case .reveal: reveal()
    case .hide: hide()
    case .scrollHalfScreens(let count): scroll(by: count)
    }
  }

  private mutating func perform(_ action: SessionAction) {
    switch action {
    case .undo: undo()
    case .redo: redo()
    case .reset: reset()
    case .openScenarios: openPicker()
    case .toggleHelp: mode = .help(scroll: 0)
    case .dismiss: notice = nil
    }
  }

  private mutating func effect(of action: ProgramAction) -> Effect {
    switch action {
    case .savePicture: return .savePicture
    case .saveNumbers: return .saveNumbers
    case .showCommand: return showCommand()
    case .toggleTheme: return toggleTheme()
    case .toggleMouse:
      capturesMouse.toggle()
      notice = capturesMouse ? "mouse on: clicks and the wheel work here" : "mouse off: the terminal selects text"
      return .captureMouse(capturesMouse)
    case .redraw: return .redrawAll
    case .suspend: return .suspend
    case .quit(let interrupted): return .quit(interrupted: interrupted)
    }
  }

  mutating func modify(_ modification: (inout State) -> Void) {
    var changed = state
    modification(&changed)
    change(to: changed)
  }

  private mutating func undo() {
    guard let previous = past.popLast() else {
      notice = "nothing to undo"
      return
    }
    future.append(state)
    restore(previous)
  }

  private mutating func redo() {
    guard let next = future.popLast() else {
      notice = "nothing to redo"
      return
    }
    past.append(state)
    restore(next)
  }

  /// How far the derivation has been read is no change, and stays out of the past.
  private mutating func reset() {
    state.reading = initial.reading
    replace(with: initial)
    refreshCheckpoint()
  }

  private mutating func restore(_ other: State) {
    let reading = state.reading
    state = other
    state.reading = reading
    run = nil
    refreshCheckpoint()
    settleIfCheap()
  }

  /// The decades that are shown where none were asked for: the view's own, or those of the term axis.
  private var naturalDepth: Int {
    if !isTooSmall, let shown = definition.decades(self) { return shown }
    return state.scales?.termDepth ?? Scales.depthWithoutTerms
  }

  /// The decades that are seen where so many are asked for.
  private func shownDepth(of depth: Int) -> Double { definition.decades(askedFor: depth) }

  /// Walks the depths from the one in force; `}` shows more decades, `{` fewer.
  private mutating func changeDepth(_ by: Int) {
    let present = shownDepth(of: state.depth ?? naturalDepth)
    let next =
      by > 0
      ? Scales.depths.first { shownDepth(of: $0) > present } : Scales.depths.last { shownDepth(of: $0) < present }
    guard let next else { return }
    modify {
      $0.depth = next
      $0.scales?.termDepth = next
      $0.scales?.isDepthChosen = true
    }
  }

  /// The theme in force.
  package var theme: Theme { chosenTheme ?? background }

  /// Asks for the other theme. That is how the screen looks, not what is looked at: there is nothing to undo.
  mutating func toggleTheme() -> Effect {
    let other: Theme = theme == .dark ? .light : .dark
    chosenTheme = other
    notice = "colours for a \(other.rawValue) background"
    return .useTheme(other)
  }

  /// Shows the command line of the screen and hands it on for the clipboard.
  mutating func showCommand() -> Effect {
    mode = .command
    isSentToClipboard = false
    return .copy(commandLine)
  }

  /// Why an action that could have done something has done nothing: it is where it would lead to already.
  func reasonForNothing(_ action: Action) -> String? {
    switch action {
    case .step(.moveTarget(let steps)): atEnd(steps < 0)
    case .step(.moveTargetToStart): atEnd(true)
    case .step(.moveTargetToEnd): atEnd(false)
    case .step(.moveInspected(let steps)):
      steps < 0 ? "i = 1 is the first term" : "i = k = \(state.target) is the last term"
    case .knob(.turn(let steps)) where state.knob == .checkpoint: atEndOfCheckpoints(steps < 0)
    case .knob(.turn(let steps)): "\(state.name(of: state.knob)) is as \(steps < 0 ? "small" : "large") as it can be"
    case .knob(.flipSign): "\(state.name(of: state.knob)) is 0, which has no sign"
    case .comparison(.exchange): "B is what is shown: nothing to exchange until something is changed"
    case .display(.changeCut(let by)): state.cut.reasonForNoChange(by, steps: state.input.steps)
    case .display(.changeDepth(let by)): by < 0 ? "the axis reaches down no less" : "the axis reaches down no further"
    case .landscape(.zoom(let by)): by < 0 ? "this is the narrowest window" : "this is the widest window"
    case .landscape(.centre): "the present value is in the middle"
    case .network(.cycleInput): "no other input fits this network"
    case .display(.show(let view)): "this is the \(view.rawValue) view"
    default: reasonForNothingPlayed(action)
    }
  }

  private func reasonForNothingPlayed(_ action: Action) -> String? {
    switch action {
    case .playback(.step(let steps)):
      steps < 0
        ? "the gradient is at k, where it starts"
        : "the gradient is at step \(playback?.first ?? 1)" + (playback?.first ?? 1 > 1 ? ", where it is cut" : "")
    case .playback(.changeSpeed(let by)): by < 0 ? "this is the slowest" : "this is the fastest"
    case .reading(.scrollHalfScreens(let count)): count < 0 ? "this is the top" : "this is the end"
    default: nil
    }
  }

  private func atEnd(_ isFirst: Bool) -> String {
    isFirst ? "k = 1 is the first step" : "k = \(state.target) is the last step, T"
  }

  /// What an action can change.
  struct Situation: Equatable {
    let state: State
    let mode: Mode
    let playback: Playback?
    let notice: String?
    let capturesMouse: Bool

    init(_ session: Session) {
      (state, mode, playback) = (session.state, session.mode, session.playback)
      (notice, capturesMouse) = (session.notice, session.capturesMouse)
    }
  }
}

extension CaseIterable where Self: Equatable, AllCases.Index == Int {
  /// The case so many places on, around the end.
  func neighbour(_ by: Int) -> Self { neighbour(by, among: Array(Self.allCases)) }
}

extension Equatable {
  /// The element of a list so many places on from this one, around the end; the first where this one is not of the list.
  func neighbour(_ by: Int, among all: [Self]) -> Self {
    guard let place = all.firstIndex(of: self) else { return all.first ?? self }
    return all[((place + by) % all.count + all.count) % all.count]
  }
}
