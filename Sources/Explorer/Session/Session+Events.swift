import RNNCore
import Screen

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
