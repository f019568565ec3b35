import RNNCore
import Screen

extension Session {
  /// Carries an action out and returns what the program around has to do, if anything.
  mutating func perform(_ action: Action) -> Effect? {
    switch action {
    case .step(let action): perform(action)
    case .knob(let action): perform(action)
    case .network(let action): perform(action)
    case .look(let action): perform(action)
    case .landscape(let action): perform(action)
    case .playback(let action): perform(action)
    case .reading(let action): perform(action)
    case .session(let action): perform(action)
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
    case .cycleActivation(let by): modify { $0.setActivation($0.start.network.activation.neighbour(by)) }
    case .cycleInput(let by): cycleInput(by)
    case .cycleInitialization(let by): cycleInitialization(by)
    case .newSeed: drawAnew { $0.input.seed &+= 1 }
    }
  }

  private mutating func perform(_ action: LookAction) {
    switch action {
    case .show(let view):
      modify {
        $0.view = view
        $0.settleKnob()
      }
    case .cycleObservable(let by): cycleObservable(by)
    case .cycleParameter: modify { $0.parameter = $0.parameter.neighbour(1) }
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
  }

  private mutating func restore(_ other: State) {
    let reading = state.reading
    state = other
    state.reading = reading
    run = nil
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
