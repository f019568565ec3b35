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
  mutating func take(_ key: Key) -> Effect? {
    if key.base == .tick {
      tick()
      return nil
    }
    let action = KeyBindings.action(for: key, in: self)
    if case .program(.quit) = action, key.control || mode == .exploring || isWaiting {
      return perform(.program(.quit(interrupted: key.control)))
    }
    if isTooSmall { return action == .program(.suspend) ? .suspend : nil }
    notice = nil
    switch mode {
    case .exploring:
      defer { followPlayback() }
      guard let action else {
        notice = KeyBindings.refusal(of: key, in: self)
        return nil
      }
      return performSayingWhy(action)
    case .typing(let text, _):
      return action == .program(.suspend) || action == .program(.redraw)
        ? action.flatMap { perform($0) } : type(key, after: text)
    case .help(let scroll): return readHelp(key, action, scroll)
    case .scenarios(let selected): return pick(key, action, selected)
    case .card(let scenario, let page): return leaveCard(key, scenario, page)
    case .command:
      mode = .exploring
      return action == .program(.suspend) ? .suspend : nil
    }
  }

  /// Carries an action out; where nothing comes of it, says why.
  private mutating func performSayingWhy(_ action: Action) -> Effect? {
    let before = Situation(self)
    let effect = perform(action)
    if effect == nil, Situation(self) == before { notice = reasonForNothing(action) }
    return effect
  }

  mutating func take(_ mouse: MouseEvent) {
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

  /// Takes pasted text: into the value being typed, and nowhere else.
  package mutating func handle(paste text: String) {
    guard case .typing(let typed, _) = mode else {
      notice = "pasted text is not taken as keys: press = to type a value"
      return
    }
    let line = text.prefix { !$0.isNewline }.filter { $0.columns > 0 }
    mode = .typing(text: String((typed + line).prefix(Self.typedLimit)), complaint: nil)
  }

  private static let typedLimit = 40

  package var isTooSmall: Bool { !size.holds(pictures.smallest) }

  private mutating func readHelp(_ key: Key, _ action: Action?, _ scroll: Int) -> Effect? {
    let scroll = Swift.min(scroll, pictures.helpLimit(self))
    switch (key.base, action) {
    case (.down, _), (.character("j"), _): scrollHelp(to: scroll + 1)
    case (.up, _), (.character("k"), _): scrollHelp(to: scroll - 1)
    case (.pageDown, _), (.character(" "), _): scrollHelp(to: scroll + size.height - 4)
    case (.pageUp, _): scrollHelp(to: scroll - size.height + 4)
    case (.escape, _), (.enter, _), (_, .session(.toggleHelp)), (_, .program(.quit)): mode = .exploring
    case (_, .program(.suspend)), (_, .program(.redraw)): return action.flatMap { perform($0) }
    default: break
    }
    return nil
  }

  private mutating func scrollHelp(to line: Int) {
    mode = .help(scroll: Swift.min(Swift.max(line, 0), pictures.helpLimit(self)))
  }

  private mutating func type(_ key: Key, after text: String) -> Effect? {
    switch key.base {
    case .enter: commit(text)
    case .escape: mode = .exploring
    case .backspace, .delete: mode = .typing(text: String(text.dropLast()), complaint: nil)
    case .character("u") where key.control: mode = .typing(text: "", complaint: nil)
    case .character(let character) where !key.control && text.count < Self.typedLimit && character.columns > 0:
      mode = .typing(text: text + String(character), complaint: nil)
    default: break
    }
    return nil
  }

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
    if isRefining { return .milliseconds(5) }
    return hasStaleOrder ? .milliseconds(500) : nil
  }

  /// Lets one step of time pass.
  package mutating func tick() {
    guard !isWaiting else { return inNotation { $0.continueAnalysis() } }
    guard mode == .exploring else { return }
    if isRefining { refinePart(moments: 1) }
    guard let playback, playback.isRunning else { return sortWhenQuiet() }
    step(by: playback.stepsPerTick)
  }
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
    let actions = KeyBindings.table.flatMap { row in row.keys.filter { $0.0 == key }.map(\.1) }
    if actions.contains(where: \.isOfProgram) { return .now }
    return mode == .exploring && !actions.isEmpty && actions.allSatisfy(\.choosesAlone) ? .inTurn : .later
  }

  /// Presses the keys that a command line asks for, then puts its scales in force, which the keys may have moved; as soon
  /// as there are numbers.
  package mutating func begin(with keys: [Key], scales: Scales?) {
    guard !isWaiting else { return keysAhead = (keys, scales) }
    for key in keys { _ = handle(key) }
    if let scales { restore(scales) }
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
    case .step, .knob, .network, .display(.cycleParameter): true
    case .session(.undo), .session(.redo), .session(.reset): true
    default: false
    }
  }
}
