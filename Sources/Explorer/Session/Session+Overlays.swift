import RNNCore
import Screen

/// What lies over the picture and takes the keys: a value being typed, the help, the scenarios and their cards, the command
/// line that reproduces the screen.
extension Session {
  mutating func perform(_ action: TypingAction) {
    guard case .typing(let text, _) = mode else { return }
    switch action {
    case .append(let character): if text.count < Self.typedLimit { type(text + String(character)) }
    case .deleteLast: type(String(text.dropLast()))
    case .deleteAll: type("")
    case .commit: commit(text)
    case .leave: mode = .exploring
    }
  }

  mutating func perform(_ action: OverlayAction) -> Effect? {
    switch action {
    case .move(let by): move(by: by)
    case .turnPages(let count): move(by: count * (size.height - 4))
    case .moveToStart: select(0)
    case .moveToEnd: select(scenarios.count - 1)
    case .open: openSelected()
    case .openAt(let place): open(at: place)
    case .goOn(let key): return goOn(key)
    case .close: mode = .exploring
    case .closeFor(let key): return close(for: key)
    }
    return nil
  }

  private mutating func type(_ text: String) { mode = .typing(text: text, complaint: nil) }

  /// The most characters of a value that is typed.
  private static let typedLimit = 40

  /// Takes pasted text: into the value being typed, and nowhere else.
  package mutating func handle(paste text: String) {
    guard case .typing(let typed, _) = mode else {
      notice = "pasted text is not taken as keys: press = to type a value"
      return
    }
    let line = text.prefix { !$0.isNewline }.filter { $0.columns > 0 }
    mode = .typing(text: String((typed + line).prefix(Self.typedLimit)), complaint: nil)
  }

  /// Scrolls the help, as far as there are lines, or chooses another scenario of the list.
  private mutating func move(by lines: Int) {
    switch mode {
    case .help(let scroll):
      let limit = pictures.helpLimit(self)
      mode = .help(scroll: Swift.min(Swift.max(Swift.min(scroll, limit) + lines, 0), limit))
    case .scenarios(let selected): select(selected + lines)
    case .exploring, .typing, .card, .command: break
    }
  }

  /// The scenarios whose input the session's sources have.
  package var scenarios: [Scenario] { Scenario.all.filter { $0.state(sources: sources) != nil } }

  mutating func openPicker() {
    let present = scenarios.firstIndex { $0.name == lastScenario } ?? 0
    mode = .scenarios(selected: present)
  }

  private mutating func select(_ place: Int) {
    mode = .scenarios(selected: Swift.min(Swift.max(place, 0), scenarios.count - 1))
  }

  /// Opens the scenario at a place of the list. A list that has none of losses ends sooner than the keys do.
  private mutating func open(at place: Int) {
    let scenarios = scenarios
    guard !scenarios.indices.contains(place) else { return open(scenarios[place]) }
    let others = Scenario.all.filter { !scenarios.contains($0) }.map { "--scenario \($0.name)" }
    mode = .exploring
    notice = "no input of this session has the classes for it: start gradflow \(others.joined(separator: " or "))"
  }

  private mutating func openSelected() {
    guard case .scenarios(let selected) = mode else { return }
    open(scenarios[selected])
  }

  /// Makes a scenario's state the present one, as one change. How far the derivation has been read stays.
  mutating func open(_ scenario: Scenario) {
    guard var state = scenario.state(sources: sources) else { return }
    state.reading = self.state.reading
    playback = nil
    lastScenario = scenario.name
    change(to: state)
    settle()
    mode = .card(scenario)
  }

  /// Shows what there is to see in a scenario, until the next key.
  package mutating func showCard(of scenario: Scenario) { mode = .card(scenario) }

  /// A key turns to the next page of the card, or puts it away and does what it does on the picture; with Control it does so
  /// at once.
  private mutating func goOn(_ key: Key) -> Effect? {
    guard case .card(let scenario, let page) = mode else { return nil }
    if !key.control, page + 1 < pictures.card(of: scenario, self).pages {
      mode = .card(scenario, page: page + 1)
      return nil
    }
    guard key.base == .enter else { return close(for: key) }
    mode = .exploring
    return nil
  }

  private mutating func close(for key: Key) -> Effect? {
    mode = .exploring
    return handle(key)
  }
}

/// A live screen does not stand still over an analysis that takes long: it says what is being computed, and hears keys.
extension Session {
  /// An analysis of more multiplications is one to wait for.
  package static let noticeableCost = Analysis.noticeableCost
}
