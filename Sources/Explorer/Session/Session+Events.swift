import RNNCore
import Screen

extension Session {
  /// Lays out or draws with the session's own notation in force: what is asked of it must not depend on who asks.
  mutating func inNotation<Result>(_ body: (inout Session) -> Result) -> Result {
    Notation.current.withValue(notation) { body(&self) }
  }

  /// Handles a key press and returns what the program around has to do, if anything.
  package mutating func handle(_ key: Key) -> Effect? { inNotation { $0.take(key) } }

  /// Handles the mouse: a press on a column sets i, on the axis k, on a cell of the map both; the wheel turns the knob.
  package mutating func handle(_ mouse: MouseEvent) { inNotation { $0.take(mouse) } }
}

extension Session {
  private mutating func take(_ key: Key) -> Effect? {
    if key.base == .tick {
      tick()
      return nil
    }
    // What is waited for can be left whatever lies over it.
    if isWaiting, case .program(.quit(let isInterrupted)) = KeyBindings.action(for: key, in: self, .picture) {
      return .quit(interrupted: isInterrupted)
    }
    let context = keyContext
    let action = KeyBindings.action(for: key, in: self, context)
    if isTooSmall { return action.flatMap { perform($0) } }
    notice = nil
    guard context == .picture else { return action.flatMap { perform($0) } }
    defer { followPlayback() }
    guard let action else {
      notice = KeyBindings.refusal(of: key, in: self)
      return nil
    }
    return performSayingWhy(action)
  }

  /// Carries an action out; where nothing comes of it, says why.
  private mutating func performSayingWhy(_ action: Action) -> Effect? {
    let before = Situation(self)
    let effect = perform(action)
    if effect == nil, Situation(self) == before { notice = reasonForNothing(action) }
    return effect
  }

  private mutating func take(_ mouse: MouseEvent) {
    guard capturesMouse, mode == .exploring, !isTooSmall, !isWaiting else { return }
    defer { followPlayback() }
    switch mouse.kind {
    case .wheelUp: _ = perform(.knob(.turn(1)))
    case .wheelDown: _ = perform(.knob(.turn(-1)))
    case .press: press(mouse)
    case .drag: if isDragging { choose(definition.drag(x: mouse.x, y: mouse.y, self)) }
    case .release:
      isDragging = false
      run = nil
    }
  }

  /// Whether the screen is too small for any picture.
  package var isTooSmall: Bool { !size.holds(pictures.smallest) }

  private mutating func press(_ mouse: MouseEvent) {
    let choice = definition.press(x: mouse.x, y: mouse.y, self)
    isDragging = choice?.isDragged ?? false
    run = nil
    choose(choice)
  }

  /// Makes a choice of the mouse; those that are dragged are one change.
  private mutating func choose(_ choice: Choice?) {
    guard let choice else { return }
    var changed = state
    switch choice {
    case .target(let step): changed.setTarget(step)
    case .inspected(let step): changed.setInspected(step)
    case .pair(let target, let step):
      changed.setTarget(target)
      changed.setInspected(step)
    case .knobs(let values):
      guard let first = values.first, (try? changed.set(first.knob, to: first.value)) != nil else { return }
      for other in values.dropFirst() { try? changed.set(other.knob, to: other.value) }
    }
    change(to: changed, run: choice.isDragged ? .drag : nil)
  }
}

extension Session {
  /// The time after which `tick` wants to be called; nil while nothing moves by itself.
  package var tickInterval: Duration? {
    if isWaiting { return .milliseconds(1) }
    guard mode == .exploring, !isTooSmall else { return nil }
    if let playback, playback.isRunning { return playback.tickInterval }
    if isBusy { return .milliseconds(5) }
    return hasStaleOrder ? .milliseconds(500) : nil
  }

  /// Lets one step of time pass.
  package mutating func tick() {
    guard !isWaiting else { return inNotation { $0.continueAnalysis() } }
    guard mode == .exploring else { return }
    let (isPlaying, isBusy) = (playback?.isRunning == true, isBusy)
    let patience = isPlaying ? .zero : AnalysisUnderWay.patience
    if isRefining {
      refinePart(moments: 1)
    } else {
      // What an order waits for is shorter.
      continueRemedies(patience: isOrdering ? .zero : patience)
      continueOrder(patience: patience)
    }
    if let playback, isPlaying { return step(by: playback.stepsPerTick) }
    // Moments are as long as it takes only where nothing else asks for ticks.
    if !isBusy { sortWhenQuiet() }
  }

  /// Whether something that is shown is being found, one tick after the other.
  private var isBusy: Bool { isRefining || isOrdering || isRemedyDue }
}

extension Session {
  /// What a key may do while the numbers of the present state are computed.
  package enum Patience: Sendable {
    /// It leaves, suspends or draws anew, at once.
    case now
    /// It chooses what is looked at, for which no numbers are needed, once those before it have had their turn.
    case inTurn
    /// It needs the numbers.
    case later
  }

  /// That of a key: where it has several meanings, that of the most patient.
  package func patience(of key: Key) -> Patience {
    let actions = KeyBindings.picture.flatMap { row in row.keys.filter { $0.0 == key }.map(\.1) }
    if actions.contains(where: \.isOfProgram) { return .now }
    return mode == .exploring && !actions.isEmpty && actions.allSatisfy(\.choosesAlone) ? .inTurn : .later
  }

  /// Presses the keys that a command line asks for, then puts its scales in force, which the keys may have moved; as soon
  /// as there are numbers.
  package mutating func begin(with keys: [Key], scales: Scales?) {
    guard !isWaiting else { return keysAhead = (keys, scales) }
    pressesAhead = true
    for key in keys { _ = handle(key) }
    pressesAhead = false
    if let scales { restore(scales) }
    // As they are after a step to another checkpoint, where they may be wider than this one asks for.
    if scales != nil { state.checkpoint?.holdsScales = true }
  }
}

extension Action {
  /// Whether it is of the program, whatever is shown.
  fileprivate var isOfProgram: Bool {
    switch self {
    case .program(.quit), .program(.suspend), .program(.redraw): true
    default: false
    }
  }

  /// Whether it changes what is looked at, and needs no numbers for it.
  fileprivate var choosesAlone: Bool {
    switch self {
    case .step(.moveToBrake), .knob(.startTyping): false
    case .step, .knob, .network, .display(.show), .display(.cycleParameter), .display(.changeCut), .display(.cycleCut):
      true
    case .session(.undo), .session(.redo), .session(.reset): true
    default: false
    }
  }
}
